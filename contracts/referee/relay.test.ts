/** The proxy between two sides that are each as odd as HTTP allows. */
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { type IncomingMessage, request as requestHttp } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { gzipSync } from 'node:zlib'
import { expect } from '#test'
import { ask, fieldsOf, test } from './relay.test.kit.ts'
import { JUDGED_LIMIT } from './tap.ts'

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
  {
    why: 'of more codings than anybody needs',
    encoding: 'gzip, gzip, gzip, gzip, gzip',
    body: [1, 2, 3, 4, 5].reduce((packed) => gzipSync(packed), Buffer.from('{}')),
  },
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
