import { expect, test } from '#test'
import { attribute } from './scim-schema.ts'
import { readSchemaDefinition } from './scim-schema-definition.ts'
import { enterpriseSchema, groupSchema, userSchema } from './scim-schemas.test.kit.ts'

const id = 'urn:example:extension:Badge'

test('a schema is read as it is published', () => {
  for (const schema of [userSchema, enterpriseSchema, groupSchema]) {
    expect(readSchemaDefinition(JSON.parse(JSON.stringify(schema)))).toEqual(schema)
  }
})

test('what a schema leaves out has the defaults of RFC 7643 section 2.2', () => {
  const description = 'What opens doors'
  const attributes = [{ name: 'number', description }]
  expect(readSchemaDefinition({ id, attributes, schemas: [], meta: {} })).toEqual({
    id,
    name: 'Badge',
    attributes: [
      {
        name: 'number',
        description,
        type: 'string',
        multiValued: false,
        required: false,
        caseExact: false,
        mutability: 'readWrite',
        returned: 'default',
        uniqueness: 'none',
      },
    ],
  })
})

test('a complex attribute has sub-attributes, with defaults too', () => {
  const subAttributes = [{ name: '$ref', type: 'reference', referenceTypes: ['User'] }]
  const attributes = [{ name: 'owner', type: 'complex', subAttributes }]
  const [owner] = readSchemaDefinition({ id, name: 'B', attributes }).attributes
  const ref = attribute({ name: '$ref', type: 'reference', referenceTypes: ['User'] })
  expect(owner).toEqual(attribute({ name: 'owner', type: 'complex', subAttributes: [ref] }))
})

const number = { name: 'number' }
const complex = { name: 'a', type: 'complex' }

const refused = [
  { given: null, want: 'schema must be an object' },
  { given: { attributes: [number] }, want: 'id must be a text' },
  { given: { id: 'Badge', attributes: [number] }, want: 'id must be a URN' },
  { given: { id, name: 5, attributes: [number] }, want: 'name must be a text' },
  { given: { id }, want: 'attributes must be a list' },
  { given: { id, attributes: [] }, want: 'attributes must be a list' },
  { given: { id, attributes: [number], atributes: [] }, want: 'schema.atributes is none of id,' },
  ...[
    { given: [5], want: 'attributes[0] must be an object' },
    { given: [{}], want: 'attributes[0].name must be a text' },
    { given: [{ name: 'a b' }], want: 'attributes[0].name must be a letter' },
    { given: [{ name: 'a.b' }], want: 'attributes[0].name must be a letter' },
    { given: [{ name: '__proto__' }], want: 'attributes[0].name must be a letter' },
    { given: [number, { name: 'NUMBER' }], want: 'attributes[1].name is there already' },
    {
      given: [{ ...number, multivalued: true }],
      want: 'attributes[0].multivalued is none of name,',
    },
    {
      given: [{ ...number, required: 'true' }],
      want: 'attributes[0].required must be true or false',
    },
    {
      given: [{ ...number, type: 'text' }],
      want: 'attributes[0].type must be one of string, bool',
    },
    {
      given: [{ ...number, mutability: 'readonly' }],
      want: 'attributes[0].mutability must be one',
    },
    { given: [{ ...number, returned: 1 }], want: 'attributes[0].returned must be one of always' },
    {
      given: [{ ...number, uniqueness: 'x' }],
      want: 'attributes[0].uniqueness must be one of none',
    },
    {
      given: [{ ...number, canonicalValues: 'x' }],
      want: 'canonicalValues must be a list of texts',
    },
    {
      given: [{ ...number, referenceTypes: [1] }],
      want: 'attributes[0].referenceTypes[0] must be',
    },
    { given: [{ ...number, subAttributes: [number] }], want: 'subAttributes belong to' },
    { given: [complex], want: 'attributes[0].subAttributes must be a list that is not empty' },
    {
      given: [{ ...complex, subAttributes: [number, complex] }],
      want: 'attributes[0].subAttributes[1].type must not be complex',
    },
    {
      given: [{ ...complex, subAttributes: [{ ...number, subAttributes: [number] }] }],
      want: 'attributes[0].subAttributes[0].subAttributes belong to',
    },
  ].map(({ given, want }) => ({ given: { id, attributes: given }, want })),
]

for (const { given, want } of refused) {
  test(`a schema of ${JSON.stringify(given)} is refused`, () => {
    expect(() => readSchemaDefinition(given)).toThrow(want)
  })
}
