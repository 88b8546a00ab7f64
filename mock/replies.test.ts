import { expect, test } from '#test'
import { documentedStatuses } from '../specs/replies.ts'
import type { Reply } from './dialects/dialect.ts'
import { breaches } from './replies.ts'
import { operationOf } from './tiny-api.test.kit.ts'

const schema = {
  type: 'object',
  required: ['id'],
  properties: { id: { type: 'string' }, size: { type: 'integer' } },
}
const content = { 'application/json': { schema } }
const headers = {
  Location: { required: true, schema: { type: 'string' } },
  ETag: { schema: { type: 'string' } },
}

const operation = operationOf({
  responses: {
    200: { description: 'found', content },
    201: { description: 'made', content, headers },
    202: { description: 'under way', headers },
    204: { description: 'gone' },
    404: { description: 'missing', content },
  },
})

const sweeping = operationOf({
  responses: {
    200: { description: 'found', content },
    '2XX': { description: 'done' },
    '4XX': { description: 'refused', content },
  },
})
const anything = operationOf({
  responses: { 204: { description: 'gone' }, default: { description: 'else', content } },
})

for (const { to, reply, want } of [
  { to: sweeping, reply: { status: 200, body: { id: '1' } }, want: 0 },
  { to: sweeping, reply: { status: 200 }, want: 1 },
  { to: sweeping, reply: { status: 201 }, want: 0 },
  { to: sweeping, reply: { status: 299, body: { id: '1' } }, want: 1 },
  { to: sweeping, reply: { status: 404, body: { id: '1' } }, want: 0 },
  { to: sweeping, reply: { status: 404, body: {} }, want: 1 },
  { to: sweeping, reply: { status: 302 }, want: 1 },
  { to: anything, reply: { status: 204 }, want: 0 },
  { to: anything, reply: { status: 204, body: { id: '1' } }, want: 1 },
  { to: anything, reply: { status: 302, body: { id: '1' } }, want: 0 },
  { to: anything, reply: { status: 404, body: {} }, want: 1 },
]) {
  const statuses = documentedStatuses(to).join(', ')
  test(`of ${statuses}, ${JSON.stringify(reply)} breaks the spec ${want} times`, () => {
    expect(breaches(to, reply)).toHaveLength(want)
  })
}

const kept: readonly Reply[] = [
  { status: 200, body: { id: '1' } },
  { status: 200, body: { id: '1', size: 2, undeclared: true } },
  { status: 201, body: { id: '1' }, headers: { location: '/things/1' } },
  { status: 202, headers: { LOCATION: '/things/1' } },
  { status: 204 },
  { status: 204, headers: { 'X-More': '1' } },
  { status: 404, body: { id: '1' } },
  { status: 500, body: 'anything' },
  { status: 503 },
]

for (const reply of kept) {
  test(`${JSON.stringify(reply)} keeps the spec`, () => {
    expect(breaches(operation, reply)).toEqual([])
  })
}

const broken: readonly [reply: Reply, hint: string][] = [
  [{ status: 200 }, 'should have a body'],
  [{ status: 200, body: null }, 'must be object'],
  [{ status: 200, body: {} }, '/id is missing'],
  [{ status: 200, body: { id: 1 } }, '/id must be string'],
  [{ status: 200, body: { id: '1', size: 'big' } }, '/size must be integer'],
  [{ status: 201, body: { id: '1' } }, 'lacks the header location'],
  [{ status: 201, body: { id: '1' }, headers: { ETag: '1' } }, 'lacks the header location'],
  [{ status: 202 }, 'lacks the header location'],
  [{ status: 204, body: { id: '1' } }, 'should have no body'],
  [{ status: 204, body: null }, 'should have no body'],
  [{ status: 206, body: { id: '1' } }, 'status 206 is not documented'],
  [{ status: 409, body: { id: '1' } }, 'status 409 is not documented'],
]

for (const [reply, hint] of broken) {
  test(`${JSON.stringify(reply)} breaks the spec: ${hint}`, () => {
    const [first] = breaches(operation, reply)
    expect(first?.hint).toContain(hint)
    expect(first?.specPath).toMatch(/^#\/paths\/~1things\/post\/responses/)
  })
}
