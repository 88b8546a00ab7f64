/** The proxy between two sides that are each as odd as HTTP allows. */
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type RequestOptions,
  request as requestHttp,
  type Server,
} from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { gzipSync } from 'node:zlib'
import { test as base, expect } from '#test'
import { type Passed, type Relay, startRelay } from './relay.ts'
import { JUDGED_LIMIT } from './tap.ts'

interface Between {
  /** Starts an upstream that answers so, and the proxy before it. */
  start(answer: RequestListener): Promise<Relay>
  readonly upstream: { url: string; server: Server }
  readonly passed: Passed[]
}

const test = base.extend<{ between: Between }>({
  between: async ({}, use) => {
    const closers: (() => Promise<unknown>)[] = []
    const passed: Passed[] = []
    const upstream = { url: '', server: createServer() }
    await use({
      passed,
      upstream,
      start: async (answer) => {
        upstream.server.on('request', answer).listen(0, '127.0.0.1')
        await once(upstream.server, 'listening')
        const { port } = upstream.server.address() as AddressInfo
        upstream.url = `http://127.0.0.1:${port}/shelf/v1`
        const relay = await startRelay({
          upstream: new URL(upstream.url),
          host: '127.0.0.1',
          port: 0,
          passed: async (exchange) => {
            passed.push(exchange)
            return { 'Rehearsal-Violations': '[]' }
          },
        })
        closers.push(relay.close)
        return relay
      },
    })
    for (const close of closers) await close()
    upstream.server.closeAllConnections()
    upstream.server.close()
  },
})

interface Came {
  readonly reply: IncomingMessage
  readonly bytes: Buffer
}

async function ask(url: string, options: RequestOptions = {}, body?: Buffer): Promise<Came> {
  const asking = requestHttp(url, options).end(body)
  const [reply] = (await once(asking, 'response')) as [IncomingMessage]
  return { reply, bytes: await buffer(reply) }
}

/** The fields as they came, without those that the connection itself has. */
function fieldsOf({ rawHeaders }: IncomingMessage): string[] {
  const lines = rawHeaders.flatMap((name, at) => (at % 2 ? [] : [`${name}: ${rawHeaders[at + 1]}`]))
  return lines.filter((line) => !/^(connection|keep-alive|transfer-encoding):/i.test(line))
}

test('a request arrives as it was sent, but for the Host and what ends at each hop', async ({
  between,
}) => {
  let came: { fields: string[]; url: string | undefined; body: Buffer } | undefined
  const { url } = await between.start(async (request, response) => {
    came = { fields: fieldsOf(request), url: request.url, body: await buffer(request) }
    response.end()
  })
  const body = Buffer.from([0, 255, 13, 10, 34, 128])
  const headers = {
    'X-Several': ['one', 'two'],
    'Proxy-Authorization': 'Basic c2VjcmV0',
    'X-Of-This-Hop': 'yes',
    Connection: 'keep-alive, X-Of-This-Hop',
    TE: 'trailers',
    'Content-Length': String(body.length),
    authorization: 'Bearer token',
  }
  await ask(`${url}/a%2Fb;c?d=%20e&d=f`, { method: 'PATCH', headers }, body)
  expect(came).toEqual({
    url: '/shelf/v1/a%2Fb;c?d=%20e&d=f',
    fields: [
      `Host: ${new URL(between.upstream.url).host}`,
      'X-Several: one',
      'X-Several: two',
      `Content-Length: ${body.length}`,
      'authorization: Bearer token',
    ],
    body,
  })
})

test('a reply arrives as it was given: fields in their order and case, several of one name', async ({
  between,
}) => {
  const given = ['X-Odd_Name', 'a', 'Set-Cookie', 'b=1', 'ETag', '"c"', 'Set-Cookie', 'd=2']
  const { url } = await between.start((_, response) => {
    response.sendDate = false
    response.writeHead(299, 'Quite Alright', [...given, 'Content-Length', '3']).end('{} ')
  })
  const { reply, bytes } = await ask(`${url}/books`)
  expect([reply.statusCode, reply.statusMessage, bytes.toString()]).toEqual([
    299,
    'Quite Alright',
    '{} ',
  ])
  expect(fieldsOf(reply)).toEqual([
    'X-Odd_Name: a',
    'Set-Cookie: b=1',
    'ETag: "c"',
    'Set-Cookie: d=2',
    'Content-Length: 3',
    'Rehearsal-Violations: []',
  ])
})

const statuses: { given: number; headers?: Record<string, string>; body?: string }[] = [
  { given: 501, body: '{"detail":"not here"}' },
  { given: 418, body: 'short and stout' },
  { given: 302, headers: { Location: '/elsewhere?x=1' } },
  { given: 307, headers: { Location: 'https://other.example/' } },
  { given: 204 },
  { given: 304, headers: { ETag: '"1"', 'Content-Length': '17' } },
  { given: 500, body: '' },
]

for (const { given, headers = {}, body = '' } of statuses) {
  test(`a ${given} stays one, with its fields and its body`, async ({ between }) => {
    const { url } = await between.start((_, response) => {
      response.writeHead(given, headers).end(body)
    })
    const { reply, bytes } = await ask(`${url}/anything`)
    expect(reply.statusCode).toBe(given)
    for (const [name, value] of Object.entries(headers)) {
      expect(reply.headers[name.toLowerCase()]).toBe(value)
    }
    expect(bytes.toString()).toBe(body)
    expect(between.passed).toMatchObject([{ status: given, seen: { status: given } }])
  })
}

test('the reply to HEAD keeps the length of what it stands for', async ({ between }) => {
  const { url } = await between.start((_, response) => {
    response.writeHead(200, { 'Content-Length': '4711' }).end()
  })
  const { reply, bytes } = await ask(`${url}/books`, { method: 'HEAD' })
  expect([reply.headers['content-length'], bytes.length]).toEqual(['4711', 0])
})

test('a packed body is passed as it is, and seen unpacked', async ({ between }) => {
  const packed = gzipSync('{"id":"1"}')
  const { url } = await between.start((_, response) => {
    response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(packed)
  })
  const { reply, bytes } = await ask(`${url}/books`)
  expect([reply.headers['content-encoding'], bytes]).toEqual(['gzip', packed])
  expect(between.passed).toMatchObject([{ seen: { answered: { body: '{"id":"1"}' } } }])
})

const unreadable = [
  { why: 'of a coding that nobody knows', encoding: 'snappy', body: Buffer.from('?') },
  { why: 'that is not packed as it says', encoding: 'gzip', body: Buffer.from('not gzip') },
  {
    why: 'that is large when unpacked',
    encoding: 'gzip',
    body: gzipSync(Buffer.alloc(JUDGED_LIMIT + 1)),
  },
]

for (const { why, encoding, body } of unreadable) {
  test(`a body ${why} is passed, and not judged`, async ({ between }) => {
    const { url } = await between.start((_, response) => {
      response.writeHead(200, { 'Content-Encoding': encoding }).end(body)
    })
    expect((await ask(`${url}/books`)).bytes.equals(body)).toBe(true)
    expect(between.passed).toMatchObject([{ seen: expect.stringMatching(/^a body /) }])
  })
}

test('bodies past the limit go through both ways to the last byte, without a verdict', async ({
  between,
}) => {
  const large = Buffer.alloc(JUDGED_LIMIT + 100_001, 'rehearsal')
  const digest = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')
  const { url } = await between.start(async (request, response) => {
    const came = await buffer(request)
    response.setHeader('Came', digest(came))
    response.end(came)
  })
  const { reply, bytes } = await ask(`${url}/books`, { method: 'POST' }, large)
  expect(reply.headers).toMatchObject({ came: digest(large) })
  expect(reply.headers).not.toHaveProperty('rehearsal-violations')
  expect(digest(bytes)).toBe(digest(large))
  expect(between.passed).toMatchObject([{ seen: expect.stringContaining('more than') }])
})

test('a refusal that does not wait for the whole body arrives as it is', async ({ between }) => {
  const { url } = await between.start((_, response) => {
    response.writeHead(413).end('too large')
  })
  const asking = requestHttp(`${url}/books`, { method: 'POST' })
  asking.on('error', () => {})
  asking.write(Buffer.alloc(8 * 2 ** 20))
  const [reply] = (await once(asking, 'response')) as [IncomingMessage]
  expect([reply.statusCode, String(await buffer(reply))]).toEqual([413, 'too large'])
  expect(between.passed).toMatchObject([{ seen: 'the reply came before the whole request' }])
  asking.destroy()
})

test('a body in chunks stays one, whatever the method', async ({ between }) => {
  const { url } = await between.start(async (request, response) => {
    response.end(`${request.headers['transfer-encoding']} ${await buffer(request)}`)
  })
  const asking = requestHttp(`${url}/books`, {
    method: 'DELETE',
    headers: { 'Transfer-Encoding': 'chunked' },
  })
  asking.write('one ')
  asking.end('two')
  const [reply] = (await once(asking, 'response')) as [IncomingMessage]
  expect(String(await buffer(reply))).toBe('chunked one two')
})

test('a reply that takes its time is passed as it comes', async ({ between }) => {
  let finish = () => {}
  const { url } = await between.start((_, response) => {
    response.write('one')
    finish = () => response.end('two')
  })
  const asking = requestHttp(`${url}/books`).end()
  const [reply] = (await once(asking, 'response')) as [IncomingMessage]
  const parts = reply[Symbol.asyncIterator]()
  expect([String((await parts.next()).value), between.passed]).toEqual(['one', []])
  finish()
  expect([String((await parts.next()).value), (await parts.next()).done]).toEqual(['two', true])
  expect(between.passed).toMatchObject([{ seen: { answered: { body: 'onetwo' } } }])
})

test('who waits for leave to send a body gets it from the upstream', async ({ between }) => {
  between.upstream.server.on('checkContinue', async (request, response) => {
    response.writeContinue()
    response.end(await buffer(request))
  })
  const { url } = await between.start((_, response) => response.writeHead(400).end())
  const asking = requestHttp(`${url}/books`, {
    method: 'POST',
    headers: { Expect: '100-continue', 'Content-Length': 4 },
  })
  await once(asking, 'continue')
  asking.end('body')
  const [reply] = (await once(asking, 'response')) as [IncomingMessage]
  expect([reply.statusCode, String(await buffer(reply))]).toEqual([200, 'body'])
})

test('an upstream that breaks off in its reply does so for the client', async ({ between }) => {
  const { url } = await between.start((_, response) => {
    response.writeHead(200, { 'Content-Length': '100' })
    response.write('half')
    setImmediate(() => response.destroy())
  })
  await expect(ask(`${url}/books`)).rejects.toThrow(/aborted|hang up|ECONNRESET/)
  expect(between.passed).toMatchObject([{ seen: expect.stringContaining('broke its reply off') }])
})

test('a client that goes away ends the request upstream', async ({ between }) => {
  const { url } = await between.start(() => {})
  const asking = requestHttp(`${url}/books`).end()
  asking.on('error', () => {})
  const [request] = (await once(between.upstream.server, 'request')) as [IncomingMessage]
  asking.destroy()
  await once(request.socket, 'close')
  expect(between.passed).toMatchObject([{ seen: 'the client went away' }])
})

test('an upstream that is down is a 502 that says whose it is', async ({ between }) => {
  const { url } = await between.start(() => {})
  between.upstream.server.close()
  await once(between.upstream.server, 'close')
  const { reply, bytes } = await ask(`${url}/books`, { method: 'POST' }, Buffer.from('{}'))
  expect(reply.statusCode).toBe(502)
  expect(reply.headers['rehearsal-proxy']).toBe(
    'this reply is of the proxy: the upstream gave none',
  )
  const { host } = new URL(between.upstream.url)
  expect(JSON.parse(String(bytes))).toEqual({
    error: `rehearsal proxy: ${host} gives no reply (ECONNREFUSED)`,
  })
  expect(between.passed).toMatchObject([{ method: 'POST', path: '/shelf/v1/books' }])
})

test('what lies outside the base path is passed, and not judged', async ({ between }) => {
  const { url } = await between.start((request, response) => response.end(request.url))
  const { bytes } = await ask(new URL('/shelf/v10/other', url).href)
  expect(String(bytes)).toBe('/shelf/v10/other')
  expect(between.passed).toMatchObject([{ seen: 'it is not below the base path' }])
})
