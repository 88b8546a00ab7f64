/** Two replies' bodies, side by side. */
import { compareLeaves, type Told, tell } from './leaves.ts'
import { isOurs, isStranger, leaveStrangers } from './owners.ts'
import type { Reading } from './reading.ts'
import { keyOf } from './showing.ts'
import type { Side } from './sides.ts'
import { kindBefore, type Place } from './texts.ts'
import type { Request } from './transcript.ts'

type Tree = Readonly<Record<string, unknown>>

const nowhere: Place = { pointer: '', owner: undefined, below: '', kind: 'value' }

/** Compares what stands at a pointer of both replies, and tells of every difference. */
export function compareBodies(reading: Reading, a: unknown, b: unknown, pointer = '/body'): void {
  const parts = reading.now.pair.A.request.path.split('/')
  compare(reading, a, b, { ...nowhere, pointer, kind: kindBefore(parts, parts.length) ?? 'value' })
}

function compare(reading: Reading, a: unknown, b: unknown, place: Place): void {
  const [kindOfA, kindOfB] = [typeOf(a), typeOf(b)]
  if (kindOfA !== kindOfB) {
    const missing = a === undefined || b === undefined
    tell(reading, missing ? 'missing' : 'type', { a, b, place })
  } else if (kindOfA === 'array') compareLists(reading, a as unknown[], b as unknown[], place)
  else if (kindOfA === 'object') compareTrees(reading, a as Tree, b as Tree, place)
  else compareLeaves(reading, a, b, place)
}

function typeOf(value: unknown): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'array' : typeof value
}

function compareTrees(reading: Reading, a: Tree, b: Tree, place: Place): void {
  if (isStranger(reading, 'A', a) && isStranger(reading, 'B', b)) {
    leaveStrangers(reading)
    return
  }
  const envelope = isEnvelope(reading, a) && isEnvelope(reading, b)
  const own = ownPlace(reading, a, b, place)
  for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
    const [one, other] = [a[key], b[key]]
    if (envelope && !Array.isArray(one) && !Array.isArray(other)) {
      leaveCounts(reading, one, other)
      continue
    }
    const pointer = `${place.pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`
    const below = `${own.below}/${key}`
    compare(reading, one, other, { ...own, pointer, below, kind: kindOf(own, key) })
  }
}

/** How many everybody is, is nobody's promise. */
function leaveCounts(reading: Reading, a: unknown, b: unknown): void {
  if (keyOf(reading, 'A', a) === keyOf(reading, 'B', b)) return
  reading.leave('a list that shows everybody counts them all')
}

/** Within a resource, places are below it. */
function ownPlace({ identity }: Reading, a: Tree, b: Tree, place: Place): Place {
  const key = identity.find((name) => name in a && name in b)
  const link = [a, b].map(({ location }) => location).find((one) => typeof one === 'string')
  if (key !== undefined) return { ...place, owner: String(a[key]), below: '' }
  if (place.owner === undefined && link) {
    return { ...place, owner: String(a.location).split('/').at(-1), below: '' }
  }
  return place
}

function kindOf({ kind }: Place, key: string): string {
  const name = key.replace(/^[_$]+/, '').toLowerCase()
  return /^(id|value|ref)$/.test(name) ? kind.replace(/s$/, '') : name
}

/** Whether an object frames a list of everybody. */
function isEnvelope({ now, identity }: Reading, tree: Tree): boolean {
  if (now.scoped) return false
  const lists = Object.values(tree).filter(Array.isArray)
  return lists.some((list) =>
    list.every((item) => typeof item === 'object' && identity.some((key) => key in (item ?? {}))),
  )
}

function compareLists(reading: Reading, a: unknown[], b: unknown[], place: Place): void {
  const keysA = a.map((item) => keyOf(reading, 'A', item))
  const keysB = b.map((item) => keyOf(reading, 'B', item))
  const sorted = (keys: string[]) => [...keys].sort().join('\n')
  const moved = keysA.join('\n') !== keysB.join('\n') && sorted(keysA) === sorted(keysB)
  if (!reading.now.scoped && isOfEverybody(reading, a, b)) compareOurs(reading, a, b, place)
  else if (moved) compareOrder(reading, a, b, place)
  else if (a.length === b.length) {
    for (const [at, item] of a.entries()) compare(reading, item, b[at], itemAt(place, at))
  } else compareUneven(reading, [a, keysA], [b, keysB], place)
}

function compareOrder(reading: Reading, a: unknown[], b: unknown[], place: Place): void {
  if (reading.raced) reading.leave('what was asked for at once has no order')
  else if (followsIds(reading, a, b)) {
    reading.leave('a list in the order of its ids has one of its own')
  } else tell(reading, 'order', { a, b, place })
}

function itemAt(place: Place, at: number): Place {
  return { ...place, pointer: `${place.pointer}/${at}`, below: `${place.below}/${at}` }
}

/**
 * Whether all that stands the other way round is, on both sides, in the order of its ids. Where an
 * order was asked for, that decides between equals alone.
 */
function followsIds(reading: Reading, a: unknown[], b: unknown[]): boolean {
  const path = orderedBy(reading.now.pair.A.request)
  const keysB = b.map((item) => keyOf(reading, 'B', item))
  const items = a.map((item) => {
    const at = keysB.indexOf(keyOf(reading, 'A', item))
    const rank = JSON.stringify(valueAt(item, path))?.toLowerCase()
    return { at, rank, a: idOf(reading, 'A', item), b: idOf(reading, 'B', b[at]) }
  })
  return items.every((one, place) =>
    items
      .slice(place + 1)
      .filter((later) => later.at < one.at)
      .every(
        (later) => one.a !== '' && one.a < later.a && later.b < one.b && one.rank === later.rank,
      ),
  )
}

/** The attribute that a list was to be sorted by, in the query or the body of a search. */
function orderedBy({ query, body }: Request): readonly string[] {
  const asked = { ...(body as Tree | undefined), ...query }
  const [, by] =
    Object.entries(asked).find(([name]) => /^\$?(sort|order)(_?by)?$/i.test(name)) ?? []
  return typeof by === 'string' ? by.replace(/^[-+]/, '').split('.') : []
}

function valueAt(item: unknown, path: readonly string[]): unknown {
  if (path.length === 0) return undefined
  return path.reduce<unknown>((value, name) => (value as Tree | undefined)?.[name], item)
}

function idOf(reading: Reading, side: Side, item: unknown): string {
  const leaves = typeof item === 'object' ? Object.values(item ?? {}) : [item]
  return leaves.map(String).find((leaf) => reading.ids[side].has(leaf)) ?? ''
}

/** Items that only one side has are told, and the others held against each other. */
function compareUneven(
  reading: Reading,
  [a, keysA]: [unknown[], string[]],
  [b, keysB]: [unknown[], string[]],
  place: Place,
): void {
  const rest = keysB.map((key, at) => ({ key, at }))
  for (const [at, key] of keysA.entries()) {
    const found = rest.findIndex((one) => one.key === key)
    if (found < 0) tellAlone(reading, { a: a[at], b: undefined, place: itemAt(place, at) })
    else {
      const [{ at: other } = { at: 0 }] = rest.splice(found, 1)
      compare(reading, a[at], b[other], itemAt(place, at))
    }
  }
  for (const { at } of rest) {
    tellAlone(reading, { a: undefined, b: b[at], place: itemAt(place, at) })
  }
}

/** Tells of an item that one side has, unless another scenario made it meanwhile. */
function tellAlone(reading: Reading, told: Told): void {
  const of = new RegExp(`rehearsal-\\w+-(?!${reading.mark})\\d{10}`, 'i')
  if (!of.test(JSON.stringify([told.a, told.b]))) tell(reading, 'missing', told)
  else reading.leave('what other scenarios make meanwhile is not compared')
}

function isOfEverybody({ identity }: Reading, a: unknown[], b: unknown[]): boolean {
  return [...a, ...b].every(
    (item) => typeof item === 'object' && item !== null && identity.some((key) => key in item),
  )
}

/** Of a list of everybody only what the scenario made, and what has a word for an id, is compared. */
function compareOurs(reading: Reading, a: unknown[], b: unknown[], place: Place): void {
  const [ofA, ofB] = [ours(reading, 'A', a), ours(reading, 'B', b)]
  if (ofA.length < a.length || ofB.length < b.length) leaveStrangers(reading)
  for (const key of new Set([...ofA, ...ofB].map((one) => one.key))) {
    const [one, other] = [ofA, ofB].map((items) => items.find((item) => item.key === key)?.item)
    const known = isOurs(reading, 'A', one ?? {}) || isOurs(reading, 'B', other ?? {})
    if (one && other) compare(reading, one, other, { ...place, pointer: `${place.pointer}/*` })
    else if (known) reading.leave('a page of everybody may or may not show who was made')
    else {
      const at = { ...place, pointer: `${place.pointer}/${key}` }
      tell(reading, 'missing', { a: one, b: other, place: at })
    }
  }
}

interface Item {
  /** What names it on both sides. */
  readonly key: string
  readonly item: unknown
}

function ours(reading: Reading, side: Side, items: unknown[]): Item[] {
  return items
    .filter((item) => !isStranger(reading, side, item as Tree))
    .map((item) => {
      const tree = item as Tree
      const [id] = reading.identity.filter((key) => key in tree).map((key) => String(tree[key]))
      return { item, key: reading.bonds.nameOf(side, '', id ?? '') ?? id ?? '' }
    })
}
