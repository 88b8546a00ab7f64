/** For APIs that speak a part of the filter language. */

import {
  type AttributePath,
  attributeKey,
  insideValuePath,
  printAttributePath,
} from './attribute-path.ts'
import type { Condition } from './filter-conditions.ts'
import { excerpt } from './filter-tokens.ts'
import type { CompareOperator, Filter } from './scim-filter.ts'

export type Operator = CompareOperator | 'pr'
export type Combination = 'and' | 'or' | 'not' | 'valuePath' | 'grouping'

/** What an API allows, as in `{ attributes: { userName: ['eq', 'sw'] }, combinations: ['and'] }`. */
export type FilterAllowance = {
  /**
   * The operators of each attribute, by its path in the API's own spelling, compared without case.
   * A name inside `emails[...]` is `emails.name`. `*` stands for all attributes not named.
   */
  readonly attributes: Readonly<Record<string, readonly Operator[]>>
  /** `grouping` is a round bracket that does not belong to a `not`, needed or not. */
  readonly combinations: readonly Combination[]
}

/**
 * A filter that is well-formed and asks for more than the API allows. `position` is the zero-based
 * offset of the attribute, word or bracket; the message names it and what is allowed.
 */
export class FilterUnsupportedError extends Error {
  override readonly name = 'FilterUnsupportedError'
  readonly position: number

  constructor(problem: string, position: number, allowed: readonly string[]) {
    const list = allowed.length === 0 ? 'nothing' : allowed.join(', ')
    super(`${problem} at column ${position + 1} is not supported; allowed: ${list}`)
    this.position = position
  }
}

/**
 * The filter itself, if the API allows all of it.
 *
 * @throws FilterUnsupportedError for the first thing that it does not allow
 */
export function restrictFilter(filter: Filter, allowance: FilterAllowance): Filter {
  check(filter, allowance, (path) => path)
  return filter
}

type Qualify = (path: AttributePath) => AttributePath

const combinationNames: Readonly<Record<Combination, string>> = {
  and: '"and"',
  or: '"or"',
  not: '"not"',
  valuePath: '"[ ]"',
  grouping: '"( )"',
}

function check(filter: Filter, allowance: FilterAllowance, qualify: Qualify): void {
  if (filter.groupedAt !== undefined) checkCombination('grouping', filter.groupedAt, allowance)
  if (filter.kind === 'compare' || filter.kind === 'present') {
    checkCondition(filter, qualify(filter.attribute), allowance)
    return
  }
  checkCombination(filter.kind, filter.position, allowance)
  if (filter.kind === 'valuePath') {
    check(filter.filter, allowance, (path) => insideValuePath(filter.attribute, path))
  } else {
    const operands = filter.kind === 'not' ? [filter.filter] : filter.operands
    for (const operand of operands) check(operand, allowance, qualify)
  }
}

function checkCombination(
  combination: Combination,
  position: number,
  { combinations }: FilterAllowance,
): void {
  if (combinations.includes(combination)) return
  const allowed = ['one condition', ...combinations.map((name) => combinationNames[name])]
  throw new FilterUnsupportedError(combinationNames[combination], position, allowed)
}

function checkCondition(
  condition: Condition,
  path: AttributePath,
  { attributes }: FilterAllowance,
): void {
  const name = excerpt(printAttributePath(path))
  const operators = operatorsOf(path, attributes)
  if (operators === undefined) {
    throw new FilterUnsupportedError(`"${name}"`, condition.position, Object.keys(attributes))
  }
  const operator = condition.kind === 'present' ? 'pr' : condition.operator
  if (!operators.includes(operator)) {
    throw new FilterUnsupportedError(`"${operator}" on "${name}"`, condition.position, operators)
  }
}

function operatorsOf(
  path: AttributePath,
  attributes: FilterAllowance['attributes'],
): readonly Operator[] | undefined {
  const key = attributeKey(path)
  const named = Object.keys(attributes).find((name) => name.toLowerCase() === key)
  return attributes[named ?? '*']
}
