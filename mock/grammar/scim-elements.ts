/** Equality of values, and the elements of multi-valued attributes (RFC 7643 section 2.4). */

import { ScimFault } from './scim-fault.ts'
import { isObject } from './scim-message.ts'
import { type Attribute, attributeNamed } from './scim-schema.ts'

/** Whether two values are the same JSON; the order of names means nothing. */
export function sameValue(one: unknown, other: unknown): boolean {
  if (Array.isArray(one) && Array.isArray(other)) {
    return one.length === other.length && one.every((each, at) => sameValue(each, other[at]))
  }
  if (!isObject(one) || !isObject(other)) return one === other
  const names = Object.keys(one)
  return (
    names.length === Object.keys(other).length &&
    names.every((name) => Object.hasOwn(other, name) && sameValue(one[name], other[name]))
  )
}

/** Whether two values of an attribute are equal by its schema: texts ignore case unless caseExact. */
export function equalFor(attribute: Attribute, one: unknown, other: unknown): boolean {
  return sameValue(folded(attribute, one), folded(attribute, other))
}

/**
 * The elements with more added to them. One that is there already, known by its `type` and `value`,
 * is not added again, but gets the sub-attributes it did not have or had otherwise. Where `value`
 * is immutable, as that of a member is, it alone tells an element, whose other immutable
 * sub-attributes stay; where there is no `value`, all sub-attributes but `primary` do.
 */
export function mergeElements(
  attribute: Attribute,
  before: readonly unknown[],
  added: readonly unknown[],
): readonly unknown[] {
  const merged = new Map<string, unknown>()
  for (const element of [...before, ...added]) {
    const key = elementKey(attribute, element)
    merged.set(key, merged.has(key) ? joined(attribute, merged.get(key), element) : element)
  }
  return [...merged.values()]
}

/**
 * The elements without those listed. One of the list that has a `value` speaks of all elements with
 * that value, another of those that have all its sub-attributes.
 */
export function withoutListed(
  attribute: Attribute,
  before: readonly unknown[],
  listed: readonly unknown[],
): readonly unknown[] {
  const keys = new Set(listed.map((each) => valueKey(attribute, each)))
  const partial = listed.filter((each) => isObject(each) && each.value === undefined)
  return before.filter(
    (element) =>
      !keys.has(valueKey(attribute, element)) &&
      !partial.some((part) => hasPart(attribute, element, part)),
  )
}

/** @throws ScimFault invalidValue when more than one element is the primary */
export function refuseTwoPrimaries(elements: readonly unknown[], path: string): void {
  if (elements.filter(isPrimary).length > 1) {
    throw new ScimFault('invalidValue', path, 'has more than one primary value')
  }
}

export function isPrimary(element: unknown): boolean {
  return isObject(element) && element.primary === true
}

/** The element, no longer the primary. */
export function demoted(element: unknown): unknown {
  return isPrimary(element) ? { ...(element as object), primary: false } : element
}

function joined(attribute: Attribute, old: unknown, added: unknown): unknown {
  if (!isObject(old) || !isObject(added)) return old
  const fixed = (attribute.subAttributes ?? []).filter(
    ({ name, mutability }) => mutability === 'immutable' && Object.hasOwn(old, name),
  )
  return { ...old, ...added, ...Object.fromEntries(fixed.map(({ name }) => [name, old[name]])) }
}

function elementKey(attribute: Attribute, element: unknown): string {
  if (!isObject(element)) return JSON.stringify(folded(attribute, element))
  const subs = attribute.subAttributes ?? []
  const part = (name: string) => {
    const sub = subs.find((each) => each.name === name)
    return sub && Object.hasOwn(element, name) ? folded(sub, element[name]) : undefined
  }
  if (!Object.hasOwn(element, 'value')) {
    const others = subs.filter(({ name }) => name !== 'primary')
    return JSON.stringify([others.map(({ name }) => part(name))])
  }
  const isKey = attributeNamed(subs, 'value')?.mutability === 'immutable'
  return JSON.stringify([part('value'), isKey ? '' : part('type')])
}

/** An element without `value` has a key that no other has, and `withoutListed` compares it whole. */
function valueKey(attribute: Attribute, element: unknown): unknown {
  const same = folded(attribute, element)
  if (!isObject(same)) return same
  return same.value === undefined ? Symbol() : same.value
}

function hasPart(attribute: Attribute, element: unknown, part: unknown): boolean {
  if (!isObject(element) || !isObject(part)) return false
  return (attribute.subAttributes ?? [])
    .filter(({ name }) => Object.hasOwn(part, name))
    .every((sub) => equalFor(sub, element[sub.name], part[sub.name]))
}

function folded(attribute: Attribute, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((each) => folded(attribute, each))
  if (typeof value === 'string') return attribute.caseExact ? value : value.toLowerCase()
  if (!isObject(value)) return value
  const subs = (attribute.subAttributes ?? []).filter(({ name }) => Object.hasOwn(value, name))
  return Object.fromEntries(subs.map((sub) => [sub.name, folded(sub, value[sub.name])]))
}
