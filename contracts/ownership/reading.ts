/** How what a run has made is read back. */
import { Absent, type Driver, type Phrase, type Undo } from '../drivers/driver.ts'
import type { Reply } from '../exchange.ts'
import type { Asking } from '../target.ts'
import { kinds } from './finding.ts'

/** Undefined where the API has nothing that reads it. */
export function readingOf(driver: Driver, { gone }: Undo, id: string): Phrase<unknown> | undefined {
  const get = driver.verbs[kinds[gone].get]
  return get instanceof Absent ? undefined : get(id)
}

export function isGone(driver: Driver, { gone }: Undo, { status }: Reply): boolean {
  const refusal = driver.refusals[gone]
  return !(refusal instanceof Absent) && refusal.status === status
}

/** Who reads and removes what somebody made: herself, for another organization sees nothing of it. */
export function keeperOf(maker: Asking): Asking {
  return ['nobody', 'expired', 'revoked'].includes(maker) ? 'admin' : maker
}

/** Clocks that differ, and times without a zone, are no reason to doubt. */
const DAY_MS = 24 * 60 * 60_000

/** When somebody was created, if that is long before a moment. */
export function createdBefore({ body }: Reply, moment: number): string | undefined {
  const told = (body ?? {}) as Record<string, unknown>
  const { created } = (told.meta ?? {}) as Record<string, unknown>
  const found = [created, told.created, told._created, told.createdAt]
  return found
    .filter((time): time is string => typeof time === 'string')
    .find((time) => Date.parse(time) < moment - DAY_MS)
}
