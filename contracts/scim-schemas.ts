/** The schemas that a SCIM server publishes (RFC 7643 section 7). */

/** What a schema says of an attribute. What it leaves out has the defaults of section 2.2. */
export interface Attribute {
  readonly name: string
  readonly type: string
  readonly multiValued: boolean
  readonly required?: boolean
  readonly caseExact?: boolean
  readonly mutability?: 'readOnly' | 'readWrite' | 'immutable' | 'writeOnly'
  readonly returned?: 'always' | 'never' | 'default' | 'request'
  readonly uniqueness?: 'none' | 'server' | 'global'
  readonly canonicalValues?: readonly string[]
  readonly referenceTypes?: readonly string[]
  readonly subAttributes?: readonly Attribute[]
}

export interface SchemaDefinition {
  readonly id: string
  readonly name?: string
  readonly attributes: readonly Attribute[]
}

/** RFC 7643 section 3.1: what every resource has, whether or not its schema says so. */
export const common: readonly Attribute[] = [
  { name: 'schemas', type: 'reference', multiValued: true, required: true, returned: 'always' },
  { name: 'id', type: 'string', multiValued: false, required: true, returned: 'always' },
  { name: 'externalId', type: 'string', multiValued: false },
  {
    name: 'meta',
    type: 'complex',
    multiValued: false,
    required: true,
    subAttributes: [
      { name: 'resourceType', type: 'string', multiValued: false, required: true },
      { name: 'created', type: 'dateTime', multiValued: false },
      { name: 'lastModified', type: 'dateTime', multiValued: false },
      { name: 'location', type: 'reference', multiValued: false, required: true },
      { name: 'version', type: 'string', multiValued: false },
    ],
  },
]

/** @param path of an attribute or of a sub-attribute behind a dot, in any case */
export function attributeAt(schema: SchemaDefinition, path: string): Attribute | undefined {
  return path
    .split('.')
    .reduce<Pick<Attribute, 'subAttributes'> | undefined>(
      (parent, name) => named(parent?.subAttributes ?? [], name),
      { subAttributes: schema.attributes },
    ) as Attribute | undefined
}

function named(attributes: readonly Attribute[], name: string): Attribute | undefined {
  return attributes.find((one) => one.name.toLowerCase() === name.toLowerCase())
}
