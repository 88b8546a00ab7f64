import { Failure } from '../directory/failure.ts'
import { conditions, equalities } from '../grammar/filter-conditions.ts'
import { compileFilter, FilterTypeError } from '../grammar/match-filter.ts'
import {
  type FilterAllowance,
  FilterUnsupportedError,
  restrictFilter,
} from '../grammar/restrict-filter.ts'
import { type Filter, FilterSyntaxError, parseFilter } from '../grammar/scim-filter.ts'

export interface Condition {
  /** Whether a resource, in the API's own form, satisfies the filter. */
  readonly matches: (resource: object) => boolean
  /** The value that an attribute must equal for the filter to hold, if it says so. */
  equal(attribute: string): string | undefined
}

/**
 * Reads a SCIM filter of which an API knows a part, and all of whose attributes are strings.
 * @throws Failure `invalidFilter`; the message has the column and what is allowed there.
 */
export function readFilter(text: string, allowance: FilterAllowance): Condition {
  return refusingFilter(() => {
    const filter = restrictFilter(parseFilter(text), allowance)
    refuseOtherTypes(filter)
    const equal = equalities(filter)
    return {
      matches: compileFilter(filter),
      equal: (attribute) => {
        const found = equal.find(
          ({ attribute: { name, sub } }) =>
            sub === undefined && name.toLowerCase() === attribute.toLowerCase(),
        )
        return typeof found?.value === 'string' ? found.value : undefined
      },
    }
  })
}

/**
 * What reads a filter or puts it to a resource.
 * @throws Failure `invalidFilter` for whatever the filter language refuses.
 */
export function refusingFilter<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (isFilterError(error)) {
      throw new Failure('invalidFilter', `Invalid filter: ${error.message}`, { field: 'filter' })
    }
    throw error
  }
}

function refuseOtherTypes(filter: Filter): void {
  for (const condition of conditions(filter)) {
    if (condition.kind === 'present' || typeof condition.value === 'string') continue
    const value = JSON.stringify(condition.value)
    throw new FilterUnsupportedError(`the value ${value}`, condition.position, ['a string'])
  }
}

function isFilterError(error: unknown): error is Error {
  return [FilterSyntaxError, FilterTypeError, FilterUnsupportedError].some(
    (kind) => error instanceof kind,
  )
}
