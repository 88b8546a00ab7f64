/** The proxy where a side closes, floods or trickles, by bytes. */
import { once } from 'node:events'
import type { Socket } from 'node:net'
import { brotliCompressSync } from 'node:zlib'
import { expect } from '#test'
import { asked, test } from './relay-raw.test.kit.ts'

const MIB = 2 ** 20

test('who refuses an upload and closes is heard, however much is still to come', async ({
  raw,
}) => {
  raw.answer = (socket) => {
    socket.pause()
    socket.write('HTTP/1.1 413 Too Large\r\nContent-Length: 5\r\n\r\nlarge')
    setImmediate(() => socket.destroy())
  }
  const upload = asked('POST /shelf/a', [`Content-Length: ${8 * MIB}`], 'a'.repeat(8 * MIB))
  for (let turn = 0; turn < 20; turn += 1) {
    expect(await raw.speak(upload)).toMatch(/^HTTP\/1.1 413 Too Large\r\n[\s\S]*large$/)
  }
  expect(raw.passed).toHaveLength(20)
})

test('an upload that nobody refuses and nobody takes is a 502', async ({ raw }) => {
  raw.answer = (socket) => socket.destroy()
  const upload = asked('POST /shelf/a', [`Content-Length: ${8 * MIB}`], 'a'.repeat(8 * MIB))
  expect(await raw.speak(upload)).toMatch(/^HTTP\/1.1 502 /)
})

const broken = [
  {
    of: 'a length',
    reply: 'Content-Length: 100\r\n\r\nhalf',
    want: /Content-Length: 100\r\n[\s\S]*half$/,
  },
  {
    of: 'chunks',
    reply: 'Transfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n',
    want: /\r\n4\r\nhalf\r\n$/,
  },
  {
    of: 'chunks that are none',
    reply: 'Transfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\nzzz',
    want: /\r\n4\r\nhalf\r\n$/,
  },
]

for (const { of, reply, want } of broken) {
  test(`half a reply of ${of} arrives as half a reply`, async ({ raw }) => {
    raw.answer = (socket) => socket.end(`HTTP/1.1 200 OK\r\n${reply}`)
    expect(await raw.speak(asked('GET /shelf/a'))).toMatch(want)
    expect(raw.passed).toMatchObject([
      { status: 200, seen: expect.stringContaining('broke its reply off') },
    ])
  })
}

test('half a reply is no whole one to a client that knows no chunks', async ({ raw }) => {
  raw.answer = (socket) =>
    socket.end('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n')
  await expect(raw.speak('GET /shelf/a HTTP/1.0\r\n\r\n')).rejects.toThrow('ECONNRESET')
})

test('a reply that ends with its connection arrives whole', async ({ raw }) => {
  raw.answer = (socket) => socket.end('HTTP/1.0 200 OK\r\n\r\n{"a":1}')
  expect(await raw.speak('GET /shelf/a HTTP/1.0\r\n\r\n')).toMatch(/\r\n\r\n\{"a":1\}$/)
  expect(raw.passed).toMatchObject([{ seen: { answered: { body: '{"a":1}' } } }])
})

test('a client that goes away in the midst of a body ends it for the upstream', async ({ raw }) => {
  const closed: Promise<unknown>[] = []
  raw.answer = (socket, first) => {
    closed.push(new Promise((resolve) => socket.on('close', resolve)))
    if (first.startsWith('GET')) socket.write('HTTP/1.1 200 OK\r\nContent-Length: 9000000\r\n\r\n')
    if (first.startsWith('GET')) socket.write(Buffer.alloc(5 * MIB))
  }
  const [uploading, reading] = [raw.connect(), raw.connect()]
  uploading.write(asked('POST /shelf/a', ['Content-Length: 100'], 'half'))
  await expect.poll(raw.came).toContain('half')
  uploading.destroy()
  reading.write(asked('GET /shelf/a'))
  await once(reading, 'data')
  reading.destroy()
  await expect.poll(() => closed.length).toBe(2)
  await Promise.all(closed)
  expect(raw.passed.map(({ seen }) => seen)).toEqual([
    'the client went away',
    'the client went away',
  ])
})

test('events that a server sends arrive as they are sent', async ({ raw }) => {
  let stream: Socket | undefined
  raw.answer = (socket) => {
    stream = socket
    socket.write('HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: 1\n\n')
  }
  const client = raw.connect()
  const began = performance.now()
  client.write(asked('GET /shelf/a'))
  let came = ''
  client.on('data', (part) => {
    came += part
  })
  await expect.poll(() => came, { intervals: [5] }).toContain('data: 1\n\n')
  stream?.write('data: 2\n\n')
  await expect.poll(() => came, { intervals: [5] }).toContain('data: 2\n\n')
  expect(performance.now() - began).toBeLessThan(900)
})

test('of a reply that nobody reads no more is fetched than is in the pipes', async ({ raw }) => {
  let fetched = 0
  raw.answer = (socket) => {
    socket.write('HTTP/1.1 200 OK\r\nContent-Length: 1073741824\r\n\r\n')
    const more = () => {
      do fetched += MIB
      while (socket.write(Buffer.alloc(MIB)) && fetched < 1024 * MIB)
    }
    socket.on('drain', more)
    more()
  }
  const client = raw.connect()
  client.write(asked('GET /shelf/a'))
  await once(client, 'readable')
  let before = -1
  await expect
    .poll(() => {
      const still = before === fetched
      before = fetched
      return still
    })
    .toBe(true)
  expect(fetched).toBeLessThan(64 * MIB)
})

test('a body packed by Brotli, and twice, is seen unpacked', async ({ raw }) => {
  const packed = brotliCompressSync(brotliCompressSync('{"a":1}')).toString('latin1')
  const head = `HTTP/1.1 200 OK\r\nContent-Encoding: br, BR\r\nContent-Length: ${packed.length}\r\n\r\n`
  raw.answer = (socket) => socket.end(head + packed, 'latin1')
  expect(await raw.speak(asked('GET /shelf/a'))).toContain(packed)
  expect(raw.passed).toMatchObject([{ seen: { answered: { body: '{"a":1}' } } }])
})
