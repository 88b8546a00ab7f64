/** Reads what a client gives for one attribute (RFC 7643 section 2.3). */

import { instant } from './compare-values.ts'
import { mergeElements, refuseTwoPrimaries } from './scim-elements.ts'
import { ScimFault } from './scim-fault.ts'
import { formatFault } from './scim-formats.ts'
import { isObject, readMembers } from './scim-message.ts'
import type { Attribute } from './scim-schema.ts'

export interface Reading {
  /** The URN of the base schema, whose attributes may have formats of their own. */
  readonly baseSchema: string
  readonly coerceValues?: boolean
  readonly plainValues?: boolean
}

/** An attribute, and its path for faults. */
export interface Place {
  readonly attribute: Attribute
  readonly path: string
}

/**
 * The value in its canonical form; `undefined` for an unassigned one: null, an empty array, an
 * object of nothing (RFC 7643 section 2.5). Sub-attributes that are readOnly or unknown are left
 * out.
 *
 * @throws ScimFault invalidValue
 */
export function readValue(place: Place, given: unknown, reading: Reading): unknown {
  if (given === null || given === undefined) return undefined
  if (!place.attribute.multiValued) return readElement(place, given, reading)
  const elements = readElements(place, given, reading)
  return elements.length === 0 ? undefined : elements
}

/** The elements of a multi-valued attribute, none of them twice. */
export function readElements(place: Place, given: unknown, reading: Reading): readonly unknown[] {
  const list = !Array.isArray(given) && reading.coerceValues ? [given] : given
  if (!Array.isArray(list)) throw new ScimFault('invalidValue', place.path, 'must be a list')
  const elements = list
    .map((each) => (each === null ? undefined : readElement(place, each, reading)))
    .filter((each) => each !== undefined)
  refuseTwoPrimaries(elements, place.path)
  return mergeElements(place.attribute, [], elements)
}

/** One element of a multi-valued attribute, or the value of another. */
export function readElement(place: Place, given: unknown, reading: Reading): unknown {
  const { attribute, path } = place
  if (attribute.type !== 'complex') return readSimple(place, given, reading)
  const known = givenMembers(place, asComplex(attribute, given, reading))
  const members = known
    .filter(([sub]) => sub.attribute.mutability !== 'readOnly')
    .map(([sub, value]) => [sub.attribute.name, readValue(sub, value, reading)] as const)
    .filter(([, value]) => value !== undefined)
  if (known.every(([, value]) => value === null)) return undefined
  const complex = Object.fromEntries(members)
  checkRequired(attribute.subAttributes ?? [], complex, (name) => subPath(attribute, path, name))
  return members.length === 0 ? undefined : complex
}

/**
 * The known sub-attributes that an object names, in the order of the schema, with what it gives.
 *
 * @throws ScimFault invalidValue for what is no object, invalidSyntax for a name given twice
 */
export function givenMembers(
  { attribute, path }: Place,
  given: unknown,
): readonly (readonly [Place, unknown])[] {
  if (!isObject(given)) throw new ScimFault('invalidValue', path, 'must be an object')
  const member = readMembers(given, path)
  return (attribute.subAttributes ?? [])
    .map((sub) => {
      const place = { attribute: sub, path: subPath(attribute, path, sub.name) }
      return [place, member(sub.name)] as const
    })
    .filter(([, value]) => value !== undefined)
}

/** A plain text as the complex value that it stands for, where that is allowed. */
export function asComplex(attribute: Attribute, given: unknown, reading: Reading): unknown {
  if (typeof given !== 'string' || !(reading.coerceValues || reading.plainValues)) return given
  if (!attribute.subAttributes?.some(({ name }) => name === 'value')) return given
  return given === '' && reading.coerceValues ? {} : { value: given }
}

/** @throws ScimFault invalidValue for the first required attribute that the object lacks */
export function checkRequired(
  attributes: readonly Attribute[],
  object: Readonly<Record<string, unknown>>,
  pathOf: (name: string) => string,
): void {
  const missing = attributes.find(
    ({ name, required, mutability }) =>
      required && mutability !== 'readOnly' && !Object.hasOwn(object, name),
  )
  if (missing) throw new ScimFault('invalidValue', pathOf(missing.name), 'is required')
}

/** The path of a sub-attribute; after the URN of an extension stands a colon. */
export function subPath({ name: parent }: Attribute, path: string, name: string): string {
  return `${path}${parent.includes(':') ? ':' : '.'}${name}`
}

function readSimple({ attribute, path }: Place, given: unknown, reading: Reading): unknown {
  const value = reading.coerceValues ? coerced(attribute, given) : given
  const { what, fits } = types[attribute.type === 'complex' ? 'string' : attribute.type]
  if (!fits(value)) throw new ScimFault('invalidValue', path, `must be ${what}`)
  if (typeof value !== 'string') return value
  if (value === '' && attribute.required) {
    throw new ScimFault('invalidValue', path, 'is required, and may not be empty')
  }
  const fault = formatFault(reading.baseSchema, path, value)
  if (fault !== undefined) throw new ScimFault('invalidValue', path, fault)
  return value
}

function coerced({ type }: Attribute, given: unknown): unknown {
  if (type !== 'boolean' || typeof given !== 'string') return given
  const word = given.toLowerCase()
  return word === 'true' || word === 'false' ? word === 'true' : given
}

interface Type {
  readonly what: string
  readonly fits: (value: unknown) => boolean
}

const string: Type = { what: 'a string', fits: (value) => typeof value === 'string' }

// RFC 3986 section 4.1, absolute or relative.
const uriReference = /^(?:[\w.~:/?#[\]@!$&'()*+,;=-]|%[\da-f]{2})*$/i

const types: Readonly<Record<Exclude<Attribute['type'], 'complex'>, Type>> = {
  string,
  boolean: { what: 'true or false', fits: (value) => typeof value === 'boolean' },
  decimal: { what: 'a number', fits: Number.isFinite },
  integer: { what: 'a whole number', fits: Number.isSafeInteger },
  dateTime: {
    what: 'an xsd:dateTime, as 2008-01-23T04:56:22Z',
    fits: (value) => instant(value) !== undefined,
  },
  binary: { what: 'base64 (RFC 4648 section 4)', fits: isBase64 },
  reference: {
    what: 'a URI',
    fits: (value) => typeof value === 'string' && uriReference.test(value),
  },
}

/** RFC 7643 section 2.3.6 lets the padding be left out. */
function isBase64(value: unknown): boolean {
  if (typeof value !== 'string') return false
  const digits = value.replace(/={1,2}$/, '')
  const padded = digits.length < value.length
  return (
    /^[a-z\d+/]*$/i.test(digits) && digits.length % 4 !== 1 && (!padded || value.length % 4 === 0)
  )
}
