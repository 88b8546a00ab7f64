/** The proxy where one of its two sides waits, breaks off, or is not there. */
import { once } from 'node:events'
import { Agent, type IncomingMessage, request as requestHttp } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { expect } from '#test'
import { ask, test } from './relay.test.kit.ts'

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

test('a connection is free again when an upstream has answered and reads no more', async ({
  between,
}) => {
  const { url } = await between.start((request, response) => {
    request.socket.pause()
    response.writeHead(413).end()
    // Whoever has taken a part of a body is left with the rest of it.
    if (request.method === 'POST') request.once('data', () => request.pause())
  })
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const large = Buffer.alloc(16 * 2 ** 20)
  expect((await ask(`${url}/books`, { method: 'POST', agent }, large)).reply.statusCode).toBe(413)
  expect((await ask(`${url}/books`, { agent })).reply.statusCode).toBe(413)
  agent.destroy()
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
