import { type AttributePath, insideValuePath } from './attribute-path.ts'
import { asObject, type IsBaseSchema, isPresent, valuesAt } from './attribute-values.ts'
import { type ComparisonRules, comparison, FilterTypeError } from './compare-values.ts'
import type { CompareFilter, Filter, PresentFilter, ValuePathFilter } from './scim-filter.ts'

export { FilterTypeError }

/** What the caller's schemas say; each part has a default that needs no schema. */
export type MatchRules = ComparisonRules & {
  /** By default a core URN that the resource's `schemas`, if any, lists. */
  readonly isBaseSchema?: IsBaseSchema
}

/**
 * Whether a resource (plain JSON, in the API's own form) satisfies a filter.
 *
 * - A multi-valued attribute matches if any of its values does; the whole filter in square brackets
 *   has to hold of one value (section 3.4.2.2, table 5).
 * - A multi-valued complex attribute without a sub-attribute stands for its `value` (figure 2).
 * - An attribute the resource does not have is one without a value (section 3.4.2.1).
 * - `comparison` says what the operators mean, and which parts of that are ours.
 *
 * @throws FilterTypeError as `comparison` does
 * @see RFC 7644 section 3.4.2.2
 */
export function matchFilter(filter: Filter, resource: object, rules: MatchRules = {}): boolean {
  return compileFilter(filter, rules)(resource)
}

/**
 * The same for many resources: what depends on the filter alone is worked out once. It throws
 * FilterTypeError for what the filter and the rules show, before any resource is seen.
 */
export function compileFilter(
  filter: Filter,
  rules: MatchRules = {},
): (resource: object) => boolean {
  return compile(filter, rules, (path) => path)
}

/**
 * The same for the elements of one multi-valued attribute, of which a filter in square brackets
 * speaks: a plain element is its `value`.
 *
 * @param attribute the full path, for the rules
 */
export function compileElementFilter(
  attribute: AttributePath,
  filter: Filter,
  rules: MatchRules = {},
): (element: unknown) => boolean {
  const matches = compile(filter, rules, (path) => insideValuePath(attribute, path))
  return (element) => matches(asObject(element))
}

type Matcher = (resource: object) => boolean

/** Makes the path inside a value path a full one. */
type Qualify = (path: AttributePath) => AttributePath

function compile(filter: Filter, rules: MatchRules, qualify: Qualify): Matcher {
  switch (filter.kind) {
    case 'compare':
      return compileComparison(filter, rules, qualify)
    case 'present':
      return compilePresence(filter, rules)
    case 'valuePath':
      return compileValuePath(filter, rules)
    case 'not': {
      const matches = compile(filter.filter, rules, qualify)
      return (resource) => !matches(resource)
    }
    case 'and': {
      const operands = filter.operands.map((operand) => compile(operand, rules, qualify))
      return (resource) => operands.every((matches) => matches(resource))
    }
    case 'or': {
      const operands = filter.operands.map((operand) => compile(operand, rules, qualify))
      return (resource) => operands.some((matches) => matches(resource))
    }
  }
}

function compileComparison(node: CompareFilter, rules: MatchRules, qualify: Qualify): Matcher {
  const matches = comparison(node, qualify(node.attribute), rules)
  return (resource) => matches(valuesAt(resource, node.attribute, rules.isBaseSchema))
}

function compilePresence({ attribute }: PresentFilter, { isBaseSchema }: MatchRules): Matcher {
  return (resource) => valuesAt(resource, attribute, isBaseSchema).some(isPresent)
}

function compileValuePath({ attribute, filter }: ValuePathFilter, rules: MatchRules): Matcher {
  const matches = compileElementFilter(attribute, filter, rules)
  return (resource) => valuesAt(resource, attribute, rules.isBaseSchema).some(matches)
}
