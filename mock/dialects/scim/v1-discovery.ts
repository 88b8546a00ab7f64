/** What a provider of SCIM 1.1 says of itself (draft-scim-core-schema-01 sections 9 and 10). */
import { Failure } from '../../directory/failure.ts'
import type { Attribute, SchemaDefinition } from '../../grammar/scim-schema.ts'
import type { Behaviour } from '../dialect.ts'
import { endpoints, type Face, type ResourceType, resourceTypes } from './face.ts'
import { limits } from './limits.ts'
import { CORE1 } from './v1-schemas.ts'

type Shown = Readonly<Record<string, unknown>>

export function discoveryBehaviours1(face: Face): Record<string, Behaviour> {
  const schemas = resourceTypes.map((type) => schemaOf(face, type))
  return {
    getServiceProviderConfigs: () => ({ status: 200, body: serviceProviderConfig }),
    listSchemas: () => {
      const { length } = schemas
      const facts = { totalResults: length, itemsPerPage: length, startIndex: 1 }
      return { status: 200, body: { schemas: [CORE1], ...facts, Resources: schemas } }
    },
    getSchema: (_, { path: { id = '' } }) => {
      const found = schemas.find((each) => each.id.toLowerCase() === id.toLowerCase())
      if (found) return { status: 200, body: found }
      throw new Failure('notFound', `no schema is called ${JSON.stringify(id)}`)
    },
  }
}

const { maxResults, maxOperations, maxPayloadSize } = limits

const serviceProviderConfig: Shown = {
  schemas: [CORE1],
  documentationUrl: 'https://www.ietf.org/archive/id/draft-scim-api-01.html',
  patch: { supported: true },
  bulk: { supported: true, maxOperations, maxPayloadSize },
  filter: { supported: true, maxResults },
  changePassword: { supported: true },
  sort: { supported: true },
  etag: { supported: true },
  xmlDataFormat: { supported: false },
  authenticationSchemes: [
    {
      name: 'OAuth Bearer Token',
      description: 'A bearer token in the Authorization header (RFC 6750)',
      specUrl: 'https://www.rfc-editor.org/rfc/rfc6750',
      type: 'oauthbearertoken',
      primary: true,
    },
  ],
}

/** One schema for each type, in which each attribute says to what URN it belongs. */
function schemaOf({ models }: Face, type: ResourceType): Shown & { readonly id: string } {
  const { base, extensions, common } = models[type]
  const own = common.filter(({ name }) => name !== 'schemas')
  return {
    id: `${CORE1}:${type}`,
    name: type,
    description: base.description ?? type,
    schema: CORE1,
    endpoint: endpoints[type],
    attributes: [
      ...[...own, ...base.attributes].map((each) => published(each, CORE1)),
      ...extensions.flatMap(({ schema: { id, attributes } }: { schema: SchemaDefinition }) =>
        attributes.map((each) => published(each, id)),
      ),
    ],
  }
}

function published(attribute: Attribute, schema: string): Shown {
  const { name, multiValued, subAttributes } = attribute
  return {
    name,
    ...traits(attribute),
    multiValued,
    ...(multiValued && { multiValuedAttributeChildName: childNameOf(name) }),
    schema,
    ...(subAttributes && { subAttributes: subAttributes.map(publishedPart) }),
  }
}

function publishedPart(attribute: Attribute): Shown {
  const { name, canonicalValues } = attribute
  return { name, ...traits(attribute), ...(canonicalValues && { canonicalValues }) }
}

/** A reference is a text in 1.1. */
function traits({ name, type, description, mutability, required, caseExact }: Attribute): Shown {
  return {
    type: type === 'reference' ? 'string' : type,
    description: description ?? name,
    readOnly: mutability === 'readOnly',
    required,
    caseExact,
  }
}

/** One of the `emails` is an `email` (section 10). */
function childNameOf(name: string): string {
  if (name.endsWith('sses')) return name.slice(0, -2)
  return name.replace(/s$/, '')
}
