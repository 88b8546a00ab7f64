import { nextNumber } from '../../directory/counters.ts'
import { addGroup, deleteGroup, groupById, updateGroup } from '../../directory/groups.ts'
import { addMember, type Member, membersOf, replaceMembers } from '../../directory/memberships.ts'
import type { Reader, Realm, World } from '../../directory/realm.ts'
import { type Group, groups, type Kind } from '../../directory/tables.ts'
import type { Behaviour, Call, Reply } from '../dialect.ts'
import { answerList, type ListQuery } from './lists.ts'

interface GroupBody {
  readonly displayName?: string
  readonly members?: readonly { readonly type: Kind; readonly value: string }[]
}

export const groupBehaviours: Record<string, Behaviour> = {
  getGroups: (realm, { query, caller, base }) =>
    answerList(realm, query as ListQuery, {
      table: groups,
      tenant: caller.tenant,
      indexed: 'displayName',
      allowance: { displayName: ['eq', 'sw', 'co'] },
      attributes: ({ displayName }) => ({ displayName }),
      render: (group, from) => render(from, group, base),
    }),
  createGroup: (realm, call, world) => {
    const { displayName = '', members = [] } = call.body as GroupBody
    const id = String(nextNumber(realm, 'keys'))
    const { tenant } = call.caller
    const group = addGroup(realm, { id, tenant, displayName, own: {} }, world)
    for (const member of membersSent(members)) addMember(realm, group, { member })
    const resource = render(realm, group, call.base)
    return { status: 201, body: resource, headers: { Location: resource.meta.location } }
  },
  getGroup: (realm, call) => shown(realm, byKey(realm, call), call),
  replaceGroup: (realm, call, world) => change(realm, call, { world, whole: true }),
  updateGroup: (realm, call, world) => change(realm, call, { world, whole: false }),
  deleteGroup: (realm, call) => {
    deleteGroup(realm, byKey(realm, call))
    return { status: 200 }
  },
}

function byKey(realm: Reader, { path, caller }: Call): Group {
  return groupById(realm, caller.tenant, path.groupKey ?? '')
}

/** A whole definition that names no members describes a group that has none. */
function change(
  realm: Realm,
  call: Call,
  { world, whole }: { world: World; whole: boolean },
): Reply {
  const group = byKey(realm, call)
  const { displayName = group.displayName, members } = call.body as GroupBody
  const changed = updateGroup(realm, { ...group, displayName }, world)
  if (members || whole) {
    replaceMembers(realm, changed, { members: membersSent(members ?? []), world })
  }
  return shown(realm, changed, call)
}

function membersSent(members: NonNullable<GroupBody['members']>): Member[] {
  return members.map(({ type, value }) => ({ kind: type, id: value }))
}

function shown(realm: Reader, group: Group, { base }: Call): Reply {
  return { status: 200, body: render(realm, group, base) }
}

function render(realm: Reader, group: Group, base: string) {
  const { id, displayName, created } = group
  const members = Array.from(membersOf(realm, group), ({ kind, member }) => ({
    type: kind,
    value: member,
  }))
  return { id, displayName, members, meta: { created, location: `${base}/Groups/${id}` } }
}
