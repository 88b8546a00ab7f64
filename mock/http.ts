import { createServer, IncomingMessage, type Server, ServerResponse } from 'node:http'
import express, { type Express, type Request, type Response } from 'express'
import type { Reply } from './dialects/dialect.ts'
import { Failure } from './directory/failure.ts'
import type { Incoming } from './requests.ts'

/** The largest body that is read, in bytes. */
export const bodyLimit = 1 << 20

const read = express.raw({ type: () => true, limit: bodyLimit })

/**
 * A server for the app. Express gives every request and reply its own prototype, which makes them
 * slow: these have it from the start.
 */
export function serverOf(app: Express): Server {
  class Asked extends IncomingMessage {}
  class Answered extends ServerResponse {}
  Object.setPrototypeOf(Asked.prototype, app.request)
  Object.setPrototypeOf(Answered.prototype, app.response)
  Object.assign(app, { request: Asked.prototype, response: Answered.prototype })
  return createServer({ IncomingMessage: Asked, ServerResponse: Answered }, app)
}

/** A request as the pipeline wants it; `path` is where the API is mounted. */
export function incoming(request: Request, response: Response, path: string): Incoming {
  const { pathname, query } = target(request)
  return {
    method: request.method,
    path: pathname.slice(path.length) || '/',
    query,
    headers: request.headers,
    base: `${origin(request)}${path}`,
    body: () => bytes(request, response),
    preferred: (types) => request.accepts([...types]) || undefined,
  }
}

/** The path and query of a request, as sent: nothing is decoded or resolved. */
export function target({ url }: Request): { pathname: string; query: URLSearchParams } {
  // A proxy is asked for the whole URL (RFC 9112 section 3.2.2), and so may we be.
  const [pathname = '', ...rest] = url.replace(/^https?:\/\/[^/?]*/i, '').split('?')
  return { pathname, query: new URLSearchParams(rest.join('?')) }
}

/** Sends a reply; one without a body has no content type either. */
export function send(request: IncomingMessage, response: Response, reply: Reply): void {
  const text = reply.body === undefined ? undefined : JSON.stringify(reply.body)
  response.writeHead(reply.status, headersOf(reply, Buffer.byteLength(text ?? '')))
  response.end(request.method === 'HEAD' ? undefined : text)
}

function headersOf(
  { status, body, headers }: Reply,
  length: number,
): Record<string, string | number> {
  return {
    ...(body !== undefined && { 'Content-Type': 'application/json' }),
    ...(status !== 204 && { 'Content-Length': length }),
    ...headers,
  }
}

function origin(request: Request): string {
  const { localAddress, localPort } = request.socket
  const { host = '' } = request.headers
  return `${request.protocol}://${HOST.test(host) ? host : `${localAddress}:${localPort}`}`
}

/** A name or address, with or without a port (RFC 9110 section 7.2). */
const HOST = /^([a-z0-9._-]+|\[[0-9a-f:.]+\])(:\d{1,5})?$/i

/** Refuses a body as soon as it is too large, and does not wait for its end. */
function bytes(request: Request, response: Response): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const refuse = () =>
      reject(new Failure('tooLarge', `the body is larger than ${bodyLimit} bytes`))
    if (Number(request.headers['content-length'] ?? 0) > bodyLimit) return refuse()
    let size = 0
    request.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size > bodyLimit) refuse()
    })
    read(request, response, (error?: unknown) => {
      if (error) reject(unreadable(error as Error & { type?: string }))
      else resolve(Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0))
    })
  })
}

function unreadable(error: Error & { type?: string }): Failure {
  if (error.type === 'entity.too.large') {
    return new Failure('tooLarge', `the body is larger than ${bodyLimit} bytes`)
  }
  const code = error.type === 'encoding.unsupported' ? 'unsupportedMedia' : 'malformed'
  return new Failure(code, `the body cannot be read: ${error.message}`)
}
