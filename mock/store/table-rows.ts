import BTreeModule from 'sorted-btree'
import type { Index, Range, Row, TableRules } from '../directory/realm.ts'

// The package is CommonJS: under ESM its default export is the module itself.
const BTree = BTreeModule.default
type Tree<V> = InstanceType<typeof BTree<string, V>>

/** The rows of one table and its indexes, in copy-on-write B-trees. */
export class TableRows {
  readonly rules: TableRules
  readonly #rows: Tree<Row>
  readonly #indexes: ReadonlyMap<
    string,
    { index: Index<Row>; tree: Tree<string>; sizes: Tree<number> }
  >

  constructor(rules: TableRules, from?: TableRows) {
    this.rules = rules
    this.#rows = from ? from.#rows.clone() : new BTree<string, Row>(undefined, compare)
    this.#indexes = new Map(
      rules.indexes.map((index) => {
        const old = from ? from.#indexes.get(index.name) : undefined
        return [
          index.name,
          {
            index,
            tree: old ? old.tree.clone() : new BTree<string, string>(undefined, compare),
            sizes: old ? old.sizes.clone() : new BTree<string, number>(undefined, compare),
          },
        ]
      }),
    )
  }

  get(id: string): Row | undefined {
    return this.#rows.get(place(id))
  }

  get size(): number {
    return this.#rows.size
  }

  all(): Iterable<Row> {
    return this.#rows.values()
  }

  /** Puts `row` where `before` was; either may be missing. */
  replace(before: Row | undefined, row: Row | undefined): void {
    if (row) this.#rows.set(place(row.id), row)
    else if (before) this.#rows.delete(place(before.id))
    for (const { index, tree, sizes } of this.#indexes.values()) {
      const old = before && index.key(before)
      const key = row && index.key(row)
      const oldPlace = before && old && join(old) + place(before.id)
      const newPlace = row && key && join(key) + place(row.id)
      if (oldPlace === newPlace) continue
      if (oldPlace !== undefined) tree.delete(oldPlace)
      if (newPlace !== undefined && row) tree.set(newPlace, row.id)
      if (old?.[0] === key?.[0]) continue
      if (old) resize(sizes, old[0] ?? '', -1)
      if (key) resize(sizes, key[0] ?? '', 1)
    }
  }

  /** Rows of an index range, in its order. The tree must not change before the walk is over. */
  *scan(range: Range): Generator<Row> {
    const { tree } = this.#index(range)
    const from = join(range.within) + escaped(range.startsWith ?? '')
    const pairs = range.descending
      ? tree.entriesReversed(after(from), undefined, true)
      : tree.entries(from)
    for (const [key, id] of pairs) {
      if (!key.startsWith(from)) return
      yield this.get(id) as Row
    }
  }

  count(range: Range): number {
    const { sizes } = this.#index(range)
    if (range.within.length === 1 && range.startsWith === undefined) {
      return sizes.get(range.within[0] as string) ?? 0
    }
    let count = 0
    for (const _ of this.scan(range)) count++
    return count
  }

  #index({ index }: Range) {
    const found = this.#indexes.get(index)
    if (!found) throw new Error(`table ${this.rules.table.name} has no index ${index}`)
    return found
  }
}

function resize(sizes: Tree<number>, key: string, by: number): void {
  const size = (sizes.get(key) ?? 0) + by
  if (size === 0) sizes.delete(key)
  else sizes.set(key, size)
}

/** The parts of a key as one text that sorts as they do; each part ends with a NUL. */
function join(parts: readonly string[]): string {
  let text = ''
  for (const part of parts) text += `${escaped(part)}\0`
  return text
}

/** No part may hold the NUL that ends it. */
function escaped(part: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these two are the escapes themselves
  return /[\0\x01]/.test(part)
    ? part.replaceAll('\x01', '\x01\x02').replaceAll('\0', '\x01\x01')
    : part
}

/** The least text that is greater than every text that begins so; undefined when there is none. */
function after(start: string): string | undefined {
  const last = start.charCodeAt(start.length - 1)
  if (Number.isNaN(last)) return undefined
  return last < 0xffff
    ? start.slice(0, -1) + String.fromCharCode(last + 1)
    : after(start.slice(0, -1))
}

/** Sorts shorter identifiers first, so that numbers stand in the order of their value. */
function place(id: string): string {
  return String.fromCharCode(Math.min(id.length, 0xffff)) + id
}

function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other)
}
