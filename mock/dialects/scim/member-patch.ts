/** A PATCH operation on the members of a group (RFC 7644 section 3.5.2). */

import { type AttributePath, parseAttributePath } from '../../grammar/attribute-path.ts'
import { ScimFault } from '../../grammar/scim-fault.ts'
import type { Filter } from '../../grammar/scim-filter.ts'
import { type PatchOperation, patchResource } from '../../grammar/scim-patch.ts'
import { parsePatchPath } from '../../grammar/scim-patch-path.ts'
import type { Resource } from '../../grammar/scim-resource.ts'
import { findAttribute, type ResourceModel } from '../../grammar/scim-schema.ts'
import {
  type Altering,
  add,
  refuseAlteration,
  removeAll,
  removeFound,
  removeListed,
  replaceAll,
} from './members.ts'
import { storedGroup } from './records.ts'

export interface Split {
  /** What the operation does to members. */
  readonly members?: MemberOperation
  /** What it does to everything else. */
  readonly rest?: PatchOperation
}

interface MemberOperation {
  readonly op: PatchOperation['op']
  readonly filter?: Filter | undefined
  readonly sub?: string | undefined
  readonly value?: unknown
}

/** @throws ScimFault for a path that is none. */
export function splitOperation(model: ResourceModel, operation: PatchOperation): Split {
  const { op, path, value } = operation
  if (path === undefined) return splitValue(model, operation)
  const { attribute, filter, sub } = parsePatchPath(path)
  if (!isMembers(model, attribute)) return { rest: operation }
  return { members: { op, filter, sub: sub ?? attribute.sub, value } }
}

/** A value without a path may name members among other attributes. */
function splitValue(model: ResourceModel, operation: PatchOperation): Split {
  const { op, value } = operation
  const entries = Object.entries((value ?? {}) as object)
  const named = entries.filter(([name]) => {
    const path = parseAttributePath(name)
    return path !== undefined && path.sub === undefined && isMembers(model, path)
  })
  const [members, again] = named
  if (members === undefined) return { rest: operation }
  if (again !== undefined) throw new ScimFault('invalidSyntax', again[0], 'is given twice')
  const others = entries.filter((entry) => !named.includes(entry))
  return {
    members: { op, value: members[1] },
    ...(others.length > 0 && { rest: { op, value: Object.fromEntries(others) } }),
  }
}

function isMembers(model: ResourceModel, { sub: _, ...path }: AttributePath): boolean {
  const found = findAttribute(model, path)
  return found?.urn === undefined && found?.attribute.name === 'members'
}

export function patchMembers(altering: Altering, operation: MemberOperation): void {
  const { op, filter, sub, value } = operation
  if (sub !== undefined || (filter && op !== 'remove')) refuseAlteration(altering, filter)
  if (filter) removeFound(altering, filter)
  else if (op === 'add') add(altering, valuesIn(altering, value))
  else if (op === 'replace') replaceAll(altering, valuesIn(altering, value))
  else remove(altering, value)
}

/** To RFC 7644 `value` is unknown in a remove, and a path without a filter means all of them. */
function remove(altering: Altering, value: unknown): void {
  const { removeListedMembers } = altering.view.face.profile
  // Where the client says which ones go, null among them is none.
  if (removeListedMembers && value !== undefined) removeListed(altering, valuesIn(altering, value))
  else removeAll(altering)
}

/** Members as the schema has them, from whatever a client sends: the engine reads them as its own. */
function valuesIn({ view, group }: Altering, value: unknown): readonly Resource[] {
  const { models, profile } = view.face
  const operation = { op: 'add', path: 'members', value } as const
  const { members } = patchResource(models.Group, storedGroup(group), [operation], profile)
  return (members ?? []) as readonly Resource[]
}
