/**
 * Passes HTTP traffic on to one upstream as it is, and shows every exchange to a watcher. Only a
 * verdict is added, to the head of a reply that is held back until it is whole.
 */
import { once } from 'node:events'
import {
  type ClientRequest,
  createServer,
  Agent as HttpAgent,
  type IncomingMessage,
  request as requestHttp,
  type ServerResponse,
} from 'node:http'
import { Agent as HttpsAgent, request as requestHttps } from 'node:https'
import type { AddressInfo } from 'node:net'
import { endToEnd, grouped, headersOf, type RawFields } from './fields.ts'
import type { Observed } from './observed.ts'
import { createTap, type Tap } from './tap.ts'

/** One exchange that is over, as it went by. */
export interface Passed {
  readonly method: string
  /** Of the request, without the query. */
  readonly path: string
  readonly headers: RawFields
  /** Absent when the client did not wait for one. */
  readonly status?: number
  /** What there is to judge, or why there is nothing. */
  readonly seen: Observed | string
}

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

/** How long a reply is held back for its verdict; one that goes on for longer is passed as it comes. */
const HOLD_LIMIT_MS = 1000

/** Shorter than servers keep a connection that is idle, so that none is used as it is closed. */
const IDLE_LIMIT_MS = 4000

/** Larger than most servers allow; who allows less is one of the two sides, and not this. */
const HEAD_LIMIT = 2 ** 16

/** @throws the error of the port */
export async function startRelay(settings: RelaySettings): Promise<Relay> {
  const { upstream } = settings
  const Agent = upstream.protocol === 'https:' ? HttpsAgent : HttpAgent
  const agent = new Agent({ keepAlive: true, timeout: IDLE_LIMIT_MS })
  const take = (request: IncomingMessage, response: ServerResponse) =>
    pass({ ...settings, agent, request, response, asked: createTap() })
  const server = createServer({ maxHeaderSize: HEAD_LIMIT, keepAliveTimeout: 65_000 }, take)
  server.on('checkContinue', take)
  server.listen(settings.port, settings.host)
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const name = settings.host.includes(':') ? `[${settings.host}]` : settings.host
  return {
    url: `http://${name}:${port}${basePathOf(upstream)}`,
    close: async () => {
      server.close()
      server.closeAllConnections()
      agent.destroy()
      await once(server, 'close')
    },
  }
}

interface Exchange extends RelaySettings {
  readonly agent: HttpAgent
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly asked: Tap
}

function pass(exchange: Exchange): void {
  const { request, response, asked, upstream } = exchange
  const outgoing = send(exchange)
  let over = false
  const end = (seen: string, status?: number) => {
    if (!over) void exchange.passed(told(exchange, seen, status))
    over = true
  }
  request.on('data', (part: Buffer) => asked.take(part))
  request.pipe(outgoing)
  // Who has answered may stop reading; the client may go on sending.
  outgoing.on('close', () => request.resume())
  outgoing.on('continue', () => response.writeContinue())
  outgoing.once('response', (reply) => {
    outgoing.off('error', refused).on('error', () => {})
    bring(exchange, reply, end)
  })
  const refused = ({ code, message }: NodeJS.ErrnoException) => {
    if (over) return
    const why = `${upstream.host} gives no reply (${code ?? message})`
    refuse(response, why)
    end(why, response.statusCode)
  }
  outgoing.on('error', refused)
  // A client may use its connection again at once, and has to get rid of the rest first.
  response.on('finish', () => {
    request.unpipe(outgoing).resume()
    if (!outgoing.writableEnded) outgoing.destroy()
  })
  response.on('close', () => {
    if (response.writableFinished) return
    end('the client went away')
    outgoing.destroy()
  })
}

function send({ upstream, agent, request }: Exchange): ClientRequest {
  const open = upstream.protocol === 'https:' ? requestHttps : requestHttp
  const fields = endToEnd(request.rawHeaders).filter(([name]) => !/^host$/i.test(name))
  const chunked = request.headers['transfer-encoding'] !== undefined
  return open({
    agent,
    protocol: upstream.protocol,
    hostname: upstream.hostname.replace(/^\[|\]$/g, ''),
    port: upstream.port,
    method: request.method,
    path: targetOf(request),
    maxHeaderSize: HEAD_LIMIT,
    headers: {
      Host: upstream.host,
      ...grouped(fields),
      ...(chunked && { 'Transfer-Encoding': 'chunked' }),
    },
  })
}

/** Holds a reply back until it is whole and judged, or until that takes too long. */
function bring(exchange: Exchange, reply: IncomingMessage, end: (seen: string) => void): void {
  const { response } = exchange
  const answered = createTap()
  let held: Buffer[] | undefined = []
  const letGo = (added: Readonly<Record<string, string>> = {}) => {
    clearTimeout(timer)
    if (!held || response.destroyed) return
    writeHead(response, reply, added)
    for (const part of held) response.write(part)
    held = undefined
  }
  const timer = setTimeout(letGo, HOLD_LIMIT_MS)
  reply.on('data', (part: Buffer) => {
    answered.take(part)
    if (!held) return flow(part, reply, response)
    held.push(part)
    if (answered.isTooLarge()) letGo()
  })
  reply.on('error', () => {
    clearTimeout(timer)
    end(`${exchange.upstream.host} broke its reply off`)
    response.destroy()
  })
  reply.on('end', async () => {
    clearTimeout(timer)
    const seen = observe(exchange, reply, answered)
    letGo(await exchange.passed(told(exchange, seen, reply.statusCode)))
    response.end()
  })
}

/** The status and the fields as they came, with their names in any case and several of one name. */
function writeHead(
  response: ServerResponse,
  reply: IncomingMessage,
  added: Readonly<Record<string, string>>,
): void {
  response.sendDate = false
  const fields = [...endToEnd(reply.rawHeaders), ...Object.entries(added)].flat()
  response.writeHead(reply.statusCode ?? 502, reply.statusMessage, fields)
  response.flushHeaders()
}

function flow(part: Buffer, reply: IncomingMessage, response: ServerResponse): void {
  if (response.write(part)) return
  reply.pause()
  response.once('drain', () => reply.resume())
}

/** The only reply that is of our making. */
function refuse(response: ServerResponse, why: string): void {
  const body = `${JSON.stringify({ error: `rehearsal proxy: ${why}` })}\n`
  response.writeHead(502, {
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(body),
    'Rehearsal-Proxy': 'this reply is of the proxy: the upstream gave none',
  })
  response.end(body)
}

function told({ request }: Exchange, seen: Passed['seen'], status?: number): Passed {
  const { method = 'GET', rawHeaders: headers } = request
  const path = targetOf(request).split('?')[0] ?? ''
  return { method, path, headers, seen, ...(status !== undefined && { status }) }
}

function observe(exchange: Exchange, reply: IncomingMessage, answered: Tap): Passed['seen'] {
  const { request, asked, upstream } = exchange
  const [path = '', search = ''] = targetOf(request).split(/\?(.*)/s)
  const base = basePathOf(upstream)
  if (!`${path}/`.startsWith(`${base}/`)) return 'it is not below the base path'
  if (!request.complete) return 'the reply came before the whole request'
  const message = (from: IncomingMessage, tap: Tap) => {
    const headers = headersOf(from.rawHeaders)
    return { headers, body: tap.text(headers.get('content-encoding')) }
  }
  try {
    return {
      method: request.method ?? 'GET',
      path: path.slice(base.length),
      query: new URLSearchParams(search),
      asked: message(request, asked),
      status: reply.statusCode ?? 0,
      answered: message(reply, answered),
    }
  } catch (error) {
    return (error as Error).message
  }
}

/** Some clients send the whole URL (RFC 9112 section 3.2.2). */
function targetOf({ url = '/' }: IncomingMessage): string {
  return url.replace(/^https?:\/\/[^/?]*(?=[/?])/i, '')
}

function basePathOf({ pathname }: URL): string {
  return pathname.replace(/\/+$/, '')
}
