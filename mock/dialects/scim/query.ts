/** What a query asks for, whether it comes as parameters or as a SearchRequest (RFC 7644 section 3.4). */
import { conditions } from '../../grammar/filter-conditions.ts'
import { excerpt } from '../../grammar/filter-tokens.ts'
import { restrictFilter } from '../../grammar/restrict-filter.ts'
import { type Filter, parseFilter } from '../../grammar/scim-filter.ts'
import { refusingFilter } from '../filters.ts'
import type { Face } from './face.ts'
import { ScimFailure } from './failure.ts'
import { limits } from './limits.ts'
import type { Projected } from './resources.ts'

/** As it came. */
export interface Asked extends Projected {
  readonly filter?: unknown
  readonly sortBy?: unknown
  readonly sortOrder?: unknown
  readonly startIndex?: unknown
  readonly count?: unknown
  readonly cursor?: unknown
}

export interface Query {
  readonly filter: Filter | undefined
  readonly sort: { readonly by: string; readonly descending: boolean } | undefined
  /** From 1. */
  readonly startIndex: number
  readonly count: number
  /** Empty for the first page of a walk by cursor; undefined where pages go by index. */
  readonly cursor: string | undefined
}

/** @throws ScimFailure that names the parameter. */
export function readQuery(asked: Asked, face: Face): Query {
  const { filter, sortBy, cursor } = asked
  if (cursor !== undefined && asked.startIndex !== undefined) {
    throw invalid('startIndex', 'cursor and startIndex are two ways to page: give one')
  }
  const count = whole(asked.count, 'count') ?? limits.defaultPageSize
  return {
    filter: filter === undefined ? undefined : filterIn(text(filter, 'filter'), face),
    sort: sortBy === undefined ? undefined : sortIn(text(sortBy, 'sortBy'), asked.sortOrder),
    // Section 3.4.2.4: less than 1 is 1, and a negative count is 0.
    startIndex: Math.max(1, whole(asked.startIndex, 'startIndex') ?? 1),
    count: Math.min(limits.maxResults, Math.max(0, count)),
    cursor: cursor === undefined ? undefined : text(cursor, 'cursor'),
  }
}

function filterIn(written: string, { edition, profile }: Face): Filter {
  const { subAttributeFilters } = profile
  return refusingFilter(() => {
    const filter = parseFilter(written, { subAttributeFilters })
    refuseEndless(filter)
    return edition.filters ? restrictFilter(filter, edition.filters) : filter
  })
}

/** Each user is held against each condition, and nobody else has a turn meanwhile. */
function refuseEndless(filter: Filter): void {
  const { maxConditions } = limits
  const count = conditions(filter).length
  if (count <= maxConditions) return
  throw new ScimFailure(`${count} conditions are more than a filter may have (${maxConditions})`, {
    scimType: 'tooMany',
    field: 'filter',
  })
}

function sortIn(sortBy: string, sortOrder: unknown): Query['sort'] {
  const order = sortOrder === undefined ? 'ascending' : text(sortOrder, 'sortOrder').toLowerCase()
  if (order === 'ascending' || order === 'descending') {
    return { by: sortBy, descending: order === 'descending' }
  }
  throw invalid('sortOrder', 'sortOrder is ascending or descending')
}

function text(value: unknown, name: string): string {
  if (typeof value === 'string') return value
  throw invalid(name, `${name} is a text, not ${shown(value)}`)
}

function whole(value: unknown, name: string): number | undefined {
  if (value === undefined) return undefined
  const number = typeof value === 'string' && /^[+-]?\d+$/.test(value) ? Number(value) : value
  if (typeof number === 'number' && Number.isInteger(number)) return number
  throw invalid(name, `${name} is a whole number, not ${shown(value)}`)
}

/** Short, and a list or object by its kind alone: it may be nested deeper than the stack. */
function shown(value: unknown): string {
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object' && value !== null) return 'an object'
  return excerpt(JSON.stringify(value))
}

function invalid(field: string, message: string): ScimFailure {
  return new ScimFailure(message, { scimType: 'invalidValue', field })
}
