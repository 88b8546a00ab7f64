import { effectiveMembersOf } from '../../directory/effective-members.ts'
import { Failure } from '../../directory/failure.ts'
import { groupById } from '../../directory/groups.ts'
import { addMember, groupsOf, type Member, removeMember } from '../../directory/memberships.ts'
import type { Reader } from '../../directory/realm.ts'
import { fold, type Group, groups, users } from '../../directory/tables.ts'
import { userByName } from '../../directory/users.ts'
import type { Behaviour, Call, Reply } from '../dialect.ts'

type PrincipalType = 'User' | 'Group'

interface MemberChange {
  readonly op: 'add' | 'remove'
  readonly id?: string
  readonly principalType?: PrincipalType
  readonly name?: string
}

/** The groups that a user or a group is in, direct ones first. */
export function groupsOfOne(realm: Reader, member: Member, { query }: Call): Reply {
  const asked = query['filter[membershipType][EQ]']
  const body = [...groupsOf(realm, member)]
    .filter(([, closeness]) => asked === undefined || closeness === asked)
    .map(([id, membershipType]) => ({ membershipType, id, name: nameOf(realm, 'group', id) }))
  return { status: 200, body }
}

export const memberReads: Record<string, Behaviour> = {
  getGroupMembers: (realm, call) => {
    const closeness = call.query['filter[membershipType][EQ]']
    const type = call.query['filter[principalType][EQ]']
    const body = effectiveMembersOf(realm, inPath(realm, call))
      .map((member) => row(realm, member))
      .filter(({ membershipType }) => closeness === undefined || membershipType === closeness)
      .filter(({ principalType }) => type === undefined || principalType === type)
    return { status: 200, body }
  },
}

export const memberChanges: Record<string, Behaviour> = {
  modifyGroupMembers: (realm, call, world) => {
    const group = inPath(realm, call)
    const changes = call.body as readonly MemberChange[]
    for (const change of changes) {
      const member = named(realm, group.tenant, change)
      if (change.op === 'add') addMember(realm, group, { member, world })
      else removeMember(realm, group, { member, world })
    }
    const msg = `${changes.length} changes of the members of ${group.displayName} are done`
    return { status: 200, body: { msg } }
  },
}

function inPath(realm: Reader, { path, caller }: Call): Group {
  return groupById(realm, caller.tenant, path.groupId ?? '')
}

function row(realm: Reader, { kind, id, closeness }: ReturnType<typeof effectiveMembersOf>[0]) {
  return {
    membershipType: closeness,
    principalType: typeOf(kind),
    id,
    name: nameOf(realm, kind, id),
  }
}

function typeOf(kind: Member['kind']): PrincipalType {
  return kind === 'user' ? 'User' : 'Group'
}

function nameOf(realm: Reader, kind: Member['kind'], id: string): string {
  return (
    (kind === 'user' ? realm.get(users, id)?.userName : realm.get(groups, id)?.displayName) ?? ''
  )
}

/** @throws Failure `invalid` when nobody is there who is named so. */
function named(realm: Reader, tenant: string, change: MemberChange): Member {
  const { id, principalType, name } = change
  const found = id === undefined ? byName(realm, tenant, change) : byId(realm, tenant, id)
  const is = found && typeOf(found.kind)
  if (found && (principalType === undefined || is === principalType)) return found
  const what =
    id === undefined ? `the name ${JSON.stringify(name)}` : `the id ${JSON.stringify(id)}`
  const message = found
    ? `${what} is that of a ${is}, not of a ${principalType}`
    : `no ${principalType ?? 'user or group'} has ${what}`
  throw new Failure('invalid', message, {
    subject: 'member',
    field: id === undefined ? 'name' : 'id',
  })
}

function byId(realm: Reader, tenant: string, id: string): Member | undefined {
  const live = (entry: { tenant: string; deleted?: string | undefined } | undefined) =>
    entry !== undefined && entry.tenant === tenant && entry.deleted === undefined
  if (live(realm.get(users, id))) return { kind: 'user', id }
  return live(realm.get(groups, id)) ? { kind: 'group', id } : undefined
}

function byName(
  realm: Reader,
  tenant: string,
  { principalType, name = '' }: MemberChange,
): Member | undefined {
  if (principalType === 'User') {
    const user = userByName(realm, tenant, name)
    return user && { kind: 'user', id: user.id }
  }
  const [group] = realm.scan(groups, { index: 'displayName', within: [tenant, fold(name)] })
  return group && { kind: 'group', id: group.id }
}
