import { expect, test } from '#test'
import { answer, type Mount } from './answer.ts'
import type { Call, Dialect } from './dialects/dialect.ts'
import type { Incoming } from './requests.ts'
import { routes } from './routes.ts'
import { MemoryRealm } from './store/realm.ts'
import { incomingOf, specOf } from './tiny-api.test.kit.ts'
import { fixedWorld } from './world.ts'

const content = {
  'application/vnd.tiny+json': { schema: { type: 'object' } },
  'application/json': { schema: { type: 'object' } },
}
const responses = { 200: { description: '', content } }
const spec = specOf({
  '/things': {
    post: { operationId: 'make', responses },
    delete: {
      operationId: 'drop',
      parameters: [{ name: 'If-Match', in: 'header', schema: { type: 'string' } }],
      responses,
    },
  },
})

function mountOf(dialect: Partial<Dialect> = {}): Mount {
  const told = (call: Call) => ({
    status: 200,
    body: { operation: call.operation, headers: call.headers },
  })
  const behaviours = {
    make: (_: unknown, call: Call) => told(call),
    drop: (_: unknown, call: Call) => told(call),
  }
  return {
    spec,
    dialect: {
      name: 'tiny',
      schema: [],
      behaviours,
      failure: ({ message }) => ({ status: 400, body: { message } }),
      ...dialect,
    },
    findRoute: routes(spec.operations),
    door: { strictness: 'off', personas: { 'admin-token': { tenant: '', roles: [] } } },
    world: fixedWorld(),
    realm: () => new MemoryRealm([]),
    commit: () => undefined,
    written: () => undefined,
  }
}

async function bodyOf(asked: Partial<Incoming>, mount = mountOf()) {
  return (await answer(mount, incomingOf(asked))).body
}

test('a behaviour is told the headers that its document names, and no others', async () => {
  const headers = { 'if-match': 'W/"1"', 'x-other': 'secret' }
  expect(await bodyOf({ method: 'DELETE', headers })).toEqual({
    operation: 'drop',
    headers: { 'if-match': 'W/"1"' },
  })
})

test('a POST stands for another method where the API has a way to say so', async () => {
  const asked = { method: 'POST', headers: { 'x-http-method-override': 'delete' } }
  expect(await bodyOf(asked, mountOf({ methodOverride: true }))).toMatchObject({
    operation: 'drop',
  })
  expect(await bodyOf(asked)).toMatchObject({ operation: 'make' })
})

test('only a POST stands for another method', async () => {
  const asked = { method: 'DELETE', headers: { 'x-http-method-override': 'POST' } }
  expect(await bodyOf(asked, mountOf({ methodOverride: true }))).toMatchObject({
    operation: 'drop',
  })
})

test('a reply is of the documented type that the caller likes best, else of the first', async () => {
  const typeOf = async (preferred: Incoming['preferred']) =>
    (await answer(mountOf(), incomingOf({ method: 'POST', preferred }))).headers?.['Content-Type']
  expect(await typeOf((types) => types.find((type) => type === 'application/json'))).toBe(
    'application/json',
  )
  expect(await typeOf(() => undefined)).toBe('application/vnd.tiny+json')
})

test('a path may end in the name of the format where the API has a way to say so', async () => {
  const asked = { method: 'DELETE', path: '/things.json' }
  expect(await bodyOf(asked, mountOf({ formatSuffix: '.json' }))).toMatchObject({
    operation: 'drop',
  })
  expect(await bodyOf(asked)).not.toHaveProperty('operation')
})
