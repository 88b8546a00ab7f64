/** The order of a list, and places in it (RFC 7644 section 3.4.2.3). */
import { compareSortKeys, type SortKey, sortKey } from '../../grammar/scim-sort.ts'
import { type ResourceType, resourceTypes } from './face.ts'
import { type Found, resourceOf } from './finds.ts'
import type { Query } from './query.ts'
import type { View } from './render.ts'
import { refusing } from './resources.ts'

/** Where something stands in a list, by values and not by number: what is deleted shifts nothing. */
export interface Place {
  /** What it is sorted by; null where it has no such value. */
  readonly key: string | number | null
  readonly type: ResourceType
  readonly created: string
  readonly id: string
}

export interface Placed extends Found {
  readonly place: Place
}

/** Says where each thing stands. */
export function placing(view: View, sort: Query['sort']): (found: Found) => Placed {
  const { models } = view.face
  const keys = sort && {
    User: refusing(() => sortKey(models.User, sort.by)),
    Group: refusing(() => sortKey(models.Group, sort.by)),
  }
  return (found) => {
    const { type, row } = found
    const key = keys?.[type](resourceOf(view, found)) ?? null
    return { type, row, place: { key, type, created: row.created, id: row.id } }
  }
}

export function comparePlaces(descending: boolean): (one: Place, other: Place) => number {
  const sign = descending ? -1 : 1
  return (one, other) =>
    sign * compareSortKeys(keyOf(one), keyOf(other)) ||
    resourceTypes.indexOf(one.type) - resourceTypes.indexOf(other.type) ||
    compare(one.created, other.created) ||
    one.id.length - other.id.length ||
    compare(one.id, other.id)
}

function keyOf({ key }: Place): SortKey {
  return key ?? undefined
}

function compare<T extends string | number>(one: T, other: T): number {
  return one < other ? -1 : Number(one > other)
}
