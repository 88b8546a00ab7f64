import { request } from 'node:http'
import { networkInterfaces } from 'node:os'
import { test as base, expect, shared } from '#test'
import { createMock, type Mock } from './index.ts'

/** One for all tests of a worker: what they ask is refused, or a reset, which alters nothing here. */
const own = shared(() => createMock())
const test = base.extend<{ mock: Mock }>({
  mock: async ({}, use) => use(await own()),
})

interface Asked {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
}

/** Status and headers; unlike `fetch` it sends any Host and Origin. */
function ask(url: string, { method = 'GET', headers = {} }: Asked = {}) {
  return new Promise<{ status: number; headers: NodeJS.Dict<string | string[]> }>(
    (resolve, reject) => {
      const asked = request(url, { method, headers: { ...headers } }, (reply) => {
        reply.resume().on('end', () => {
          resolve({ status: reply.statusCode ?? 0, headers: reply.headers })
        })
      })
      asked.on('error', reject).end()
    },
  )
}

test('health counts the people and groups of each API', async ({ mock }) => {
  const health = await (await fetch(`${mock.url}/__admin/health`)).json()
  const { status, apis } = health as { status: string; apis: Record<string, unknown>[] }
  expect(status).toBe('up')
  expect(apis.map(({ name }) => name)).toEqual(mock.apis.map(({ name }) => name))
  for (const { name, users, groups } of apis) {
    expect([name, Number(users) > 5, Number(groups) > 2]).toEqual([name, true, true])
  }
})

test('no page of another origin may read the admin desk, whatever it asks', async ({ mock }) => {
  for (const method of ['OPTIONS', 'GET', 'POST']) {
    const headers = { Origin: 'http://localhost:3000', 'Access-Control-Request-Method': 'POST' }
    const reply = await ask(`${mock.url}/__admin/reset`, { method, headers })
    expect(reply.status).toBe(403)
    expect(Object.keys(reply.headers).filter((name) => /^access-control/.test(name))).toEqual([])
  }
})

const strangers: readonly Readonly<Record<string, string>>[] = [
  { Host: 'evil.example' },
  { Host: 'localhost.evil.example' },
  { Host: '127.0.0.1.evil.example:80' },
  { Host: 'evil.example@x' },
  { Host: '10.0.0.1' },
  { Origin: 'http://evil.example' },
  { Origin: 'null' },
  { Origin: 'https://localhost' },
  { Origin: 'http://127.0.0.1' },
  { Origin: '' },
]

for (const headers of strangers) {
  test(`a reset that comes with ${JSON.stringify(headers)} is refused`, async ({ mock }) => {
    for (const path of [
      '/__admin/reset',
      '/__ADMIN/reset',
      '/__admin/reset?x',
      '/__admin//reset',
    ]) {
      const reply = await ask(mock.url + path, { method: 'POST', headers })
      expect(reply.status).toBe(403)
    }
  })
}

for (const name of ['localhost', '127.0.0.1', 'LocalHost', '[::1]']) {
  test(`a reset that is asked of ${name}, also by its own page, is done`, async ({ mock }) => {
    const host = `${name}:${new URL(mock.url).port}`
    for (const headers of [{ Host: host }, { Host: host, Origin: `http://${host}` }]) {
      const reply = await ask(`${mock.url}/__admin/reset`, { method: 'POST', headers })
      expect(reply.status).toBe(204)
    }
  })
}

const elsewhere = [
  ['GET', '/__admin'],
  ['GET', '/__admin/'],
  ['GET', '/__admin/reset'],
  ['POST', '/__admin/health'],
  ['GET', '/__admin/%zz'],
  ['GET', '/__admin/__proto__'],
]

for (const [method = '', path = ''] of elsewhere) {
  test(`${method} ${path} is not there, and what is there is named`, async ({ mock }) => {
    const reply = await fetch(mock.url + path, { method })
    expect(reply.status).toBe(404)
    expect(await reply.json()).toMatchObject({
      try: expect.arrayContaining(['POST /__admin/reset']),
    })
  })
}

test('bound to every address, the admin desk asks for the token that was made', async () => {
  await using mock = await createMock({ host: '0.0.0.0' })
  const url = `http://127.0.0.1:${new URL(mock.url).port}/__admin/health`
  const token = mock.adminToken ?? ''
  expect(token.length).toBeGreaterThan(20)
  const given = ['', `Bearer ${token}x`, `Bearer ${token.slice(1)}`, token, 'Bearer admin-token']
  for (const Authorization of given) {
    expect((await ask(url, { headers: { Authorization } })).status).toBe(401)
  }
  expect((await ask(url)).status).toBe(401)
  const right = { Authorization: `Bearer ${token}` }
  expect((await ask(url, { headers: right })).status).toBe(200)
  const foreign = { ...right, Origin: 'http://evil.example' }
  expect((await ask(url, { headers: foreign })).status).toBe(403)
})

test('bound to every address, who has the token is served under any name of this machine', async () => {
  await using mock = await createMock({ host: '0.0.0.0' })
  const { port } = new URL(mock.url)
  const headers = { Authorization: `Bearer ${mock.adminToken}` }
  const outside = Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .filter(({ family }) => family === 'IPv4')
    .map(({ address }) => `${address}:${port}`)
  for (const Host of [...outside, `mock:${port}`, 'mock.internal']) {
    const reply = await ask(`http://127.0.0.1:${port}/__admin/health`, {
      headers: { ...headers, Host },
    })
    expect([Host, reply.status]).toEqual([Host, 200])
  }
})

test('a token is made anew each time, and none where only this machine can reach the mock', async () => {
  await using first = await createMock({ host: '0.0.0.0' })
  await using second = await createMock({ host: '0.0.0.0' })
  await using local = await createMock()
  expect(first.adminToken).not.toBe(second.adminToken)
  expect(local.adminToken).toBeUndefined()
})
