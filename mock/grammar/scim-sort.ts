import type { Resource } from './scim-resource.ts'
import type { ResourceModel } from './scim-schema.ts'

/** `undefined` when the resource has no such value, or the model no such attribute. */
export type SortKey = string | number | undefined

/**
 * What a resource is sorted by: the value of `sortBy`, and of a multi-valued attribute that of the
 * primary element, else the first.
 *
 * @throws ScimFault invalidValue for a text that is no attribute path
 * @see RFC 7644 section 3.4.2.3
 */
export function sortKey(_model: ResourceModel, _sortBy: string): (resource: Resource) => SortKey {
  throw new Error('sortKey is not written yet')
}

/** Ascending, what has no value last; the other way round for descending (section 3.4.2.3). */
export function compareSortKeys(_one: SortKey, _other: SortKey): number {
  throw new Error('compareSortKeys is not written yet')
}
