import type { SchemaDefinition } from './scim-schema.ts'

/**
 * Reads a schema from a file, in the form that `/Schemas` publishes, and fills in the defaults.
 *
 * @throws Error that names the place, as in `attributes[2].type is not one of string, boolean, ...`
 * @see RFC 7643 sections 2.2 and 7
 */
export function readSchemaDefinition(_json: unknown): SchemaDefinition {
  throw new Error('readSchemaDefinition is not written yet')
}
