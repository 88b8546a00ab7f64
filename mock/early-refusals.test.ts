/** A refusal need not wait for a body, which comes all the same, and the next request behind it. */
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { test as base, expect, shared } from '#test'
import { createMock, type Mock } from './index.ts'

const path = '/gotomeeting/identity/v1'
const host = 'Host: mock.example\r\n'
const admin = `${host}Authorization: Bearer admin-token\r\n`
const json = 'Content-Type: application/json\r\n'
const next = `GET ${path}/Users?count=1 HTTP/1.1\r\n${admin}Connection: close\r\n\r\n`

/** One for all tests of a worker: none of them changes anything. */
const own = shared(() => createMock({ apis: ['gotomeeting'] }))
const test = base.extend<{ mock: Mock }>({
  mock: async ({}, use) => use(await own()),
})

const half = 490_000
const over = 1_300_000

const refused: readonly [head: string, size: number, status: number, isEarly: boolean][] = [
  [`POST ${path}/Users HTTP/1.1\r\n${host}${json}`, half, 401, true],
  [`POST ${path}/Nowhere HTTP/1.1\r\n${admin}${json}`, half, 404, true],
  [`POST /nowhere HTTP/1.1\r\n${admin}${json}`, half, 404, true],
  [`PATCH ${path}/Users HTTP/1.1\r\n${admin}${json}`, half, 405, true],
  [`POST ${path}/Users HTTP/1.1\r\n${admin}Content-Type: text/plain\r\n`, half, 415, false],
  [`POST ${path}/Users HTTP/1.1\r\n${admin}${json}`, half, 400, false],
  [`POST ${path}/Users HTTP/1.1\r\n${admin}${json}`, over, 413, false],
]

for (const [head, size, status, isEarly] of refused) {
  for (const framing of ['length', 'chunks'] as const) {
    const [line = ''] = head.split('\r\n')
    const what = `${line}, ${size} bytes by ${framing}`
    test(`${what}: ${status}, and the connection goes on`, async ({ mock }) => {
      const socket = connect(Number(new URL(mock.url).port), '127.0.0.1')
      const replies = told(socket)
      const [begin, ...pieces] = pieced(size, framing)
      socket.write(`${head}${begin}\r\n`)
      if (isEarly) await expect.poll(() => replies.statuses()).toEqual([status])
      for (const piece of pieces) {
        if (!socket.write(piece)) await once(socket, 'drain')
      }
      socket.write(next)
      await once(socket, 'close')
      expect(replies.statuses()).toEqual([status, 200])
    })
  }
}

/** The header that says how a body of spaces ends, and the body in pieces. */
function pieced(size: number, framing: 'length' | 'chunks'): string[] {
  const count = 10
  const piece = ' '.repeat(size / count)
  if (framing === 'length') return [`Content-Length: ${size}\r\n`, ...Array(count).fill(piece)]
  const chunk = `${piece.length.toString(16)}\r\n${piece}\r\n`
  return ['Transfer-Encoding: chunked\r\n', ...Array(count).fill(chunk), '0\r\n\r\n']
}

/** The replies on a connection: each is read to the end that its length gives it. */
function told(socket: Socket): { statuses(): number[] } {
  let text = ''
  socket.setEncoding('latin1').on('data', (part) => {
    text += part
  })
  const statuses = () => {
    const found: number[] = []
    for (let rest = text; rest.startsWith('HTTP/1.1 '); ) {
      const end = rest.indexOf('\r\n\r\n')
      const length = Number(/^content-length: (\d+)$/im.exec(rest.slice(0, end))?.[1])
      if (rest.length < end + 4 + length) break
      found.push(Number(rest.slice(9, 12)))
      rest = rest.slice(end + 4 + length)
    }
    return found
  }
  return { statuses }
}
