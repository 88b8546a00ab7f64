import { compileElementFilter, FilterTypeError } from './match-filter.ts'
import { ScimFault } from './scim-fault.ts'
import type { Filter } from './scim-filter.ts'
import type { PatchPath } from './scim-patch-path.ts'
import {
  attributeNamed,
  type FoundAttribute,
  filterRules,
  findAttribute,
  printFound,
  type ResourceModel,
} from './scim-schema.ts'
import { type Place, subPath } from './scim-value.ts'

/** What an operation is done to: an attribute, some of its elements, or a sub-attribute of those. */
export interface Target {
  readonly found: FoundAttribute
  readonly place: Place
  readonly filter?: Filter
  /** All elements, without a filter. */
  readonly matches: (element: unknown) => boolean
  readonly sub?: Place
}

/**
 * The target of a path; `undefined` when the model has no such attribute, or it has no elements to
 * choose from by a filter.
 *
 * @throws ScimFault invalidFilter for a comparison that the attribute's type does not have
 */
export function targetOf(model: ResourceModel, path: PatchPath): Target | undefined {
  const reached = findAttribute(model, path.attribute)
  if (reached === undefined) return undefined
  const { sub: named, ...found } = reached
  const { attribute } = found
  const { filter } = path
  if (filter !== undefined && (named !== undefined || !attribute.multiValued)) return undefined
  const sub =
    path.sub === undefined ? named : attributeNamed(attribute.subAttributes ?? [], path.sub)
  if (path.sub !== undefined && sub === undefined) return undefined
  const place = { attribute, path: printFound(found) }
  return {
    found,
    place,
    matches: matcher(model, path),
    ...(filter && { filter }),
    ...(sub && { sub: { attribute: sub, path: subPath(attribute, place.path, sub.name) } }),
  }
}

function matcher(model: ResourceModel, { attribute, filter }: PatchPath): Target['matches'] {
  if (filter === undefined) return () => true
  try {
    return compileElementFilter(attribute, filter, filterRules(model))
  } catch (error) {
    if (!(error instanceof FilterTypeError)) throw error
    throw new ScimFault('invalidFilter', attribute.name, `has no such filter: ${error.message}`)
  }
}
