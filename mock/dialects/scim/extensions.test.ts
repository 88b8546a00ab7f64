import { expect, test } from '#test'
import { createMock } from '../../index.ts'
import { UsageError } from '../../usage-error.ts'

const BADGE = 'urn:example:params:scim:schemas:extension:badge:2.0:User'
const USER = 'urn:ietf:params:scim:schemas:core:2.0:User'

const badge = {
  id: BADGE,
  name: 'Badge',
  description: 'The badge that opens doors',
  attributes: [
    { name: 'number', type: 'integer', required: true },
    { name: 'colour', type: 'string', caseExact: true },
    { name: 'pin', type: 'string', mutability: 'writeOnly', returned: 'never' },
    { name: 'floors', type: 'string', multiValued: true },
    { name: 'issued', type: 'dateTime', mutability: 'immutable' },
    { name: 'note', type: 'string', returned: 'request' },
  ],
}

const headers = {
  Authorization: 'Bearer admin-token',
  'Content-Type': 'application/scim+json',
}

type Answer = { status: number; body: Record<string, unknown> }

async function ask(url: string, method = 'GET', body?: unknown): Promise<Answer> {
  const reply = await fetch(url, {
    method,
    headers,
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  return { status: reply.status, body: (await reply.json()) as Answer['body'] }
}

function person(userName: string, own?: object) {
  return { schemas: [USER, BADGE], userName, ...(own && { [BADGE]: own }) }
}

function mockWith(...schemas: unknown[]) {
  return createMock({ apis: ['scim.v2'], tuning: { schemas } })
}

test('an extension of one’s own is published like the others', async () => {
  await using mock = await mockWith(badge)
  const base = `${mock.url}/scim/v2`
  const { body } = await ask(`${base}/Schemas/${BADGE}`)
  expect(body).toMatchObject({ id: BADGE, name: 'Badge' })
  expect((body.attributes as object[])[0]).toMatchObject({
    name: 'number',
    type: 'integer',
    multiValued: false,
    mutability: 'readWrite',
    returned: 'default',
  })
  const type = await ask(`${base}/ResourceTypes/User`)
  expect(type.body.schemaExtensions).toContainEqual({ schema: BADGE, required: false })
})

test('an extension of one’s own is validated, filtered, patched and sorted by like the others', async () => {
  await using mock = await mockWith(badge)
  const users = `${mock.url}/scim/v2/Users`
  const bad = await ask(users, 'POST', person('bad', { number: 'seven' }))
  expect([bad.status, bad.body.scimType]).toEqual([400, 'invalidValue'])
  const made = await ask(
    users,
    'POST',
    person('good', { number: 7, colour: 'Red', pin: '1234', floors: ['1'] }),
  )
  expect(made.status).toBe(201)
  expect(made.body[BADGE]).toEqual({ number: 7, colour: 'Red', floors: ['1'] })
  const found = async (filter: string) =>
    (await ask(`${users}?filter=${encodeURIComponent(filter)}`)).body.totalResults
  expect(await found(`${BADGE}:number gt 6`)).toBe(1)
  expect(await found(`${BADGE}:colour eq "red"`)).toBe(0)
  expect(await found(`${BADGE}:pin pr`)).toBe(0)
  const patched = await ask(`${users}/${made.body.id}`, 'PATCH', {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
    Operations: [
      { op: 'add', path: `${BADGE}:floors`, value: ['2'] },
      { op: 'replace', path: `${BADGE}:number`, value: 8 },
    ],
  })
  expect(patched.body[BADGE]).toEqual({ number: 8, colour: 'Red', floors: ['1', '2'] })
})

test('what comes back on request alone comes back to who asked for it or wrote it', async () => {
  await using mock = await mockWith(badge)
  const users = `${mock.url}/scim/v2/Users`
  const made = await ask(users, 'POST', person('noted', { number: 7, note: 'new' }))
  expect(made.body[BADGE]).toEqual({ number: 7, note: 'new' })
  const one = `${users}/${made.body.id}`
  expect((await ask(one)).body[BADGE]).toEqual({ number: 7 })
  const asked = await ask(`${one}?attributes=${BADGE}:note`)
  expect(asked.body[BADGE]).toEqual({ note: 'new' })
  const patch = (path: string, value: unknown) =>
    ask(one, 'PATCH', {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
      Operations: [{ op: 'replace', path: `${BADGE}:${path}`, value }],
    })
  expect((await patch('note', 'newer')).body[BADGE]).toEqual({ number: 7, note: 'newer' })
  expect((await patch('number', 8)).body[BADGE]).toEqual({ number: 8 })
})

test('numbers and times of an extension have their form, and numbers are compared by value', async () => {
  await using mock = await mockWith(badge)
  const users = `${mock.url}/scim/v2/Users`
  for (const own of [
    { number: 7.5 },
    { number: '7' },
    { number: 7, issued: '2026-01-01' },
    { number: 7, issued: '10:00:00Z' },
    { number: 7, issued: 'yesterday' },
  ]) {
    const { status, body } = await ask(users, 'POST', person('odd', own))
    expect([status, body.scimType, own]).toEqual([400, 'invalidValue', own])
  }
  await ask(users, 'POST', person('seven', { number: 7, issued: '2026-01-01T10:00:00+01:00' }))
  const counts = ['number eq 7', 'number eq 7.0', 'number eq 0.7e1', 'number gt 10'].map(
    async (filter) =>
      (await ask(`${users}?filter=${encodeURIComponent(`${BADGE}:${filter}`)}`)).body.totalResults,
  )
  expect(await Promise.all(counts)).toEqual([1, 1, 1, 0])
})

test('an extension that is required binds every resource of its type', async () => {
  await using mock = await mockWith({ ...badge, required: true })
  const users = `${mock.url}/scim/v2/Users`
  const bare = await ask(users, 'POST', { schemas: [USER], userName: 'bare' })
  expect([bare.status, bare.body.scimType]).toEqual([400, 'invalidValue'])
  expect((await ask(users, 'POST', person('whole', { number: 1 }))).status).toBe(201)
  const type = await ask(`${mock.url}/scim/v2/ResourceTypes/User`)
  expect(type.body.schemaExtensions).toContainEqual({ schema: BADGE, required: true })
})

test('a schema that cannot be used stops the start and names the place', async () => {
  const refused = (schema: unknown) => mockWith(schema).catch((error: unknown) => error)
  const odd = { ...badge, attributes: [{ name: 'x', type: 'text' }] }
  const [error, stranger] = [await refused(odd), await refused({ ...badge, id: 'urn:example:x' })]
  expect(error).toBeInstanceOf(UsageError)
  expect(String(error)).toContain('attributes[0].type')
  expect(String(stranger)).toContain('"resourceType"')
})

test('a profile that is not known stops the start and says which there are', async () => {
  const error = await createMock({ apis: ['scim'], tuning: { profile: 'entry' } }).catch(String)
  expect(error).toContain('strict, entra, okta')
})

test('an attribute of an extension is found by its value, though the core has one of its name', async () => {
  const urn = 'urn:example:params:scim:schemas:extension:label:2.0:Group'
  const names = ['displayName', 'id'].map((name) => ({ name, type: 'string' }))
  await using mock = await mockWith({ id: urn, name: 'Label', attributes: names })
  const groups = `${mock.url}/scim/v2/Groups`
  const core = 'urn:ietf:params:scim:schemas:core:2.0:Group'
  const own = { displayName: 'blue', id: 'b7' }
  const made = { schemas: [core, urn], displayName: 'Team', [urn]: own }
  expect((await ask(groups, 'POST', made)).body[urn]).toEqual(own)
  for (const filter of [`${urn}:displayName eq "blue"`, `${urn}:id eq "b7"`]) {
    const { body } = await ask(`${groups}?filter=${encodeURIComponent(filter)}`)
    expect(body.totalResults, filter).toBe(1)
  }
  const filter = encodeURIComponent(`${core}:displayName eq "team"`)
  expect((await ask(`${groups}?filter=${filter}`)).body.totalResults).toBe(1)
})

test('no filter and no order tells what is never returned, in a part of an attribute either', async () => {
  const parts = [{ name: 'label' }, { name: 'code', returned: 'never' }]
  const cards = { name: 'cards', type: 'complex', multiValued: true, subAttributes: parts }
  await using mock = await mockWith({ ...badge, attributes: [cards, ...badge.attributes] })
  const users = `${mock.url}/scim/v2/Users`
  const own = { number: 1, pin: '1234', cards: [{ label: 'blue', code: 's3cret' }] }
  expect((await ask(users, 'POST', person('holder', own))).status).toBe(201)
  const found = async (filter: string) =>
    (await ask(`${users}?filter=${encodeURIComponent(filter)}`)).body.totalResults
  expect(await found(`${BADGE}:cards.label eq "blue"`)).toBe(1)
  const secrets = [`${BADGE}:pin sw "1"`, `${BADGE}:cards.code pr`, `${BADGE}:cards[code sw "s"]`]
  for (const filter of [...secrets, 'password pr']) expect(await found(filter), filter).toBe(0)
  const first = async (order: string) => {
    const query = `sortBy=${BADGE}:pin&sortOrder=${order}&count=1`
    const { Resources } = (await ask(`${users}?${query}`)).body as { Resources: { id: string }[] }
    return Resources[0]?.id
  }
  expect(await first('ascending')).toBe(await first('descending'))
})

test('a schema may say what it extends, and that it is required', async () => {
  const id = 'urn:example:label'
  const attributes = [{ name: 'colour', required: true }]
  const label = { id, name: 'Label', resourceType: 'group', required: true, attributes }
  await using mock = await mockWith(label)
  const type = await ask(`${mock.url}/scim/v2/ResourceTypes/Group`)
  expect(type.body.schemaExtensions).toEqual([{ schema: id, required: true }])
  expect((await ask(`${mock.url}/scim/v2/Schemas/${id}`)).body).toMatchObject({ id })
  const group = { schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'], displayName: 'x' }
  const bare = await ask(`${mock.url}/scim/v2/Groups`, 'POST', group)
  expect([bare.status, bare.body.scimType]).toEqual([400, 'invalidValue'])
})

test('a schema that says oddly what it extends is refused', async () => {
  for (const resourceType of ['Device', { toString: 1 }, 7]) {
    const refused = mockWith({ ...badge, resourceType })
    await expect(refused).rejects.toThrow(UsageError)
  }
})

const takenUrns = [
  USER,
  USER.toUpperCase(),
  `${USER}:name`,
  'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User',
  'urn:ietf:params:scim:schemas:core:2.0:Schema',
]

for (const id of takenUrns) {
  test(`no schema of one’s own goes by ${id}`, async () => {
    const schema = { ...badge, id, resourceType: 'User' }
    await expect(mockWith(schema)).rejects.toThrow('is taken')
  })
}

test('two schemas of one’s own have two URNs', async () => {
  await expect(mockWith(badge, { ...badge, id: BADGE.toUpperCase() })).rejects.toThrow('is taken')
})
