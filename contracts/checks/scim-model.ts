/**
 * What a SCIM target publishes of the attributes of its users and groups (RFC 7643 section 7): the
 * document's schema of a body is a frame, and says nothing of them.
 */
import type { Operation, Spec } from '../../specs/read.ts'
import { type Attribute, common, type SchemaDefinition } from '../scim-schemas.ts'
import { isObject } from './places.ts'
import type { Subject } from './subject.ts'

/** An attribute of a resource, and where in it: of an extension under its URN. */
export interface Published {
  readonly urn?: string
  readonly attribute: Attribute
}

export type Asking = Pick<Subject, 'client' | 'operation' | 'spec' | 'target'>

/** What has been asked of a target is not asked again. */
const told = new WeakMap<object, Map<string, Promise<readonly unknown[]>>>()

/** @returns none for an operation that writes no resource, and where the target tells nothing */
export async function publishedFor(asking: Asking): Promise<readonly Published[]> {
  const { operation, spec } = asking
  if (!writesResource(operation)) return []
  const endpoint = operation.path.replace('/{id}', '')
  const schemas = (await listed(asking, 'listSchemas')) as readonly SchemaDefinition[]
  if (!isVersion2(spec)) return ofVersion1(schemas as readonly Schema1[], endpoint)
  const types = (await listed(asking, 'listResourceTypes')) as readonly ResourceType[]
  return ofVersion2(schemas, types, endpoint)
}

export function writesResource({ body, method, path }: Operation): boolean {
  return body?.frame === true && method !== 'get' && /^\/(Users|Groups)(\/\{id\})?$/.test(path)
}

/** SCIM 1.1 has no types of resources. */
export function isVersion2({ operations }: Spec): boolean {
  return operations.some(({ id }) => id === 'listResourceTypes')
}

async function listed({ client, target }: Asking, operation: string): Promise<readonly unknown[]> {
  const known = told.get(target) ?? new Map<string, Promise<readonly unknown[]>>()
  told.set(target, known)
  const found =
    known.get(operation) ??
    client.send(operation).then(({ body }) => {
      const all = isObject(body) ? body.Resources : undefined
      return Array.isArray(all) ? (all as unknown[]) : []
    })
  known.set(operation, found)
  return found
}

interface ResourceType {
  readonly endpoint: string
  readonly schema: string
  readonly schemaExtensions?: readonly { readonly schema: string }[]
}

function ofVersion2(
  schemas: readonly SchemaDefinition[],
  types: readonly ResourceType[],
  endpoint: string,
): Published[] {
  const type = types.find((one) => one.endpoint === endpoint)
  const attributesOf = (urn: string) => schemas.find(({ id }) => id === urn)?.attributes ?? []
  const core = attributesOf(type?.schema ?? '')
  if (!type || core.length === 0) return []
  return [
    ...[...missingCommon(core), ...core].map((attribute) => ({ attribute })),
    ...(type.schemaExtensions ?? []).flatMap(({ schema: urn }) =>
      attributesOf(urn).map((attribute) => ({ urn, attribute })),
    ),
  ]
}

/** What is the server's in all resources, whether or not a schema says so (RFC 7643 section 3.1). */
function missingCommon(core: readonly Attribute[]): Attribute[] {
  return common
    .filter(({ name }) => name !== 'schemas' && !core.some((one) => one.name === name))
    .map((one) => (one.name === 'externalId' ? one : { ...one, mutability: 'readOnly' }))
}

/** An attribute of SCIM 1.1 says `readOnly`, and to what schema it belongs (core schema section 10). */
interface Attribute1 extends Attribute {
  readonly readOnly?: boolean
  readonly schema?: string
  readonly subAttributes?: readonly Attribute1[]
}

interface Schema1 {
  readonly endpoint?: string
  readonly schema?: string
  readonly attributes: readonly Attribute1[]
}

function ofVersion1(schemas: readonly Schema1[], endpoint: string): Published[] {
  const found = schemas.find((one) => `/${one.endpoint?.split('/').at(-1)}` === endpoint)
  return (found?.attributes ?? [])
    .filter(({ name }) => name !== 'schemas')
    .map((attribute) => {
      const isOwn = attribute.schema === undefined || attribute.schema === found?.schema
      return { ...(!isOwn && { urn: attribute.schema }), attribute: later(attribute) }
    })
}

function later({ readOnly = false, subAttributes, ...rest }: Attribute1): Attribute {
  return {
    ...rest,
    multiValued: rest.multiValued ?? false,
    mutability: readOnly ? 'readOnly' : 'readWrite',
    ...(subAttributes && { subAttributes: subAttributes.map(later) }),
  }
}
