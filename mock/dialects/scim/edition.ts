/** What one version of the standard has of its own; all resources are kept in the words of 2.0. */

import type { FilterAllowance } from '../../grammar/restrict-filter.ts'
import type { Resource } from '../../grammar/scim-resource.ts'
import type { Attribute, ResourceModel, SchemaDefinition } from '../../grammar/scim-schema.ts'
import type { Altering } from './members.ts'
import type { Profile } from './profiles.ts'

export interface Edition {
  readonly schemas: Readonly<Record<'User' | 'Group' | 'enterprise', SchemaDefinition>>
  /** The common attributes, where they are not those of 2.0. */
  readonly common?: readonly Attribute[]
  /** The URN of a list. */
  readonly list: string
  /** What a DELETE answers. */
  readonly deleted: 200 | 204
  /** The part of the filter language that there is; all of it without one. */
  readonly filters?: FilterAllowance
  /** A resource in the words of this edition. */
  show(resource: Resource): Resource
  /** What the body of a POST says, to be kept. @throws ScimFault */
  create(model: ResourceModel, body: unknown): Resource
  /** What a PUT makes of a resource. @throws ScimFault */
  replace(model: ResourceModel, before: Resource, body: unknown): Resource
  /** What a PATCH makes of a resource. @throws ScimFault */
  patch(model: ResourceModel, before: Resource, patch: Patch): Resource
  /** What the body of a POST, PUT or PATCH names: it comes back even if that is on request alone. */
  written(model: ResourceModel, body: unknown): ReadonlySet<string>
  /** A PATCH of a group: members go to their rows, and the rest comes back. @throws ScimFault */
  patchGroup(altering: Altering, before: Resource, patch: Patch): Resource
}

export interface Patch {
  readonly body: unknown
  /** The resource as it is rendered in the words of 2.0. */
  readonly current: Resource
  readonly profile: Profile
}
