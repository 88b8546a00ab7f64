/** Brings the upstream's reply to the client, and replies in its place where there is none to bring. */
import { type IncomingMessage, ServerResponse } from 'node:http'
import { endToEnd } from './fields.ts'
import { createTap, type Tap } from './tap.ts'

/** How long a reply is held back for its verdict; one that goes on for longer is passed as it comes. */
const HOLD_LIMIT_MS = 1000

type Added = Readonly<Record<string, string>>

/** @param judged says which fields to add, when the reply has ended or broken off */
export function bring(
  reply: IncomingMessage,
  response: ServerResponse,
  judged: (answered: Tap | 'broken off') => Promise<Added>,
): void {
  const answered = createTap()
  let held: Buffer[] | undefined = []
  const letGo = (added: Added = {}) => {
    clearTimeout(timer)
    if (!held || response.destroyed) return
    writeHead(response, reply, added)
    for (const part of held) response.write(part)
    held = undefined
  }
  const timer = setTimeout(letGo, isStream(reply) ? 0 : HOLD_LIMIT_MS)
  reply.on('data', (part: Buffer) => {
    answered.take(part)
    if (!held) return flow(part, reply, response)
    held.push(part)
    if (answered.isTooLarge()) letGo()
  })
  reply.on('error', () => {
    void judged('broken off')
    letGo()
    breakOff(reply, response)
  })
  reply.on('end', async () => {
    clearTimeout(timer)
    const verdict = judged(answered)
    if (held) letGo(await verdict)
    response.end()
  })
}

/** Events that are sent by a server are for now. */
function isStream({ headers }: IncomingMessage): boolean {
  return /^text\/event-stream\b/i.test(headers['content-type'] ?? '')
}

/** Why a reply that an upstream managed to give cannot be given to anybody else. */
export function unfitReply(reply: IncomingMessage): string | undefined {
  const coding = reply.headers['transfer-encoding'] ?? 'chunked'
  if (!/^chunked$/i.test(coding)) return `its Transfer-Encoding is not chunked`
  try {
    writeHead(new ServerResponse(reply), reply, {})
    return undefined
  } catch (error) {
    return (error as Error).message
  }
}

/** The status and the fields as they came, with their names in any case and several of one name. */
function writeHead(response: ServerResponse, reply: IncomingMessage, added: Added): void {
  response.sendDate = false
  const fields = [...endToEnd(reply.rawHeaders), ...Object.entries(added)].flat()
  response.writeHead(reply.statusCode ?? 0, reply.statusMessage, fields)
  response.flushHeaders()
}

function flow(part: Buffer, reply: IncomingMessage, response: ServerResponse): void {
  if (response.write(part)) return
  reply.pause()
  response.once('drain', () => reply.resume())
}

/** What came goes out, and then no end: without chunks or a length, only a reset is none. */
function breakOff(reply: IncomingMessage, response: ServerResponse): void {
  const { socket } = response
  const ends = response.req.httpVersion === '1.0' && !reply.headers['content-length']
  // One tick later what came is written.
  if (ends) setImmediate(() => socket?.resetAndDestroy())
  else socket?.destroySoon()
}

/** The only reply that is of our making. */
export function refuse(response: ServerResponse, status: number, why: string): void {
  const body = `${JSON.stringify({ error: `rehearsal proxy: ${why}` })}\n`
  const cause = status === 502 ? 'the upstream gave none' : 'the request cannot be passed on'
  response.statusMessage = ''
  response.writeHead(status, {
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(body),
    'Rehearsal-Proxy': `this reply is of the proxy: ${cause}`,
    // Where its body ends is in doubt.
    ...(status !== 502 && { Connection: 'close' }),
  })
  response.end(body)
}

/** The same to who asks for a tunnel, whose connection is no longer Node's. */
export const NO_TUNNEL = [
  'HTTP/1.1 501 Not Implemented',
  'Rehearsal-Proxy: this reply is of the proxy: it opens no tunnel',
  'Content-Length: 0',
  'Connection: close',
  '\r\n',
].join('\r\n')
