/**
 * Filters as code that we did not write reads them: npm's scim2-parse-filter. Ask it only what it
 * gets right. It compares strings with their case whatever caseExact says, and dates as strings;
 * finds nothing by a URN of the core schema, by `schemas`, by `emails co` or by `$ref`; looks for
 * the parts of `emails[...]` in any value instead of in the same one; leaves JSON escapes to
 * chance; counts `[]` as present; and takes `not` without parentheses.
 */
import { filter, parse } from 'scim2-parse-filter'
import type { Json } from './resources.ts'

/**
 * Those of the resources that a filter lets through.
 * @throws Error at a filter that it does not parse
 */
export function matching(text: string, resources: readonly Json[]): readonly Json[] {
  return resources.filter(filter(parse(text)))
}

/** Whether it parses a filter. */
export function parses(text: string): boolean {
  try {
    parse(text)
    return true
  } catch {
    return false
  }
}
