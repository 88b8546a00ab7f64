/** Holds the two transcripts of one scenario against each other. */
import { align, atOnce } from './align.ts'
import { apart } from './apart.ts'
import { compareBodies } from './bodies.ts'
import { beginReading, type Difference, type Pair, type Reading } from './reading.ts'
import { isScoped, requestKey, tieRequests } from './requests.ts'
import { type Side, sides } from './sides.ts'
import { textsDiffer } from './texts.ts'
import type { Entry, Transcript } from './transcript.ts'

export type Both = Readonly<Record<Side, Transcript>>

/** A difference, and where it was seen. */
export interface Found extends Difference {
  readonly pair?: Pair
  readonly operation: string
  /** The number of the request, from one. */
  readonly step: number
}

export interface Compared {
  readonly transcripts: Both
  readonly found: readonly Found[]
  /** For each operation how many exchanges were compared in full, and agree. */
  readonly agreed: ReadonlyMap<string, number>
  /** What was not compared, by the reason; for each operation how often. */
  readonly left: readonly Left[]
}

export interface Left {
  readonly operation: string
  readonly reason: string
}

export interface Knowledge {
  readonly counts: ReadonlySet<string>
  readonly identity: readonly string[]
  readonly searches: readonly string[]
}

interface Ledger {
  readonly found: Found[]
  readonly left: Left[]
  readonly agreed: Map<string, number>
}

export function compareScenario(transcripts: Both, knowledge: Knowledge): Compared {
  const ledger: Ledger = { found: [], left: [], agreed: new Map() }
  const { A, B } = transcripts
  const idle = sides.filter((side) => transcripts[side].end === 'not run')
  if (idle.length === 0) play(transcripts, knowledge, ledger)
  else if (idle.length === 1) {
    const [side = 'A'] = idle
    const reason = `not run at ${side}: ${transcripts[side].why ?? ''}`
    ledger.left.push({ operation: '(scenario)', reason })
  }
  const ended = A.end === B.end || idle.length > 0 || [A.end, B.end].includes('silent')
  if (!ended && !ledger.found.some(({ kind }) => kind !== 'wording')) {
    ledger.found.push(endingOf(transcripts))
  }
  return { transcripts, ...ledger }
}

function endingOf({ A, B }: Both): Found {
  const say = ({ end, why }: Transcript) => (end === 'passed' ? 'passes' : (why ?? 'fails'))
  return { kind: 'ending', pointer: '', a: say(A), b: say(B), operation: '(scenario)', step: 0 }
}

function play(transcripts: Both, { searches, ...knowledge }: Knowledge, ledger: Ledger): void {
  const entries = (side: Side) => transcripts[side].entries.filter(({ beside }) => !beside)
  const { A, B } = transcripts
  const cut = { A: A.end !== 'passed', B: B.end !== 'passed' }
  const { pairs, apart: last } = align(entries('A'), entries('B'), cut)
  const reading = beginReading({ transcripts, pairs, ...knowledge, differ: noOne, leave: noOne })
  for (const group of atOnce(pairs)) {
    const together = group.length > 1
    const alike = together
      ? playAtOnce(reading, group, ledger)
      : playOne(reading, { pair: group[0] as Pair, searches }, ledger)
    if (!alike) {
      leaveRest(reading, ledger, group[0] as Pair)
      return
    }
  }
  if (last) leaveRest(reading, ledger, last)
}

function noOne(): void {}

function leaveRest(reading: Reading, { left }: Ledger, pair: Partial<Pair>): void {
  const at = reading.pairs.findIndex(({ A }) => A === pair.A)
  const operation = (pair.A ?? pair.B)?.operation ?? '(none)'
  left.push({ operation, reason: apart(reading, at < 0 ? reading.pairs.length : at, pair) })
}

/** @returns whether the requests were the same. */
function playOne(
  reading: Reading,
  { pair, searches }: { pair: Pair; searches: readonly string[] },
  ledger: Ledger,
): boolean {
  const { operation } = pair.A
  const at = reading.pairs.indexOf(pair)
  reading.now = { pair, at, scoped: true }
  if (!tieRequests(reading, pair)) return false
  reading.now.scoped = isScoped(reading, pair, searches)
  const before = [ledger.found.length, ledger.left.length]
  reading.differ = (one) => ledger.found.push({ ...one, pair, operation, step: at + 1 })
  reading.leave = (reason) => ledger.left.push({ operation, reason })
  compareAnswers(reading, pair)
  const agree = ledger.found.slice(before[0]).every(({ kind }) => kind === 'wording')
  if (agree && ledger.left.length === before[1]) {
    ledger.agreed.set(operation, (ledger.agreed.get(operation) ?? 0) + 1)
  }
  return true
}

function compareAnswers(reading: Reading, { A, B }: Pair): void {
  const [a, b] = [A.answer, B.answer]
  if (a.status !== b.status) {
    reading.differ({ kind: 'status', pointer: '/status', a: `${a.status}`, b: `${b.status}` })
    return
  }
  compareBodies(reading, a.body, b.body)
  for (const name of new Set([...Object.keys(a.headers), ...Object.keys(b.headers)])) {
    compareHeader(reading, name, [a.headers[name], b.headers[name]])
  }
}

function compareHeader(
  reading: Reading,
  name: string,
  [a, b]: [string | undefined, string | undefined],
): void {
  const pointer = `/headers/${name}`
  if (a === undefined || b === undefined) {
    reading.differ({ kind: 'missing', pointer, a: a ?? '(absent)', b: b ?? '(absent)' })
    return
  }
  const owner = subjectOf(reading, reading.now.pair.A)
  const kind = textsDiffer(reading, a, b, { pointer, owner, below: pointer, kind: name })
  if (kind) reading.differ({ kind, pointer, a, b })
}

/** A's id of the resource that an exchange is about. */
function subjectOf({ identity }: Reading, { request, answer }: Entry): string | undefined {
  const body = answer.body as Readonly<Record<string, unknown>> | undefined
  const key = identity.find((name) => typeof body === 'object' && body && name in body)
  return key === undefined ? request.ids.at(-1) : String(body?.[key])
}

/** Whoever comes first may win, so that only what all of them were answered is compared. */
function playAtOnce(reading: Reading, group: readonly Pair[], ledger: Ledger): boolean {
  reading.raced = true
  const first = group[0] as Pair
  const { operation } = first.A
  const at = reading.pairs.indexOf(first)
  const rest = group.map(({ B }) => B)
  for (const { A } of group) {
    const key = requestKey(reading, 'A', A)
    const alike = rest.filter((entry) => requestKey(reading, 'B', entry) === key)
    const B = alike.find(({ answer }) => answer.status === A.answer.status) ?? alike[0]
    if (!B) return false
    rest.splice(rest.indexOf(B), 1)
    tieQuietly(reading, { A, B }, at)
  }
  const statuses = (side: Side) =>
    group
      .map((pair) => `${pair[side].operation} ${pair[side].answer.status}`)
      .sort()
      .join(', ')
  const [a, b] = [statuses('A'), statuses('B')]
  const pair = first
  if (a !== b) {
    ledger.found.push({ kind: 'status', pointer: '/status', a, b, pair, operation, step: at + 1 })
  }
  ledger.left.push({
    operation,
    reason: 'of what was asked for at once only statuses are compared',
  })
  return true
}

function tieQuietly(reading: Reading, pair: Pair, at: number): void {
  reading.now = { pair, at, scoped: true }
  reading.differ = noOne
  reading.leave = noOne
  tieRequests(reading, pair)
  if (pair.A.answer.status === pair.B.answer.status) {
    compareBodies(reading, pair.A.answer.body, pair.B.answer.body)
  }
}
