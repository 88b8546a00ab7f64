/** Whether a request may go now, later or not at all. */
import type { Purpose } from '../transport.ts'
import type { Account } from './ledger.ts'
import type { Limits } from './limits.ts'

/** Where and when it is asked for. */
export interface Asked {
  /** The base URL of the API. */
  readonly target: string
  readonly origin: string
  /** In ms since 1970. */
  readonly now: number
}

export type Admission =
  /** `go`: after the wait; else it has to be asked again then. */
  { readonly go: boolean; readonly wait: number } | Refused

/** It is not sent: what it would need, and which limit that is. */
export interface Refused {
  readonly never: string
  readonly limit: 'ended' | 'max-requests' | 'max-created'
}

/** With one it is read back at once, with another before it is removed by the third. */
const KEPT = 3

/**
 * Enters the request in the account if it may go. One that removes what a test made always may; for
 * each thing that is made, requests are kept for that.
 */
export function admit(account: Account, purpose: Purpose, limits: Limits, asked: Asked): Admission {
  const { creates = 0, cleaning = false, proves = false } = purpose
  const isKept = cleaning || proves
  const refused = cleaning ? undefined : refusal(account, purpose, { limits, target: asked.target })
  if (refused) return refused
  const paused = (account.paused[asked.origin] ?? 0) - asked.now
  if (paused > 0) return { go: false, wait: paused }
  account.requests += 1
  account.created += creates
  const reserved = account.reserved + KEPT * creates - (isKept ? 1 : 0)
  account.reserved = Math.max(0, reserved)
  if (limits.rate === undefined) return { go: true, wait: 0 }
  const slot = Math.max(asked.now, account.next)
  account.next = slot + 1000 / limits.rate
  return { go: true, wait: slot - asked.now }
}

/** What was refused was not made, and needs no removal. */
export function refund(account: Account, { creates = 0 }: Purpose): void {
  account.created -= creates
  account.reserved = Math.max(0, account.reserved - KEPT * creates)
}

export type Pause = { readonly wait: number } | { readonly never: string }

/** Enters that a target has asked to be left alone for some ms; all workers are. */
export function pause(
  account: Account,
  ms: number,
  { cleaning = false }: Purpose,
  { maxWait, asked }: { readonly maxWait: number; readonly asked: Asked },
): Pause {
  const before = Math.max(asked.now, account.paused[asked.origin] ?? 0)
  const until = Math.max(before, asked.now + ms)
  const kind = cleaning ? 'cleaning' : 'tests'
  if (account.waited[kind] + until - before > maxWait) {
    return { never: `it asks to wait ${Math.ceil(ms / 1000)} s more` }
  }
  account.waited[kind] += until - before
  account.paused[asked.origin] = until
  account.pauses += 1
  return { wait: until - asked.now }
}

function refusal(
  account: Account,
  { creates = 0, proves = false }: Purpose,
  { limits, target }: { readonly limits: Limits; readonly target: string },
): Refused | undefined {
  const { maxRequests = Number.POSITIVE_INFINITY, maxCreated = Number.POSITIVE_INFINITY } = limits
  const ended = account.ended[target]
  if (ended !== undefined) return { never: ended, limit: 'ended' }
  if (proves) return undefined
  if (account.requests + account.reserved + 1 + KEPT * creates > maxRequests) {
    return {
      never: `more requests than --max-requests ${maxRequests} allows`,
      limit: 'max-requests',
    }
  }
  if (creates > 0 && account.created + creates > maxCreated) {
    return { never: `to create more than --max-created ${maxCreated} allows`, limit: 'max-created' }
  }
  return undefined
}
