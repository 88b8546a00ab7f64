import { test as base, expect, shared } from '#test'
import { counters } from './directory/tables.ts'
import { createMock, type Mock } from './index.ts'
import { createSandboxes, type Ground } from './sandboxes.ts'
import { MemoryRealm } from './store/realm.ts'

const own = shared(() => createMock({ apis: ['gotomeeting', 'hub'] }))
const test = base.extend<{ mock: Mock }>({
  mock: async ({}, use) => use(await own()),
})

const headers = { Authorization: 'Bearer admin-token', 'Content-Type': 'application/json' }
let sandboxes = 0

/** Opens a sandbox of a name that no other test has. */
async function open(mock: Mock, body?: object) {
  const id = `${test.info().workerIndex}-${++sandboxes}`
  const reply = await fetch(`${mock.url}/__admin/sandboxes/${id}`, {
    method: 'PUT',
    headers,
    ...(body && { body: JSON.stringify(body) }),
  })
  return { id, status: reply.status, ...((await reply.json()) as { url: string; error?: string }) }
}

async function names(url: string): Promise<string[]> {
  const reply = await fetch(`${url}/gotomeeting/identity/v1/Users`, { headers })
  const { resources } = (await reply.json()) as { resources: { userName: string }[] }
  return resources.map(({ userName }) => userName)
}

function create(url: string, userName: string): Promise<Response> {
  const body = JSON.stringify({ userName, name: { givenName: 'A', familyName: 'B' } })
  return fetch(`${url}/gotomeeting/identity/v1/Users`, { method: 'POST', headers, body })
}

test('what happens in a sandbox is seen in it alone', async ({ mock }) => {
  const [one, other] = [await open(mock), await open(mock)]
  const before = await names(mock.url)
  expect((await create(one.url, 'in.one@brightwater.example')).status).toBe(201)
  expect(await names(one.url)).toEqual([...before, 'in.one@brightwater.example'])
  expect(await names(other.url)).toEqual(before)
  expect(await names(mock.url)).toEqual(before)
})

test('a sandbox begins with the state as it is, and sees nothing that comes later', async () => {
  await using mock = await createMock({ apis: ['gotomeeting'] })
  await create(mock.url, 'before@brightwater.example')
  const { url } = await open(mock)
  await create(mock.url, 'after@brightwater.example')
  expect(await names(url)).toContain('before@brightwater.example')
  expect(await names(url)).not.toContain('after@brightwater.example')
})

test('a sandbox that is opened again begins anew', async ({ mock }) => {
  const { id, url } = await open(mock)
  await create(url, 'gone@brightwater.example')
  await fetch(`${mock.url}/__admin/sandboxes/${id}`, { method: 'PUT' })
  expect(await names(url)).not.toContain('gone@brightwater.example')
})

test('places in a sandbox lead back into it', async ({ mock }) => {
  const { url } = await open(mock)
  const reply = await create(url, 'here@brightwater.example')
  expect(reply.headers.get('location')).toMatch(`${url}/gotomeeting/identity/v1/Users/`)
})

test('a closed sandbox is gone, and closing it again says so', async ({ mock }) => {
  const { id, url } = await open(mock)
  const close = () => fetch(`${mock.url}/__admin/sandboxes/${id}`, { method: 'DELETE' })
  expect((await close()).status).toBe(204)
  expect((await fetch(`${url}/gotomeeting/identity/v1/Users`, { headers })).status).toBe(404)
  expect((await close()).status).toBe(404)
})

test('open sandboxes are listed', async ({ mock }) => {
  const { id, url } = await open(mock)
  const reply = await fetch(`${mock.url}/__admin/sandboxes`)
  const listed = (await reply.json()) as { sandboxes: unknown[] }
  expect(listed.sandboxes).toContainEqual({ id, url, profile: 'strict' })
})

test('a sandbox is played as the mock is, and says so, unless it says otherwise', async () => {
  await using mock = await createMock({ apis: ['scim.v2'], tuning: { profile: 'entra' } })
  const put = async (id: string, body: object) => {
    const path = `${mock.url}/__admin/sandboxes/${id}`
    const reply = await fetch(path, { method: 'PUT', headers, body: JSON.stringify(body) })
    return ((await reply.json()) as { profile: string }).profile
  }
  expect([await put('a', {}), await put('b', { profile: 'okta' })]).toEqual(['entra', 'okta'])
})

test('what a sandbox is to be is read from a body of any type, and never ignored', async () => {
  await using mock = await createMock({ apis: ['scim.v2'] })
  const put = async (body: string, type: string) => {
    const init = { method: 'PUT', headers: { 'Content-Type': type }, body }
    const reply = await fetch(`${mock.url}/__admin/sandboxes/x`, init)
    return [reply.status, ((await reply.json()) as { profile?: string }).profile]
  }
  const form = 'application/x-www-form-urlencoded'
  expect(await put('{"profile":"entra"}', form)).toEqual([201, 'entra'])
  expect(await put('profile=entra', form)).toEqual([400, undefined])
  expect(await put('{"profil":"entra"}', form)).toEqual([400, undefined])
  expect(await put('{"profile":["entra"]}', 'application/json')).toEqual([400, undefined])
})

test('sandboxes that are played alike share their specs', async () => {
  await using mock = await createMock({ apis: ['scim.v2'] })
  const specOf = (id: string, tuning: object) =>
    [...mock.sandboxes.open(id, tuning).mounts.values()][0]?.spec
  const [one, alike, other] = [specOf('a', {}), specOf('b', {}), specOf('c', { profile: 'okta' })]
  expect(alike).toBe(one)
  expect(other).not.toBe(one)
})

test('a sandbox has nothing of a change that could still be taken back', () => {
  const realm = new MemoryRealm([{ table: counters, indexes: [], references: [] }])
  realm.put(counters, { id: 'kept', value: 1 })
  realm.commit()
  realm.put(counters, { id: 'on its way to the disk', value: 1 })
  realm.stage()
  const ground = { tuning: {}, apis: () => [{ name: 'hub', path: '/hub' }], realm: () => realm }
  let mine: MemoryRealm | undefined
  const mountIn: Ground['mountIn'] = (keeper) => {
    mine = keeper.realm('hub')
    return new Map()
  }
  createSandboxes({ ...ground, mountIn } as unknown as Ground).open('a', {})
  expect(Array.from(mine?.contents() ?? [], ({ row }) => row.id)).toEqual(['kept'])
})

test('dots alone are no id, for clients take them out of a URL', () => {
  for (const id of ['.', '..']) {
    const sandboxes = createSandboxes({} as Ground)
    expect(() => sandboxes.open(id, {})).toThrow('the id of a sandbox')
  }
})

test('an odd id and a body that is no JSON are refused in words', async ({ mock }) => {
  const put = (id: string, body: string) =>
    fetch(`${mock.url}/__admin/sandboxes/${id}`, { method: 'PUT', headers, body })
  const odd = await put('a%20b', '{}')
  const { error } = (await odd.json()) as { error: string }
  expect([odd.status, error]).toEqual([400, expect.stringContaining('the id of a sandbox')])
  expect((await put('x', '{')).status).toBe(400)
})
