import { expect, test } from '#test'
import { answer, type Mount } from './answer.ts'
import type { Strictness } from './callers.ts'
import { type Behaviour, type Dialect, notImplemented } from './dialects/dialect.ts'
import { Failure } from './directory/failure.ts'
import type { Row, Table } from './directory/realm.ts'
import type { Incoming } from './requests.ts'
import { routes } from './routes.ts'
import { MemoryRealm } from './store/realm.ts'
import { incomingOf, specOf } from './tiny-api.test.kit.ts'
import { fixedWorld } from './world.ts'

interface Thing extends Row {
  readonly size: number
}

const things: Table<Thing> = { name: 'things', noun: 'thing' }

const thing = {
  type: 'object',
  required: ['id', 'size'],
  properties: { id: { type: 'string' }, size: { type: 'integer' } },
}
const content = { 'application/vnd.tiny+json': { schema: thing } }
const body = { type: 'object', properties: { size: { type: 'integer' } } }
const requestBody = { required: true, content: { 'application/json': { schema: body } } }
const security = [{ bearer: ['WRITE'] }]

const spec = specOf(
  {
    '/things/{id}': {
      parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
      get: { operationId: 'read', responses: { 200: { description: '', content } } },
      put: {
        operationId: 'write',
        security,
        requestBody,
        responses: { 200: { description: '', content }, 204: { description: '' } },
      },
      delete: { operationId: 'drop', responses: { 204: { description: '' } } },
      patch: { operationId: 'unknownToUs', responses: {} },
    },
  },
  { components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } } } },
)

const write: Behaviour = (realm, { path, body: sent }) => {
  const row = { id: path.id ?? '', size: (sent as { size: number }).size }
  realm.put(things, row)
  return { status: 200, body: row }
}

/** A dialect of one table, in which `write` can be replaced. */
function dialectOf(writing: Behaviour): Dialect {
  return {
    name: 'tiny',
    schema: [{ table: things, indexes: [], references: [] }],
    behaviours: {
      read: (realm, { path }) => ({ status: 200, body: realm.get(things, path.id ?? '') }),
      write: writing,
      drop: notImplemented('nobody knows what it answers'),
    },
    failure: ({ code, message }) => ({ status: statuses[code] ?? 400, body: { message } }),
  }
}

const statuses: Readonly<Record<string, number>> = {
  unauthenticated: 401,
  wrongMethod: 405,
  notImplemented: 501,
  unexpected: 500,
  unavailable: 503,
  unknownPath: 404,
}

const personas = { 'admin-token': { tenant: 't', roles: ['WRITE'] } }

function mountOf(writing: Behaviour = write, strictness: Strictness = 'strict') {
  const dialect = dialectOf(writing)
  const realm = new MemoryRealm(dialect.schema)
  realm.put(things, { id: 'old', size: 1 })
  realm.commit()
  const commits: number[] = []
  const mount: Mount = {
    spec,
    dialect,
    findRoute: routes(spec.operations),
    door: { strictness, personas },
    world: fixedWorld(),
    realm: () => realm,
    commit: () => {
      commits.push(realm.changes.length)
      realm.commit()
    },
    written: () => undefined,
  }
  return { mount, realm, commits }
}

function put(text: string, more: Parameters<typeof incomingOf>[0] = {}): Incoming {
  const headers = { authorization: 'Bearer admin-token', 'content-type': 'application/json' }
  return incomingOf({ method: 'PUT', path: '/things/new', headers, text, ...more })
}

function stored(realm: MemoryRealm): string {
  return Array.from(realm.contents(), ({ row }) => row.id).join(' ')
}

test('what a behaviour changed is committed before the reply is given', async () => {
  const { mount, realm, commits } = mountOf()
  const reply = await answer(mount, put('{"size":2}'))
  expect(reply).toEqual({
    status: 200,
    body: { id: 'new', size: 2 },
    headers: { 'Content-Type': 'application/vnd.tiny+json' },
  })
  expect(commits).toEqual([1])
  expect(stored(realm)).toBe('new old')
})

test('HEAD is asked as GET is', async () => {
  const { mount } = mountOf()
  const [head, get] = await Promise.all(
    ['HEAD', 'GET'].map((method) => answer(mount, incomingOf({ method, path: '/things/old' }))),
  )
  expect(head).toEqual(get)
})

const halfWay: readonly [given: string, thrown: () => unknown, status: number, code: string][] = [
  ['a Failure', () => new Failure('invalid', 'too big'), 400, 'invalid'],
  ['a TypeError', () => new TypeError('x is not a function'), 500, 'unexpected'],
  ['a RangeError', () => new RangeError('too deep'), 500, 'unexpected'],
  ['a text', () => 'oops', 500, 'unexpected'],
  ['nothing at all', () => undefined, 500, 'unexpected'],
]

for (const [given, thrown, status, code] of halfWay) {
  test(`a behaviour that throws ${given} half way answers ${status} and leaves nothing`, async () => {
    const { mount, realm, commits } = mountOf((at, call, world) => {
      write(at, call, world)
      at.remove(things, 'old')
      throw thrown()
    })
    const reply = await answer(mount, put('{"size":2}'))
    expect(reply.status).toBe(status)
    expect(reply.headers).toMatchObject({ 'Rehearsal-Failure': code })
    expect(stored(realm)).toBe('old')
    expect([realm.changes, commits]).toEqual([[], []])
  })
}

const wrongReplies: readonly [given: string, reply: ReturnType<Behaviour>, place: string][] = [
  ['a wrong type', { status: 200, body: { id: 'new', size: 'x' } }, '/properties/size/type'],
  ['a missing property', { status: 200, body: { id: 'new' } }, '/schema/required'],
  ['no body', { status: 200 }, '#/paths/~1things~1{id}/put/responses'],
  ['a body too many', { status: 204, body: {} }, '#/paths/~1things~1{id}/put/responses'],
  ['an undocumented status', { status: 418 }, '#/paths/~1things~1{id}/put/responses'],
]

for (const [given, reply, place] of wrongReplies) {
  test(`a reply with ${given} becomes a loud 500 that names the schema, and leaves nothing`, async () => {
    const { mount, realm } = mountOf((at, call, world) => {
      write(at, call, world)
      return reply
    })
    const said = await answer(mount, put('{"size":2}'))
    expect(said.status).toBe(500)
    const { message } = said.body as { message: string }
    expect(message).toContain('the reply of write breaks its spec')
    expect(decodeURIComponent(message)).toContain(place)
    expect(stored(realm)).toBe('old')
  })
}

test('what was seen of a change that could not be written is a 503 too', async () => {
  const { mount, realm } = mountOf()
  let full = true
  const failing = {
    ...mount,
    commit: () => (full ? realm.stage() : realm.commit()),
    written: () => (full ? lost(realm) : undefined),
  }
  const refused = { status: 503, headers: { 'Rehearsal-Failure': 'unavailable' } }
  const asked = [put('{"size":2}'), incomingOf({ path: '/things/new' })]
  const replies = await Promise.all(asked.map((each) => answer(failing, each)))
  expect(replies).toMatchObject([refused, refused])
  expect(stored(realm)).toBe('old')
  full = false
  expect(await answer(failing, put('{"size":2}'))).toMatchObject({ status: 200 })
  expect(stored(realm)).toBe('new old')
})

async function lost(realm: MemoryRealm): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve))
  realm.revert()
  throw new Failure('unavailable', 'no space is left')
}

test('a commit that fails in an unexpected way is undone too', async () => {
  const { mount, realm } = mountOf()
  const commit = () => {
    throw new Error('disk on fire')
  }
  expect(await answer({ ...mount, commit }, put('{"size":2}'))).toMatchObject({ status: 500 })
  expect(stored(realm)).toBe('old')
})

const refusals: readonly [
  given: string,
  asked: Parameters<typeof incomingOf>[0],
  status: number,
][] = [
  ['an unknown path', { path: '/nothing' }, 404],
  ['a wrong method', { method: 'POST' }, 405],
  ['no credential', { headers: { 'content-type': 'application/json' } }, 401],
  ['no implementation', { method: 'DELETE' }, 501],
  ['an operation of another document', { method: 'PATCH' }, 501],
  ['a body of a wrong type', { text: '{"size":"big"}' }, 400],
]

for (const [given, asked, status] of refusals) {
  test(`${given} is answered ${status} in the API's own form, and nothing happens`, async () => {
    const { mount, realm, commits } = mountOf()
    const reply = await answer(mount, put('{"size":2}', asked))
    expect(reply.status).toBe(status)
    expect(reply.body).toEqual({ message: expect.stringMatching(/\w+/) })
    expect(reply.headers).toHaveProperty('Rehearsal-Violations')
    expect([stored(realm), commits]).toEqual(['old', []])
  })
}

test('a body is not even read when the caller is refused', async () => {
  const { mount } = mountOf()
  const unread = async () => {
    throw new Error('the body was read')
  }
  expect(await answer(mount, put('', { headers: {}, body: unread }))).toMatchObject({ status: 401 })
})
