/** What a filter asks for, without how it is combined. */

import { type AttributePath, insideValuePath } from './attribute-path.ts'
import type {
  CompareFilter,
  CompareOperator,
  CompareValue,
  Filter,
  PresentFilter,
} from './scim-filter.ts'

export type Condition = CompareFilter | PresentFilter

/** A comparison with a value that is not null, which no index holds. */
export type Demand = {
  readonly attribute: AttributePath
  readonly operator: CompareOperator
  readonly value: Exclude<CompareValue, null>
}

/**
 * Every condition of a filter, in the order written, with full attribute paths: `emails.type` for
 * the `type` of `emails[type eq "work"]`.
 */
export function conditions(filter: Filter): readonly Condition[] {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return filter.operands.flatMap(conditions)
    case 'not':
      return conditions(filter.filter)
    case 'valuePath':
      return conditions(filter.filter).map((condition) => ({
        ...condition,
        attribute: insideValuePath(filter.attribute, condition.attribute),
      }))
    default:
      return [filter]
  }
}

export type Equality = Pick<Demand, 'attribute' | 'value'>

/** The demands that are equalities. */
export function equalities(filter: Filter): readonly Equality[] {
  return demands(filter)
    .filter(({ operator }) => operator === 'eq')
    .map(({ attribute, value }) => ({ attribute, value }))
}

/**
 * The comparisons without which the filter cannot hold: at the top or under `and`, value paths
 * included. A caller may look up one of them in an index, and must still match what it finds.
 */
export function demands(filter: Filter): readonly Demand[] {
  switch (filter.kind) {
    case 'and':
      return filter.operands.flatMap(demands)
    case 'valuePath':
      return demands(filter.filter).map((demand) => ({
        ...demand,
        attribute: insideValuePath(filter.attribute, demand.attribute),
      }))
    case 'compare': {
      const { attribute, operator, value } = filter
      return value === null ? [] : [{ attribute, operator, value }]
    }
    default:
      return []
  }
}
