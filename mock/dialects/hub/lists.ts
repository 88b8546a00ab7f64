import { type Cut, listed, pageOf } from '../../directory/lists.ts'
import type { Range, Reader, Row, Table } from '../../directory/realm.ts'
import { fold } from '../../directory/tables.ts'
import {
  type BracketCondition,
  bracketConditions,
  satisfies,
} from '../../grammar/bracket-filter.ts'
import type { Call, Reply } from '../dialect.ts'
import { items } from '../items.ts'
import type { View } from './records.ts'

interface Collection<R extends Row> {
  readonly table: Table<R>
  readonly range: Range
  /** What holds of the rows wanted beside the filters. */
  readonly where?: (row: R) => boolean
  /** What filters and sorts look at. */
  view(row: R): View
  render(row: R, realm: Reader): unknown
}

/** A page as this API answers it: the total of all matches, and the data of the page. */
export function answerList<R extends Row>(realm: Reader, call: Call, of: Collection<R>): Reply {
  const conditions = conditionsOf(call)
  const { where = () => true } = of
  const filtered = conditions.length > 0 || of.where !== undefined
  const { total, rows } = listed(realm, of.table, {
    range: of.range,
    where: filtered
      ? (row) => where(row) && (conditions.length === 0 || holds(of.view(row), conditions))
      : undefined,
    ...cut(call, of.view),
  })
  return { status: 200, body: { totalCount: total, data: items(rows, of.render) } }
}

/** A page of what stands in no single table; the items are filtered here. */
export function answerItems<R extends Row>(
  all: Iterable<R>,
  call: Call,
  { view, render }: Pick<Collection<R>, 'view' | 'render'>,
): Reply {
  const conditions = conditionsOf(call)
  const matches = [...all].filter((item) => holds(view(item), conditions))
  const { total, rows } = pageOf(matches, cut(call, view))
  return { status: 200, body: { totalCount: total, data: items(() => rows, render) } }
}

export type DeletedView = 'deletedOnly' | 'notDeletedOnly' | 'all'

/** Which users a list looks at: dates of deletion without a word on it mean the deleted ones. */
export function deletedView({ query }: Call): DeletedView {
  const asked = query['filter[deleted][EQ]'] as DeletedView | undefined
  const dated = 'filter[deleted][LT]' in query || 'filter[deleted][GT]' in query
  return asked ?? (dated ? 'deletedOnly' : 'notDeletedOnly')
}

/** The value that a filter asks to equal, if it does. */
export function equal({ query }: Call, property: string): string | undefined {
  return query[`filter[${property}][EQ]`] as string | undefined
}

/** `filter[deleted][EQ]` is a word for a view, and not a value that anybody has. */
function conditionsOf({ query }: Call): BracketCondition[] {
  return bracketConditions(query).filter(
    ({ property, operator }) => property !== 'deleted' || operator !== 'EQ',
  )
}

function holds(view: View, conditions: readonly BracketCondition[]): boolean {
  return conditions.every((condition) =>
    satisfies(view[condition.property], condition, { exact: condition.property === '_id' }),
  )
}

function cut<R extends Row>({ query }: Call, view: (row: R) => View): Cut<R> {
  const limit = query['page[limit]'] as number | undefined
  const sort = query.sort as string | undefined
  const name = sort?.replace(/^-/, '') ?? ''
  return {
    offset: (query['page[offset]'] as number | undefined) ?? 0,
    ...(limit === undefined ? {} : { limit }),
    order:
      sort === undefined
        ? undefined
        : { key: (row) => fold(String(view(row)[name] ?? '')), descending: sort.startsWith('-') },
  }
}
