/** How userNames are compared: prepared, on both sides (RFC 7644 section 5, RFC 8265 section 3.3). */
import { fold } from '../../directory/tables.ts'
import { conditions } from '../../grammar/filter-conditions.ts'
import type { Filter } from '../../grammar/scim-filter.ts'
import type { Resource } from '../../grammar/scim-resource.ts'

/** The resource as a filter with prepared userNames sees it; what is worked out on demand stays so. */
export function withPreparedName(resource: Resource): Resource {
  const { userName } = resource
  if (typeof userName !== 'string') return resource
  const own = Object.getOwnPropertyDescriptors(resource)
  return Object.defineProperties(
    {},
    { ...own, userName: { value: fold(userName), enumerable: true } },
  )
}

/** Whether a filter compares a userName, so that it has to be prepared. */
export function asksForName(filter: Filter): boolean {
  return conditions(filter).some(({ attribute: { name } }) => name.toLowerCase() === 'username')
}

/** The filter with every text prepared that it compares a userName with. */
export function withPreparedNames(filter: Filter): Filter {
  switch (filter.kind) {
    case 'compare': {
      const { attribute, value } = filter
      const isName = attribute.name.toLowerCase() === 'username' && attribute.sub === undefined
      return isName && typeof value === 'string' ? { ...filter, value: fold(value) } : filter
    }
    case 'not':
      return { ...filter, filter: withPreparedNames(filter.filter) }
    case 'and':
    case 'or':
      return { ...filter, operands: filter.operands.map(withPreparedNames) }
    default:
      return filter
  }
}
