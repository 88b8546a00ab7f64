/** The proxy where one of its two sides waits, breaks off, or is not there. */
import { once } from 'node:events'
import { Agent, type IncomingMessage, request as requestHttp } from 'node:http'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { expect } from '#test'
import { ask, test } from './relay.test.kit.ts'
import { startRelay } from './relay.ts'

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

test('a connection is free again when an upstream has answered and reads no more', async () => {
  const sockets: Socket[] = []
  const upstream = createServer((socket) => {
    sockets.push(socket)
    socket.on('error', () => {})
    socket.once('data', () => {
      socket.pause()
      socket.write('HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n')
    })
  }).listen(0, '127.0.0.1')
  await once(upstream, 'listening')
  const { port } = upstream.address() as AddressInfo
  const relay = await startRelay({
    upstream: new URL(`http://127.0.0.1:${port}`),
    host: '127.0.0.1',
    port: 0,
    passed: async () => ({}),
  })
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  try {
    const large = Buffer.alloc(32 * 2 ** 20)
    const first = await ask(`${relay.url}/books`, { method: 'POST', agent }, large)
    const second = await ask(`${relay.url}/books`, { agent })
    expect([first.reply.statusCode, second.reply.statusCode]).toEqual([413, 413])
  } finally {
    agent.destroy()
    for (const socket of sockets) socket.destroy()
    upstream.close()
    await relay.close()
  }
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
