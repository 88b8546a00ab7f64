import { Failure } from './failure.ts'
import type { Reader, Realm, World } from './realm.ts'
import {
  type Group,
  groups,
  type Kind,
  type Membership,
  memberships,
  type Own,
  users,
} from './tables.ts'

export interface Member {
  readonly kind: Kind
  readonly id: string
}

export type Closeness = 'direct' | 'indirect'

/**
 * Makes a user or a group a member of a group. A group that is just being made is given no
 * `world`: its first members are no change of it; nor is any member where memberships are
 * records of their own.
 * @throws Failure `invalid` when the tenant has no such member, or when the group would contain itself.
 */
export function addMember(
  realm: Realm,
  group: Group,
  { member, world, own }: { member: Member; world?: World; own?: Own },
): 'added' | 'already' {
  if (realm.get(memberships, idOf(group, member))) return 'already'
  refuseStranger(realm, group, member)
  if (member.kind === 'group') refuseCycle(realm, group, member.id)
  append(realm, group, { member, own })
  if (world) touch(realm, group, world)
  return 'added'
}

export function removeMember(
  realm: Realm,
  group: Group,
  { member, world }: { member: Member; world: World },
): 'removed' | 'absent' {
  const id = idOf(group, member)
  if (!realm.get(memberships, id)) return 'absent'
  realm.remove(memberships, id)
  touch(realm, group, world)
  return 'removed'
}

/**
 * Makes `members` the members of a group, in this order, and nobody else.
 * @throws Failure `invalid` as `addMember` does.
 */
export function replaceMembers(
  realm: Realm,
  group: Group,
  { members, world }: { members: readonly Member[]; world: World },
): void {
  const wanted = [...new Set(members.map((member) => idOf(group, member)))]
  const held = [...membersOf(realm, group)].map(({ id }) => id)
  if (wanted.length === held.length && wanted.every((id, at) => id === held[at])) return
  const staying = stayingOf(held, wanted)
  for (const id of held) if (!staying.has(id)) realm.remove(memberships, id)
  for (const member of members) addMember(realm, group, { member })
  touch(realm, group, world)
}

/** Who can keep the place: those who are wanted, if they come first and in the order in which they stand. */
function stayingOf(held: readonly string[], wanted: readonly string[]): ReadonlySet<string> {
  const asked = new Set(wanted)
  const staying = held.filter((id) => asked.has(id))
  return new Set(staying.every((id, at) => id === wanted[at]) ? staying : [])
}

export function membershipOf(realm: Reader, group: Group, member: Member): Membership | undefined {
  return realm.get(memberships, idOf(group, member))
}

/** The direct members of a group. */
export function membersOf(realm: Reader, group: Pick<Group, 'id'>): Iterable<Membership> {
  return realm.scan(memberships, { index: 'group', within: [group.id] })
}

/**
 * The groups that a user or group belongs to, by id, with how close: through nested groups too.
 * Direct beats indirect where both hold.
 */
export function groupsOf(realm: Reader, { kind, id }: Member): Map<string, Closeness> {
  const found = new Map<string, Closeness>()
  for (const group of directGroupsOf(realm, { kind, id })) found.set(group, 'direct')
  // A Map is walked in the order of insertion, and what is inserted meanwhile is walked too.
  for (const inner of found.keys()) {
    for (const group of directGroupsOf(realm, { kind: 'group', id: inner })) {
      if (!found.has(group)) found.set(group, 'indirect')
    }
  }
  return found
}

/**
 * The ids of the groups that someone is a direct member of. The ids of memberships say so: no row
 * need be looked at.
 */
export function directGroupsOf(realm: Reader, { kind, id }: Member): string[] {
  const index = kind === 'user' ? 'user' : 'nested'
  const end = -placeOf({ kind, id }).length
  const found: string[] = []
  for (const each of realm.ids(memberships, { index, within: [id] })) found.push(each.slice(0, end))
  return found
}

/** Whether a row has the id by which it is looked for, and by which it says whose it is. */
export function hasItsId({ id, group, kind, member }: Membership): boolean {
  return id === group + placeOf({ kind, id: member })
}

function idOf(group: Group, member: Member): string {
  return group.id + placeOf(member)
}

function placeOf({ kind, id }: Member): string {
  return `/${kind}/${id}`
}

/** Puts the member behind the last one. */
function append(
  realm: Realm,
  group: Group,
  { member, own }: { member: Member; own: Own | undefined },
): void {
  const [last] = realm.scan(memberships, { index: 'group', within: [group.id], descending: true })
  realm.put(memberships, {
    id: idOf(group, member),
    group: group.id,
    kind: member.kind,
    member: member.id,
    position: (last?.position ?? 0) + 1,
    ...(own && { own }),
  })
}

function refuseStranger(realm: Reader, group: Group, { kind, id }: Member): void {
  const found = kind === 'user' ? realm.get(users, id) : realm.get(groups, id)
  if (found && found.tenant === group.tenant && found.deleted === undefined) return
  throw refusal(`no ${kind} has the id ${JSON.stringify(id)}`)
}

function refuseCycle(realm: Reader, group: Group, member: string): void {
  if (member === group.id) throw refusal(`group ${group.id} cannot be a member of itself`)
  if (groupsOf(realm, { kind: 'group', id: group.id }).has(member)) {
    throw refusal(`group ${member} already contains group ${group.id}: this would be a cycle`)
  }
}

/** A group whose members changed was modified. */
function touch(realm: Realm, group: Group, world: World): void {
  const row = realm.get(groups, group.id)
  if (row) realm.put(groups, { ...row, modified: world.now(), version: row.version + 1 })
}

function refusal(message: string): Failure {
  return new Failure('invalid', message, { subject: 'member', field: 'members' })
}
