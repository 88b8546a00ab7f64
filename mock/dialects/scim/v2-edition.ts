/** SCIM 2.0: what is kept is what is shown. */
import { type PatchOperation, patchResource } from '../../grammar/scim-patch.ts'
import { writtenBy, writtenByOperations } from '../../grammar/scim-projection.ts'
import { type Resource, readResource, replaceResource } from '../../grammar/scim-resource.ts'
import type { ResourceModel } from '../../grammar/scim-schema.ts'
import type { Edition, Patch } from './edition.ts'
import { patchMembers, splitOperation } from './member-patch.ts'
import type { Altering } from './members.ts'
import { patchOperations } from './resources.ts'
import { enterpriseSchema, groupSchema, userSchema } from './schemas.ts'

export const edition2: Edition = {
  schemas: { User: userSchema, Group: groupSchema, enterprise: enterpriseSchema },
  list: 'urn:ietf:params:scim:api:messages:2.0:ListResponse',
  deleted: 204,
  show: (resource) => resource,
  create: readResource,
  replace: replaceResource,
  patch: (model, before, { body, current, profile }) =>
    patchResource(model, before, patchOperations(body), { ...profile, current }),
  written,
  patchGroup,
}

/** A PatchOp names attributes in its operations, a resource by having them. */
function written(model: ResourceModel, body: unknown): ReadonlySet<string> {
  const isPatch = Object.keys(body as object).some((name) => /^operations$/i.test(name))
  return isPatch ? writtenByOperations(model, patchOperations(body)) : writtenBy(model, body)
}

/** Operations in their order; what is about members goes to their rows, the rest to the resource. */
function patchGroup(
  altering: Altering,
  before: Resource,
  { body, current, profile }: Patch,
): Resource {
  const model = altering.view.face.models.Group
  const options = { ...profile, current }
  return patchOperations(body).reduce((resource: Resource, operation: PatchOperation) => {
    const { members, rest } = splitOperation(model, operation)
    if (members) patchMembers(altering, members)
    return rest ? patchResource(model, resource, [rest], options) : resource
  }, before)
}
