import type { Index, Range, Row } from '../directory/realm.ts'
import { ascends, byText, emptyTree, keyAt, rank, setOf, type Tree } from './trees.ts'

/** One index of a table: its rows in the order of a key. */
export class IndexRows {
  readonly #index: Index<Row>
  /** Places alone; each ends with the id of its row. */
  #places: Tree<undefined>

  constructor(index: Index<Row>, from?: IndexRows) {
    this.#index = index
    this.#places = from ? from.#places.clone() : emptyTree(byText)
  }

  /** Puts `row` where `before` was; either may be missing. */
  replace(before: Row | undefined, row: Row | undefined): void {
    if (before && row && this.#keepsPlaces(before, row)) return
    const old = before ? this.#placesOf(before) : none
    const now = row ? this.#placesOf(row) : none
    for (const place of old) if (!now.includes(place)) this.#places.delete(place)
    for (const place of now) if (!old.includes(place)) this.#places.set(place, undefined)
  }

  /** Takes in the rows of a table that had none. Keys of one row differ. */
  fill(rows: readonly Row[]): void {
    const index = this.#index
    const places: string[] = []
    for (const row of rows) {
      if (index.keys) places.push(...this.#placesOf(row))
      else {
        const key = index.key(row)
        if (key) places.push(placeOf(key, row.id))
      }
    }
    // Without a comparison texts are sorted by their units, as here, and much faster.
    if (!ascends(places, byText)) places.sort()
    this.#places = setOf(places, byText)
  }

  /** The ids of a range, in its order. The tree must not change before the walk is over. */
  scan(range: Range): Iterable<string> {
    return this.#few(range) ?? this.#walk(range)
  }

  /** All ids of a range that has few: a walk costs more to begin than they do. */
  #few(range: Range): readonly string[] | undefined {
    const [from, to] = boundsOf(range)
    if (range.skip || range.after || to === undefined) return undefined
    const ids: string[] = []
    for (const [place] of this.#places.entries(from)) {
      if (place >= to) break
      if (ids.push(idIn(place)) > FEW) return undefined
    }
    return range.descending ? ids.reverse() : ids
  }

  *#walk(range: Range): Generator<string> {
    const { descending, skip = 0 } = range
    const [from, to] = boundsOf(range)
    const behind = this.#begin(range)
    if (skip > 0 && behind === undefined) return
    const pairs = descending
      ? this.#places.entriesReversed(behind ?? to, undefined, true)
      : this.#places.entries(behind ?? from)
    for (const [key] of pairs) {
      if (descending ? key < from : to !== undefined && key >= to) return
      if (key !== behind) yield idIn(key)
    }
  }

  /** Of all rows of the range, wherever a walk of it begins. */
  count(range: Range): number {
    const [from, to] = boundsOf(range)
    return Math.max(0, this.#rank(to) - this.#rank(from))
  }

  /** Behind which place a walk begins; undefined at the end of the range, or where none is left. */
  #begin(range: Range): string | undefined {
    const { descending, after, skip = 0 } = range
    const place = after && placeOf(after.key, after.id)
    if (skip === 0) return place
    const [from, to] = boundsOf(range)
    if (descending) return keyAt(this.#places, this.#rank(place ?? to) - skip)
    const passed = place !== undefined && this.#places.has(place) ? 1 : 0
    return keyAt(this.#places, this.#rank(place ?? from) + passed + skip - 1)
  }

  #rank(place: string | undefined): number {
    return place === undefined ? this.#places.size : rank(this.#places, place, byText)
  }

  /** Most changes of a row alter nothing by which it is found. */
  #keepsPlaces(before: Row, row: Row): boolean {
    const index = this.#index
    if (!index.keys) return isSameKey(index.key(before), index.key(row))
    const old = index.keys(before)
    const now = index.keys(row)
    return old.length === now.length && old.every((each, at) => isSameKey(each, now[at]))
  }

  #placesOf(row: Row): readonly string[] {
    const index = this.#index
    if (index.keys) return index.keys(row).map((key) => placeOf(key, row.id))
    const key = index.key(row)
    return key ? [placeOf(key, row.id)] : none
  }
}

const none: readonly string[] = []

const FEW = 16

function isSameKey(one?: readonly string[], other?: readonly string[]): boolean {
  if (!one || !other) return one === other
  return one.length === other.length && one.every((part, at) => part === other[at])
}

/** Where a range begins, and the first place behind it, if there is one. */
function boundsOf({ within, startsWith = '', between }: Range): [string, string | undefined] {
  const start = startOf(within)
  if (!between) return [start + escaped(startsWith), next(start + escaped(startsWith))]
  const [least = '', greatest] = between
  // Each part ends with a NUL, and this comes behind it.
  const end = greatest === undefined ? next(start) : `${start}${escaped(greatest)}\x01`
  return [start + escaped(least), end]
}

/**
 * A key and an identifier as one text that sorts as they do. It is made by `join`, for what is
 * made by `+` costs more memory for as long as it lives.
 */
function placeOf(key: readonly string[], id: string): string {
  const parts: string[] = []
  for (const part of key) parts.push(escaped(part))
  parts.push(String.fromCharCode(Math.min(id.length, 0xffff)), escaped(id))
  return parts.join('\0')
}

function idIn(place: string): string {
  const id = place.slice(place.lastIndexOf('\0') + 1)
  return id.includes('\x01') ? id.replaceAll('\x01\x01', '\0').replaceAll('\x01\x02', '\x01') : id
}

/** What the places of all keys that begin with these parts begin with; each part ends with a NUL. */
function startOf(parts: readonly string[]): string {
  return parts.map((part) => `${escaped(part)}\0`).join('')
}

/** No part may hold the NUL that ends it. */
function escaped(part: string): string {
  if (!part.includes('\0') && !part.includes('\x01')) return part
  return part.replaceAll('\x01', '\x01\x02').replaceAll('\0', '\x01\x01')
}

/** The least text that is greater than every text that begins so; undefined when there is none. */
function next(start: string): string | undefined {
  const last = start.charCodeAt(start.length - 1)
  if (Number.isNaN(last)) return undefined
  return last < 0xffff
    ? start.slice(0, -1) + String.fromCharCode(last + 1)
    : next(start.slice(0, -1))
}
