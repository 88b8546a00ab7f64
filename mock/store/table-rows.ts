import QuickLRU from 'quick-lru'
import type { Index, Range, Row, TableRules } from '../directory/realm.ts'
import { IndexRows } from './index-rows.ts'
import { type Frozen, LaterIndex } from './later-index.ts'
import { ascends, byPlace, emptyTree, type Tree, treeOf } from './trees.ts'

/** Behind so many rows of a walk nobody looks for one again soon: to remember them costs more than to find them. */
const LONG = 1000

/** The rows of one table and its indexes, in copy-on-write B-trees. */
export class TableRows {
  readonly rules: TableRules
  #rows: Tree<Row>
  /** Those lately asked for: each step of a search in a large tree waits for memory. */
  readonly #lately = new QuickLRU<string, Row>({ maxSize: 2 ** 15 })
  readonly #indexes: ReadonlyMap<string, IndexRows | LaterIndex>

  constructor(rules: TableRules, from?: TableRows) {
    this.rules = rules
    this.#rows = from ? from.#rows.clone() : emptyTree(byPlace)
    const frozen = () => this.#rows.clone().values()
    this.#indexes = new Map(
      rules.indexes.map((index) => {
        const old = from ? from.#indexes.get(index.name) : undefined
        return [index.name, forked(index, frozen, old)]
      }),
    )
  }

  get(id: string): Row | undefined {
    const known = this.#lately.get(id)
    if (known) return known
    const row = this.#rows.get(id)
    if (row) this.#lately.set(row.id, row)
    return row
  }

  get size(): number {
    return this.#rows.size
  }

  all(): Iterable<Row> {
    return this.#rows.values()
  }

  /** Puts `row` where `before` was; either may be missing. */
  replace(before: Row | undefined, row: Row | undefined): void {
    if (row) {
      this.#rows.set(row.id, row)
      this.#lately.set(row.id, row)
    } else if (before) {
      this.#rows.delete(before.id)
      this.#lately.delete(before.id)
    }
    for (const index of this.#indexes.values()) index.replace(before, row)
  }

  /** Takes in many rows at once where none are; of those with the same id the last stays. */
  fill(rows: readonly Row[]): void {
    const kept = inPlaces(rows)
    const ids = kept.map(({ id }) => id)
    this.#rows = treeOf(ids, kept, byPlace)
    for (const index of this.#indexes.values()) index.fill(kept)
  }

  /** Rows of an index range, in its order. The tree must not change before the walk is over. */
  *scan(range: Range): Generator<Row> {
    let number = 0
    for (const id of this.ids(range)) {
      yield (++number > LONG ? this.#rows.get(id) : this.get(id)) as Row
    }
  }

  ids(range: Range): Iterable<string> {
    return this.#index(range).scan(range)
  }

  count(range: Range): number {
    return this.#index(range).count(range)
  }

  #index({ index }: Range): IndexRows | LaterIndex {
    const found = this.#indexes.get(index)
    if (!found) throw new Error(`table ${this.rules.table.name} has no index ${index}`)
    return found
  }
}

function forked(
  index: Index<Row>,
  frozen: Frozen,
  from?: IndexRows | LaterIndex,
): IndexRows | LaterIndex {
  if (from instanceof LaterIndex) return new LaterIndex(index, frozen, from)
  return from || !index.seldom ? new IndexRows(index, from) : new LaterIndex(index, frozen)
}

function inPlaces(rows: readonly Row[]): Row[] {
  const ids = rows.map(({ id }) => id)
  if (ascends(ids, byPlace)) return [...rows]
  const last = new Map(rows.map((row) => [row.id, row]))
  // Much faster than with a comparison, which has to look at lengths alone then.
  const sorted = [...last.keys()].sort()
  const places = ascends(sorted, byPlace)
    ? sorted
    : sorted.sort((one, other) => one.length - other.length)
  return places.map((id) => last.get(id) as Row)
}
