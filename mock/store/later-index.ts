import type { Index, Range, Row } from '../directory/realm.ts'
import { IndexRows } from './index-rows.ts'

/** Beyond so many changes they are forgotten: an index of all rows costs less than to go after them. */
const MANY = 1000

/** Gives the rows of the table as they are now, whatever happens to it later. */
export type Frozen = () => Iterable<Row>

/**
 * An index that is made when it is first needed, for a start with many rows spends most of its time
 * on indexes, and a change most of its own. A few changes before are remembered; forks have one made
 * for all of them.
 */
export class LaterIndex {
  readonly #index: Index<Row>
  readonly #frozen: Frozen
  #made: IndexRows | undefined
  /** Undefined when it is made, and when too much has changed since: the rows are looked at anew then. */
  #make: (() => IndexRows) | undefined
  #changes: (readonly [before: Row | undefined, row: Row | undefined])[] = []

  /** @param from what this is a fork of, of a table that has the same rows now. */
  constructor(index: Index<Row>, frozen: Frozen, from?: LaterIndex) {
    this.#index = index
    this.#frozen = frozen
    if (!from) this.#make = once(() => new IndexRows(index))
    else if (from.#made) this.#made = new IndexRows(index, from.#made)
    else {
      from.#make ??= from.#later(frozen())
      this.#make = from.#make
      this.#changes = [...from.#changes]
    }
  }

  /** Puts `row` where `before` was; either may be missing. */
  replace(before: Row | undefined, row: Row | undefined): void {
    if (this.#made) this.#made.replace(before, row)
    else if (this.#make) this.#changes.push([before, row])
    if (this.#changes.length <= MANY) return
    this.#make = undefined
    this.#changes = []
  }

  /** Is to take in the rows of a table that had none. */
  fill(rows: readonly Row[]): void {
    this.#make = this.#later(rows)
  }

  scan(range: Range): Iterable<string> {
    return this.#now().scan(range)
  }

  count(range: Range): number {
    return this.#now().count(range)
  }

  #later(rows: Iterable<Row>): () => IndexRows {
    const index = this.#index
    return once(() => {
      const made = new IndexRows(index)
      made.fill([...rows])
      return made
    })
  }

  #now(): IndexRows {
    if (this.#made) return this.#made
    const make = this.#make ?? this.#later(this.#frozen())
    const made = new IndexRows(this.#index, make())
    for (const [before, row] of this.#changes.splice(0)) made.replace(before, row)
    this.#made = made
    this.#make = undefined
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
