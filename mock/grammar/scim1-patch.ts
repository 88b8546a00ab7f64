import type { Resource } from './scim-resource.ts'
import type { ResourceModel } from './scim-schema.ts'

/**
 * The resource after a PATCH of SCIM 1.1, whose body is a part of the resource; the one before, if
 * nothing changes. First goes what `meta.attributes` names, then the rest is merged; an element is
 * known by its `value`, and removed with `"operation": "delete"`.
 *
 * @param model in the names of 1.1
 * @throws ScimFault as `readResource` does, and mutability for another value of an immutable
 *   attribute that has one, or the removal of a required one
 * @see draft-ietf-scim-api-01 section 3.3.2
 */
export function patchResource1(_model: ResourceModel, _before: Resource, _body: unknown): Resource {
  throw new Error('patchResource1 is not written yet')
}
