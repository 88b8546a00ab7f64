/** The schemas of RFC 7643 section 7, and what they say of an attribute path. */

import { type AttributePath, parseAttributePath, printAttributePath } from './attribute-path.ts'
import type { MatchRules } from './match-filter.ts'
import { remembered } from './remembered.ts'

export const attributeTypes = [
  'string',
  'boolean',
  'decimal',
  'integer',
  'dateTime',
  'binary',
  'reference',
  'complex',
] as const
export type AttributeType = (typeof attributeTypes)[number]

export const mutabilities = ['readOnly', 'readWrite', 'immutable', 'writeOnly'] as const
export const returnedValues = ['always', 'never', 'default', 'request'] as const
export const uniquenessValues = ['none', 'server', 'global'] as const

/** An attribute as `/Schemas` publishes it. */
export interface Attribute {
  readonly name: string
  readonly type: AttributeType
  readonly multiValued: boolean
  readonly description?: string
  readonly required: boolean
  readonly canonicalValues?: readonly string[]
  readonly caseExact: boolean
  readonly mutability: (typeof mutabilities)[number]
  readonly returned: (typeof returnedValues)[number]
  readonly uniqueness: (typeof uniquenessValues)[number]
  readonly referenceTypes?: readonly string[]
  /** Of a complex attribute, and of no other. */
  readonly subAttributes?: readonly Attribute[]
}

export interface SchemaDefinition {
  /** The URN. */
  readonly id: string
  readonly name: string
  readonly description?: string
  readonly attributes: readonly Attribute[]
}

export interface SchemaExtension {
  readonly schema: SchemaDefinition
  readonly required: boolean
}

/** What the resources of one type are made of. */
export interface ResourceModel {
  readonly base: SchemaDefinition
  readonly extensions: readonly SchemaExtension[]
  readonly common: readonly Attribute[]
}

/** An attribute with the defaults of RFC 7643 section 2.2 for what is not given. */
export function attribute(given: Pick<Attribute, 'name'> & Partial<Attribute>): Attribute {
  return {
    type: 'string',
    multiValued: false,
    required: false,
    caseExact: false,
    mutability: 'readWrite',
    returned: 'default',
    uniqueness: 'none',
    ...given,
  }
}

const readOnly = { mutability: 'readOnly' } as const
const readOnlyExact = { ...readOnly, caseExact: true } as const

/**
 * RFC 7643 section 3.1, and `schemas` of section 3, whose URNs are case-insensitive as all are
 * (section 2.1). Ours: `schemas` comes back whatever is asked for, since clients discriminate on it.
 */
export const commonAttributes: readonly Attribute[] = [
  attribute({
    name: 'schemas',
    type: 'reference',
    referenceTypes: ['uri'],
    multiValued: true,
    required: true,
    returned: 'always',
  }),
  attribute({ name: 'id', ...readOnlyExact, returned: 'always', uniqueness: 'server' }),
  attribute({ name: 'externalId', caseExact: true }),
  attribute({
    name: 'meta',
    type: 'complex',
    ...readOnly,
    subAttributes: [
      attribute({ name: 'resourceType', ...readOnlyExact }),
      attribute({ name: 'created', type: 'dateTime', ...readOnly }),
      attribute({ name: 'lastModified', type: 'dateTime', ...readOnly }),
      attribute({
        name: 'location',
        type: 'reference',
        referenceTypes: ['uri'],
        ...readOnlyExact,
      }),
      attribute({ name: 'version', ...readOnlyExact }),
    ],
  }),
]

/** What differs in SCIM 1.1: no `resourceType`, and `meta` comes back whatever is asked for. */
export const commonAttributes1: readonly Attribute[] = commonAttributes.map((common) => ({
  ...common,
  ...(common.name === 'meta' && {
    returned: 'always' as const,
    subAttributes: common.subAttributes?.filter(({ name }) => name !== 'resourceType') ?? [],
  }),
}))

/** @param common of another version of SCIM, where they differ from those of 2.0 */
export function resourceModel(
  base: SchemaDefinition,
  extensions: readonly SchemaExtension[] = [],
  common: readonly Attribute[] = commonAttributes,
): ResourceModel {
  return { base, extensions, common }
}

/**
 * Where an attribute stands in a resource: `attribute.name`, inside the object named `urn` if there
 * is one, and in it `sub.name` if there is one. All are spelled as the schemas do.
 */
export interface FoundAttribute {
  /** The URN of the extension that has the attribute; none for the base schema's and the common. */
  readonly urn?: string
  readonly attribute: Attribute
  readonly sub?: Attribute
}

/**
 * The attribute that a path names, without regard to case; `undefined` when the model has none.
 * The URN of an extension alone names the object of all its attributes, which is given as a complex
 * attribute.
 */
export function findAttribute(
  model: ResourceModel,
  path: AttributePath,
): FoundAttribute | undefined {
  const container = containerOf(model, path)
  const attribute = container && attributeNamed(container.attributes, path.name)
  if (attribute === undefined) return findExtension(model, path)
  const found = { ...(container?.urn !== undefined && { urn: container.urn }), attribute }
  if (path.sub === undefined) return found
  const sub = attributeNamed(attribute.subAttributes ?? [], path.sub)
  return sub && { ...found, sub }
}

/**
 * Reads the name of an attribute of the model; `undefined` when the text is none. The bare URN of
 * an extension need not end like a name does: `urn:scim:schemas:extension:enterprise:1.0`.
 */
export function readAttributePath(model: ResourceModel, text: string): AttributePath | undefined {
  const isExtension = model.extensions.some(({ schema }) => sameName(schema.id, text))
  if (!isExtension) return parseAttributePath(text)
  const colon = text.lastIndexOf(':')
  return { urn: text.slice(0, colon), name: text.slice(colon + 1) }
}

/** The path of a found attribute in the schemas' spelling, as messages name it. */
export function printFound({ urn, attribute: { name }, sub }: FoundAttribute): string {
  return `${urn ? `${urn}:` : ''}${name}${sub ? `.${sub.name}` : ''}`
}

/** An attribute by its name in any case. */
export function attributeNamed(
  attributes: readonly Attribute[],
  name: string,
): Attribute | undefined {
  return byName(attributes).get(name.toLowerCase())
}

/** Of two with one name, the first. */
const byName = remembered((attributes: readonly Attribute[]) => {
  return new Map(attributes.toReversed().map((each) => [each.name.toLowerCase(), each]))
})

/** Names of attributes and URNs are compared without case (RFC 7643 section 2.1). */
export function sameName(one: string, other: string): boolean {
  return one.length === other.length && one.toLowerCase() === other.toLowerCase()
}

/** An extension as the complex attribute that it is in a resource. */
export const extensionAttribute = remembered(({ schema, required }: SchemaExtension): Attribute => {
  const { id: name, attributes: subAttributes } = schema
  return attribute({ name, type: 'complex', required, subAttributes })
})

/** What a filter on resources of this type has to know of their attributes. */
export function filterRules(model: ResourceModel): MatchRules {
  const compared = (path: AttributePath) => comparedAttribute(model, path)
  return {
    caseExact: (path) => compared(path)?.caseExact ?? false,
    isDateTime: (path) => compared(path)?.type === 'dateTime',
    isComplex: (path) => compared(path)?.type === 'complex',
    isOrdered: (path) => !['boolean', 'binary'].includes(compared(path)?.type ?? ''),
    isBaseSchema: (urn) => sameName(urn, model.base.id),
  }
}

const rootAttributes = remembered(({ common, base }: ResourceModel) => {
  return [...common, ...base.attributes]
})

function containerOf(
  model: ResourceModel,
  { urn }: AttributePath,
): { urn?: string; attributes: readonly Attribute[] } | undefined {
  const { base, extensions } = model
  if (urn === undefined || sameName(urn, base.id)) return { attributes: rootAttributes(model) }
  const extension = extensions.find(({ schema }) => sameName(schema.id, urn))
  return extension && { urn: extension.schema.id, attributes: extension.schema.attributes }
}

/** A bare URN reads as a path whose last part looks like a name. */
function findExtension(model: ResourceModel, path: AttributePath): FoundAttribute | undefined {
  const urn = printAttributePath(path)
  const extension = model.extensions.find(({ schema }) => sameName(schema.id, urn))
  return extension && { attribute: extensionAttribute(extension) }
}

/** A complex attribute alone stands for its `value` (RFC 7644 section 3.4.2.2, figure 2). */
function comparedAttribute(model: ResourceModel, path: AttributePath): Attribute | undefined {
  const { attribute, sub } = findAttribute(model, path) ?? {}
  return sub ?? attributeNamed(attribute?.subAttributes ?? [], 'value') ?? attribute
}
