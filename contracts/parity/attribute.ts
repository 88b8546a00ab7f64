/** Whose a difference is: who breaks the contract by it, if anybody does. */
import { departuresOf, sentence } from './breaches.ts'
import { placeOf } from './reading.ts'
import type { Compared, Found } from './scenario.ts'
import { type Side, sides } from './sides.ts'
import type { Transcript } from './transcript.ts'

export type Verdict =
  | 'broken by A'
  | 'broken by B'
  | 'broken by both'
  | 'both keep the contract'
  | 'cannot tell'

/** One difference, however often it was seen. */
export interface Judged {
  readonly api: string
  readonly operation: string
  /** Into the reply; `*` is any place of a list. */
  readonly pointer: string
  readonly kind: Found['kind']
  readonly a: string
  readonly b: string
  readonly verdict: Verdict
  /** What the verdict rests on: what was promised or, where both keep it, what was found. */
  readonly promise: string
  /** Why the deviation is known, of whoever is to blame. */
  readonly known?: string
  readonly scenario: string
  /** The number of the request in the scenario, from one; 0 when it is about the scenario. */
  readonly step: number
  readonly seen: number
  readonly curl: Readonly<Partial<Record<Side, string>>>
}

interface Seen {
  readonly from: Compared
  readonly found: Found
  readonly verdict: Verdict
  readonly promise: string
}

/** Joins what was seen in all scenarios of an API. */
export function attribute(compared: readonly Compared[]): Judged[] {
  const harmless = new Set(
    compared
      .filter(({ transcripts: { A, B } }) => A.end === 'passed' && B.end === 'passed')
      .flatMap(({ found }) => found.map(keyOf)),
  )
  const groups = new Map<string, Seen[]>()
  for (const from of compared) {
    for (const seen of from.found.map((found) => judge(from, found, harmless))) {
      const key = keyOf(seen.found)
      groups.set(key, [...(groups.get(key) ?? []), seen])
    }
  }
  return [...groups.values()].map(join)
}

function keyOf({ operation, pointer, kind, a, b }: Found): string {
  const ended = kind === 'status' || kind === 'ending' ? `${a} ${b}` : ''
  const what = kind === 'missing' ? a === '(absent)' : ended
  return `${placeOf(operation, pointer)} ${kind} ${what}`
}

function judge(from: Compared, found: Found, harmless: ReadonlySet<string>): Seen {
  const of = (side: Side) => departuresOf(from, found, side)
  const breached = sides.filter((side) => of(side).breaking.length > 0)
  if (breached.length > 0) {
    const promise = breached.flatMap((side) => of(side).breaking.map(sentence)).join('; ')
    return { from, found, verdict: brokenBy(breached), promise }
  }
  const { A, B } = from.transcripts
  const failed = sides.filter((side) => from.transcripts[side].end === 'broken')
  const promise = [...new Set([...A.promises, ...B.promises])].join('; ')
  if (failed.length === 0) {
    const findings = sides.flatMap((side) =>
      of(side).findings.map((breach) => `${side}: ${sentence(breach)}`),
    )
    const said = [...findings, ...departures([A, B])].join('; ')
    return { from, found, verdict: 'both keep the contract', promise: said }
  }
  const blamed = failed.length === 1 && isCulprit(from, found, harmless)
  return { from, found, verdict: blamed ? brokenBy(failed) : 'cannot tell', promise }
}

function brokenBy(broken: readonly Side[]): Verdict {
  return broken.length === 2 ? 'broken by both' : `broken by ${broken[0] ?? 'A'}`
}

/** Who departs from an inferred promise has not broken one. */
function departures(transcripts: readonly Transcript[]): string[] {
  const departing = transcripts.filter(({ end }) => end === 'inferred')
  return departing.map(
    ({ side, promises }) => `${side} departs from what is inferred: ${promises.join('; ')}`,
  )
}

/**
 * A scenario fails by a breach that ends it, or by what differs in it and in none that passes on
 * both; when all of it differs there too, by what differed last.
 */
function isCulprit(from: Compared, one: Found, harmless: ReadonlySet<string>): boolean {
  const { found, transcripts } = from
  const ended = sides.filter((side) => transcripts[side].why?.startsWith('ContractBroken: '))
  const ends = ended.some((side) =>
    found.some((each) => departuresOf(from, each, side).breaking.length > 0),
  )
  if (ends) return false
  const counted = found.filter(({ kind }) => kind !== 'wording')
  const guilty = counted.filter((suspect) => !harmless.has(keyOf(suspect)))
  const last = Math.max(...counted.map(({ step }) => step))
  return (guilty.length > 0 ? guilty : counted.filter(({ step }) => step === last)).includes(one)
}

/** The gravest of what was seen decides. */
function join(seen: readonly Seen[]): Judged {
  const broken = sides.filter((side) =>
    seen.some(({ verdict }) => verdict === `broken by ${side}` || verdict === 'broken by both'),
  )
  const verdict: Verdict =
    broken.length > 0
      ? brokenBy(broken)
      : (seen.find((one) => one.verdict === 'both keep the contract')?.verdict ?? 'cannot tell')
  const shown = seen.find((one) => one.verdict === verdict) ?? (seen[0] as Seen)
  const { from, found, promise } = shown
  const known = knownOf(seen.filter((one) => one.verdict === verdict))
  const { operation, pointer } = found
  return {
    api: from.transcripts.A.api,
    operation,
    pointer: placeOf('', pointer).trim(),
    kind: found.kind,
    a: found.a,
    b: found.b,
    verdict,
    promise,
    ...(known !== undefined && { known }),
    scenario: from.transcripts.A.scenario,
    step: found.step,
    seen: seen.length,
    curl: curlsOf(shown),
  }
}

/** What is known whenever a difference breaks the contract; undefined when it once is not. */
function knownOf(seen: readonly Seen[]): string | undefined {
  const reasons = seen.map(({ verdict, from }) =>
    sides
      .filter((side) => verdict === `broken by ${side}` || verdict === 'broken by both')
      .map((side) => from.transcripts[side].known.join('; ')),
  )
  const all = reasons.flat()
  return all.length > 0 && all.every((reason) => reason !== '') ? all[0] : undefined
}

function curlsOf({ from, found: { pair } }: Seen): Judged['curl'] {
  if (!pair) return {}
  const of = (side: Side) => {
    const { entries, curls } = from.transcripts[side]
    return curls[entries.indexOf(pair[side])] ?? ''
  }
  return { A: of('A'), B: of('B') }
}
