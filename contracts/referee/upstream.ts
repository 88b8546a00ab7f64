/** The far side of the relay: one request there for each that came. */
import {
  type ClientRequest,
  Agent as HttpAgent,
  type IncomingMessage,
  request as requestHttp,
} from 'node:http'
import { Agent as HttpsAgent, request as requestHttps } from 'node:https'
import type { Socket } from 'node:net'
import { endToEnd } from './fields.ts'
import { targetOf } from './request-target.ts'

/** Larger than most servers allow; who allows less is one of the two sides, and not this. */
export const HEAD_LIMIT = 2 ** 16

export interface Upstream {
  /**
   * The same request, whose body the caller writes.
   * @throws Error when a field or the path has what no field or path may have
   */
  ask(request: IncomingMessage): ClientRequest
  close(): void
}

export function createUpstream(url: URL): Upstream {
  const isSecure = url.protocol === 'https:'
  const open = isSecure ? requestHttps : requestHttp
  // A connection for each: one that is kept may be closed as it is used, or have a stray reply in it.
  const agent = new (isSecure ? HttpsAgent : HttpAgent)({ keepAlive: false })
  return {
    ask: (request) => {
      const outgoing = open({
        agent,
        insecureHTTPParser: false,
        protocol: url.protocol,
        hostname: url.hostname.replace(/^\[|\]$/g, ''),
        port: url.port,
        method: request.method,
        path: targetOf(request),
        maxHeaderSize: HEAD_LIMIT,
        headers: fieldsFor(url, request),
      })
      outgoing.maxHeadersCount = 0
      return outgoing.on('socket', readOn)
    },
    close: () => agent.destroy(),
  }
}

/** All fields at once: Node then writes them as they are, several of a name where each stood. */
function fieldsFor({ host }: URL, request: IncomingMessage): string[] {
  const fields = endToEnd(request.rawHeaders).filter(([name]) => !/^host$/i.test(name))
  return [['Host', host], ...fields, ...framingOf(request)].flat()
}

/** Without one Node would make a body in chunks of none. */
function framingOf({ method = '', headers }: IncomingMessage): [string, string][] {
  if (headers['transfer-encoding'] !== undefined) return [['Transfer-Encoding', 'chunked']]
  if (headers['content-length'] !== undefined) return []
  return /^(GET|HEAD|DELETE|OPTIONS|TRACE)$/.test(method) ? [] : [['Content-Length', '0']]
}

export function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0
}

/**
 * Who refuses an upload early answers, and closes. Writing fails then, and ends a socket with the answer
 * still unread; so what becomes of it is left to the reading.
 */
function readOn(socket: Socket): void {
  const { _write: write, _writev: writev } = socket
  socket._write = (chunk, encoding, done) => write.call(socket, chunk, encoding, () => done())
  if (writev) socket._writev = (chunks, done) => writev.call(socket, chunks, () => done())
}
