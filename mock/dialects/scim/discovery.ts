/** What the service provider says of itself (RFC 7644 section 4, RFC 7643 sections 5 to 7). */
import { Failure } from '../../directory/failure.ts'
import type { Attribute, SchemaDefinition } from '../../grammar/scim-schema.ts'
import type { Behaviour, Call, Reply } from '../dialect.ts'
import { CONFIG, discoverySchemas, RESOURCE_TYPE, SCHEMA } from './discovery-schemas.ts'
import { endpoints, type Face, type ResourceType, resourceTypes, schemasOf } from './face.ts'
import { ScimFailure } from './failure.ts'
import { limits } from './limits.ts'
import { edition2 } from './v2-edition.ts'

type Shown = Readonly<Record<string, unknown>>

export function discoveryBehaviours(face: Face): Record<string, Behaviour> {
  const schemas = [...schemasOf(face), ...discoverySchemas]
  return {
    getServiceProviderConfig: (_, call) => whole(call, serviceProviderConfig(call.base)),
    listSchemas: (_, call) =>
      listed(
        call,
        schemas.map((each) => schema(each, call.base)),
      ),
    getSchema: (_, call) => {
      const found = schemas.find(({ id }) => isSame(id, call.path.id))
      return whole(call, found && schema(found, call.base))
    },
    listResourceTypes: (_, call) =>
      listed(
        call,
        resourceTypes.map((type) => resourceType(face, type, call.base)),
      ),
    getResourceType: (_, call) => {
      const found = resourceTypes.find((type) => isSame(type, call.path.id))
      return whole(call, found && resourceType(face, found, call.base))
    },
  }
}

/** A schema as it is published; `schemas` and `meta` by erratum 8417. */
export function schema(
  { id, name, description, attributes }: SchemaDefinition,
  base: string,
): Shown {
  return {
    schemas: [SCHEMA],
    id,
    name,
    ...(description !== undefined && { description }),
    attributes: attributes.map(published),
    meta: metaOf(base, 'Schema', `/Schemas/${encodeURIComponent(id)}`),
  }
}

/** What does not apply to a type is not said of it (RFC 7643 section 7). */
function published({ subAttributes, caseExact, uniqueness, ...rest }: Attribute): Shown {
  if (rest.type === 'complex') {
    return { ...rest, subAttributes: (subAttributes ?? []).map(published) }
  }
  return { ...rest, caseExact, uniqueness }
}

function resourceType({ models }: Face, type: ResourceType, base: string): Shown {
  const { base: core, extensions } = models[type]
  return {
    schemas: [RESOURCE_TYPE],
    id: type,
    name: type,
    description: core.description,
    endpoint: endpoints[type],
    schema: core.id,
    schemaExtensions: extensions.map(({ schema: { id }, required }) => ({ schema: id, required })),
    meta: metaOf(base, 'ResourceType', `/ResourceTypes/${type}`),
  }
}

function serviceProviderConfig(base: string): Shown {
  const { maxResults, maxOperations, maxPayloadSize, defaultPageSize, cursorTimeout } = limits
  return {
    schemas: [CONFIG],
    documentationUri: 'https://www.rfc-editor.org/rfc/rfc7644',
    patch: { supported: true },
    bulk: { supported: true, maxOperations, maxPayloadSize },
    filter: { supported: true, maxResults },
    changePassword: { supported: true },
    sort: { supported: true },
    etag: { supported: true },
    pagination: {
      cursor: true,
      index: true,
      defaultPaginationMethod: 'index',
      defaultPageSize,
      maxPageSize: maxResults,
      cursorTimeout,
    },
    authenticationSchemes: [
      {
        type: 'oauthbearertoken',
        name: 'OAuth Bearer Token',
        description: 'A bearer token in the Authorization header (RFC 6750)',
        specUri: 'https://www.rfc-editor.org/rfc/rfc6750',
        primary: true,
      },
    ],
    meta: metaOf(base, 'ServiceProviderConfig', '/ServiceProviderConfig'),
  }
}

function metaOf(base: string, type: string, path: string): Shown {
  return { resourceType: type, location: base + path }
}

/** Sorting, paging and projections are ignored here; a filter is refused (section 4). */
function refuseFilter({ parameters }: Call): void {
  if (!parameters.includes('filter')) return
  throw new ScimFailure('discovery takes no filter', { status: 403, field: 'filter' })
}

function whole(call: Call, found: Shown | undefined): Reply {
  refuseFilter(call)
  if (found) return { status: 200, body: found }
  throw new Failure('notFound', `nothing is called ${JSON.stringify(call.path.id ?? '')}`)
}

function listed(call: Call, found: readonly Shown[]): Reply {
  refuseFilter(call)
  const body = {
    schemas: [edition2.list],
    totalResults: found.length,
    itemsPerPage: found.length,
    startIndex: 1,
    Resources: found,
  }
  return { status: 200, body }
}

function isSame(one: string, other: string | undefined): boolean {
  return one.toLowerCase() === other?.toLowerCase()
}
