import type { Index, Range, Row } from '../directory/realm.ts'
import { IndexRows } from './index-rows.ts'

/** Beyond so many changes it costs less to have the index than to remember them. */
const MANY = 1000

/**
 * An index that is made when it is first needed, for a start with many rows spends most of its time
 * on indexes. What changes before is remembered; forks have one made for all of them.
 */
export class LaterIndex {
  readonly #index: Index<Row>
  #made: IndexRows | undefined
  #make: () => IndexRows
  #changes: (readonly [before: Row | undefined, row: Row | undefined])[] = []

  constructor(index: Index<Row>, from?: LaterIndex) {
    this.#index = index
    this.#make = from ? from.#make : once(() => new IndexRows(index))
    if (!from) return
    if (from.#made) this.#made = new IndexRows(index, from.#made)
    this.#changes = [...from.#changes]
  }

  /** Puts `row` where `before` was; either may be missing. */
  replace(before: Row | undefined, row: Row | undefined): void {
    if (this.#made || this.#changes.length === MANY) this.#now().replace(before, row)
    else this.#changes.push([before, row])
  }

  /** Is to take in the rows of a table that had none. */
  fill(rows: readonly Row[]): void {
    const index = this.#index
    this.#make = once(() => {
      const made = new IndexRows(index)
      made.fill(rows)
      return made
    })
  }

  scan(range: Range): Iterable<string> {
    return this.#now().scan(range)
  }

  count(range: Range): number {
    return this.#now().count(range)
  }

  #now(): IndexRows {
    if (this.#made) return this.#made
    const made = new IndexRows(this.#index, this.#make())
    for (const [before, row] of this.#changes.splice(0)) made.replace(before, row)
    this.#made = made
    return made
  }
}

/** Work that is done once, and lets go then of what it was done with. */
function once<T>(work: () => T): () => T {
  let rest: (() => T) | undefined = work
  let done: T
  return () => {
    if (rest) done = rest()
    rest = undefined
    return done
  }
}
