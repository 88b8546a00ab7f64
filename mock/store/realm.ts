import type { Range, Realm, Row, Schema, Table } from '../directory/realm.ts'
import { TableRows } from './table-rows.ts'

/** What happened to one row; `undefined` stands for no row. */
export interface Change {
  readonly table: string
  readonly id: string
  readonly before: Row | undefined
  readonly after: Row | undefined
}

/**
 * A realm in memory, with the list of what has changed in it: first the changes that are staged,
 * which will stay if they can be written, then those of the request that is being answered.
 */
export class MemoryRealm implements Realm {
  readonly schema: Schema
  readonly #tables: ReadonlyMap<string, TableRows>
  #changes: Change[] = []
  #staged = 0

  constructor(schema: Schema, from?: MemoryRealm) {
    this.schema = schema
    this.#tables = new Map(
      schema.map((rules) => [
        rules.table.name,
        new TableRows(rules, from ? from.#rows(rules.table.name) : undefined),
      ]),
    )
  }

  /** An independent copy in constant time: neither sees what the other changes. */
  fork(): MemoryRealm {
    return new MemoryRealm(this.schema, this)
  }

  /** The same without the changes that could still be taken back. */
  forkOfKept(): MemoryRealm {
    const copy = this.fork()
    copy.#takeBack([...this.#changes])
    return copy
  }

  get<R extends Row>(table: Table<R>, id: string): R | undefined {
    return this.#rows(table.name).get(id) as R | undefined
  }

  scan<R extends Row>(table: Table<R>, range: Range): Iterable<R> {
    return this.#rows(table.name).scan(range) as Iterable<R>
  }

  ids<R extends Row>(table: Table<R>, range: Range): Iterable<string> {
    return this.#rows(table.name).ids(range)
  }

  count<R extends Row>(table: Table<R>, range: Range): number {
    return this.#rows(table.name).count(range)
  }

  put<R extends Row>(table: Table<R>, row: R): void {
    this.#record({ table: table.name, id: row.id, before: this.get(table, row.id), after: row })
  }

  remove<R extends Row>(table: Table<R>, id: string): void {
    const before = this.get(table, id)
    if (before) this.#record({ table: table.name, id, before, after: undefined })
  }

  attempt<T>(work: () => T): T {
    const mark = this.#changes.length
    try {
      return work()
    } catch (error) {
      this.undo(mark)
      throw error
    }
  }

  /** What changed since the last commit or stage, oldest first. */
  get changes(): readonly Change[] {
    return this.#changes.slice(this.#staged)
  }

  /** How many changes are staged. */
  get staged(): number {
    return this.#staged
  }

  /** The changes are being written. */
  stage(): void {
    this.#staged = this.#changes.length
  }

  /** Forgets the list of changes, or the first of it: they stay. */
  commit(count = this.#changes.length): void {
    this.#changes.splice(0, count)
    this.#staged = Math.max(0, this.#staged - count)
  }

  /** Takes back the changes after the first `mark`; those that are staged stay. */
  undo(mark = this.#staged): void {
    this.#takeBack(this.#changes.splice(mark))
  }

  /** Takes back all that was not committed. */
  revert(): void {
    this.#staged = 0
    this.undo()
  }

  /** Every table with its rows, for a snapshot. */
  *contents(): Generator<{ table: string; row: Row }> {
    for (const [table, rows] of this.#tables) for (const row of rows.all()) yield { table, row }
  }

  /** How many rows a table holds, deleted ones included. */
  size(table: string): number {
    return this.#rows(table).size
  }

  /** Takes in the rows of a table that has none, without recording a change. */
  fill(table: string, rows: readonly Row[]): void {
    this.#rows(table).fill(rows)
  }

  /** Puts a row as it was stored, without recording a change. */
  restore(table: string, id: string, row: Row | undefined): void {
    const rows = this.#rows(table)
    rows.replace(rows.get(id), row)
  }

  #takeBack(changes: Change[]): void {
    for (const { table, before, after } of changes.reverse()) {
      this.#rows(table).replace(after, before)
    }
  }

  #record(change: Change): void {
    this.#rows(change.table).replace(change.before, change.after)
    this.#changes.push(change)
  }

  #rows(table: string): TableRows {
    const rows = this.#tables.get(table)
    if (!rows) throw new Error(`no table is called ${table}`)
    return rows
  }
}

/** How changes leave each row that they touched, once: a group of which many become members is one. */
export function outcomeOf(
  changes: readonly Change[],
): (readonly [table: string, id: string, row: Row | null])[] {
  const last = new Map(
    changes.map(({ table, id, after }) => [`${table}/${id}`, { table, id, after }]),
  )
  return Array.from(last.values(), ({ table, id, after }) => [table, id, after ?? null])
}
