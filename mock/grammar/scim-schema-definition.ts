import { parseAttributePath } from './attribute-path.ts'
import { isObject } from './scim-message.ts'
import {
  type Attribute,
  attribute,
  attributeTypes,
  mutabilities,
  returnedValues,
  type SchemaDefinition,
  uniquenessValues,
} from './scim-schema.ts'

/**
 * Reads a schema from a file, in the form that `/Schemas` publishes, and fills in the defaults; the
 * last part of the URN is the name of a schema that gives none.
 *
 * @throws Error that names the place, as in `attributes[2].type must be one of string, boolean, ...`
 * @see RFC 7643 sections 2.2 and 7
 */
export function readSchemaDefinition(json: unknown): SchemaDefinition {
  const given = objectAt(json, 'schema', [
    'id',
    'name',
    'description',
    'attributes',
    'schemas',
    'meta',
  ])
  const id = textAt(given.id, 'id')
  if (parseAttributePath(`${id}:a`)?.urn !== id) throw fault('id', 'must be a URN')
  const name = given.name === undefined ? id.slice(id.lastIndexOf(':') + 1) : given.name
  return {
    id,
    name: textAt(name, 'name'),
    ...optional(given, 'description', '', textAt),
    attributes: attributesAt(given.attributes, 'attributes', readAttribute),
  }
}

type Given = Readonly<Record<string, unknown>>
type ReadAttribute = (given: unknown, place: string) => Attribute

const characteristics = [
  'name',
  'type',
  'multiValued',
  'description',
  'required',
  'canonicalValues',
  'caseExact',
  'mutability',
  'returned',
  'uniqueness',
  'referenceTypes',
  'subAttributes',
]

function readAttribute(json: unknown, place: string): Attribute {
  const given = objectAt(json, place, characteristics)
  const read = readSimple(given, place)
  const subs = given.subAttributes ?? []
  const subPlace = `${place}.subAttributes`
  if (read.type !== 'complex') {
    if (Array.isArray(subs) && subs.length === 0) return read
    throw fault(subPlace, 'belong to an attribute of type complex')
  }
  return { ...read, subAttributes: attributesAt(subs, subPlace, readSubAttribute) }
}

/** RFC 7643 section 2.3.8: no complex attribute inside another. */
function readSubAttribute(json: unknown, place: string): Attribute {
  if (isObject(json) && json.type === 'complex') {
    throw fault(`${place}.type`, 'must not be complex')
  }
  return readAttribute(json, place)
}

function readSimple(given: Given, place: string): Attribute {
  const name = textAt(given.name, `${place}.name`)
  const path = parseAttributePath(name)
  if (path?.name !== name)
    throw fault(`${place}.name`, 'must be a letter, then letters, digits, "_", "-", "$"')
  return attribute({
    name,
    ...optional(given, 'type', place, oneOf(attributeTypes)),
    ...optional(given, 'multiValued', place, booleanAt),
    ...optional(given, 'description', place, textAt),
    ...optional(given, 'required', place, booleanAt),
    ...optional(given, 'canonicalValues', place, textsAt),
    ...optional(given, 'caseExact', place, booleanAt),
    ...optional(given, 'mutability', place, oneOf(mutabilities)),
    ...optional(given, 'returned', place, oneOf(returnedValues)),
    ...optional(given, 'uniqueness', place, oneOf(uniquenessValues)),
    ...optional(given, 'referenceTypes', place, textsAt),
  })
}

function attributesAt(json: unknown, place: string, read: ReadAttribute): readonly Attribute[] {
  if (!Array.isArray(json) || json.length === 0)
    throw fault(place, 'must be a list that is not empty')
  const attributes = json.map((each, at) => read(each, `${place}[${at}]`))
  const names = attributes.map(({ name }) => name.toLowerCase())
  const twice = names.findIndex((name, at) => names.indexOf(name) < at)
  if (twice !== -1) throw fault(`${place}[${twice}].name`, 'is there already')
  return attributes
}

/** One member, if it is there. */
function optional<Name extends string, Value>(
  given: Given,
  name: Name,
  place: string,
  read: (value: unknown, place: string) => Value,
): { readonly [name in Name]?: Value } {
  const value = given[name]
  if (value === undefined) return {}
  return { [name]: read(value, place === '' ? name : `${place}.${name}`) } as {
    [name in Name]: Value
  }
}

function objectAt(value: unknown, place: string, names: readonly string[]): Given {
  if (!isObject(value)) throw fault(place, 'must be an object')
  const unknown = Object.keys(value).find((name) => !names.includes(name))
  if (unknown !== undefined) throw fault(`${place}.${unknown}`, `is none of ${names.join(', ')}`)
  return value
}

function textAt(value: unknown, place: string): string {
  if (typeof value !== 'string' || value === '') throw fault(place, 'must be a text')
  return value
}

function textsAt(value: unknown, place: string): readonly string[] {
  if (!Array.isArray(value)) throw fault(place, 'must be a list of texts')
  return value.map((each, at) => textAt(each, `${place}[${at}]`))
}

function booleanAt(value: unknown, place: string): boolean {
  if (typeof value !== 'boolean') throw fault(place, 'must be true or false')
  return value
}

function oneOf<Word extends string>(words: readonly Word[]) {
  return (value: unknown, place: string): Word => {
    const word = words.find((each) => each === value)
    if (word === undefined) throw fault(place, `must be one of ${words.join(', ')}`)
    return word
  }
}

function fault(place: string, problem: string): Error {
  return new Error(`${place} ${problem}`)
}
