import { parseAttributePath } from './attribute-path.ts'
import { equalFor, sameValue } from './scim-elements.ts'
import { ScimFault } from './scim-fault.ts'
import { type GivenAttribute, givenAttributes } from './scim-given.ts'
import { checkKnown, isObject, messages, readMembers, readMessage } from './scim-message.ts'
import { type Edit, type Editing, editTarget } from './scim-patch-edit.ts'
import { parsePatchPath } from './scim-patch-path.ts'
import { type Target, targetOf } from './scim-patch-target.ts'
import { checkResource, extensionUrns, type Resource, valueAt, withValue } from './scim-resource.ts'
import { type Attribute, printFound, type ResourceModel } from './scim-schema.ts'

export interface PatchOperation {
  readonly op: 'add' | 'remove' | 'replace'
  readonly path?: string
  readonly value?: unknown
}

/** Where the RFC and real clients disagree; all are off in the RFC's own reading. */
export interface PatchSwitches {
  /** `remove` of a multi-valued attribute with a `value` removes the values listed there alone. */
  readonly removeListedMembers: boolean
  /** `add` and `replace` on a value path without a match make the element that would match. */
  readonly createMissingTarget: boolean
  /** As in `ReadOptions`. */
  readonly coerceValues: boolean
  /** The names of a value without `path` may be paths: `name.givenName`. */
  readonly dottedKeys: boolean
}

export const strictPatch: PatchSwitches = {
  removeListedMembers: false,
  createMissingTarget: false,
  coerceValues: false,
  dottedKeys: false,
}

export interface PatchOptions extends Partial<PatchSwitches> {
  /**
   * The resource as the client reads it, with what is readOnly: sending that again, in a value
   * without `path`, is no change and passes.
   */
  readonly current?: Resource
}

/**
 * Reads a PatchOp message; `op` in any case.
 *
 * @throws ScimFault as `readMessage` does; invalidSyntax for operations that are none; invalidValue
 *   for an add or replace without `value`, or with neither `path` nor an object; noTarget for a
 *   remove without `path`
 * @see RFC 7644 section 3.5.2
 */
export function readOperations(body: unknown): readonly PatchOperation[] {
  const operations = readMessage(body, messages.patch)('Operations')
  if (!Array.isArray(operations) || operations.length === 0) {
    throw new ScimFault('invalidSyntax', 'Operations', 'must be a list of one operation or more')
  }
  return operations.map((each, at) => readOperation(each, `Operations[${at}]`))
}

/**
 * The resource after all operations, in their order; the one before, if nothing has changed.
 *
 * Ours, where the RFC is silent: `add` takes one value for a multi-valued attribute too, and with
 * null or an empty array adds nothing to it; `schemas` follows from what the resource has, so that
 * adding a known URN changes nothing; and names that the schemas do not know are left out of a value,
 * but not of a path.
 *
 * @throws ScimFault for the first operation that cannot be done, and then nothing is: invalidPath,
 *   invalidFilter, noTarget, mutability, invalidValue
 * @see RFC 7644 section 3.5.2
 */
export function patchResource(
  model: ResourceModel,
  before: Resource,
  operations: readonly PatchOperation[],
  options: PatchOptions = {},
): Resource {
  const { current = before, ...switches } = options
  const editing: Editing = { baseSchema: model.base.id, ...switches }
  const patching: Patching = { model, current, editing, dottedKeys: options.dottedKeys ?? false }
  const after = operations.reduce(
    (resource, operation) => patched(resource, operation, patching),
    before,
  )
  if (sameValue(before, after)) return before
  checkResource(model, after)
  return after
}

interface Patching {
  readonly model: ResourceModel
  readonly current: Resource
  readonly editing: Editing
  readonly dottedKeys: boolean
}

const ops = ['add', 'remove', 'replace'] as const

function readOperation(given: unknown, place: string): PatchOperation {
  const members = readMembers(given, place)
  const word = members('op')
  const op = typeof word === 'string' ? ops.find((each) => each === word.toLowerCase()) : undefined
  if (op === undefined)
    throw new ScimFault('invalidSyntax', `${place}.op`, 'must be add, remove or replace')
  const path = members('path') ?? undefined
  if (path !== undefined && typeof path !== 'string') {
    throw new ScimFault('invalidSyntax', `${place}.path`, 'must be a string')
  }
  const value = members('value')
  checkParts({ op, ...(path !== undefined && { path }), value }, place)
  return { op, ...(path !== undefined && { path }), ...(value !== undefined && { value }) }
}

function checkParts({ op, path, value }: PatchOperation, place: string): void {
  if (op === 'remove') {
    if (path === undefined) throw new ScimFault('noTarget', place, 'needs a path to remove')
  } else if (value === undefined) {
    throw new ScimFault('invalidValue', place, 'needs a value')
  } else if (path === undefined && !isObject(value)) {
    throw new ScimFault('invalidValue', place, 'has no path and needs an object as its value')
  }
}

function patched(resource: Resource, operation: PatchOperation, patching: Patching): Resource {
  const { op, path, value } = operation
  if (path !== undefined) {
    const target = targetOf(patching.model, parsePatchPath(path))
    if (target === undefined) throw new ScimFault('invalidPath', path, 'is no attribute or value')
    return patchedAt(resource, target, { op, value }, patching)
  }
  checkParts(operation, 'Operation')
  const named = givenAttributes(patching.model, value)
    .filter((given) => !isUnchanged(given, patching))
    .map((given): [Target, unknown] => [wholeTarget(given), given.value])
  return [...named, ...dottedTargets(value, patching)].reduce(
    (after, [target, part]) => patchedAt(after, target, { op, value: part }, patching),
    resource,
  )
}

function patchedAt(
  resource: Resource,
  target: Target,
  edit: Edit,
  { model, editing }: Patching,
): Resource {
  const { found } = target
  if (found.attribute.name === 'schemas' && model.common.includes(found.attribute)) {
    if (edit.op === 'remove') throw new ScimFault('mutability', 'schemas', 'is required')
    const urns = Array.isArray(edit.value) ? edit.value : [edit.value]
    checkKnown(urns, [model.base.id, ...extensionUrns(model)])
    return resource
  }
  return withValue(resource, found, editTarget(target, valueAt(resource, found), edit, editing))
}

function wholeTarget({ value, ...found }: GivenAttribute): Target {
  const place = { attribute: found.attribute, path: printFound(found) }
  return { found, place, matches: () => true }
}

/** Okta sends a group's own `id` with its new name. */
function isUnchanged(given: GivenAttribute, { current }: Patching): boolean {
  const { attribute, value } = given
  return attribute.mutability === 'readOnly' && agrees(attribute, value, valueAt(current, given))
}

/** Whether what is given says the same as the present value, as far as it says anything. */
function agrees(attribute: Attribute, given: unknown, present: unknown): boolean {
  if (given === null) return present === undefined
  if (Array.isArray(given)) {
    if (!attribute.multiValued || !Array.isArray(present)) return false
    const single = { ...attribute, multiValued: false }
    return (
      given.length === present.length &&
      given.every((each, at) => agrees(single, each, present[at]))
    )
  }
  if (!isObject(given)) return equalFor(attribute, given, present)
  if (attribute.type !== 'complex' || !isObject(present)) return false
  const member = readMembers(given, attribute.name)
  return (attribute.subAttributes ?? []).every((sub) => {
    const value = member(sub.name)
    return value === undefined || agrees(sub, value, present[sub.name])
  })
}

/** The paths among the names of a value; those that lead nowhere are unknown names like others. */
function dottedTargets(
  value: unknown,
  { model, dottedKeys }: Patching,
): readonly [Target, unknown][] {
  if (!dottedKeys) return []
  return Object.entries(value as object).flatMap(([name, part]): [Target, unknown][] => {
    if (!name.includes('[') && parseAttributePath(name)?.sub === undefined) return []
    const target = targetOf(model, parsePatchPath(name))
    return target === undefined || isNamed(target) ? [] : [[target, part]]
  })
}

/** The URN of an extension has dots, and is read with the other attributes. */
function isNamed({ sub, filter }: Target): boolean {
  return sub === undefined && filter === undefined
}
