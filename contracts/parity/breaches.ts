/** Which departures from the document a difference shows, and whether they break the contract. */
import { breaksContract } from '../breaking.ts'
import type { Breach } from '../conformance.ts'
import type { Compared, Found } from './scenario.ts'
import type { Side } from './sides.ts'

/** How one side departs by a difference, and the other does not. */
export interface Departures {
  readonly breaking: readonly Breach[]
  /** What breaks no contract. */
  readonly findings: readonly Breach[]
}

/** What shows in no difference of a reply is held against all of them. */
export function departuresOf(from: Compared, found: Found, side: Side): Departures {
  const target = from.transcripts[side]
  const beside = from.found.filter(({ pair }) => pair === found.pair)
  const own = ofOneSide(found, side).filter(
    (breach) => isAbout(breach, found) || !beside.some((one) => isAbout(breach, one)),
  )
  return {
    breaking: own.filter((breach) => breaksContract(target, breach)),
    findings: own.filter((breach) => !breaksContract(target, breach)),
  }
}

export function sentence({ check, hint, spec, evidence }: Breach): string {
  return `${check}: ${hint} (${evidence}; ${spec})`
}

function ofOneSide({ pair }: Found, side: Side): Breach[] {
  const other = pair?.[side === 'A' ? 'B' : 'A'].breaches ?? []
  return (pair?.[side].breaches ?? []).filter(
    (breach) => !other.some(({ check, at }) => check === breach.check && at === breach.at),
  )
}

/** A reply with another status is another reply: nothing else of it is compared. */
function isAbout({ check, at }: Breach, { pointer }: Found): boolean {
  if (pointer === '/status') return true
  const header = /^header (.+)$/.exec(at)?.[1]
  if (header !== undefined && pointer === `/headers/${header}`) return true
  if (check === 'content_type_conformance') return pointer.startsWith('/body')
  return at.startsWith('/') && pointer.startsWith('/body') && isWithin(`/body${at}`, pointer)
}

/** Whether one of two places is in the other, wherever in a list. */
function isWithin(one: string, other: string): boolean {
  const [a, b] = [one, other].map((pointer) =>
    pointer
      .split('/')
      .filter((part) => part !== '')
      .map((part) => (/^\d+$/.test(part) ? '*' : part)),
  ) as [string[], string[]]
  const depth = Math.min(a.length, b.length)
  return a.slice(0, depth).join('/') === b.slice(0, depth).join('/')
}
