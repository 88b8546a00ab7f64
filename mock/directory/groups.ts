import { Failure } from './failure.ts'
import type { Reader, Realm, World } from './realm.ts'
import { erase, save } from './rows.ts'
import { same } from './same.ts'
import { type Group, groups } from './tables.ts'

export type NewGroup = Omit<Group, 'created' | 'modified' | 'version' | 'deleted'>

/** @throws Failure `conflict` when group names are unique and this one is taken. */
export function addGroup(realm: Realm, group: NewGroup, world: World): Group {
  const now = world.now()
  const row: Group = { ...group, created: now, modified: now, version: 1 }
  save(realm, groups, row)
  return row
}

/** @throws Failure `notFound` when the tenant has no such group. */
export function groupById(realm: Reader, tenant: string, id: string): Group {
  const group = realm.get(groups, id)
  if (group && group.tenant === tenant && group.deleted === undefined) return group
  throw new Failure('notFound', `no group has the id ${JSON.stringify(id)}`, { subject: 'group' })
}

/**
 * Stores the new form of a group. What alters nothing leaves `modified` as it is.
 * @throws Failure `conflict` when the new name is taken.
 */
export function updateGroup(realm: Realm, group: Group, world: World): Group {
  if (same(realm.get(groups, group.id), group)) return group
  const row = { ...group, modified: world.now(), version: group.version + 1 }
  save(realm, groups, row)
  return row
}

/** Removes a group, its memberships, and its place in the groups that had it as a member. */
export function deleteGroup(realm: Realm, group: Group): void {
  erase(realm, groups, group.id)
}
