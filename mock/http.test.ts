/** Requests that no ordinary client sends, over a bare socket. */

import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { test as base, expect, shared } from '#test'
import { createMock, type Mock } from './index.ts'

const path = '/gotomeeting/identity/v1'
const admin = 'Host: mock.example\r\nAuthorization: Bearer admin-token\r\n'
const json = `${admin}Content-Type: application/json\r\n`

/** One for all tests of a worker: none of them changes anything. */
const own = shared(() => createMock({ apis: ['gotomeeting'] }))
const test = base.extend<{ mock: Mock }>({
  mock: async ({}, use) => use(await own()),
})

/** What comes back until the other side ends, or until `enough` of it has come. */
function say(mock: Mock, bytes: string | Buffer, enough = /\r\n\r\n/): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(mock.url).port), '127.0.0.1', () => socket.write(bytes))
    let text = ''
    socket.setEncoding('latin1').on('data', (part) => {
      text += part
      if (enough.test(text)) socket.destroy()
    })
    socket.setTimeout(5000, () => socket.destroy())
    socket.once('error', reject)
    socket.once('close', () => resolve(text))
  })
}

/** Whether the mock still does what it is there for. */
async function works(mock: Mock): Promise<boolean> {
  const reply = await say(
    mock,
    `GET ${path}/Users?count=1 HTTP/1.1\r\n${admin}\r\n`,
    /totalResults/,
  )
  return reply.startsWith('HTTP/1.1 200 ')
}

const asked: readonly [request: string, status: number][] = [
  [`GET / HTTP/1.1\r\n${admin}`, 200],
  [`GET ?x HTTP/1.1\r\n${admin}`, 400],
  [`GET ${path}/Users/%00 HTTP/1.1\r\n${admin}`, 404],
  [`GET ${path}/Users/%zz HTTP/1.1\r\n${admin}`, 404],
  [`GET ${path}/Users/../../../etc/passwd HTTP/1.1\r\n${admin}`, 404],
  [`GET ${path}/Users/%2e%2e%2f%2e%2e%2fetc HTTP/1.1\r\n${admin}`, 404],
  [`GET ${path}/Users/__proto__ HTTP/1.1\r\n${admin}`, 404],
  [`GET ${path}/Users?filter=${'('.repeat(9000)} HTTP/1.1\r\n${admin}`, 400],
  [`GET ${path}/Users/${'x'.repeat(15_000)} HTTP/1.1\r\n${admin}`, 404],
  [`GET ${path}/Users/${'x'.repeat(99_000)} HTTP/1.1\r\n${admin}`, 431],
  [`GET http://mock.example${path}/Users?count=1 HTTP/1.1\r\n${admin}`, 200],
  [`GET HTTP://MOCK.EXAMPLE${path}/Users HTTP/1.1\r\n${admin}`, 200],
  [`POST http://127.0.0.1/__admin/reset HTTP/1.1\r\n${admin}`, 403],
  [`OPTIONS * HTTP/1.1\r\n${admin}`, 204],
  [`TRACE ${path}/Users HTTP/1.1\r\n${admin}`, 405],
  [`PURGE ${path}/Users HTTP/1.1\r\n${admin}`, 405],
  [`GET ${path}/Users HTTP/1.1\r\nAuthorization: Bearer admin-token\r\n`, 400],
  [`GET ${path}/Users HTTP/1.0\r\nAuthorization: Bearer admin-token\r\n`, 200],
  [`GET ${path}/Users HTTP/1.1\r\n${admin}Connection: Upgrade\r\nUpgrade: websocket\r\n`, 200],
  [`POST ${path}/Users HTTP/1.1\r\n${json}Content-Length: 2\r\nContent-Length: 3\r\n`, 400],
  [
    `POST ${path}/Users HTTP/1.1\r\n${json}Content-Length: 2\r\nTransfer-Encoding: chunked\r\n`,
    400,
  ],
  [`POST ${path}/Users HTTP/1.1\r\n${json}Content-Length: -1\r\n`, 400],
  [`POST ${path}/Users HTTP/1.1\r\n${json}Content-Length: 20000000\r\n`, 413],
  [`GET ${path}/Users HTTP/1.1\r\n${admin}X-A: b\0c\r\n`, 400],
]

for (const [request, status] of asked) {
  const [line = ''] = request.split('\r\n')
  test(`${line.slice(0, 60)} (${request.length} bytes) is ${status}`, async ({ mock }) => {
    expect((await say(mock, `${request}\r\n`)).split(' ')[1]).toBe(`${status}`)
    expect(await works(mock)).toBe(true)
  })
}

test('who has nothing more to send is answered all the same, however long it takes', async () => {
  await using mock = await createMock({ apis: ['gotomeeting'], delay: [20, 20] })
  const { port } = new URL(mock.url)
  const socket = connect({ port: Number(port), host: '127.0.0.1', allowHalfOpen: true })
  socket.end(`GET ${path}/Users?count=1 HTTP/1.1\r\n${admin}\r\n`)
  expect(await text(socket)).toMatch(/^HTTP\/1.1 200 .*totalResults/s)
  socket.destroy()
})

test('a body that is larger than the limit is refused while it still comes', async ({ mock }) => {
  const chunk = `${(1 << 16).toString(16)}\r\n${' '.repeat(1 << 16)}\r\n`
  const head = `POST ${path}/Users HTTP/1.1\r\n${json}Transfer-Encoding: chunked\r\n\r\n`
  const reply = await say(mock, head + chunk.repeat(40))
  expect(reply.split(' ')[1]).toBe('413')
})

const bombs: readonly [encoding: string, pack: (bytes: Buffer) => Buffer, size: number][] = [
  ['gzip', gzipSync, 1 << 26],
  ['br', brotliCompressSync, 1 << 23],
]

for (const [encoding, pack, size] of bombs) {
  test(`a body that grows beyond the limit when it is unpacked (${encoding}) is a 413`, async ({
    mock,
  }) => {
    const bytes = pack(Buffer.alloc(size, ' '))
    const length = `Content-Encoding: ${encoding}\r\nContent-Length: ${bytes.length}`
    const head = `POST ${path}/Users HTTP/1.1\r\n${json}${length}\r\n\r\n`
    const reply = await say(mock, Buffer.concat([Buffer.from(head), bytes]))
    expect(reply.split(' ')[1]).toBe('413')
    expect(await works(mock)).toBe(true)
  })
}

test('an upload that is broken off changes nothing and hurts nobody', async ({ mock }) => {
  const port = Number(new URL(mock.url).port)
  const half = `POST ${path}/Users HTTP/1.1\r\n${json}Content-Length: 99\r\n\r\n{"userName":"half@b`
  for (let number = 0; number < 20; number++) {
    const socket = connect(port, '127.0.0.1')
    await new Promise((resolve) => socket.write(half, resolve))
    socket.resetAndDestroy()
  }
  expect(await works(mock)).toBe(true)
})

test('fetch can read every refusal, however long the names that were sent', async ({ mock }) => {
  const unknown = Array.from({ length: 20 }, (_, at) => ['漢'.repeat(250) + at, 1])
  const reply = await fetch(`${mock.url}${path}/Users`, {
    method: 'POST',
    headers: { Authorization: 'Bearer admin-token', 'Content-Type': 'application/json' },
    body: JSON.stringify(Object.fromEntries(unknown)),
  })
  expect(reply.status).toBe(400)
})
