import { expect, test } from '#test'
import { fixedWorld } from '../../world.ts'
import { later } from './durations.ts'
import {
  afterFailure,
  type History,
  isLocked,
  type LockoutPolicy,
  type Outcome,
} from './lockout.ts'

const policy: LockoutPolicy = {
  enabled: true,
  clearFailuresAfter: '12h',
  maxLoginFailures: 3,
  waitIncrement: '1m',
  maxFailureWait: '90s',
  maxTemporaryLockouts: 3,
  permanentLockout: true,
}

/** So many failures, a second apart from each other. */
function failures(count: number, before: History | undefined, rules = policy): Outcome {
  const world = fixedWorld(before ? later(before.lockedUntil ?? before.lastFailure, 1) : undefined)
  let outcome: Outcome | undefined
  for (let each = 0; each < count; each++) {
    outcome = afterFailure(outcome?.history ?? before, rules, world.now())
  }
  if (!outcome) throw new Error('nothing failed')
  return outcome
}

function waitOf({ lastFailure, lockedUntil }: History): number | undefined {
  return lockedUntil && Date.parse(lockedUntil) - Date.parse(lastFailure)
    ? Date.parse(lockedUntil) - Date.parse(lastFailure)
    : undefined
}

test('failures below the limit lock nobody', () => {
  const { history, permanent } = failures(2, undefined)
  expect(history).toMatchObject({ failures: 2, lockouts: 0 })
  expect(history.lockedUntil).toBeUndefined()
  expect(permanent).toBe(false)
})

test('the limit locks for the time of one increment, and not a moment longer', () => {
  const { history } = failures(3, undefined)
  expect(history).toMatchObject({ failures: 0, lockouts: 1 })
  expect(waitOf(history)).toBe(60_000)
  const { lockedUntil = '' } = history
  expect(isLocked(history, later(lockedUntil, -1))).toBe(true)
  expect(isLocked(history, lockedUntil)).toBe(false)
})

test('each lockout takes as many failures and is longer, up to the longest', () => {
  const first = failures(3, undefined).history
  expect(waitOf(failures(2, first).history)).toBeUndefined()
  const second = failures(3, first).history
  expect(waitOf(second)).toBe(90_000)
  expect(second.lockouts).toBe(2)
})

test('the lockout after the temporary ones is permanent, where that is configured', () => {
  const before: History = { failures: 0, lockouts: 3, lastFailure: '2026-01-01T00:00:00.000Z' }
  const last = failures(3, before)
  expect(last).toMatchObject({ permanent: true, history: { failures: 3, lockouts: 3 } })
  const mild = failures(3, before, { ...policy, permanentLockout: false })
  expect(mild).toMatchObject({ permanent: false, history: { lockouts: 4 } })
})

test('a failure long after the last one is the first again, and so is its lockout', () => {
  const before: History = { failures: 2, lockouts: 3, lastFailure: '2026-01-01T00:00:00.000Z' }
  const inTime = afterFailure(before, policy, '2026-01-01T12:00:00.000Z')
  expect(inTime.permanent).toBe(true)
  const late = afterFailure(before, policy, '2026-01-01T12:00:00.001Z')
  expect(late.history).toMatchObject({ failures: 1, lockouts: 0 })
})
