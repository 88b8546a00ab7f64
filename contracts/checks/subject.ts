/** One operation of a target, with all that a check needs to try it. */
import type { Evidence, Operation, Spec } from '../../specs/read.ts'
import { breaksContract } from '../breaking.ts'
import type { Call, Client } from '../call.ts'
import { Absent, type Driver, type RefusalName } from '../drivers/driver.ts'
import { type Redact, type Reply, show } from '../exchange.ts'
import { ContractBroken } from '../judge.ts'
import { behavioursOf } from '../promises.ts'
import { Unexpected } from '../replies.ts'
import type { Target } from '../target.ts'
import { LeftOut } from './left-out.ts'

/** Schemathesis's names, where the meaning is the same. */
export type CheckName =
  | 'ensure_resource_availability'
  | 'use_after_free'
  | 'ignored_auth'
  | 'unsupported_method'
  | 'unknown_id_rejection'
  | 'negative_data_rejection'
  | 'awkward_data_acceptance'

export interface Subject {
  readonly client: Client
  readonly driver: Driver
  readonly operation: Operation
  readonly spec: Spec
  readonly target: Pick<Target, 'api' | 'given' | 'mock' | 'tenant' | 'tokens'>
  readonly seed: number
  /** What the names of this test begin with, and nobody else's do. */
  readonly prefix: string
  readonly redact: Redact
  /** A call of an operation that succeeds, about things of its own. @throws to end the test as not run */
  sample(operation: string): Promise<Call>
  /** Whether there is one. */
  has(operation: string): boolean
  /** A departure that is no failure: of a real deployment, from what we only infer. */
  finding(text: string): void
  /** A case that was not tried, and what it would take. */
  leftOut(text: string): void
  step(name: string, act: () => Promise<void>): Promise<void>
}

/** One variation of a call. */
interface Case {
  readonly name: string
  /** Whether it only looks at what the others have left. */
  readonly afterwards?: true
}

/** How a reply fails a check. */
export interface Fault {
  readonly hint: string
  readonly reply: Reply
  /** Where in the document the promise stands. */
  readonly spec: string
  readonly evidence: Evidence
}

/** So many failures are shown with their replies, the others with the line that repeats them. */
const SHOWN = 5

/**
 * Tries every case that may be sent, and then fails with all that went wrong, not only with what did
 * first.
 * @throws Unexpected that names the check, the seed and each failing case with its request; LeftOut
 *   when no case may be sent
 */
export async function tryAll<T extends Case>(
  subject: Subject,
  check: CheckName,
  cases: readonly T[],
  act: (one: T) => Promise<readonly Fault[]>,
): Promise<void> {
  const failed: string[] = []
  const left = new Map<T, LeftOut>()
  for (const one of cases) {
    await subject.step(one.name, async () => {
      const complaints = await complaintsOf(subject, check, () => act(one))
      if (complaints instanceof LeftOut) left.set(one, complaints)
      else failed.push(...complaints.map((complaint) => `${one.name}: ${complaint}`))
    })
  }
  const [nothing] = left.values()
  if (nothing && cases.every((one) => one.afterwards || left.has(one))) throw nothing
  for (const [{ name }, { message }] of left) {
    subject.leftOut(`${subject.operation.id}: ${check}: ${name}: ${message}`)
  }
  if (failed.length === 0) return
  const { operation, seed, target } = subject
  const scale = `${failed.length} of ${cases.length} cases, seed ${seed}`
  const heading = `${target.api}: ${operation.id} fails ${check} (${scale})`
  const rest = failed.slice(SHOWN).map(shortened)
  throw new Unexpected([heading, ...failed.slice(0, SHOWN), ...rest].join('\n\n'))
}

/** What it is about, and the line that repeats it. */
function shortened(complaint: string): string {
  const lines = complaint.split('\n')
  return [lines[0], ...lines.filter((line) => /^- \w+: /.test(line)), lines.at(-1)].join('\n')
}

/** That a test is not run, or that no reply came, is nothing that a case can be blamed for. */
async function complaintsOf(
  subject: Subject,
  check: CheckName,
  act: () => Promise<readonly Fault[]>,
): Promise<string[] | LeftOut> {
  try {
    const faults = await act()
    const breaks = (fault: Fault) => breaksContract(subject.target, fault)
    for (const { hint } of faults.filter((one) => !breaks(one))) {
      subject.finding(`${subject.operation.id}: ${check}: ${hint}`)
    }
    return faults.filter(breaks).map(({ hint, reply, spec }) => {
      return `${check}: ${hint} (document: ${spec})\n${show(reply, subject.redact)}`
    })
  } catch (error) {
    if (error instanceof LeftOut) return error
    if (error instanceof ContractBroken || error instanceof Unexpected) return [error.message]
    throw error
  }
}

/** How a reply falls short of a refusal with one of these statuses, in the API's own envelope. */
export function notRefused(
  { driver }: Pick<Subject, 'driver'>,
  reply: Reply,
  may: (status: number) => boolean,
): string | undefined {
  const { status } = reply
  if (!may(status)) return `and it answered ${status}`
  return driver.message(reply)
    ? undefined
    : `and the ${status} has no message in the API's envelope`
}

/** The statuses with which the driver says that the API refuses for these reasons. */
export function statusesOf({ refusals }: Driver, ...names: readonly RefusalName[]): number[] {
  return names.flatMap((name) => {
    const refusal = refusals[name]
    return refusal instanceof Absent ? [] : [refusal.status]
  })
}

/** What it rests on that the API refuses for this reason. */
export function evidenceOfRefusal(
  { driver, operation, spec }: Pick<Subject, 'driver' | 'operation' | 'spec'>,
  name: RefusalName,
): Evidence {
  const refusal = driver.refusals[name]
  const cites = refusal instanceof Absent ? undefined : refusal.cites
  return behavioursOf(spec).find(({ id }) => id === cites)?.evidence ?? operation.evidence
}
