/** What is known while the transcripts of a scenario are read side by side. */
import { type Bonds, createBonds } from './bonds.ts'
import type { Side } from './sides.ts'
import type { Entry, Transcript } from './transcript.ts'

export type Kind =
  | 'status'
  | 'type'
  | 'value'
  | 'missing'
  | 'order'
  | 'time'
  | 'reference'
  | 'ending'
  /** The words of a refusal, which are for people: told, and not counted. */
  | 'wording'

export interface Difference {
  readonly kind: Kind
  /** Into the reply: `/status`, `/headers/etag`, `/body/members/0`. */
  readonly pointer: string
  readonly a: string
  readonly b: string
}

export interface Pair {
  readonly A: Entry
  readonly B: Entry
}

/** A time that was seen at a place of a resource. */
export interface Moment {
  readonly a: number
  readonly b: number
  /** The place of the pair among the pairs. */
  readonly at: number
}

export interface Reading {
  readonly mark: string
  readonly bonds: Bonds
  /** What has been used as an id, by its looks and its use. */
  readonly ids: Readonly<Record<Side, ReadonlySet<string>>>
  /** Every text that the scenario has sent so far, in bodies. */
  readonly sent: Readonly<Record<Side, Set<string>>>
  /** Ids of what was there before the scenario, which is not compared. */
  readonly strangers: Set<string>
  /** Numbers at these places are no ids, for some of them never were one. */
  readonly counts: ReadonlySet<string>
  readonly moments: Map<string, Moment>
  readonly pairs: readonly Pair[]
  /** The properties that hold a resource's id. */
  readonly identity: readonly string[]
  /** The pair at hand, its place, and whether its request was about the scenario's own. */
  now: { pair: Pair; at: number; scoped: boolean }
  /** Set when requests went out at once, for then lists have no order. */
  raced: boolean
  differ(difference: Difference): void
  /** Says why something is not compared. */
  leave(reason: string): void
}

export interface Beginning {
  readonly transcripts: Readonly<Record<Side, Transcript>>
  readonly pairs: readonly Pair[]
  readonly counts: ReadonlySet<string>
  readonly identity: readonly string[]
  differ(difference: Difference): void
  leave(reason: string): void
}

export function beginReading({ transcripts, pairs, ...rest }: Beginning): Reading {
  const [first] = pairs
  const bonds = createBonds()
  return {
    ...rest,
    pairs,
    mark: transcripts.A.mark,
    bonds,
    ids: { A: idsIn(transcripts.A), B: idsIn(transcripts.B) },
    sent: { A: new Set(), B: new Set() },
    strangers: toldIn(transcripts, bonds),
    moments: new Map(),
    now: { pair: first as Pair, at: 0, scoped: true },
    raced: false,
  }
}

/** Ties what the suite was told of both. @returns the names, which are nothing that it made */
function toldIn({ A, B }: Beginning['transcripts'], bonds: Bonds): Set<string> {
  const names = Object.entries(A.givens).map(([name, a]) => {
    const b = B.givens[name]
    return b === undefined ? undefined : bonds.tie('', a, b, name)
  })
  return new Set(names.filter((name) => name !== undefined))
}

/**
 * Ids are what paths and links name a resource by; one without a digit would be a word, and a URN
 * is the name of a schema. What was asked beside the scenario is not the same on both sides.
 */
export function idsIn({ entries }: Pick<Transcript, 'entries'>): Set<string> {
  const links = /<base>((?:\/[\w.~%:-]+)+)/g
  const own = entries.filter(({ beside }) => !beside)
  const found = own.flatMap(({ request, answer }) => [
    ...request.ids,
    ...Array.from(JSON.stringify(answer).matchAll(links), ([, path = '']) => lastOf(path)),
  ])
  return new Set(found.filter((id) => /\d/.test(id) && !/^urn:/i.test(id)))
}

function lastOf(path: string): string {
  return path.split('/').at(-1) ?? ''
}

/** The places of numbers that are not ids, over all transcripts. */
export function countsIn(transcripts: readonly Transcript[]): Set<string> {
  const places = new Set<string>()
  for (const transcript of transcripts) {
    const ids = idsIn(transcript)
    for (const { operation, answer } of transcript.entries) {
      eachNumber(answer.body, '', (value, at) => {
        if (!ids.has(String(value))) places.add(placeOf(operation, at))
      })
    }
  }
  return places
}

/** A place in the replies of an operation, wherever in a list. */
export function placeOf(operation: string, pointer: string): string {
  return `${operation} ${pointer.replaceAll(/\/\d+(?=\/|$)/g, '/*')}`
}

function eachNumber(value: unknown, at: string, visit: (value: number, at: string) => void): void {
  if (typeof value === 'number') visit(value, at)
  if (typeof value !== 'object' || value === null) return
  for (const [key, item] of Object.entries(value)) eachNumber(item, `${at}/${key}`, visit)
}
