/** How requests travel to the target and replies come back. */
import type { Redact, Reply, Sent } from './exchange.ts'

export interface Transport {
  /** @throws Unreachable when no reply comes */
  send(sent: Sent): Promise<Reply>
}

/** No reply came, so nothing can be said about the target. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable'
}

const REPLY_LIMIT_MS = 20_000

export function createTransport(api: string, redact: Redact): Transport {
  return {
    send: async (sent) => {
      const { url, ...init } = sent
      try {
        const signal = AbortSignal.timeout(REPLY_LIMIT_MS)
        const response = await fetch(url, { ...init, redirect: 'manual', signal })
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
