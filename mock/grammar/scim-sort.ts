import { parseAttributePath } from './attribute-path.ts'
import { instant } from './compare-values.ts'
import { isPrimary } from './scim-elements.ts'
import { ScimFault } from './scim-fault.ts'
import { isObject } from './scim-message.ts'
import { member, type Resource, valueAt } from './scim-resource.ts'
import { type Attribute, attributeNamed, findAttribute, type ResourceModel } from './scim-schema.ts'

/** `undefined` when the resource has no such value, or the model no such attribute. */
export type SortKey = string | number | undefined

/**
 * What a resource is sorted by: the value of `sortBy`, and of a multi-valued attribute that of the
 * primary element, else the first. A complex attribute alone stands for its `value`. Texts that are
 * not caseExact are in lower case, a dateTime is an instant, and false comes before true.
 *
 * @throws ScimFault invalidValue for a text that is no attribute path
 * @see RFC 7644 section 3.4.2.3
 */
export function sortKey(model: ResourceModel, sortBy: string): (resource: Resource) => SortKey {
  const path = parseAttributePath(sortBy)
  if (path === undefined) throw new ScimFault('invalidValue', 'sortBy', 'is no attribute path')
  const found = findAttribute(model, path)
  if (found === undefined) return () => undefined
  const sub = found.sub ?? attributeNamed(found.attribute.subAttributes ?? [], 'value')
  return (resource) => {
    const value = valueAt(resource, found)
    const element = Array.isArray(value) ? (value.find(isPrimary) ?? value[0]) : value
    if (sub === undefined) return keyOf(found.attribute, element)
    return isObject(element) ? keyOf(sub, member(element, sub.name)) : undefined
  }
}

/** Ascending, what has no value last; the other way round for descending (section 3.4.2.3). */
export function compareSortKeys(one: SortKey, other: SortKey): number {
  if (one === other) return 0
  if (one === undefined) return 1
  if (other === undefined) return -1
  // Attributes of two resource types may have one name. Ours: numbers first.
  if (typeof one !== typeof other) return typeof one === 'number' ? -1 : 1
  return one < other ? -1 : 1
}

function keyOf({ type, caseExact }: Attribute, value: unknown): SortKey {
  if (type === 'dateTime') return instant(value)
  if (typeof value === 'string') return caseExact ? value : value.toLowerCase()
  return typeof value === 'number' || typeof value === 'boolean' ? Number(value) : undefined
}
