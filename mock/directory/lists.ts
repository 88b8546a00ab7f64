import type { Range, Reader, Row, Table } from './realm.ts'

export interface Order<R extends Row> {
  key(row: R): string
  readonly descending: boolean
  /** What tells rows apart whose keys are equal. */
  readonly next?: Order<R> | undefined
}

export interface Query<R extends Row> {
  /** An index range that holds every row wanted; the order of a list without `order`. */
  readonly range: Range
  readonly where?: ((row: R) => boolean) | undefined
  /** What to sort by; equal keys keep the order of the range. */
  readonly order?: Order<R> | undefined
  /** How many matches to leave out, from 0. */
  readonly offset?: number
  readonly limit?: number
}

/** How a list is sorted and cut. */
export type Cut<R extends Row> = Pick<Query<R>, 'order' | 'offset' | 'limit'>

export interface Page<R extends Row> {
  /** How many rows match, on all pages together. */
  readonly total: number
  readonly rows: readonly R[]
}

/** One page of the rows that match: filter, then count, then sort, then cut. */
export function list<R extends Row>(realm: Reader, table: Table<R>, query: Query<R>): Page<R> {
  if (!query.where && !query.order) return unfiltered(realm, table, query)
  const matches: R[] = []
  for (const row of realm.scan(table, query.range)) {
    if (!query.where || query.where(row)) matches.push(row)
  }
  return pageOf(matches, query)
}

/** A list of which the number is known, and the rows are read one by one. */
export interface Listed<R extends Row> {
  /** How many rows match, on all pages together. */
  readonly total: number
  /** Those wanted, from the realm or a copy of it. */
  rows(realm: Reader): Iterable<R>
}

/** The same for a list that may be long: only a filter or an order reads its rows beforehand. */
export function listed<R extends Row>(realm: Reader, table: Table<R>, query: Query<R>): Listed<R> {
  if (query.where || query.order) {
    const { total, rows } = list(realm, table, query)
    return { total, rows: () => rows }
  }
  const total = realm.count(table, query.range)
  return { total, rows: (from) => stretch(from, table, query) }
}

/** One page of what has been filtered: count, then sort, then cut. */
export function pageOf<R extends Row>(
  matches: readonly R[],
  { order, offset = 0, limit = Number.POSITIVE_INFINITY }: Cut<R>,
): Page<R> {
  const rows = order ? sorted(matches, order) : matches
  return { total: matches.length, rows: rows.slice(offset, offset + limit) }
}

function unfiltered<R extends Row>(realm: Reader, table: Table<R>, query: Query<R>): Page<R> {
  const rows = [...stretch(realm, table, query)]
  return { total: realm.count(table, query.range), rows }
}

function* stretch<R extends Row>(
  realm: Reader,
  table: Table<R>,
  { range, offset = 0, limit = Number.POSITIVE_INFINITY }: Query<R>,
): Generator<R> {
  if (limit <= 0) return
  let left = limit
  for (const row of realm.scan(table, { ...range, skip: offset })) {
    yield row
    if (--left === 0) return
  }
}

/** Sorting keeps the order of equals, so the key that counts most comes last. */
function sorted<R extends Row>(unsorted: readonly R[], order: Order<R>): R[] {
  const rows = order.next ? sorted(unsorted, order.next) : unsorted
  const keys = new Map(rows.map((row) => [row, order.key(row)]))
  const sign = order.descending ? -1 : 1
  return rows.toSorted((one, other) => sign * compare(keys.get(one) ?? '', keys.get(other) ?? ''))
}

function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other)
}
