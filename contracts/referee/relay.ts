/**
 * Passes HTTP traffic on to one upstream as it is, and shows every exchange to a watcher. Only a
 * verdict is added, to the head of a reply that is held back until it is whole.
 */
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { observed, type Passed, passedOf } from './passed.ts'
import { bring, NO_TUNNEL, refuse, unfitReply } from './reply.ts'
import { type Refusal, unfit } from './request-target.ts'
import { createTap, type Tap } from './tap.ts'
import { createUpstream, HEAD_LIMIT, hasBody, type Upstream } from './upstream.ts'

export type { Passed } from './passed.ts'

export interface RelaySettings {
  /** The base URL of the API. */
  readonly upstream: URL
  readonly host: string
  readonly port: number
  /** Says which fields to add; called once for each exchange. It does not throw. */
  passed(exchange: Passed): Promise<Readonly<Record<string, string>>>
}

export interface Relay {
  /** The base URL of the API here: the path is that of the upstream. */
  readonly url: string
  close(): Promise<void>
}

/** @throws the error of the port */
export async function startRelay(settings: RelaySettings): Promise<Relay> {
  const upstream = createUpstream(settings.upstream)
  const server = serverOf((request, response) => {
    const exchange = exchangeOf(settings, request, response)
    const refusal = unfit(request)
    if (refusal) turnAway(exchange, refusal)
    else pass(exchange, upstream)
  })
  server.listen(settings.port, settings.host)
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const name = settings.host.includes(':') ? `[${settings.host}]` : settings.host
  return {
    url: `http://${name}:${port}${basePathOf(settings.upstream)}`,
    close: async () => {
      server.close()
      server.closeAllConnections()
      upstream.close()
      await once(server, 'close')
    },
  }
}

type Take = (request: IncomingMessage, response: ServerResponse) => void

/** Expectations other than `100-continue` are refused by Node, with 417. */
function serverOf(take: Take) {
  // Of several requests sent at once, each has to wait for what those before it have done.
  const inTurn: Take = (request, response) => {
    if (response.socket) take(request, response)
    else response.once('socket', () => take(request, response))
  }
  const limits = { maxHeaderSize: HEAD_LIMIT, keepAliveTimeout: 65_000, insecureHTTPParser: false }
  const server = createServer(limits, inTurn)
  // The head has a limit in bytes; Node would drop the fields past the two thousandth.
  server.maxHeadersCount = 0
  server.on('checkContinue', inTurn)
  server.on('connect', (_, socket: Socket) => {
    socket.on('error', () => socket.destroy())
    socket.end(NO_TUNNEL)
  })
  return server
}

interface Exchange {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  /** What the client has sent. */
  readonly asked: Tap
  /** The upstream's name. */
  readonly host: string
  readonly base: string
  /** Tells the watcher that it is over; only the first end is one. */
  end(seen: Passed['seen'], status?: number): ReturnType<RelaySettings['passed']>
}

function exchangeOf(
  { upstream, passed }: RelaySettings,
  request: IncomingMessage,
  response: ServerResponse,
): Exchange {
  let over: ReturnType<RelaySettings['passed']> | undefined
  return {
    request,
    response,
    asked: createTap(),
    host: upstream.host,
    base: basePathOf(upstream),
    end: (seen, status) => {
      over ??= passed(passedOf(request, seen, status))
      return over
    },
  }
}

function turnAway({ request, response, end }: Exchange, { status, why }: Refusal): void {
  void end(why, status)
  refuse(response, status, why)
  request.resume()
}

function pass(exchange: Exchange, upstream: Upstream): void {
  const { request, response, asked } = exchange
  const outgoing = askedOf(exchange, upstream)
  if (!outgoing) return
  request.on('data', (part: Buffer) => asked.take(part))
  request.pipe(outgoing)
  if (hasBody(request)) outgoing.flushHeaders()
  // Who has answered may stop reading; the client may go on sending.
  outgoing.on('close', () => request.resume())
  // A client may use its connection again at once, and has to get rid of the rest first.
  response.on('finish', () => {
    request.unpipe(outgoing).resume()
    if (!outgoing.writableEnded) outgoing.destroy()
  })
  response.on('close', () => {
    if (response.writableFinished) return
    void exchange.end('the client went away')
    outgoing.destroy()
  })
}

function askedOf(exchange: Exchange, upstream: Upstream) {
  const { request, response, end, host } = exchange
  const lacking = (why: string) => {
    if (response.headersSent || response.destroyed) return
    void end(why, 502)
    refuse(response, 502, why)
  }
  try {
    const outgoing = upstream.ask(request)
    outgoing.on('continue', () => {
      if (request.httpVersion !== '1.0') response.writeContinue()
    })
    outgoing.on('upgrade', (_, socket) => {
      socket.destroy()
      lacking(`${host} switches to a protocol that nobody asked for (101)`)
    })
    const failed = ({ code, message }: NodeJS.ErrnoException) =>
      lacking(`${host} gives no reply (${code ?? message})`)
    outgoing.on('error', failed)
    outgoing.once('response', (reply) => {
      outgoing.off('error', failed).on('error', () => {})
      const why = unfitReply(reply)
      if (why === undefined) return bringIt(exchange, reply)
      lacking(`the reply of ${host} cannot be passed on: ${why}`)
      outgoing.destroy()
    })
    return outgoing
  } catch (error) {
    turnAway(exchange, { status: 400, why: (error as Error).message })
    return undefined
  }
}

function bringIt({ request, response, asked, end, host, base }: Exchange, reply: IncomingMessage) {
  bring(reply, response, (answered) => {
    if (answered === 'broken off') return end(`${host} broke its reply off`, reply.statusCode)
    const seen = observed(base, { head: request, body: asked }, { head: reply, body: answered })
    return end(seen, reply.statusCode)
  })
}

function basePathOf({ pathname }: URL): string {
  return pathname.replace(/\/+$/, '')
}
