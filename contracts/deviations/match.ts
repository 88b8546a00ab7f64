/** Which entries are about a breach of one reply, and which about the failure of a scenario. */
import type { Breach } from '../conformance.ts'
import type { Entry } from './entry.ts'

/** A scenario that has failed for another reason than a breach. */
export interface Failure {
  readonly title: string
  /** The operation that it sent last; undefined when it sent none. */
  readonly operation: string | undefined
  /** The ids of the behaviours that it cites, and the checks that it makes. */
  readonly cited: readonly string[]
  readonly message: string
}

export function coversBreach(entry: Entry, operation: string, breach: Breach): boolean {
  const { check, at, spec, says = '' } = entry
  return (
    entry.operation === operation &&
    check === breach.check &&
    (at === undefined || isAt(at, breach.at)) &&
    (spec === undefined || spec === breach.spec) &&
    breach.hint.includes(says)
  )
}

export function coversFailure(
  entry: Entry,
  { title, operation, cited, message }: Failure,
): boolean {
  const { check, says = '' } = entry
  return (
    entry.operation === operation &&
    (check === title || cited.includes(check)) &&
    message.includes(says)
  )
}

/** Whether a pointer is the one given, in which `*` stands for any one part. */
function isAt(given: string, at: string): boolean {
  const [wanted, found] = [given.split('/'), at.split('/')]
  return (
    wanted.length === found.length &&
    wanted.every((part, place) => part === '*' || part === found[place])
  )
}
