/** Holds the attributes of a SCIM resource against what a schema says of them. */
import type { Breach } from './conformance.ts'
import type { Attribute } from './scim-schemas.ts'

export type Finding = Pick<Breach, 'at' | 'hint'> & Partial<Pick<Breach, 'check' | 'evidence'>>

/** What part of a resource the request asked for. */
export interface Viewing {
  /** Whether a projection may have left something out. */
  readonly projected: boolean
  /** Whether what is returned on request may have been asked for, or just written. */
  readonly asked: boolean
}

type Values = Readonly<Record<string, unknown>>

/** @returns what the schema does not allow; a pointer leads to each place. */
export function judgeAttributes(
  attributes: readonly Attribute[],
  given: unknown,
  viewing: Viewing,
): Finding[] {
  if (!isObject(given)) return [{ at: '', hint: 'is no object' }]
  return [
    ...Object.entries(given).flatMap(([name, value]) =>
      judgeNamed(attributes, name, value, viewing).map((one) => ({
        ...one,
        at: `/${name}${one.at}`,
      })),
    ),
    ...(viewing.projected ? [] : missing(attributes, given)),
  ]
}

function judgeNamed(
  attributes: readonly Attribute[],
  name: string,
  value: unknown,
  viewing: Viewing,
): Finding[] {
  const attribute = attributes.find((one) => one.name === name)
  if (attribute) return judgeValue(attribute, value, viewing)
  const spelled = attributes.find((one) => one.name.toLowerCase() === name.toLowerCase())
  if (spelled) return [{ at: '', hint: `is spelled ${spelled.name} in its schema` }]
  return [{ at: '', hint: 'no schema has it', check: 'undeclared_property' }]
}

function judgeValue(attribute: Attribute, value: unknown, viewing: Viewing): Finding[] {
  if (attribute.returned === 'never') return [{ at: '', hint: 'is returned never' }]
  if (attribute.returned === 'request' && !viewing.asked) {
    return [{ at: '', hint: 'is returned on request alone' }]
  }
  // RFC 7643 section 2.5: it has no value, which a server may say or leave unsaid.
  if (value === null) return []
  if (!attribute.multiValued) return judgeSingle(attribute, value, viewing)
  if (!Array.isArray(value)) return [{ at: '', hint: 'is multi-valued and no array' }]
  return [
    ...value.flatMap((one, index) =>
      judgeSingle(attribute, one, viewing).map((each) => ({ ...each, at: `/${index}${each.at}` })),
    ),
    ...judgeTogether(value),
  ]
}

function judgeSingle(attribute: Attribute, value: unknown, viewing: Viewing): Finding[] {
  const { type, subAttributes = [] } = attribute
  if (type !== 'complex') return fits[type]?.(value) ? [] : [{ at: '', hint: `is no ${type}` }]
  return [...judgeAttributes(subAttributes, value, viewing), ...judgeReference(value)]
}

/** RFC 7643 section 2.4: a reference beside a value leads to the resource with that id. */
function judgeReference(given: unknown): Finding[] {
  const { value, $ref } = given as Values
  if (typeof $ref !== 'string' || typeof value !== 'string') return []
  const leads = URL.canParse($ref, 'http://base') && $ref.endsWith(`/${encodeURIComponent(value)}`)
  return leads ? [] : [{ at: '/$ref', hint: `does not lead to ${value}` }]
}

/** RFC 7643 section 2.4: one value at most is primary, and a type and a value SHOULD NOT come twice. */
function judgeTogether(values: readonly unknown[]): Finding[] {
  const objects = values.filter(isObject)
  const pairs = objects.flatMap(({ type, value }) =>
    value === undefined ? [] : [JSON.stringify([type, value])],
  )
  return [
    ...(objects.filter(({ primary }) => primary === true).length > 1
      ? [{ at: '', hint: 'has more than one primary value' }]
      : []),
    ...(new Set(pairs).size < pairs.length
      ? [{ at: '', hint: 'has the same type and value twice', evidence: 'inferred' as const }]
      : []),
  ]
}

function missing(attributes: readonly Attribute[], given: Values): Finding[] {
  return attributes
    .filter(({ required, returned = 'default' }) => required && /^(always|default)$/.test(returned))
    .filter(({ name }) => given[name] === undefined)
    .map(({ name }) => ({ at: `/${name}`, hint: 'is required and not there' }))
}

const DATE_TIME = /^-?\d{4,}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?$/
const BASE64 = /^[A-Za-z0-9+/_-]*={0,2}$/

/** RFC 7643 section 2.3. */
const fits: Readonly<Record<string, (value: unknown) => boolean>> = {
  string: (value) => typeof value === 'string',
  boolean: (value) => typeof value === 'boolean',
  decimal: (value) => typeof value === 'number',
  integer: (value) => Number.isInteger(value),
  dateTime: (value) => typeof value === 'string' && DATE_TIME.test(value),
  binary: (value) => typeof value === 'string' && BASE64.test(value),
  reference: (value) => typeof value === 'string' && URL.canParse(value, 'http://base'),
}

function isObject(value: unknown): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
