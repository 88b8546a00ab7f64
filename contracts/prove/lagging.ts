/** A deployment that shows a write late: a proxy before a mock, whose reads are of the state before. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'

export interface Lagging {
  /** The base URL of SCIM 2.0; at its root nothing says that it is a mock. */
  readonly url: string
  close(): void
}

/** The state before a write, as a sandbox of the mock; only entity tags are others there. */
interface Before {
  readonly path: string
  readonly until: number
}

const READS = ['GET', 'HEAD', 'OPTIONS']

/** @param lag in ms @param mock its root */
export async function startLagging(mock: string, lag: number): Promise<Lagging> {
  const states: Before[] = []
  let taken = 0
  const server: Server = createServer(async (request, response) => {
    if (!request.url?.startsWith('/scim/')) return void response.writeHead(404).end()
    if (READS.includes(request.method ?? '') || request.url.endsWith('/.search')) {
      // The oldest that is still shown.
      const [shown] = states.filter(({ until }) => until > Date.now())
      return pass(mock + (shown?.path ?? ''), request, response)
    }
    taken += 1
    const path = `/sandboxes/before-${taken}`
    await fetch(`${mock}/__admin${path}`, { method: 'PUT' })
    // From before the reply: whoever has that and waits as long has waited long enough.
    states.push({ path, until: Date.now() + lag })
    await pass(mock, request, response)
    while (states[0] && states[0].until <= Date.now()) {
      await fetch(`${mock}/__admin${states.shift()?.path}`, { method: 'DELETE' })
    }
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  const close = () => {
    server.closeAllConnections()
    server.close()
  }
  return { url: `http://127.0.0.1:${port}/scim/v2`, close }
}

async function pass(base: string, from: IncomingMessage, to: ServerResponse): Promise<void> {
  const { host: _, connection: __, 'content-length': ___, ...headers } = from.headers
  const body = await buffer(from)
  const reply = await fetch(base + from.url, {
    method: from.method ?? 'GET',
    headers: headers as Record<string, string>,
    redirect: 'manual',
    ...(body.length > 0 && { body }),
  })
  const own = `http://${from.headers.host}`
  const seen = (text: string) => text.replaceAll(base, own)
  const kept = [...reply.headers].filter(([name]) => !/^(content-length|transfer-)/.test(name))
  to.writeHead(reply.status, Object.fromEntries(kept.map(([name, text]) => [name, seen(text)])))
  to.end(seen(await reply.text()))
}
