/** For tests: the proxy before an upstream that answers as the test says. */
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
import { test as base } from '#test'
import { type Passed, type Relay, startRelay } from './relay.ts'

export interface Between {
  /** Starts an upstream that answers so, and the proxy before it. */
  start(answer: RequestListener): Promise<Relay>
  readonly upstream: { url: string; server: Server }
  readonly passed: Passed[]
}

export const test = base.extend<{ between: Between }>({
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

export interface Came {
  readonly reply: IncomingMessage
  readonly bytes: Buffer
}

export async function ask(url: string, options: RequestOptions = {}, body?: Buffer): Promise<Came> {
  const asking = requestHttp(url, options).end(body)
  const [reply] = (await once(asking, 'response')) as [IncomingMessage]
  return { reply, bytes: await buffer(reply) }
}

/** The fields as they came, without those that the connection itself has. */
export function fieldsOf({ rawHeaders }: IncomingMessage): string[] {
  const lines = rawHeaders.flatMap((name, at) => (at % 2 ? [] : [`${name}: ${rawHeaders[at + 1]}`]))
  return lines.filter((line) => !/^(connection|keep-alive|transfer-encoding):/i.test(line))
}
