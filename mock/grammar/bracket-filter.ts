/** Filters of the form `filter[property][OPERATOR]=value`, one for each query parameter. */

export const bracketOperators = ['EQ', 'CO', 'SW', 'IN', 'LT', 'GT', 'PR'] as const
export type BracketOperator = (typeof bracketOperators)[number]

export interface BracketCondition {
  readonly property: string
  readonly operator: BracketOperator
  readonly value: unknown
}

/** The conditions among the parameters of a query, whose values have been typed and checked. */
export function bracketConditions(query: Readonly<Record<string, unknown>>): BracketCondition[] {
  return Object.entries(query).flatMap(([name, value]) => {
    const [, property = '', operator] = /^filter\[([^\]]+)\]\[([A-Z]+)\]$/.exec(name) ?? []
    const known = bracketOperators.find((each) => each === operator)
    return known ? [{ property, operator: known, value }] : []
  })
}

/**
 * Whether what has these values satisfies a condition. Texts compare without case unless `exact`,
 * dates as instants; what is absent satisfies nothing but `PR` with false.
 */
export function satisfies(
  actual: unknown,
  { operator, value }: BracketCondition,
  { exact = false }: { readonly exact?: boolean } = {},
): boolean {
  const like = (one: unknown) => (exact ? one : folded(one))
  if (operator === 'PR') return (actual !== undefined) === value
  if (actual === undefined) return false
  if (operator === 'EQ') return like(actual) === like(value)
  if (operator === 'IN') return (value as unknown[]).some((each) => like(each) === like(actual))
  if (operator === 'LT') return instant(actual) < instant(value)
  if (operator === 'GT') return instant(actual) > instant(value)
  const [whole, part] = [String(like(actual)), String(like(value))]
  return operator === 'CO' ? whole.includes(part) : whole.startsWith(part)
}

function folded(value: unknown): unknown {
  return typeof value === 'string' ? value.normalize('NFC').toLowerCase() : value
}

function instant(value: unknown): number {
  return Date.parse(String(value))
}
