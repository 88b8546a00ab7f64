import { request } from 'node:http'
import { test as base, expect, shared } from '#test'
import { createMock, type Mock } from './index.ts'

/** One for all tests of a worker that change nothing. */
const own = shared(() => createMock())
const test = base.extend<{ shared: Mock }>({
  shared: async ({}, use) => use(await own()),
})

const admin = { Authorization: 'Bearer admin-token' }
const json = { ...admin, 'Content-Type': 'application/json' }

function users(mock: Mock): string {
  return `${mock.url}/gotomeeting/identity/v1/Users`
}

/** Everything of everybody, from both APIs. */
async function everything(mock: Mock): Promise<unknown[]> {
  const paths = ['gotomeeting/identity/v1/Users', 'gotomeeting/identity/v1/Groups']
  const scim = ['formstack/scim/Users?count=100', 'formstack/scim/Groups?count=100']
  const urls = [...paths, ...scim].map((path) => `${mock.url}/${path}`)
  return Promise.all(urls.map(async (url) => (await fetch(url, { headers: admin })).json()))
}

/** A request with headers that `fetch` does not let one set. */
function raw(url: string, { method = 'GET', headers = {} }: { method?: string; headers?: object }) {
  return new Promise<{ status: number; headers: object; body: string }>((resolve, reject) => {
    const asked = request(url, { method, headers: { ...headers } }, (reply) => {
      let body = ''
      reply.setEncoding('utf8').on('data', (text) => {
        body += text
      })
      reply.on('end', () =>
        resolve({ status: reply.statusCode ?? 0, headers: reply.headers, body }),
      )
    })
    asked.on('error', reject).end()
  })
}

test('a preflight is answered before anybody asks for a credential', async () => {
  await using mock = await createMock({ auth: 'strict', apis: ['gotomeeting'] })
  const reply = await fetch(users(mock), {
    method: 'OPTIONS',
    headers: {
      Origin: 'http://localhost:3000',
      'Access-Control-Request-Method': 'PATCH',
      'Access-Control-Request-Headers': 'authorization,content-type,prefer',
    },
  })
  expect(reply.status).toBe(204)
  expect(reply.headers.get('access-control-allow-origin')).toBe('*')
  expect(reply.headers.get('access-control-allow-methods')).toContain('PATCH')
  expect(reply.headers.get('access-control-allow-headers')).toContain('prefer')
})

test('a page elsewhere reads replies and refusals, and the headers beside them', async ({
  shared: mock,
}) => {
  const headers = { Origin: 'http://localhost:3000' }
  for (const [url, more] of [[users(mock), admin], [users(mock)], [mock.url]] as const) {
    const reply = await fetch(url, { headers: { ...headers, ...more } })
    expect(reply.headers.get('access-control-allow-origin')).toBe('*')
    const exposed = reply.headers.get('access-control-expose-headers')
    for (const name of ['Location', 'WWW-Authenticate', 'Allow', 'Rehearsal-Violations']) {
      expect(exposed).toContain(name)
    }
  }
})

test('with CORS off, nothing of it is said, and a preflight is a wrong method', async () => {
  await using mock = await createMock({ cors: false, apis: ['gotomeeting'] })
  const headers = { Origin: 'http://localhost:3000', 'Access-Control-Request-Method': 'GET' }
  for (const method of ['OPTIONS', 'GET']) {
    const reply = await fetch(users(mock), { method, headers: { ...admin, ...headers } })
    expect(reply.status).toBe(method === 'GET' ? 200 : 405)
    expect(reply.headers.get('access-control-allow-origin')).toBeNull()
  }
})

test('the root lists what is mounted, as JSON for a program and as a page for a browser', async ({
  shared: mock,
}) => {
  const program = await fetch(mock.url)
  expect(program.headers.get('content-type')).toContain('application/json')
  const { rehearsal, apis } = (await program.json()) as { rehearsal: true; apis: { url: string }[] }
  expect(rehearsal).toBe(true)
  expect(apis.map(({ url }) => url)).toContain(`${mock.url}/gotomeeting/identity/v1`)
  const browser = await fetch(mock.url, { headers: { Accept: 'text/html,*/*;q=0.8' } })
  expect(browser.headers.get('content-type')).toContain('text/html')
  const page = await browser.text()
  for (const { url } of apis) expect(page).toContain(url)
})

test('the root takes whatever else is asked for as JSON, and shows no stack', async ({
  shared: mock,
}) => {
  for (const Accept of ['application/xml', 'text/plain', 'application/scim+json']) {
    const reply = await fetch(mock.url, { headers: { Accept } })
    const text = await reply.text()
    expect(text).not.toContain('node_modules')
    expect(() => JSON.parse(text)).not.toThrow()
  }
})

test('a Host that is markup is not markup in the page', async ({ shared: mock }) => {
  const headers = { Host: 'x"><script>alert(1)</script>', Accept: 'text/html' }
  const { body } = await raw(mock.url, { headers })
  expect(body).not.toContain('<script')
})

test('locations are those of the Host that was asked', async ({ shared: mock }) => {
  for (const host of ['identity.example', 'identity.example:8443', 'LOCALHOST:1', '[::1]:4010']) {
    const headers = { ...admin, Host: host }
    const { status, body } = await raw(`${users(mock)}?count=1`, { headers })
    expect(status).toBe(200)
    const [user] = JSON.parse(body).resources
    expect(user.meta.location).toBe(`http://${host}/gotomeeting/identity/v1/Users/${user.id}`)
  }
})

test('a Host that is none is the fault of who sent it, and never a 500', async ({
  shared: mock,
}) => {
  for (const host of ['bad host', 'a"b', 'a<b>', 'höst', ':80', 'x:y']) {
    const headers = { ...admin, Host: Buffer.from(host).toString('latin1') }
    const { status } = await raw(`${users(mock)}?count=1`, { headers })
    expect([host, status < 500]).toEqual([host, true])
  }
})

test('a reply to HEAD has the headers of GET and no body', async ({ shared: mock }) => {
  for (const url of [users(mock), `${users(mock)}/none`, `${mock.url}/nowhere`, mock.url]) {
    const [head, get] = await Promise.all(
      ['HEAD', 'GET'].map((method) => fetch(url, { method, headers: admin })),
    )
    expect(head?.status).toBe(get?.status)
    expect(head?.headers.get('content-length')).toBe(get?.headers.get('content-length'))
    expect(head?.headers.get('content-type')).toBe(get?.headers.get('content-type'))
    expect(await head?.text()).toBe('')
    expect(await get?.text()).not.toBe('')
  }
})

const unmounted = ['/nowhere', '/gotomeeting', '/gotomeeting/', '/gotomeeting/identity/v1x/Users']

test('where nothing is mounted, that is said with 404, as JSON, in any method', async ({
  shared: mock,
}) => {
  for (const path of [...unmounted, '/GOTOMEETING/identity/v1', '//gotomeeting/identity/v1']) {
    for (const method of ['GET', 'POST', 'DELETE']) {
      const reply = await fetch(mock.url + path, { method, headers: admin })
      expect(reply.status).toBe(404)
      expect(reply.headers.get('rehearsal-failure')).toBe('unknownPath')
      expect(await reply.json()).toMatchObject({ error: `nothing is mounted at ${path}` })
    }
  }
})

test('only the APIs that are asked for are mounted', async () => {
  await using mock = await createMock({ apis: ['formstack'] })
  expect((await fetch(users(mock), { headers: admin })).status).toBe(404)
  const reply = await fetch(`${mock.url}/formstack/scim/Users`, { headers: admin })
  expect(reply.status).toBe(200)
})

test('an idle connection is kept for longer than clients keep theirs', async ({ shared: mock }) => {
  // Node's own limit of 5 s breaks off a request now and then on a machine that is busy.
  const reply = await fetch(mock.url)
  const [, seconds] = /timeout=(\d+)/.exec(reply.headers.get('keep-alive') ?? '') ?? []
  expect(Number(seconds)).toBeGreaterThanOrEqual(60)
})

test('a reset brings back the fixture exactly, and identifiers begin where they did', async () => {
  await using mock = await createMock()
  const before = await everything(mock)
  const created: string[] = []
  for (const round of [1, 2]) {
    const userName = `round${round}@brightwater.example`
    const body = JSON.stringify({ userName })
    const made = await fetch(users(mock), { method: 'POST', headers: json, body })
    created.push(((await made.json()) as { id: string }).id)
    const [first] = (before[0] as { resources: { id: string }[] }).resources
    await fetch(`${users(mock)}/${first?.id}`, { method: 'DELETE', headers: admin })
    expect(await everything(mock)).not.toEqual(before)
    const reset = await fetch(`${mock.url}/__admin/reset`, { method: 'POST' })
    expect([reset.status, await reset.text()]).toEqual([204, ''])
    expect(await everything(mock)).toEqual(before)
  }
  expect(created[0]).toBe(created[1])
})

test('each reply waits as long as the delay says, and preflights do not', async () => {
  await using mock = await createMock({ delay: [150, 200], apis: ['gotomeeting'] })
  const timed = async (method: string) => {
    const begun = performance.now()
    const headers = { ...admin, Origin: 'http://x.example', 'Access-Control-Request-Method': 'GET' }
    await (await fetch(users(mock), { method, headers })).text()
    return performance.now() - begun
  }
  expect(await timed('GET')).toBeGreaterThanOrEqual(149)
  const begun = performance.now()
  await Promise.all(Array.from({ length: 20 }, () => timed('GET')))
  expect(performance.now() - begun).toBeLessThan(20 * 150)
})
