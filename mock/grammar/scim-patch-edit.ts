/** What one PATCH operation makes of the value of an attribute (RFC 7644 section 3.5.2). */

import { equalities } from './filter-conditions.ts'
import {
  demoted,
  equalFor,
  isPrimary,
  mergeElements,
  refuseTwoPrimaries,
  withoutListed,
} from './scim-elements.ts'
import { ScimFault } from './scim-fault.ts'
import { isObject } from './scim-message.ts'
import type { Target } from './scim-patch-target.ts'
import { member, replaceValue, withMember } from './scim-resource.ts'
import {
  asComplex,
  givenMembers,
  type Place,
  type Reading,
  readElement,
  readElements,
  readValue,
} from './scim-value.ts'

export interface Edit {
  readonly op: 'add' | 'remove' | 'replace'
  readonly value?: unknown
}

export interface Editing extends Reading {
  readonly removeListedMembers?: boolean
  readonly createMissingTarget?: boolean
}

/**
 * The new value of the attribute that a target names; `undefined` when it is unassigned.
 *
 * @throws ScimFault mutability, invalidValue, noTarget
 */
export function editTarget(target: Target, was: unknown, edit: Edit, editing: Editing): unknown {
  const { place, sub, filter } = target
  if (sub === undefined && filter === undefined) return editWhole(place, was, edit, editing)
  refuseReadOnly(place)
  if (place.attribute.multiValued) {
    const elements = Array.isArray(was) ? was : []
    return guarded(place, was, editElements(target, elements, edit, editing), edit)
  }
  return guarded(place, was, editElement(target, was ?? {}, edit, editing), edit)
}

function editWhole(place: Place, was: unknown, edit: Edit, editing: Editing): unknown {
  refuseReadOnly(place)
  return guarded(place, was, newValue(place, was, edit, editing), edit)
}

function newValue(place: Place, was: unknown, edit: Edit, editing: Editing): unknown {
  const { multiValued, type } = place.attribute
  if (multiValued) return newElements(place, Array.isArray(was) ? was : [], edit, editing)
  if (edit.op === 'remove' || edit.value === null) return undefined
  if (type === 'complex') return mergedComplex(place, was, edit, editing)
  return readElement(place, edit.value, editing)
}

function newElements(
  place: Place,
  was: readonly unknown[],
  { op, value }: Edit,
  editing: Editing,
): unknown {
  if (op === 'remove') {
    if (!editing.removeListedMembers || value === undefined) return undefined
    return assigned(withoutListed(place.attribute, was, listed(place, value, editing)))
  }
  if (op === 'replace') return readValue(place, value, editing)
  // Ours: to add nothing, as null or an empty array, unassigns nothing.
  if (value === null) return assigned(was)
  const given = Array.isArray(value) ? value : [value]
  return assigned(append(place, was, readElements(place, given, editing)))
}

/** Where the client says which values go, null among them is none. */
function listed(place: Place, value: unknown, editing: Editing): readonly unknown[] {
  if (value === null) return []
  const given = Array.isArray(value) ? value : [value]
  return readElements(place, given, { ...editing, plainValues: true })
}

/** A new primary value takes the place of the old (section 3.5.2). */
function append(
  { attribute }: Place,
  was: readonly unknown[],
  added: readonly unknown[],
): readonly unknown[] {
  return mergeElements(attribute, added.some(isPrimary) ? was.map(demoted) : was, added)
}

/** Sub-attributes that are not named stay as they are; those readOnly too, as in POST and PUT. */
function mergedComplex(place: Place, was: unknown, edit: Edit, editing: Editing): unknown {
  const given = asComplex(place.attribute, edit.value, editing)
  if (edit.value === '' && given !== '') return undefined
  const merged = givenMembers(place, given)
    .filter(([sub]) => sub.attribute.mutability !== 'readOnly')
    .reduce((holder, [sub, value]) => {
      const { name } = sub.attribute
      const next = editWhole(sub, member(holder, name), { op: edit.op, value }, editing)
      return withMember(holder, name, next)
    }, objectOf(was))
  return Object.keys(merged).length === 0 ? undefined : merged
}

function editElements(
  target: Target,
  was: readonly unknown[],
  edit: Edit,
  editing: Editing,
): unknown {
  const { attribute, path } = target.place
  const hit = new Set([...was.keys()].filter((at) => target.matches(was[at])))
  if (hit.size === 0) return missed(target, was, edit, editing)
  const after = was.map((each, at) =>
    hit.has(at) ? editElement(target, each, edit, editing) : each,
  )
  const primaries = after.filter((each, at) => hit.has(at) && isPrimary(each))
  refuseTwoPrimaries(primaries, path)
  const settled =
    primaries.length === 0 ? after : after.map((each, at) => (hit.has(at) ? each : demoted(each)))
  const elements = settled.filter((each) => each !== undefined)
  if (edit.op === 'remove' && target.sub === undefined) return assigned(elements)
  // What is left of two elements may be the same.
  return assigned(mergeElements(attribute, [], elements))
}

function editElement(target: Target, was: unknown, edit: Edit, editing: Editing): unknown {
  const { place, sub } = target
  if (sub !== undefined) {
    const holder = objectOf(was)
    const { name } = sub.attribute
    const after = withMember(holder, name, editWhole(sub, member(holder, name), edit, editing))
    return Object.keys(after).length === 0 ? undefined : after
  }
  if (edit.op === 'remove' || edit.value === null) return undefined
  if (edit.op === 'add' && place.attribute.type === 'complex') {
    return mergedComplex(place, was, edit, editing)
  }
  return replaceValue(place, was, readElement(place, edit.value, editing))
}

/** Table 9: a filter that yields no match. But who is no member may be removed (3.5.2.2). */
function missed(target: Target, was: readonly unknown[], edit: Edit, editing: Editing): unknown {
  const { found, filter, place } = target
  const isMembers = found.urn === undefined && place.attribute.name === 'members'
  if (edit.op === 'remove' && (filter === undefined || isMembers)) return assigned(was)
  const created =
    edit.op === 'remove' || !editing.createMissingTarget
      ? undefined
      : createdElement(target, edit, editing)
  if (created === undefined) {
    throw new ScimFault('noTarget', place.path, 'has no value that the path selects')
  }
  return append(place, was, [created])
}

/** The element that the equalities of the filter describe, with the value in it. */
function createdElement(target: Target, { value }: Edit, editing: Editing): unknown {
  const { place, filter } = target
  const terms = filter === undefined ? [] : equalities(filter)
  if (filter !== undefined && terms.length === 0) return undefined
  const described = Object.fromEntries(terms.map((term) => [term.attribute.name, term.value]))
  if (place.attribute.type !== 'complex' || value === null) return undefined
  const element = mergedComplex(place, {}, { op: 'add', value: described }, editing)
  const created = editElement(target, element, { op: 'add', value }, editing)
  // The edit may change what the filter asks for, and the rest of the filter may ask for more.
  return target.matches(element ?? {}) || target.matches(created) ? created : undefined
}

function refuseReadOnly({ attribute, path }: Place): void {
  if (attribute.mutability === 'readOnly') throw new ScimFault('mutability', path, 'is readOnly')
}

/** The new value, if the attribute may have it in place of the old. */
export function guarded(
  { attribute, path }: Place,
  was: unknown,
  after: unknown,
  { op }: Edit,
): unknown {
  if (attribute.required && after === undefined) {
    throw new ScimFault(op === 'remove' ? 'mutability' : 'invalidValue', path, 'is required')
  }
  if (attribute.mutability !== 'immutable' || was === undefined) return after
  if (equalFor(attribute, was, after)) return was
  throw new ScimFault('mutability', path, 'is immutable and has a value')
}

function assigned(elements: readonly unknown[]): readonly unknown[] | undefined {
  return elements.length === 0 ? undefined : elements
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return isObject(value) ? value : {}
}
