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
export function sortKey(_model: ResourceModel, sortBy: string): (resource: Resource) => SortKey {
  const [name = '', sub] = sortBy.split('.')
  return (resource) => {
    const value = resource[name]
    const found = sub === undefined ? value : (value as Resource | undefined)?.[sub]
    return typeof found === 'string' ? found.toLowerCase() : (found as SortKey)
  }
}

export function compareSortKeys(one: SortKey, other: SortKey): number {
  if (one === undefined || other === undefined)
    return Number(one === undefined) - Number(other === undefined)
  return one < other ? -1 : Number(one > other)
}
