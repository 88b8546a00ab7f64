/** A realm is whose data it is: a set of tables whose rows are replaced, never edited. */

export interface Row {
  readonly id: string
}

/** A table by name; `Row` says what it holds. */
export interface Table<R extends Row> {
  readonly name: string
  /** What one row is called in a message. */
  readonly noun: string
  /** Never set: it ties the type of the rows to the name. */
  readonly row?: R
}

/** An index orders rows by the parts of a key. A row without a key is not in it. */
export interface Index<R extends Row> {
  readonly name: string
  /** A method, so that rules of different tables can stand in one schema. */
  key(row: R): readonly string[] | undefined
  /** All keys of a row, each once, where it may have several; `key` gives one of them then. */
  keys?(row: R): readonly (readonly string[])[]
  /** The field whose value no two rows may share; the whole key is compared. */
  readonly unique?: string
  /** Seldom asked for: a store may put it in order when that happens first. */
  readonly seldom?: true
}

/** The rows found at `[row id]` in `index` refer to a row of `to`; they go when it goes. */
export interface Reference {
  readonly index: string
  readonly to: string
}

export interface TableRules<R extends Row = Row> {
  readonly table: Table<R>
  readonly indexes: readonly Index<R>[]
  readonly references: readonly Reference[]
}

export type Schema = readonly TableRules[]

/** The rows of an index whose key begins with `within`, and goes on with text that starts so. */
export interface Range {
  readonly index: string
  readonly within: readonly string[]
  readonly startsWith?: string
  /** The least and the greatest text that the key may go on with; either may be left out. */
  readonly between?: readonly [least: string | undefined, greatest: string | undefined]
  readonly descending?: boolean
  /** Begins behind the place of a row, whether the row is there or not. */
  readonly after?: { readonly key: readonly string[]; readonly id: string }
  /** How many rows to leave out, without looking at them. */
  readonly skip?: number
}

export interface Reader {
  readonly schema: Schema
  get<R extends Row>(table: Table<R>, id: string): R | undefined
  /** Rows in the order of the index. Collect them before changing the table. */
  scan<R extends Row>(table: Table<R>, range: Range): Iterable<R>
  /** The ids of such rows, for whom the rows themselves do not matter. */
  ids<R extends Row>(table: Table<R>, range: Range): Iterable<string>
  count<R extends Row>(table: Table<R>, range: Range): number
}

export interface Realm extends Reader {
  put<R extends Row>(table: Table<R>, row: R): void
  remove<R extends Row>(table: Table<R>, id: string): void
  /** Runs `work`; what it changed is undone when it throws. */
  attempt<T>(work: () => T): T
}

/** Time and identifiers come in; the directory reads neither by itself. */
export interface World {
  /** UTC, ISO 8601 with milliseconds. */
  now(): string
  uuid(): string
}
