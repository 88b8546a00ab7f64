/** What a filter asks for, without how it is combined. */

import { type AttributePath, insideValuePath } from './attribute-path.ts'
import type { CompareFilter, CompareValue, Filter, PresentFilter } from './scim-filter.ts'

export type Condition = CompareFilter | PresentFilter

/** A value that is not null, which no index holds. */
export type Equality = {
  readonly attribute: AttributePath
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

/**
 * The equalities without which the filter cannot hold: at the top or under `and`, value paths
 * included. A caller may look up one of them in an index, and must still match what it finds.
 */
export function equalities(filter: Filter): readonly Equality[] {
  switch (filter.kind) {
    case 'and':
      return filter.operands.flatMap(equalities)
    case 'valuePath':
      return equalities(filter.filter).map(({ attribute, value }) => ({
        attribute: insideValuePath(filter.attribute, attribute),
        value,
      }))
    case 'compare':
      if (filter.operator !== 'eq' || filter.value === null) return []
      return [{ attribute: filter.attribute, value: filter.value }]
    default:
      return []
  }
}
