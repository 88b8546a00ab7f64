import type { Index, Range, Row } from '../directory/realm.ts'
import { ascends, byText, emptyTree, type Tree, treeOf } from './trees.ts'

/** One index of a table: its rows in the order of a key. */
export class IndexRows {
  readonly #index: Index<Row>
  /** Places alone; each ends with the id of its row. */
  #places: Tree<undefined>
  /** How many rows each first part of a key has. */
  #sizes: Tree<number>

  constructor(index: Index<Row>, from?: IndexRows) {
    this.#index = index
    this.#places = from ? from.#places.clone() : emptyTree(byText)
    this.#sizes = from ? from.#sizes.clone() : emptyTree(byText)
  }

  /** Puts `row` where `before` was; either may be missing. */
  replace(before: Row | undefined, row: Row | undefined): void {
    if (before && row && this.#keepsPlaces(before, row)) return
    const old = before ? this.#entries(before) : none
    const now = row ? this.#entries(row) : none
    for (const [place, first] of old) {
      if (now.has(place)) continue
      this.#places.delete(place)
      this.#resize(first, -1)
    }
    for (const [place, first] of now) {
      if (old.has(place)) continue
      this.#places.set(place, undefined)
      this.#resize(first, 1)
    }
  }

  /** Takes in the rows of a table that had none. Keys of one row differ. */
  fill(rows: readonly Row[]): void {
    const places: string[] = []
    const sizes = new Map<string, number>()
    const take = (row: Row, key: readonly string[] | undefined) => {
      if (!key) return
      const first = key[0] ?? ''
      places.push(placeOf(key, row.id))
      sizes.set(first, (sizes.get(first) ?? 0) + 1)
    }
    const index = this.#index
    for (const row of rows) {
      if (!index.keys) take(row, index.key(row))
      else for (const key of index.keys(row)) take(row, key)
    }
    // Without a comparison texts are sorted by their units, as here, and much faster.
    if (!ascends(places, byText)) places.sort()
    const nothing = new Array<undefined>(places.length)
    this.#places = treeOf(places, nothing, byText)
    for (const [first, size] of sizes) this.#sizes.set(first, size)
  }

  /** The ids of a range, in its order. The tree must not change before the walk is over. */
  *scan(range: Range): Generator<string> {
    const { descending, after, skip = 0 } = range
    const [from, to] = boundsOf(range)
    const place = after && placeOf(after.key, after.id)
    const pairs = descending
      ? this.#places.entriesReversed(place ?? to, undefined, true)
      : this.#places.entries(place ?? from)
    let left = skip
    for (const [key] of pairs) {
      if (descending ? key < from : to !== undefined && key >= to) return
      if (key !== place && left-- <= 0) yield idIn(key)
    }
  }

  count(range: Range): number {
    const { within, startsWith, between } = range
    if (within.length === 1 && startsWith === undefined && !between) {
      return this.#sizes.get(within[0] as string) ?? 0
    }
    let count = 0
    for (const _ of this.scan(range)) count++
    return count
  }

  /** Most changes of a row alter nothing by which it is found. */
  #keepsPlaces(before: Row, row: Row): boolean {
    const index = this.#index
    if (!index.keys) return isSameKey(index.key(before), index.key(row))
    const old = index.keys(before)
    const now = index.keys(row)
    return old.length === now.length && old.every((each, at) => isSameKey(each, now[at]))
  }

  /** Where a row stands, and the first part of the key by which it does. */
  #entries(row: Row): ReadonlyMap<string, string> {
    const index = this.#index
    if (index.keys) {
      return new Map(index.keys(row).map((key) => [placeOf(key, row.id), key[0] ?? '']))
    }
    const key = index.key(row)
    return key ? new Map([[placeOf(key, row.id), key[0] ?? '']]) : none
  }

  #resize(key: string, by: number): void {
    const size = (this.#sizes.get(key) ?? 0) + by
    if (size === 0) this.#sizes.delete(key)
    else this.#sizes.set(key, size)
  }
}

const none: ReadonlyMap<string, string> = new Map()

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
  const length = String.fromCharCode(Math.min(id.length, 0xffff))
  return [...key.map(escaped), length, escaped(id)].join('\0')
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
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these two are the escapes themselves
  return /[\0\x01]/.test(part)
    ? part.replaceAll('\x01', '\x01\x02').replaceAll('\0', '\x01\x01')
    : part
}

/** The least text that is greater than every text that begins so; undefined when there is none. */
function next(start: string): string | undefined {
  const last = start.charCodeAt(start.length - 1)
  if (Number.isNaN(last)) return undefined
  return last < 0xffff
    ? start.slice(0, -1) + String.fromCharCode(last + 1)
    : next(start.slice(0, -1))
}
