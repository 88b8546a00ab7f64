/** `rehearsal proxy` as a process, before an upstream that keeps no contract. */
import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect } from '#test'
import { type Server, test as terminalTest } from '../command.test.kit.ts'

interface Upstream {
  readonly url: string
  answer: RequestListener
  readonly hosts: (string | undefined)[]
}

const test = terminalTest.extend<{ upstream: Upstream }>({
  upstream: async ({}, use) => {
    const hosts: (string | undefined)[] = []
    const server = createServer((request, response) => {
      hosts.push(request.headers.host)
      upstream.answer(request, response)
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const url = `http://127.0.0.1:${port}/identity/v1`
    const upstream: Upstream = { url, hosts, answer: (_, response) => response.end() }
    await use(upstream)
    server.closeAllConnections()
    server.close()
  },
})

const json = { 'Content-Type': 'application/json' }
const secrets = { Authorization: 'Bearer s3cret-token', ...json }

/** The entries of the log, without the first line and the last. */
function entries({ lines }: Server): Record<string, unknown>[] {
  return lines.slice(1).map((line) => JSON.parse(line) as Record<string, unknown>)
}

test('the proxy tells what is wrong in a field, in its log and in the end, and alters nothing', async ({
  terminal,
  upstream,
}) => {
  test.setTimeout(90_000)
  const server = await terminal.begin([
    'proxy',
    'gotomeeting',
    '--upstream',
    upstream.url,
    '--json',
  ])
  const { url, apis } = server.first
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/identity\/v1$/)
  expect(apis).toMatchObject([{ name: 'gotomeeting', url }])

  upstream.answer = (_, response) => response.writeHead(200, json).end('{"userName": 7}\n')
  const me = await fetch(`${url}/Users/me`, { headers: secrets })
  expect([me.status, await me.text()]).toEqual([200, '{"userName": 7}\n'])
  expect(JSON.parse(me.headers.get('rehearsal-violations') ?? '')).toContainEqual(
    expect.objectContaining({
      in: 'reply',
      by: 'both',
      pointer: '/userName',
      keyword: expect.any(String),
    }),
  )

  upstream.answer = (_, response) => response.writeHead(501).end()
  const refused = await fetch(`${url}/Users?count=1e1`, { headers: secrets })
  expect([refused.status, await refused.text()]).toEqual([501, ''])

  upstream.answer = (_, response) => response.writeHead(201, json).end('{}')
  const body = JSON.stringify({ password: 'p4ssword', active: 'p4ssword' })
  await fetch(`${url}/Users`, { method: 'POST', headers: secrets, body })
  await fetch(`${url}/nowhere?access_token=s3cret-token`, { headers: secrets })

  await expect.poll(() => entries(server)).toHaveLength(4)
  expect(entries(server)).toMatchObject([
    { method: 'GET', path: '/identity/v1/Users/me', operation: 'getMe', status: 200, ok: false },
    {
      operation: 'getUsers',
      status: 501,
      ok: false,
      violations: [
        { in: 'request', by: 'ajv', pointer: '/count' },
        { in: 'reply', by: 'ajv', hint: expect.stringContaining('501 is not documented') },
      ],
    },
    { method: 'POST', operation: 'createUsers', status: 201, ok: false },
    {
      path: '/identity/v1/nowhere',
      operation: null,
      unjudged: 'the document has no such operation',
    },
  ])
  expect(server.lines.join('\n')).not.toMatch(/s3cret|p4ssword/)
  expect(new Set(upstream.hosts)).toEqual(new Set([new URL(upstream.url).host]))

  expect(await server.end('SIGINT')).toBe(130)
  expect(JSON.parse(server.lines.at(-1) ?? '')).toEqual({
    summary: {
      getMe: { requests: 1, violating: 1, unjudged: 0 },
      getUsers: { requests: 1, violating: 1, unjudged: 0 },
      createUsers: { requests: 1, violating: 1, unjudged: 0 },
      '-': { requests: 1, violating: 0, unjudged: 1 },
    },
  })
})

test('an upstream that cannot be is bad usage, and so is one with a credential', async ({
  terminal,
}) => {
  test.setTimeout(90_000)
  for (const [given, why] of [
    ['nowhere', /--upstream takes a URL/],
    ['ftp://127.0.0.1', /--upstream takes a URL/],
    ['http://user:secret@127.0.0.1/x', /takes no credential/],
  ] as const) {
    const { code, stderr } = await terminal.run(['proxy', 'hub', '--upstream', given])
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringMatching(why) })
    expect(stderr).not.toContain('secret@')
  }
  const own = ['--upstream', 'http://localhost:4999/x', '--port', '4999']
  expect(await terminal.run(['proxy', 'hub', ...own])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('--upstream is the proxy itself'),
  })
  const { code, stderr } = await terminal.run(['proxy', 'hub'])
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('--upstream') })
  expect((await terminal.run(['proxy', 'nobody', '--upstream', 'http://127.0.0.1/x'])).code).toBe(2)
})

test('traffic goes on when nobody reads the log any longer', { tag: '@long' }, async ({
  terminal,
  upstream,
}) => {
  test.setTimeout(90_000)
  const server = await terminal.begin(['proxy', 'hub', '--upstream', upstream.url, '--json'])
  server.child.stdout.destroy()
  for (let turn = 0; turn < 3; turn += 1) {
    expect((await fetch(`${server.first.url}/nowhere`)).status).toBe(200)
  }
  expect(await server.end('SIGTERM')).toBe(0)
})
