/** How requests travel to the target and replies come back. */
import { Agent, fetch } from 'undici'
import type { Redact, Reply, Sent } from './exchange.ts'
import type { Asking } from './target.ts'

export interface Transport {
  /** @throws Unreachable when no reply comes, Ended or Inconclusive when nothing more can be said */
  send(sent: Sent, purpose?: Purpose): Promise<Reply>
}

/** What a request is for, as far as it matters to when and how often it is sent. */
export interface Purpose {
  readonly as?: Asking
  /** Whether it alters nothing. */
  readonly reads?: boolean
  /** How many things it may make. */
  readonly creates?: number
  /** It reads back what was just made, and a request is kept for it; it may not be seen at once. */
  readonly proves?: boolean
  /** It removes what a test made, and goes on when a budget is spent. */
  readonly cleaning?: boolean
  /** The statuses of success, where the caller knows them. */
  readonly wants?: readonly number[]
}

/** No reply came, so nothing can be said about the target. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable'
}

/** The target does not let us in, or asks for more patience than we have. */
export class Inconclusive extends Error {
  override readonly name = 'Inconclusive'
}

/** The run may send no more; the message says what it would need. The test ends as not run. */
export class Ended extends Error {
  override readonly name = 'Ended'
}

const REPLY_LIMIT_MS = 20_000

/**
 * Servers close what is idle for some seconds, Node's for five, and a request that meets the closing
 * has no reply and may not be sent again (RFC 9112 section 9.3.1). So a connection is used at once or not at all.
 */
const connections = { keepAliveTimeout: 1_000, keepAliveMaxTimeout: 1_000 }

export function createTransport(api: string, redact: Redact, limit = REPLY_LIMIT_MS): Transport {
  const dispatcher = new Agent(connections)
  return {
    send: async (sent) => {
      const { url, ...init } = sent
      try {
        const signal = AbortSignal.timeout(limit)
        const response = await fetch(url, { ...init, redirect: 'manual', signal, dispatcher })
        const text = await response.text()
        return { sent, status: response.status, headers: response.headers, body: parse(text), text }
      } catch (error) {
        const { message, cause } = error as Error
        const why = cause instanceof Error ? cause.message : message
        throw new Unreachable(redact(`${api}: no reply to ${sent.method} ${url}: ${why}`))
      }
    },
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
