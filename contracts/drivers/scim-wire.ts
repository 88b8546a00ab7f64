/** What the SCIM-like APIs have in common on the wire. */
import type { Condition, ListQuery, Member } from './driver.ts'

/** `displayName sw "rehearsal"`; a SCIM filter writes its values as JSON. */
export function filterText({ field, operator, value }: Condition): string {
  return `${attributeOf(field)} ${operator} ${JSON.stringify(value)}`
}

export function listParameters(query: ListQuery): Record<string, string | number> {
  return {
    ...(query.where && { filter: filterText(query.where) }),
    ...(query.count !== undefined && { count: query.count }),
    ...(query.startIndex !== undefined && { startIndex: query.startIndex }),
    ...(query.sortBy && { sortBy: attributeOf(query.sortBy) }),
    ...(query.sortOrder && { sortOrder: query.sortOrder }),
  }
}

export function memberIds(members: readonly Member[]): string[] {
  return members.map(({ id }) => id)
}

function attributeOf(field: Condition['field']): string {
  return field === 'givenName' || field === 'familyName' ? `name.${field}` : field
}
