/** The schemas of SCIM 1.1 (draft-scim-core-schema-01 sections 6 to 8): those of 2.0, but for this. */
import type { Attribute, SchemaDefinition } from '../../grammar/scim-schema.ts'
import { complex, string } from './attributes.ts'
import { enterpriseSchema, groupSchema, userSchema } from './schemas.ts'

export const CORE1 = 'urn:scim:schemas:core:1.0'
export const ENTERPRISE1 = 'urn:scim:schemas:extension:enterprise:1.0'

/** The core URN stands for users and groups alike; full names have no `:User`. */
export const userSchema1: SchemaDefinition = {
  ...userSchema,
  id: CORE1,
  attributes: userSchema.attributes.map(withoutReference),
}

export const groupSchema1: SchemaDefinition = {
  ...groupSchema,
  id: CORE1,
  attributes: groupSchema.attributes.map(withoutReference),
}

const manager = complex('manager', "The user's manager.", [
  string('managerId', "The id of the manager's user.", { required: true, caseExact: true }),
  string('displayName', "The manager's name, for display.", { mutability: 'readOnly' }),
])

/** The manager is a `managerId` here. */
export const enterpriseSchema1: SchemaDefinition = {
  ...enterpriseSchema,
  id: ENTERPRISE1,
  attributes: enterpriseSchema.attributes.map((attribute) =>
    attribute.name === 'manager' ? manager : attribute,
  ),
}

/** There are no references to resources in 1.1, and a URL is a text. */
function withoutReference(attribute: Attribute): Attribute {
  const { subAttributes } = attribute
  if (!subAttributes) return attribute
  const kept = subAttributes.filter(({ name }) => name !== '$ref')
  return { ...attribute, subAttributes: kept }
}
