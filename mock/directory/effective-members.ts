import { type Closeness, type Member, membersOf } from './memberships.ts'
import type { Reader } from './realm.ts'
import { type Group, groups } from './tables.ts'

export interface EffectiveMember extends Member {
  readonly closeness: Closeness
}

/**
 * Who belongs to a group, directly or through the groups in it: the direct members first, in
 * their order. Direct beats indirect where both hold.
 */
export function effectiveMembersOf(realm: Reader, group: Pick<Group, 'id'>): EffectiveMember[] {
  const found = new Map<string, EffectiveMember>()
  collect(realm, group, { found, closeness: 'direct' })
  // A Map is walked in the order of insertion, and what is inserted meanwhile is walked too.
  for (const { kind, id } of found.values()) {
    const inner = kind === 'group' ? realm.get(groups, id) : undefined
    if (inner) collect(realm, inner, { found, closeness: 'indirect' })
  }
  return [...found.values()]
}

function collect(
  realm: Reader,
  group: Pick<Group, 'id'>,
  { found, closeness }: { found: Map<string, EffectiveMember>; closeness: Closeness },
): void {
  for (const { kind, member: id } of membersOf(realm, group)) {
    const key = `${kind}/${id}`
    if (!found.has(key)) found.set(key, { kind, id, closeness })
  }
}
