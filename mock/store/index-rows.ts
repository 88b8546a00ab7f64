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
    const old = before && this.#index.key(before)
    const key = row && this.#index.key(row)
    const oldPlace = before && old && placeOf(old, before.id)
    const newPlace = row && key && placeOf(key, row.id)
    if (oldPlace === newPlace) return
    if (oldPlace !== undefined) this.#places.delete(oldPlace)
    if (newPlace !== undefined) this.#places.set(newPlace, undefined)
    if (old?.[0] === key?.[0]) return
    if (old) this.#resize(old[0] ?? '', -1)
    if (key) this.#resize(key[0] ?? '', 1)
  }

  /** Takes in the rows of a table that had none. */
  fill(rows: readonly Row[]): void {
    const places: string[] = []
    const sizes = new Map<string, number>()
    for (const row of rows) {
      const key = this.#index.key(row)
      if (!key) continue
      const first = key[0] ?? ''
      places.push(placeOf(key, row.id))
      sizes.set(first, (sizes.get(first) ?? 0) + 1)
    }
    // Without a comparison texts are sorted by their units, as here, and much faster.
    if (!ascends(places, byText)) places.sort()
    const nothing = new Array<undefined>(places.length)
    this.#places = treeOf(places, nothing, byText)
    for (const [first, size] of sizes) this.#sizes.set(first, size)
  }

  /** The ids of a range, in its order. The tree must not change before the walk is over. */
  *scan({ within, startsWith = '', descending, after, skip = 0 }: Range): Generator<string> {
    const from = startOf(within) + escaped(startsWith)
    const place = after && placeOf(after.key, after.id)
    const pairs = descending
      ? this.#places.entriesReversed(place ?? next(from), undefined, true)
      : this.#places.entries(place ?? from)
    let left = skip
    for (const [key] of pairs) {
      if (!key.startsWith(from)) return
      if (key !== place && left-- <= 0) yield idIn(key)
    }
  }

  count(range: Range): number {
    const { within, startsWith } = range
    if (within.length === 1 && startsWith === undefined) {
      return this.#sizes.get(within[0] as string) ?? 0
    }
    let count = 0
    for (const _ of this.scan(range)) count++
    return count
  }

  #resize(key: string, by: number): void {
    const size = (this.#sizes.get(key) ?? 0) + by
    if (size === 0) this.#sizes.delete(key)
    else this.#sizes.set(key, size)
  }
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
