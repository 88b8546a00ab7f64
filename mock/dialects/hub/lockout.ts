import { later, milliseconds } from './durations.ts'

/** Durations are written like `12h`. */
export interface LockoutPolicy {
  readonly enabled: boolean
  readonly clearFailuresAfter: string
  readonly maxLoginFailures: number
  readonly waitIncrement: string
  readonly maxFailureWait: string
  readonly maxTemporaryLockouts: number
  readonly permanentLockout: boolean
}

/** What is remembered of failed logins, since the last one that succeeded. */
export interface History {
  /** Since the last lockout. */
  readonly failures: number
  readonly lockouts: number
  readonly lastFailure: string
  readonly lockedUntil?: string
}

export interface Outcome {
  readonly history: History
  /** Whether the user is locked for good now. */
  readonly permanent: boolean
}

/** What one more failed login leads to; see P17 among the sources of the spec. */
export function afterFailure(
  before: History | undefined,
  policy: LockoutPolicy,
  now: string,
): Outcome {
  const fresh = before === undefined || forgotten(before, policy, now)
  const failures = (fresh ? 0 : before.failures) + 1
  const lockouts = fresh ? 0 : before.lockouts
  if (failures < policy.maxLoginFailures) return temporary({ failures, lockouts, lastFailure: now })
  if (policy.permanentLockout && lockouts >= policy.maxTemporaryLockouts) {
    return { history: { failures, lockouts, lastFailure: now }, permanent: true }
  }
  const wait = Math.min(
    milliseconds(policy.waitIncrement) * (lockouts + 1),
    milliseconds(policy.maxFailureWait),
  )
  const lockedUntil = later(now, wait)
  return temporary({ failures: 0, lockouts: lockouts + 1, lastFailure: now, lockedUntil })
}

export function isLocked(history: History | undefined, now: string): boolean {
  return history?.lockedUntil !== undefined && Date.parse(history.lockedUntil) > Date.parse(now)
}

function forgotten({ lastFailure }: History, policy: LockoutPolicy, now: string): boolean {
  return Date.parse(now) - Date.parse(lastFailure) > milliseconds(policy.clearFailuresAfter)
}

function temporary(history: History): Outcome {
  return { history, permanent: false }
}
