/** Finds the values of an attribute in a resource. */

import type { AttributePath } from './attribute-path.ts'

/**
 * Whether a URN names the schema whose attributes stand at the top of the resource; those of any
 * other schema stand in an object under its URN (RFC 7643 section 3.3).
 */
export type IsBaseSchema = (urn: string, resource: object) => boolean

/**
 * The assigned values of an attribute: the elements of an array, else the one value. Empty when it
 * is absent, null or an empty array, which are one state (RFC 7643 section 2.5).
 *
 * Names and URNs are matched without case. A sub-attribute is taken from every element; `value` of
 * an element that is no object is the element (SCIM 1.1 lets plain values be sent so).
 */
export function valuesAt(
  resource: object,
  path: AttributePath,
  isBaseSchema: IsBaseSchema = isCoreSchema,
): readonly unknown[] {
  const attribute = attributeAt(resource, path, isBaseSchema)
  const { sub } = path
  if (sub === undefined) return assigned(attribute)
  const element = Array.isArray(attribute) ? asObject : ownObject
  return assigned(attribute).flatMap((value) => assigned(property(element(value), sub)))
}

/** An element of a multi-valued attribute as an object: a plain value is its `value`. */
export function asObject(element: unknown): object {
  return isObject(element) ? element : { value: element }
}

/** A value as something to compare: a complex one stands for its `value` (RFC 7644 figure 2). */
export function comparable(value: unknown): unknown {
  return isObject(value) ? property(value, 'value') : value
}

/** True for the pr operator: neither null, "", [] nor {}, and no complex value made of those. */
export function isPresent(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return false
  return typeof value === 'object' ? Object.values(value).some(isPresent) : true
}

/**
 * Ours: without a schema at hand, a core URN of either version is the base schema of a resource
 * that lists it, or lists none; so a User has no `...:core:2.0:Group:displayName`.
 */
function isCoreSchema(urn: string, resource: object): boolean {
  if (!/^urn:(?:ietf:params:scim|scim):schemas:core:/i.test(urn)) return false
  const schemas = assigned(property(resource, 'schemas'))
  return schemas.length === 0 || schemas.some((schema) => equalNames(String(schema), urn))
}

function attributeAt(resource: object, path: AttributePath, isBaseSchema: IsBaseSchema): unknown {
  const { urn, name } = path
  if (urn === undefined) return property(resource, name)
  const extension = property(resource, urn)
  if (isObject(extension)) return property(extension, name)
  if (isBaseSchema(urn, resource)) return property(resource, name)
  // A bare extension URN reads as a path too: its last part looks like a name.
  return property(resource, `${urn}:${name}`)
}

function property(from: object, name: string): unknown {
  if (Object.hasOwn(from, name)) return Reflect.get(from, name)
  const key = Object.keys(from).find((candidate) => equalNames(candidate, name))
  return key === undefined ? undefined : Reflect.get(from, key)
}

function equalNames(a: string, b: string): boolean {
  return a.length === b.length && a.toLowerCase() === b.toLowerCase()
}

function assigned(value: unknown): readonly unknown[] {
  const values = Array.isArray(value) ? value : [value]
  return values.filter((item) => item !== undefined && item !== null)
}

function ownObject(value: unknown): object {
  return isObject(value) ? value : {}
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
