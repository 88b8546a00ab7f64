/** What a mock keeps over its own end, and when its specs are read again. */

import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { copyFile, mkdir, mkdtemp, readFile, rm, rmdir, writeFile } from 'node:fs/promises'
import { type IncomingMessage, request } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { test as base, expect } from '#test'
import { specFile } from '../specs/read.ts'
import { createMock as anyMock, type Mock, type Settings } from './index.ts'

const test = base.extend<{ folder: string }>({
  folder: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'server-'))
    await use(folder)
    await rm(folder, { recursive: true })
  },
})

function createMock(settings: Partial<Settings>) {
  return anyMock({ apis: ['gotomeeting'], ...settings })
}

const headers = { Authorization: 'Bearer admin-token', 'Content-Type': 'application/json' }

function users(mock: Mock): string {
  return `${mock.url}/gotomeeting/identity/v1/Users`
}

async function create(mock: Mock, name: string): Promise<number> {
  const body = JSON.stringify({ userName: `${name}@brightwater.example` })
  return (await fetch(users(mock), { method: 'POST', headers, body })).status
}

async function total(mock: Mock): Promise<number> {
  const list = (await (await fetch(users(mock), { headers })).json()) as { totalResults: number }
  return list.totalResults
}

test('the state goes on after an end, and another world over it is refused', async ({ folder }) => {
  const db = join(folder, 'state.json')
  const first = await createMock({ db })
  const before = await total(first)
  expect(await create(first, 'kept')).toBe(201)
  await first.close()
  const other = createMock({ db, choice: { seed: 'generated', users: 5 } })
  await expect(other).rejects.toThrow(/holds the world "fixture".*rehearsal reset/)
  expect(existsSync(`${db}.lock`)).toBe(false)
  await using again = await createMock({ db, choice: { seed: 'fixture' } })
  expect(await total(again)).toBe(before + 1)
})

test('a reset begins the world that the state began from, also after a new start', async ({
  folder,
}) => {
  const db = join(folder, 'state.json')
  const first = await createMock({ db, choice: { seed: 'generated', users: 60 } })
  const before = await total(first)
  await first.close()
  await using again = await createMock({ db })
  expect(await total(again)).toBe(before)
  await fetch(`${again.url}/__admin/reset`, { method: 'POST' })
  expect(await total(again)).toBe(before)
})

test('the credentials of a world from a file are its own, also after a new start', async ({
  folder,
}) => {
  const [db, seed] = [join(folder, 'state.json'), join(folder, 'world.json')]
  const caller = { tenant: 'mine', roles: ['ROLE_ORG_READ'] }
  const personas = { 'admin-token': caller, 'my-token': caller }
  const own = { locale: 'en_US', timezone: 'UTC' }
  const user = { id: '1', tenant: 'mine', userName: 'me@mine.example', active: true, own }
  const created = '2026-01-01T00:00:00.000Z'
  const times = { created, modified: created, version: 1 }
  const rows = { users: [{ ...user, ...times, displayName: 'Me', givenName: '', familyName: '' }] }
  await writeFile(seed, JSON.stringify({ personas, rows, generated: {} }))
  const settings = { db, auth: 'strict' } as const
  const first = await createMock({ ...settings, choice: { seed } })
  expect(await total(first)).toBe(1)
  await first.close()
  await using again = await createMock(settings)
  const mine = { headers: { Authorization: 'Bearer my-token' } }
  expect((await fetch(users(again), mine)).status).toBe(200)
  expect(await total(again)).toBe(1)
})

test('a mock that is closed twice is closed, and lets go of its state once', async ({ folder }) => {
  const db = join(folder, 'state.json')
  const mock = await createMock({ db })
  await create(mock, 'kept')
  await Promise.all([mock.close(), mock.close()])
  await using again = await createMock({ db })
  await mock.close()
  expect(existsSync(`${db}.lock`)).toBe(true)
  expect(await create(again, 'kept')).toBe(409)
})

test('a reset that cannot be written says so without a stack, and changes nothing', async ({
  folder,
}) => {
  const db = join(folder, 'state.json')
  await using mock = await createMock({ db })
  await create(mock, 'kept')
  const before = await total(mock)
  await mkdir(`${db}.new`)
  const reply = await fetch(`${mock.url}/__admin/reset`, { method: 'POST' })
  const [status, text] = [reply.status, await reply.text()]
  await rmdir(`${db}.new`)
  expect([status, text.includes('node_modules')]).toEqual([503, false])
  expect(JSON.parse(text)).toMatchObject({ error: expect.stringContaining(db) })
  expect(await total(mock)).toBe(before)
})

test('a request that is under way is answered before the end', async () => {
  const mock = await createMock({ delay: [200, 200] })
  const asked = request(users(mock), { headers: { ...headers, Expect: '100-continue' } })
  asked.flushHeaders()
  await once(asked, 'continue')
  const replied = once(asked.end(), 'response')
  await mock.close()
  const [reply] = (await replied) as [IncomingMessage]
  expect(reply.statusCode).toBe(200)
  await expect(fetch(mock.url)).rejects.toThrow('fetch failed')
})

test('those who wait to be let in are answered before the end', async () => {
  const mock = await createMock({})
  const { port } = new URL(mock.url)
  const waiting = Array.from({ length: 30 }, () => connect(Number(port), '127.0.0.1'))
  await Promise.all(waiting.map((socket) => once(socket, 'connect')))
  const replies = waiting.map((socket) => {
    socket.write('HEAD / HTTP/1.1\r\nHost: mock.example\r\nConnection: close\r\n\r\n')
    return text(socket)
  })
  await mock.close()
  for (const reply of await Promise.all(replies)) expect(reply).toContain('HTTP/1.1 200 ')
})

const broken: readonly [given: string, edit: (text: string) => string][] = [
  ['no YAML', (text) => `${text}\n  : [`],
  ['nothing', () => ''],
  ['no OpenAPI', () => 'users: []'],
  ['OpenAPI 3.0', (text) => text.replace('openapi: 3.1', 'openapi: 3.0')],
  ['two operations of one name', (text) => text.replaceAll('operationId: get', 'operationId: x #')],
  ['a reference to nothing', (text) => text.replaceAll('schemas/NewUser', 'schemas/Nobody')],
  ['a type that is none', (text) => text.replace('type: string', 'type: strange')],
]

for (const [given, edit] of broken) {
  test(`a spec that became ${given} is not taken over, and the old one goes on`, async ({
    folder,
  }) => {
    const file = join(folder, 'gotomeeting.yaml')
    await copyFile(specFile('gotomeeting'), file)
    await using mock = await createMock({ specs: new Map([['gotomeeting', file]]) })
    await writeFile(file, edit(await readFile(file, 'utf8')))
    expect(() => mock.reload()).toThrow(file)
    expect(await create(mock, 'x')).toBe(201)
  })
}

test('a valid edit is taken over, and the state stays', async ({ folder }) => {
  const file = join(folder, 'gotomeeting.yaml')
  const ours = await readFile(specFile('gotomeeting'), 'utf8')
  await writeFile(file, ours)
  await using mock = await createMock({ specs: new Map([['gotomeeting', file]]) })
  await create(mock, 'kept')
  await writeFile(file, ours.replace('url: https://api.getgo.com/identity/v1', 'url: /identity/v9'))
  mock.reload()
  expect((await fetch(users(mock), { headers })).status).toBe(404)
  const moved = users(mock).replace('v1', 'v9')
  expect(await (await fetch(moved, { headers })).text()).toContain('kept@brightwater.example')
})

const vendors: readonly [given: string, server: string][] = [
  ['a variable in the URL of its server', 'url: https://{region}.getgo.com/identity/v1'],
  ['a server of which only the path is given', 'url: /identity/v1/'],
  [
    'a server with a variable in its path',
    "url: 'https://api.getgo.com/identity/{v}'\n    variables: { v: { default: v1 } }",
  ],
]

for (const [given, server] of vendors) {
  test(`a document with ${given} is served`, async ({ folder }) => {
    const file = join(folder, 'gotomeeting.yaml')
    const ours = await readFile(specFile('gotomeeting'), 'utf8')
    await writeFile(file, ours.replace('url: https://api.getgo.com/identity/v1', server))
    await using mock = await createMock({ specs: new Map([['gotomeeting', file]]) })
    expect((await fetch(users(mock), { headers })).status).toBe(200)
  })
}
