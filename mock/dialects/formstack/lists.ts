import { list } from '../../directory/lists.ts'
import type { Reader, Row, Table } from '../../directory/realm.ts'
import { fold } from '../../directory/tables.ts'
import type { Call, Reply } from '../dialect.ts'
import { readFilter } from '../filters.ts'

interface ListQuery {
  readonly filter?: string
  readonly count?: number
  readonly startIndex?: number
}

interface Collection<R extends Row> {
  readonly table: Table<R>
  /** The only attribute that `eq` may ask for; an index of that name finds it. */
  readonly filtered?: string
  render(row: R): unknown
}

const DEFAULT_COUNT = 10

/** A page as this API answers it: ten by default, and `itemsPerPage` is what was asked for. */
export function answerList<R extends Row>(realm: Reader, call: Call, of: Collection<R>): Reply {
  const { filter, count = DEFAULT_COUNT, startIndex = 1 } = call.query as ListQuery
  const limit = Math.max(count, 0)
  const start = Math.max(startIndex, 1)
  const { total, rows } = list(realm, of.table, {
    range: range(call.caller.tenant, of, filter),
    offset: start - 1,
    limit,
  })
  const body = {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
    totalResults: total,
    startIndex: start,
    itemsPerPage: limit,
    Resources: rows.map(of.render),
  }
  return { status: 200, body }
}

/** One equality is all that a filter can say here, so the index answers it whole. */
function range<R extends Row>(tenant: string, { filtered }: Collection<R>, filter?: string) {
  if (filter === undefined) return { index: 'live', within: [tenant] }
  const attributes = filtered === undefined ? {} : { [filtered]: ['eq'] as const }
  const value = readFilter(filter, { attributes, combinations: [] }).equal(filtered ?? '')
  // A number or null equals no name.
  return { index: filtered ?? '', within: [tenant, fold(value ?? '')] }
}
