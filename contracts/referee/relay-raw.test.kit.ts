/** For tests: the proxy between two sides that write their bytes themselves. */
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { test as base } from '#test'
import type { Passed } from './passed.ts'
import { startRelay } from './relay.ts'

export interface Raw {
  /** What the upstream does with each connection, once the first bytes are there. */
  answer: (socket: Socket, first: string) => void
  /** Everything that came to the upstream. */
  readonly came: () => string
  readonly passed: Passed[]
  readonly connect: () => Socket
  /** @returns all that comes back until the connection ends */
  readonly speak: (bytes: string) => Promise<string>
}

export const test = base.extend<{ raw: Raw }>({
  raw: async ({}, use) => {
    const sockets: Socket[] = []
    const came: string[] = []
    const passed: Passed[] = []
    const upstream = createServer((socket) => {
      sockets.push(socket.on('error', () => {}))
      socket.once('data', (first) => raw.answer(socket, first.toString('latin1')))
      socket.on('data', (part) => came.push(part.toString('latin1')))
    }).listen(0, '127.0.0.1')
    await once(upstream, 'listening')
    const relay = await startRelay({
      upstream: new URL(`http://127.0.0.1:${(upstream.address() as AddressInfo).port}/shelf`),
      host: '127.0.0.1',
      port: 0,
      passed: async (exchange) => {
        passed.push(exchange)
        return {}
      },
    })
    const raw: Raw = {
      answer: (socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}'),
      came: () => came.join(''),
      passed,
      connect: () => {
        const socket = connect(Number(new URL(relay.url).port), '127.0.0.1')
        sockets.push(socket.on('error', () => {}))
        return socket
      },
      speak: async (bytes) => {
        const socket = raw.connect()
        socket.write(bytes, 'latin1')
        return text(socket.setEncoding('latin1'))
      },
    }
    await use(raw)
    for (const socket of sockets) socket.destroy()
    upstream.close()
    await relay.close()
  },
})

/** A request of these lines that is the last one of its connection. */
export function asked(line: string, fields: readonly string[] = [], body = ''): string {
  return [`${line} HTTP/1.1`, 'Host: x', 'Connection: close', ...fields, '', body].join('\r\n')
}
