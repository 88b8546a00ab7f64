/** What the operators of a SCIM filter mean for values. */

import { type AttributePath, printAttributePath } from './attribute-path.ts'
import { comparable } from './attribute-values.ts'
import { excerpt } from './filter-tokens.ts'
import type { CompareFilter, CompareOperator } from './scim-filter.ts'

/**
 * What is known of the attributes' types. Each is asked for the full path (`emails.type` inside
 * `emails[type ...]`), in the client's case; a multi-valued complex attribute alone stands for its
 * `value`.
 */
export type ComparisonRules = {
  /** Whether strings are compared with case; never, by default (RFC 7643 section 2.2). */
  readonly caseExact?: (path: AttributePath) => boolean
  /** What strings become before they are compared, on both sides, where more than case is set aside. */
  readonly prepared?: (path: AttributePath) => ((text: string) => string) | undefined
  /** Whether strings are compared as instants; never, by default. */
  readonly isDateTime?: (path: AttributePath) => boolean
  /** False for boolean and binary attributes, which gt, ge, lt and le refuse; true by default. */
  readonly isOrdered?: (path: AttributePath) => boolean
  /** True of complex attributes, of which only sub-attributes have values; never, by default. */
  readonly isComplex?: (path: AttributePath) => boolean
}

/**
 * A comparison that the attribute's type does not have; in SCIM 2.0 a 400 with scimType
 * invalidFilter (RFC 7644 section 3.4.2.2, table 3). `position` is the zero-based offset of the
 * attribute; the message has its full path.
 */
export class FilterTypeError extends Error {
  override readonly name = 'FilterTypeError'
  readonly position: number

  constructor(problem: string, path: AttributePath, position: number) {
    super(`${problem}: ${excerpt(printAttributePath(path))} at column ${position + 1}`)
    this.position = position
  }
}

/**
 * The test that one comparison puts to the assigned values of its attribute.
 *
 * Table 3 says "identical" for eq and "not identical" for ne, and section 3.4.2.2 that any value
 * of a multi-valued attribute suffices; so `ne` matches if any value differs. Not said, ours: `ne`
 * matches an attribute without values; `eq null` is true of that alone, and `ne null` of the
 * others; values of different JSON types are never equal, ordered or contained, and nothing else
 * is asked of null; strings are ordered by UTF-16 units.
 *
 * @param path the full path of the attribute, for the rules
 * @throws FilterTypeError at once for gt, ge, lt, le with a boolean or on an attribute that is not
 *   ordered, and (ours: the RFC is silent) for a dateTime attribute compared with anything else and
 *   for a complex attribute compared with anything but null.
 *   The test itself throws for an ordering of a boolean that only the resource shows.
 */
export function comparison(
  node: CompareFilter,
  path: AttributePath,
  rules: ComparisonRules,
): (values: readonly unknown[]) => boolean {
  const { operator, value, position } = node
  const refuseBoolean = orderGuard(node, path, rules)
  refuseBoolean(value)
  if (value === null) return (values) => isUnassigned(values, operator)
  if (rules.isComplex?.(path)) {
    throw new FilterTypeError('a complex attribute is compared by its parts', path, position)
  }
  const key = keyMaker(path, rules, operator)
  const wanted = key(value)
  if (wanted === undefined) {
    throw new FilterTypeError('expected an xsd:dateTime to compare with', path, position)
  }
  const holds = tests[operator]
  const matches = (candidate: unknown) => {
    const found = comparable(candidate)
    refuseBoolean(found)
    return holds(key(found), wanted)
  }
  if (operator === 'ne') return (values) => values.length === 0 || values.some(matches)
  return (values) => values.some(matches)
}

type Key = string | number | boolean

/** `found` is undefined when it cannot be compared with anything. */
type Test = (found: Key | undefined, wanted: Key) => boolean

const tests: Readonly<Record<CompareOperator, Test>> = {
  eq: (found, wanted) => found === wanted,
  ne: (found, wanted) => found !== wanted,
  co: onStrings((found, wanted) => found.includes(wanted)),
  sw: onStrings((found, wanted) => found.startsWith(wanted)),
  ew: onStrings((found, wanted) => found.endsWith(wanted)),
  gt: onSameType((found, wanted) => found > wanted),
  ge: onSameType((found, wanted) => found >= wanted),
  lt: onSameType((found, wanted) => found < wanted),
  le: onSameType((found, wanted) => found <= wanted),
}

function onStrings(test: (found: string, wanted: string) => boolean): Test {
  return (found, wanted) =>
    typeof found === 'string' && typeof wanted === 'string' && test(found, wanted)
}

function onSameType(test: (found: Key, wanted: Key) => boolean): Test {
  return (found, wanted) =>
    found !== undefined && typeof found === typeof wanted && test(found, wanted)
}

function isUnassigned(values: readonly unknown[], operator: CompareOperator): boolean {
  if (operator === 'eq') return values.length === 0
  return operator === 'ne' && values.length > 0
}

function orderGuard(
  { operator, position }: CompareFilter,
  path: AttributePath,
  { isOrdered }: ComparisonRules,
): (value: unknown) => void {
  if (!['gt', 'ge', 'lt', 'le'].includes(operator)) return () => {}
  const refuse = () => {
    const problem = `"${operator}" does not apply to a boolean or binary attribute or value`
    throw new FilterTypeError(problem, path, position)
  }
  if (isOrdered?.(path) === false) refuse()
  return (value) => {
    if (typeof value === 'boolean') refuse()
  }
}

/** Turns values into keys that compare as the attribute's type does. */
function keyMaker(
  path: AttributePath,
  rules: ComparisonRules,
  operator: CompareOperator,
): (value: unknown) => Key | undefined {
  const isText = ['co', 'sw', 'ew'].includes(operator)
  if (!isText && rules.isDateTime?.(path)) return instant
  const prepare = rules.prepared?.(path) ?? (rules.caseExact?.(path) ? asItIs : inLowerCase)
  return (value) => {
    if (typeof value === 'string') return prepare(value)
    return typeof value === 'number' || typeof value === 'boolean' ? value : undefined
  }
}

function asItIs(text: string): string {
  return text
}

function inLowerCase(text: string): string {
  return text.toLowerCase()
}

const dateTime = /^(\d{4}-\d\d-\d\d)(T\d\d:\d\d:\d\d)(\.\d+)?(Z|[+-]\d\d:\d\d)?$/

/**
 * An xsd:dateTime (RFC 7643 section 2.3.5) as milliseconds, with what is finer as their fraction.
 * Ours: without a time zone it is UTC, so that the answer does not depend on the machine.
 */
export function instant(value: unknown): number | undefined {
  if (typeof value !== 'string') return undefined
  const [, date = '', time, fraction = '', zone = 'Z'] = dateTime.exec(value) ?? []
  const milliseconds = Date.parse(`${date}${time}${zone}`)
  if (Number.isNaN(milliseconds) || !isOnCalendar(date)) return undefined
  return milliseconds + Number(`0${fraction}`) * 1000
}

/** `Date` reads 30 February as 2 March. */
function isOnCalendar(date: string): boolean {
  return new Date(date).toISOString().startsWith(date)
}
