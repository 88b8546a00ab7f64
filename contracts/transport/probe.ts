/** What the administrator of every API may read, to find out whether a target lets somebody in. */
import type { Spec } from '../../specs/read.ts'
import { sentFor } from '../client.ts'
import { Absent, type Driver, type Phrase } from '../drivers/driver.ts'
import type { Sent } from '../exchange.ts'
import type { Persona, Target } from '../target.ts'

export interface Probe {
  readonly sent: Sent
  /** The statuses by which the target does not let the administrator in. */
  readonly refusals: readonly number[]
}

export interface Probed {
  readonly target: Target
  readonly spec: Spec
  readonly driver: Driver
}

/** @returns the request, or what it lacks */
export function probeOf({ target, spec, driver }: Probed, as: Persona = 'admin'): Probe | string {
  const { listUsers, getUser } = driver.verbs
  // Who may not read somebody who is not there is told that, and nothing else.
  const ways: readonly (readonly [Phrase<unknown> | undefined, readonly number[]])[] = [
    [listUsers instanceof Absent ? undefined : listUsers({ count: 1 }), [401, 403]],
    [getUser instanceof Absent ? undefined : getUser(driver.missingId), [401]],
  ]
  let lacks = 'an operation that reads a user'
  for (const [phrase, refusals] of ways) {
    if (!phrase) continue
    try {
      const notRun = (what: string): never => {
        throw new Lacking(what)
      }
      const call = { ...phrase.call, as }
      return { sent: sentFor({ target, spec, notRun }, phrase.operation, call), refusals }
    } catch (error) {
      if (!(error instanceof Lacking)) throw error
      lacks = error.message
    }
  }
  return lacks
}

class Lacking extends Error {}
