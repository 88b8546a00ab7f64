/** Which entries are about a breach of one reply, and which about the failure of a scenario. */
import type { Breach } from '../conformance.ts'
import type { Entry } from './entry.ts'
import { hasSaid } from './seen.ts'

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
    hasSaid(breach.hint, says)
  )
}

export function coversFailure(entry: Entry, failure: Failure): boolean {
  const { title, operation, cited, message } = failure
  const { api, check, says = '' } = entry
  const derived = derivedIn(api, message)
  if (derived && check !== title) {
    return (
      entry.operation === derived.operation && check === derived.check && hasSaid(message, says)
    )
  }
  return (
    entry.operation === operation &&
    (check === title || cited.includes(check)) &&
    hasSaid(message, says)
  )
}

/** The operation that a derived check is about, which need not be what it has sent last. */
export function derivedIn(
  api: string,
  message: string,
): { readonly operation: string; readonly check: string } | undefined {
  const said = /^Unexpected: (\S+): (\w+) fails (\w+) \(/.exec(message)
  if (!said) return undefined
  const [, of, operation = '', check = ''] = said
  return of === api ? { operation, check } : undefined
}

/** Whether a pointer is the one given, in which `*` stands for any one part. */
function isAt(given: string, at: string): boolean {
  const [wanted, found] = [given.split('/'), at.split('/')]
  return (
    wanted.length === found.length &&
    wanted.every((part, place) => part === '*' || part === found[place])
  )
}
