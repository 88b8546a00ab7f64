/** The schemas of what discovery answers (RFC 7643 section 8.7.2), with errata 5607 and 7522. */
import type { Attribute, AttributeType, SchemaDefinition } from '../../grammar/scim-schema.ts'
import { attribute, complex } from './attributes.ts'

export const CONFIG = 'urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig'
export const RESOURCE_TYPE = 'urn:ietf:params:scim:schemas:core:2.0:ResourceType'
export const SCHEMA = 'urn:ietf:params:scim:schemas:core:2.0:Schema'

type Traits = Partial<Omit<Attribute, 'name' | 'type' | 'description' | 'subAttributes'>>

const optional = { mutability: 'readOnly' } as const
const required = { mutability: 'readOnly', required: true } as const
const several = { mutability: 'readOnly', multiValued: true } as const

const text = (name: string, description: string, traits: Traits = required) =>
  attribute(name, 'string', description, traits)
const link = (name: string, description: string, traits: Traits = required) =>
  attribute(name, 'reference', description, { caseExact: true, ...traits })
const plain = (name: string, type: AttributeType, description: string, traits: Traits = required) =>
  attribute(name, type, description, traits)

const supported = plain('supported', 'boolean', 'Whether the operation is supported.')
const feature = (name: string, description: string, limits: readonly Attribute[] = []) =>
  complex(name, description, [supported, ...limits], required)

const serviceProviderConfig: SchemaDefinition = {
  id: CONFIG,
  name: 'Service Provider Configuration',
  description: 'What the service provider supports',
  attributes: [
    link('documentationUri', 'Where the documentation is.', {
      ...optional,
      referenceTypes: ['external'],
    }),
    feature('patch', 'Whether there is PATCH.'),
    feature('bulk', 'Whether there is Bulk.', [
      plain('maxOperations', 'integer', 'How many operations a bulk may have.'),
      plain('maxPayloadSize', 'integer', 'How many bytes a bulk may have.'),
    ]),
    feature('filter', 'Whether there are filters.', [
      plain('maxResults', 'integer', 'How many resources a reply may have.'),
    ]),
    feature('changePassword', 'Whether passwords can be changed.'),
    feature('sort', 'Whether lists can be sorted.'),
    // Section 5 requires it; section 8.7.2 left it out.
    feature('etag', 'Whether there are ETags.'),
    complex('pagination', 'How lists are paged (RFC 9865).', paging(), optional),
    complex('authenticationSchemes', 'How to authenticate.', schemeParts(), {
      ...required,
      multiValued: true,
    }),
  ],
}

function paging(): Attribute[] {
  return [
    plain('cursor', 'boolean', 'Whether there are pages by cursor.'),
    plain('index', 'boolean', 'Whether there are pages by index.'),
    text('defaultPaginationMethod', 'What is done when nothing is asked for.', optional),
    plain('defaultPageSize', 'integer', 'How many resources come by default.', optional),
    plain('maxPageSize', 'integer', 'How many resources come at most.', optional),
    plain('cursorTimeout', 'integer', 'For how many seconds a cursor is good.', optional),
  ]
}

function schemeParts(): Attribute[] {
  const external = { ...optional, referenceTypes: ['external'] }
  return [
    text('type', 'The kind of the scheme.'),
    text('name', 'The name of the scheme.'),
    text('description', 'What the scheme is.'),
    link('specUri', 'Where the scheme is specified.', external),
    link('documentationUri', 'Where the use of the scheme is described.', external),
    plain('primary', 'boolean', 'Whether the scheme is the preferred one.', optional),
  ]
}

const resourceType: SchemaDefinition = {
  id: RESOURCE_TYPE,
  name: 'ResourceType',
  description: 'What a type of resource is made of',
  attributes: [
    text('id', 'The id of the type, often its name.', optional),
    text('name', 'The name of the type.'),
    text('description', 'What resources of the type are.', optional),
    link('endpoint', 'Where they are, below the base URL.', {
      ...required,
      referenceTypes: ['uri'],
    }),
    link('schema', 'The URN of their schema.', { ...required, referenceTypes: ['uri'] }),
    complex(
      'schemaExtensions',
      'The extensions of their schema.',
      [
        link('schema', 'The URN of an extension.', { ...required, referenceTypes: ['uri'] }),
        plain('required', 'boolean', 'Whether every resource has to have it.'),
      ],
      several,
    ),
  ],
}

function characteristics(): Attribute[] {
  return [
    text('name', 'The name of the attribute.'),
    text('type', 'The type of its values.'),
    plain('multiValued', 'boolean', 'Whether it has several values.'),
    text('description', 'What it is.', optional),
    plain('required', 'boolean', 'Whether it has to be there.', optional),
    text('canonicalValues', 'The values that are suggested.', several),
    plain('caseExact', 'boolean', 'Whether the case of a text counts.', optional),
    text('mutability', 'Whether it can be written, and when.', optional),
    text('returned', 'When it is answered.', optional),
    text('uniqueness', 'Among whom its value is unique.', optional),
    text('referenceTypes', 'What a reference may lead to.', several),
  ]
}

const schema: SchemaDefinition = {
  id: SCHEMA,
  name: 'Schema',
  description: 'The attributes that resources have',
  attributes: [
    text('id', 'The URN of the schema.'),
    text('name', 'The name of the schema.', optional),
    text('description', 'What the schema describes.', optional),
    complex(
      'attributes',
      'The attributes.',
      [
        ...characteristics(),
        complex('subAttributes', 'The parts of a complex attribute.', characteristics(), several),
      ],
      { ...several, required: true },
    ),
  ],
}

export const discoverySchemas: readonly SchemaDefinition[] = [
  serviceProviderConfig,
  resourceType,
  schema,
]
