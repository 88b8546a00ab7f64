/** The proxy before clients and upstreams that do what no library would let them. */
import { once } from 'node:events'
import { expect } from '#test'
import { asked, test } from './relay-raw.test.kit.ts'

const SMUGGLED = 'GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n'

test('a Connection field cannot name the length of a body away', async ({ raw }) => {
  const fields = ['Connection: content-length', `Content-Length: ${SMUGGLED.length}`]
  expect(await raw.speak(asked('GET /a', fields, SMUGGLED))).toMatch(/^HTTP\/1.1 200 /)
  expect(raw.came()).toMatch(/^GET \/a HTTP\/1.1\r\n/)
  expect(raw.came()).toContain(`Content-Length: ${SMUGGLED.length}\r\n`)
})

test('a length is kept behind more fields than Node reads by itself', async ({ raw }) => {
  const many = Array.from({ length: 2100 }, (_, at) => `X-${at}: 1`)
  const fields = [...many, `Content-Length: ${SMUGGLED.length}`]
  raw.answer = (socket) =>
    socket.end(`HTTP/1.1 200 OK\r\n${many.join('\r\n')}\r\nX-Last: 1\r\n\r\n`)
  expect(await raw.speak(asked('GET /a', fields, SMUGGLED))).toContain('X-Last: 1\r\n')
  expect(raw.came()).toContain(`Content-Length: ${SMUGGLED.length}\r\n`)
})

test('a Connection field of a reply cannot either', async ({ raw }) => {
  raw.answer = (socket) =>
    socket.end('HTTP/1.1 200 OK\r\nConnection: content-length\r\nContent-Length: 2\r\n\r\n{}')
  expect(await raw.speak(asked('GET /a'))).toContain('Content-Length: 2\r\n')
})

const refused = [
  {
    why: 'a length and chunks',
    fields: ['Content-Length: 3', 'Transfer-Encoding: chunked'],
    want: 400,
  },
  {
    why: 'chunks and a length',
    fields: ['Transfer-Encoding: chunked', 'Content-Length: 3'],
    want: 400,
  },
  { why: 'two lengths', fields: ['Content-Length: 3', 'Content-Length: 4'], want: 400 },
  { why: 'one length twice', fields: ['Content-Length: 3', 'Content-Length: 3'], want: 400 },
  { why: 'a length with a sign', fields: ['Content-Length: +3'], want: 400 },
  { why: 'two hosts', fields: ['Host: y'], want: 400 },
  { why: 'a coding that is not passed', fields: ['Transfer-Encoding: gzip, chunked'], want: 501 },
  {
    why: 'chunked twice',
    fields: ['Transfer-Encoding: chunked', 'Transfer-Encoding: chunked'],
    want: /^(400|501)$/,
  },
  { why: 'a coding that ends in none', fields: ['Transfer-Encoding: chunked, gzip'], want: 400 },
  { why: 'a field that is folded', fields: ['X-A: 1', ' 2'], want: 400 },
  { why: 'a space before the colon', fields: ['Content-Length : 3'], want: 400 },
  { why: 'an expectation nobody knows', fields: ['Expect: tea'], want: 417 },
  { why: 'a target of another scheme', line: 'GET ftp://x/y', want: 400 },
  { why: 'a tunnel', line: 'CONNECT example.com:443', want: 501 },
  { why: 'no HTTP', line: '\u0016\u0003\u0001', want: 400 },
  { why: 'HTTP/2', line: 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', want: 400 },
]

for (const { why, line = 'POST /a', fields = [], want } of refused) {
  test(`a request is refused, and not passed on, for ${why}`, async ({ raw }) => {
    const body = /Length|Encoding/.test(fields.join()) ? '3\r\nabc\r\n0\r\n\r\n' : ''
    const reply = await raw.speak(asked(line, fields, body))
    expect(reply.split(' ')[1]).toMatch(new RegExp(want instanceof RegExp ? want : `^${want}$`))
    expect(raw.came()).toBe('')
  })
}

const targets = [
  { given: 'GET http://other.example/shelf/a?b=%20c', want: 'GET /shelf/a?b=%20c' },
  { given: 'GET http://other.example', want: 'GET /' },
  { given: 'GET HTTPS://other.example?b', want: 'GET /?b' },
  { given: 'OPTIONS http://other.example', want: 'OPTIONS *' },
  { given: 'OPTIONS *', want: 'OPTIONS *' },
  { given: 'GET //other.example/a', want: 'GET //other.example/a' },
  { given: 'GET /shelf/../a;b/%zz?c#d', want: 'GET /shelf/../a;b/%zz?c#d' },
]

for (const { given, want } of targets) {
  test(`our upstream is asked ${want} where the client says ${given}`, async ({ raw }) => {
    expect(await raw.speak(asked(given))).toMatch(/^HTTP\/1.1 200 /)
    expect(raw.came().split(' HTTP/1.1\r\n')[0]).toBe(want)
    expect(raw.came()).toMatch(/\r\nHost: 127\.0\.0\.1:\d+\r\n/)
  })
}

test('fields pass that are called as what every object has', async ({ raw }) => {
  const fields = ['__proto__: a', 'constructor: b', '__proto__: c', 'toString: d']
  raw.answer = (socket) => socket.end(`HTTP/1.1 204 No\r\n${fields.join('\r\n')}\r\n\r\n`)
  expect(await raw.speak(asked('GET /shelf/a?__proto__=1', fields))).toContain(fields.join('\r\n'))
  expect(raw.came()).toContain(fields.join('\r\n'))
})

test('who would rather speak another protocol is answered in this one', async ({ raw }) => {
  const upgrade = 'GET /a HTTP/1.1\r\nHost: x\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n'
  const client = raw.connect()
  client.write(upgrade)
  expect(String((await once(client, 'data'))[0])).toMatch(/^HTTP\/1.1 200 /)
  expect(raw.came()).not.toMatch(/upgrade/i)
})

const unfit = [
  { why: 'status 000', reply: 'HTTP/1.1 000 None\r\nContent-Length: 0\r\n\r\n' },
  { why: 'status 099', reply: 'HTTP/1.1 099 Less\r\nContent-Length: 0\r\n\r\n' },
  { why: 'status 1000', reply: 'HTTP/1.1 1000 More\r\nContent-Length: 0\r\n\r\n' },
  {
    why: 'a control byte in the reason',
    reply: 'HTTP/1.1 200 O\u0001K\r\nContent-Length: 0\r\n\r\n',
  },
  {
    why: 'a control byte in a field',
    reply: 'HTTP/1.1 200 OK\r\nX-A: \u0001\r\nContent-Length: 0\r\n\r\n',
  },
  {
    why: 'another protocol, unasked',
    reply: 'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: tea\r\n\r\n',
  },
  {
    why: 'a coding that is not passed',
    reply: 'HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n',
  },
  {
    why: 'a length and chunks',
    reply: 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
  },
  {
    why: 'two lengths',
    reply: 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab',
  },
  { why: 'no HTTP', reply: 'SSH-2.0-OpenSSH_9.6\r\n' },
  { why: 'a head without end', reply: `HTTP/1.1 200 OK\r\nX-A: ${'a'.repeat(70_000)}` },
]

for (const { why, reply } of unfit) {
  test(`a reply that nobody could pass on is a 502: ${why}`, async ({ raw }) => {
    raw.answer = (socket) => socket.write(reply, 'latin1')
    const came = await raw.speak(asked('GET /shelf/a'))
    expect(came).toMatch(/^HTTP\/1.1 502 Bad Gateway\r\n/)
    expect(came).toContain('Rehearsal-Proxy: ')
    expect(raw.passed).toMatchObject([{ status: 502, seen: expect.any(String) }])
  })
}

test('hints that come early are dropped, and the reply is not', async ({ raw }) => {
  raw.answer = (socket) =>
    socket.end(
      'HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}',
    )
  expect(await raw.speak(asked('GET /a'))).toMatch(/^HTTP\/1.1 200 /)
})

test('what follows a reply that may have no body is no part of the next one', async ({ raw }) => {
  const good = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}'
  const poison = good.replace('{}', '[]')
  let strayed = () => {}
  const stray = new Promise<void>((resolve) => (strayed = resolve))
  raw.answer = (socket, first) => {
    if (first.includes('/b')) return socket.end(good)
    socket.write(`HTTP/1.1 204 No Content\r\nContent-Length: ${poison.length}\r\n\r\n`)
    setTimeout(() => socket.write(poison, strayed), 20)
    return socket.on('data', () => socket.write(good))
  }
  expect(await raw.speak(asked('GET /a'))).toMatch(/^HTTP\/1.1 204 /)
  await stray
  expect(await raw.speak(asked('GET /b'))).toMatch(/\{\}$/)
})

test('requests that are sent at once are done one after the other', async ({ raw }) => {
  const before: string[] = []
  raw.answer = (socket, first) => {
    const path = first.split(' ')[1]
    setTimeout(() => {
      before.push(raw.came())
      socket.end(`HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n${path}`)
    }, 50)
  }
  const replies = await raw.speak(`POST /a HTTP/1.1\r\nHost: x\r\n\r\n${asked('GET /b')}`)
  expect(replies.match(/\r\n\r\n\/[ab]/g)).toEqual(['\r\n\r\n/a', '\r\n\r\n/b'])
  expect(before[0]).not.toContain('/b')
})
