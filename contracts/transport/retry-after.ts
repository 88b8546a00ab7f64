/** Whether and for how long a target asks to wait. */
import type { Reply } from '../exchange.ts'

/** Of a Retry-After of zero, so that no target is asked in a tight circle. */
const LEAST_MS = 100
const MOST_MS = 30_000

/**
 * A request that got 429, or 503 with Retry-After, was not executed (RFC 6585 section 4, RFC 9110
 * section 15.6.4), so it may be sent again.
 * @param attempt how often it was sent before
 * @returns ms; undefined when it does not ask for that
 */
export function waitAsked(reply: Reply, attempt: number, now: number): number | undefined {
  const asked = retryAfter(reply.headers.get('retry-after'), now)
  if (reply.status === 429) return asked ?? Math.min(1000 * 2 ** attempt, MOST_MS)
  return reply.status === 503 ? asked : undefined
}

/** Seconds or a date: RFC 9110 section 10.2.3. */
function retryAfter(text: string | null, now: number): number | undefined {
  if (text === null) return undefined
  const ms = /^\d+$/.test(text.trim()) ? Number(text) * 1000 : Date.parse(text) - now
  return Number.isNaN(ms) ? undefined : Math.max(LEAST_MS, ms)
}
