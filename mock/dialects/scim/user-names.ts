/** How userNames are compared: prepared, on both sides (RFC 7644 section 5, RFC 8265 section 3.3). */
import { fold } from '../../directory/tables.ts'
import type { AttributePath } from '../../grammar/attribute-path.ts'
import type { MatchRules } from '../../grammar/match-filter.ts'
import { sameName } from '../../grammar/scim-schema.ts'

/** The rules by which a filter compares, with userNames prepared. */
export function preparingNames(rules: MatchRules): MatchRules {
  return { prepared: (path) => (isUserName(path) ? fold : undefined), ...rules }
}

function isUserName({ name, sub }: AttributePath): boolean {
  return sub === undefined && sameName(name, 'userName')
}
