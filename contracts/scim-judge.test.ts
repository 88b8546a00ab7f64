import { expect, test } from '#test'
import { createCloser } from './closer.ts'
import { scimV2 } from './drivers/scim.v2.ts'
import { ENTERPRISE, LIST_RESPONSE, USER } from './drivers/scim.v2-wire.ts'
import type { Reply } from './exchange.ts'
import { learnSchemas } from './scim-judge.ts'

const BASE = 'https://example.com/v2'

const schemas = [
  {
    id: USER,
    attributes: [
      { name: 'userName', type: 'string', multiValued: false, required: true },
      { name: 'active', type: 'boolean', multiValued: false },
      { name: 'age', type: 'integer', multiValued: false },
      { name: 'born', type: 'dateTime', multiValued: false },
      { name: 'key', type: 'binary', multiValued: false },
      { name: 'password', type: 'string', multiValued: false, returned: 'never' },
      { name: 'secret', type: 'string', multiValued: false, returned: 'request' },
      {
        name: 'emails',
        type: 'complex',
        multiValued: true,
        subAttributes: [
          { name: 'value', type: 'string', multiValued: false },
          { name: 'type', type: 'string', multiValued: false },
          { name: 'primary', type: 'boolean', multiValued: false },
        ],
      },
    ],
  },
  {
    id: ENTERPRISE,
    attributes: [
      {
        name: 'manager',
        type: 'complex',
        multiValued: false,
        subAttributes: [
          { name: 'value', type: 'string', multiValued: false },
          { name: '$ref', type: 'reference', multiValued: false },
        ],
      },
    ],
  },
]

const ann = {
  schemas: [USER],
  id: '7',
  userName: 'ann',
  meta: { resourceType: 'User', location: `${BASE}/Users/7`, version: 'W/"1"' },
}

const home = { value: 'a', type: 'home' }
const manager = { value: '8', $ref: `${BASE}/Users/8` }

for (const { given, request = {}, want } of [
  { given: {}, want: [] },
  { given: { active: true, age: 7, born: '2020-02-29T00:00:00Z', key: 'YQ==' }, want: [] },
  { given: { emails: [home, { value: 'b', primary: true }] }, want: [] },
  { given: { emails: [] }, want: [] },
  { given: { emails: null }, want: [] },
  { given: { active: 'true' }, want: ['/active is no boolean'] },
  { given: { age: 7.5 }, want: ['/age is no integer'] },
  { given: { born: '2020-02-29' }, want: ['/born is no dateTime'] },
  { given: { key: '??' }, want: ['/key is no binary'] },
  { given: { userName: undefined }, want: ['/userName is required and not there'] },
  { given: { userName: undefined }, request: { query: '?attributes=active' }, want: [] },
  { given: { UserName: 'ann' }, want: ['/UserName is spelled userName in its schema'] },
  { given: { colour: 'red' }, want: ['/colour no schema has it'] },
  { given: { password: 'x' }, want: ['/password is returned never'] },
  { given: { secret: 'x' }, want: ['/secret is returned on request alone'] },
  { given: { secret: 'x' }, request: { query: '?attributes=secret' }, want: [] },
  { given: { secret: 'x' }, request: { method: 'PUT' }, want: [] },
  { given: { emails: home }, want: ['/emails is multi-valued and no array'] },
  { given: { emails: ['a'] }, want: ['/emails/0 is no object'] },
  { given: { emails: [{ value: 1 }] }, want: ['/emails/0/value is no string'] },
  { given: { emails: [home, home] }, want: ['/emails has the same type and value twice'] },
  {
    given: { emails: [{ primary: true }, { primary: true }] },
    want: ['/emails has more than one primary value'],
  },
  { given: { schemas: [USER, ENTERPRISE], [ENTERPRISE]: { manager } }, want: [] },
  {
    given: { [ENTERPRISE]: { manager } },
    want: [`/schemas does not name ${ENTERPRISE}, which is there`],
  },
  {
    given: { schemas: [USER, ENTERPRISE] },
    want: [`/schemas names ${ENTERPRISE}, of which nothing is there`],
  },
  { given: { schemas: [ENTERPRISE] }, want: ['/schemas names no core schema that /Schemas has'] },
  {
    given: { schemas: [USER, 'urn:a'], 'urn:a': {} },
    want: ['/schemas /Schemas does not have urn:a', '/schemas /Schemas does not have urn:a'],
  },
  {
    given: { schemas: [USER, ENTERPRISE], [ENTERPRISE]: { manager: { ...manager, value: '9' } } },
    want: [`/${ENTERPRISE}/manager/$ref does not lead to 9`],
  },
  {
    given: { meta: { ...ann.meta, location: `${BASE}/Users/6` } },
    want: ['/meta/location does not end with the id 7'],
  },
  {
    given: {},
    request: { method: 'POST', status: 201, headers: { location: `${BASE}/Users/8` } },
    want: [`/meta/location is not the Location ${BASE}/Users/8`],
  },
  {
    given: {},
    request: { headers: { etag: 'W/"2"' } },
    want: ['/meta/version is not the ETag W/"2"'],
  },
]) {
  const how = JSON.stringify(request)
  test(`${JSON.stringify(given)} in the reply to ${how} is ${want.join(' and ') || 'right'}`, () => {
    expect(judged({ ...ann, ...given }, request)).toEqual(want)
  })
}

test('a list is judged one by one', () => {
  const body = { schemas: [LIST_RESPONSE], Resources: [ann, { ...ann, age: '7' }] }
  expect(judged(body)).toEqual(['/Resources/1/age is no integer'])
})

test('a target that tells no schemas is not judged', () => {
  expect(learnSchemas(reply({}, { status: 404 }))).toBeUndefined()
  expect(learnSchemas(reply({ Resources: [] }))).toBeUndefined()
})

test('the schemas are asked for once', async () => {
  const target = { api: '', url: '', mock: true, given: true, writes: true, tokens: { admin: 'x' } }
  const closer = createCloser(scimV2, target)
  const asked: unknown[] = []
  const raw = async (draft: object) => {
    asked.push(draft)
    return reply({ Resources: schemas })
  }
  const wrong = {
    api: '',
    operation: 'getUser',
    as: 'admin',
    reply: reply({ ...ann, age: 'x' }),
  } as const
  expect(closer.judge(wrong)).toEqual([])
  const send = () => Promise.reject(new Error('not so'))
  await closer.learn({ raw, send, may: () => true, objection: () => undefined })
  await closer.learn({ raw, send, may: () => true, objection: () => undefined })
  expect(asked).toEqual([{ method: 'GET', path: '/Schemas' }])
  expect(closer.judge(wrong)).toMatchObject([{ at: '/age', hint: 'is no integer' }])
})

interface Given {
  method?: string
  query?: string
  status?: number
  headers?: Record<string, string>
}

function judged(body: object, given: Given = {}): string[] {
  const judge = learnSchemas(reply({ Resources: schemas }))
  const exchange = {
    api: 'scim.v2',
    operation: 'getUser',
    as: 'admin',
    reply: reply(body, given),
  } as const
  return (judge?.(exchange) ?? []).map(({ at, hint }) => `${at} ${hint}`)
}

function reply(body: object, given: Given = {}): Reply {
  const { method = 'GET', query = '', status = 200, headers = {} } = given
  const sent = { method, url: `${BASE}/Users${query}`, headers: {} }
  const sane = JSON.parse(JSON.stringify(body)) as unknown
  return { sent, status, headers: new Headers(headers), body: sane, text: '' }
}
