/** One call of each operation that succeeds: what the checks derived from a document vary. */
import type { Call, Client } from '../call.ts'
import type { Absent, Driver, Verbs } from '../drivers/driver.ts'
import type { Make } from '../make.ts'
import type { Say } from '../say.ts'
import type { Target } from '../target.ts'

/** What a sample may use to make what its call is about. */
export interface Sampling {
  readonly client: Client
  readonly driver: Driver
  readonly make: Make
  readonly say: Say
  readonly target: Target
  readonly verbs: Verbs
  /** Ends the test as not run, saying what it lacks. */
  readonly lacks: (what: string) => never
}

/** A call with every required part, and as many of the optional ones as make sense together. */
export type Sample = (given: Sampling) => Promise<Call>

/** By operationId; `Absent` says why no call of an operation can succeed. */
export type Samples = Readonly<Record<string, Sample | Absent>>
