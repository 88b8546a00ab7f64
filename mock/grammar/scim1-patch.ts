import { demoted, equalFor, isPrimary, mergeElements, sameValue } from './scim-elements.ts'
import { ScimFault } from './scim-fault.ts'
import { givenAttributes } from './scim-given.ts'
import { checkSchemas, isObject, readMembers } from './scim-message.ts'
import { editTarget, guarded } from './scim-patch-edit.ts'
import { type Target, targetOf } from './scim-patch-target.ts'
import {
  checkResource,
  extensionUrns,
  member,
  type Resource,
  replaceValue,
  valueAt,
  withValue,
} from './scim-resource.ts'
import {
  type Attribute,
  attributeNamed,
  printFound,
  type ResourceModel,
  readAttributePath,
} from './scim-schema.ts'
import { type Place, type Reading, readElements, readValue } from './scim-value.ts'

/**
 * The resource after a PATCH of SCIM 1.1, whose body is a part of the resource; the one before, if
 * nothing changes. First goes what `meta.attributes` names, then the rest is merged; an element is
 * known by its `value`, and removed with `"operation": "delete"`.
 *
 * Ours, where the draft is silent or leaves it open: what is readOnly or unknown is ignored; null
 * unassigns; an element to delete that is not there is no fault.
 *
 * @param model in the names of 1.1
 * @throws ScimFault as `readResource` does, and mutability for another value of an immutable
 *   attribute that has one, or the removal of one that is required, immutable or readOnly
 * @see draft-ietf-scim-api-01 section 3.3.2
 */
export function patchResource1(model: ResourceModel, before: Resource, body: unknown): Resource {
  const members = readMembers(body, '')
  const schemas = members('schemas')
  if (schemas !== undefined) checkSchemas(schemas, model.base.id, extensionUrns(model))
  const given = givenAttributes(model, body).filter(
    ({ attribute }) => attribute.mutability !== 'readOnly' && attribute.name !== 'schemas',
  )
  const named = new Set(given.map(printFound))
  const removals = namedInMeta(model, members('meta'))
  const replaced = new Set(removals.filter(isWhole).map(({ place }) => place.path))
  const reading: Reading = { baseSchema: model.base.id, plainValues: true }
  const removed = removals
    .filter((target) => !isWhole(target) || !named.has(target.place.path))
    .reduce((resource, target) => remove(resource, target, reading), before)
  const after = given.reduce((resource, { value, ...found }) => {
    const place = { attribute: found.attribute, path: printFound(found) }
    const was = valueAt(resource, found)
    const next = replaced.has(place.path)
      ? replaceValue(place, was, readValue(place, undeleted(value), reading))
      : merged({ found, place, matches: () => true }, was, value, reading)
    return withValue(resource, found, next)
  }, removed)
  if (sameValue(before, after)) return before
  checkResource(model, after)
  return after
}

/** The targets of `meta.attributes`; names that the schemas do not know are left out. */
function namedInMeta(model: ResourceModel, meta: unknown): readonly Target[] {
  if (!isObject(meta)) return []
  const names = readMembers(meta, 'meta')('attributes') ?? []
  if (!Array.isArray(names) || !names.every((name) => typeof name === 'string')) {
    throw new ScimFault('invalidValue', 'meta.attributes', 'must be a list of attribute names')
  }
  return names.flatMap((name) => {
    const attribute = readAttributePath(model, name)
    const target = attribute && targetOf(model, { attribute })
    return target === undefined ? [] : [target]
  })
}

function isWhole({ sub }: Target): boolean {
  return sub === undefined
}

function remove(resource: Resource, target: Target, reading: Reading): Resource {
  const value = editTarget(target, valueAt(resource, target.found), { op: 'remove' }, reading)
  return withValue(resource, target.found, value)
}

function merged(target: Target, was: unknown, value: unknown, reading: Reading): unknown {
  const { place } = target
  if (!place.attribute.multiValued || value === null) {
    return editTarget(target, was, { op: 'replace', value }, reading)
  }
  if (!Array.isArray(value)) throw new ScimFault('invalidValue', place.path, 'must be a list')
  const before = Array.isArray(was) ? was : []
  const after = value.reduce<readonly unknown[]>(
    (elements, each) =>
      isDeletion(each)
        ? withoutElement(place, elements, readElements(place, [each], reading))
        : withElement(place, elements, readElements(place, [each], reading)),
    before,
  )
  return guarded(place, was, after.length === 0 ? undefined : after, { op: 'replace' })
}

/** Of two elements with the same `value`, the one with the same `type` is meant. */
function withElement(
  { attribute }: Place,
  before: readonly unknown[],
  added: readonly unknown[],
): readonly unknown[] {
  const elements = added.some(isPrimary) ? before.map(demoted) : before
  const merged = mergeElements(attribute, elements, added)
  if (merged.length === elements.length) return merged
  const at = elements.findIndex((each) => added.some((other) => sameKey(attribute, each, other)))
  if (at === -1) return merged
  return elements.with(at, { ...(elements[at] as object), ...(added[0] as object) })
}

/** What has no `value` is deleted if all its sub-attributes match. */
function withoutElement(
  { attribute }: Place,
  before: readonly unknown[],
  deleted: readonly unknown[],
): readonly unknown[] {
  return before.filter(
    (each) =>
      !deleted.some((other) => sameKey(attribute, each, other) || equalFor(attribute, each, other)),
  )
}

function sameKey(attribute: Attribute, one: unknown, other: unknown): boolean {
  const value = attributeNamed(attribute.subAttributes ?? [], 'value')
  if (value === undefined || !isObject(one) || !isObject(other)) return false
  const key = member(other, 'value')
  return key !== undefined && equalFor(value, member(one, 'value'), key)
}

function isDeletion(element: unknown): boolean {
  if (!isObject(element)) return false
  const operation = readMembers(element, 'operation')('operation')
  return typeof operation === 'string' && operation.toLowerCase() === 'delete'
}

/** The draft has a deletion ignored where the whole attribute is. */
function undeleted(value: unknown): unknown {
  return Array.isArray(value) ? value.filter((each) => !isDeletion(each)) : value
}
