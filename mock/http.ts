import { createServer, IncomingMessage, type Server, ServerResponse } from 'node:http'
import { pipeline } from 'node:stream/promises'
import { setImmediate } from 'node:timers/promises'
import express, { type Express, type Request, type Response } from 'express'
import { Failure } from './directory/failure.ts'
import type { Answer } from './long-lists.ts'
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
  const server = createServer({ IncomingMessage: Asked, ServerResponse: Answered }, app)
  // Who has nothing more to send waits for replies all the same; Node would hang up.
  return Object.assign(server, { httpAllowHalfOpen: true })
}

/** A request as the pipeline wants it; `path` is where the API is mounted. */
export function incoming(
  request: Request,
  response: Response,
  { path, target }: { path: string; target: Target },
): Incoming {
  return {
    method: request.method,
    path: target.pathname.slice(path.length) || '/',
    query: new URLSearchParams(target.query),
    headers: request.headers,
    base: `http://${hostOf(request)}${path}`,
    body: () => bytes(request, response),
    preferred: (types) => preferred(request, types),
  }
}

/** The path and query of a request, as sent: nothing is decoded or resolved. */
export interface Target {
  readonly pathname: string
  readonly query: string
}

export function targetOf({ url }: Request): Target {
  // A proxy is asked for the whole URL (RFC 9112 section 3.2.2), and so may we be.
  const path = url.startsWith('/') ? url : url.replace(/^https?:\/\/[^/?]*/i, '')
  const mark = path.indexOf('?')
  if (mark === -1) return { pathname: path, query: '' }
  return { pathname: path.slice(0, mark), query: path.slice(mark + 1) }
}

/**
 * Sends a reply and headers that all share; one without a body has no content type either. A long
 * one is sent in parts, between which others have their turn, as fast as it is read; where a part
 * cannot be made the connection breaks off, so that nobody takes the rest for the whole.
 */
export async function send(
  request: IncomingMessage,
  response: Response,
  { reply, shared }: { reply: Answer; shared: Lines },
): Promise<void> {
  const { status, body, parts } = reply
  const text = body === undefined || parts ? undefined : JSON.stringify(body)
  // What came in together is answered together: to wake a client for each reply costs as much as
  // the reply.
  await setImmediate()
  response.writeHead(status, [...shared, ...linesOf(reply, text)])
  if (parts && request.method !== 'HEAD') await sendParts(response, parts)
  else response.end(request.method === 'HEAD' ? undefined : text)
}

/** Headers as names and values in turn: these are written as they stand, and cost least to make. */
export type Lines = readonly string[]

function linesOf({ status, body, headers = {}, parts }: Answer, text = ''): Lines {
  const lines: string[] = []
  for (const name in headers) lines.push(name, headers[name] ?? '')
  if (body !== undefined && !('Content-Type' in headers))
    lines.push('Content-Type', 'application/json')
  if (status !== 204 && !parts) lines.push('Content-Length', String(Buffer.byteLength(text)))
  return lines
}

async function sendParts(response: Response, parts: Iterable<string>): Promise<void> {
  try {
    await pipeline(inTurns(parts), response)
  } catch (error) {
    // Whoever reads may go whenever they like.
    if ((error as NodeJS.ErrnoException).code !== 'ERR_STREAM_PREMATURE_CLOSE') console.error(error)
  }
}

/** A stream that is read fast asks for the next part before anybody else has a turn. */
async function* inTurns(parts: Iterable<string>): AsyncGenerator<string> {
  for (const part of parts) {
    yield part
    await setImmediate()
  }
}

/** Most callers take anything, and negotiating costs more than finding a user. */
function preferred(request: Request, types: readonly string[]): string | undefined {
  const { accept } = request.headers
  if (!accept || accept === '*/*') return types[0]
  return request.accepts([...types]) || undefined
}

function hostOf({ headers: { host = '' }, socket }: IncomingMessage): string {
  return HOST.test(host) ? host : `${socket.localAddress}:${socket.localPort}`
}

/** A name or address, with or without a port (RFC 9110 section 7.2). */
const HOST = /^([a-z0-9._-]+|\[[0-9a-f:.]+\])(:\d{1,5})?$/i

const nothing = Buffer.alloc(0)

/** Refuses a body as soon as it is too large, and does not wait for its end. */
function bytes(request: Request, response: Response): Promise<Buffer> | Buffer {
  const { 'content-length': length, 'transfer-encoding': encoding } = request.headers
  // RFC 9112 section 6.3: there is none then.
  if (length === undefined && encoding === undefined) return nothing
  return new Promise((resolve, reject) => {
    const refuse = () =>
      reject(new Failure('tooLarge', `the body is larger than ${bodyLimit} bytes`))
    if (Number(length ?? 0) > bodyLimit) return refuse()
    let size = 0
    request.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size > bodyLimit) refuse()
    })
    read(request, response, (error?: unknown) => {
      if (error) reject(unreadable(error as Error & { type?: string }))
      else resolve(Buffer.isBuffer(request.body) ? request.body : nothing)
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
