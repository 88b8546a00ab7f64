import { listed, type Query } from '../../directory/lists.ts'
import type { Reader, Row, Table } from '../../directory/realm.ts'
import { fold } from '../../directory/tables.ts'
import type { FilterAllowance } from '../../grammar/restrict-filter.ts'
import type { Reply } from '../dialect.ts'
import { type Condition, readFilter } from '../filters.ts'
import { items } from '../items.ts'

export interface ListQuery {
  readonly filter?: string
  readonly sortBy?: string
  readonly sortOrder?: string
  readonly count?: number
  /** From 1. */
  readonly startIndex?: number
}

interface Collection<R extends Row> {
  readonly table: Table<R>
  readonly tenant: string
  readonly allowance: FilterAllowance['attributes']
  /** The attribute whose exact value an index of the same name finds. */
  readonly indexed: string
  /** What filters and sorts look at. */
  attributes(row: R): Readonly<Record<string, unknown>>
  render(row: R, realm: Reader): unknown
}

/** A list as this API answers it: `resources` in lower case, and the total of all matches. */
export function answerList<R extends Row>(
  realm: Reader,
  asked: ListQuery,
  of: Collection<R>,
): Reply {
  const condition = asked.filter === undefined ? undefined : allowed(asked.filter, of)
  const { total, rows } = listed(realm, of.table, {
    range: range(of, condition),
    where: condition && ((row) => condition.matches(of.attributes(row))),
    order: order(asked, of),
    offset: (asked.startIndex ?? 1) - 1,
    ...(asked.count === undefined ? {} : { limit: asked.count }),
  })
  return { status: 200, body: { resources: items(rows, of.render), totalResults: total } }
}

function allowed<R extends Row>(filter: string, { allowance }: Collection<R>): Condition {
  return readFilter(filter, { attributes: allowance, combinations: ['and', 'or', 'grouping'] })
}

function range<R extends Row>({ tenant, indexed }: Collection<R>, condition?: Condition) {
  const value = condition?.equal(indexed)
  if (value === undefined) return { index: 'live', within: [tenant] }
  return { index: indexed, within: [tenant, fold(value)] }
}

function order<R extends Row>(
  { sortBy, sortOrder }: ListQuery,
  of: Collection<R>,
): Query<R>['order'] {
  if (sortBy === undefined) return undefined
  const key = (row: R) => fold(String(valueAt(of.attributes(row), sortBy)))
  return { key, descending: sortOrder === 'descending' }
}

function valueAt(attributes: Readonly<Record<string, unknown>>, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (value, part) => (value as Record<string, unknown> | undefined)?.[part] ?? '',
      attributes,
    )
}
