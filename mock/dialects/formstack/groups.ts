import { nextNumber } from '../../directory/counters.ts'
import { Failure } from '../../directory/failure.ts'
import { addGroup, deleteGroup, groupById, updateGroup } from '../../directory/groups.ts'
import {
  addMember,
  type Member,
  membersOf,
  removeMember,
  replaceMembers,
} from '../../directory/memberships.ts'
import type { Reader, Realm, World } from '../../directory/realm.ts'
import { type Group, groups, users } from '../../directory/tables.ts'
import type { Behaviour, Call, Reply } from '../dialect.ts'
import { answerList } from './lists.ts'
import { meta } from './meta.ts'
import { permitted } from './permissions.ts'
import { formatted } from './users.ts'

const CORE = 'urn:ietf:params:scim:schemas:core:2.0:Group'
const EXTENSION = 'urn:ietf:params:scim:schemas:extension:formstack:2.0:Group'

type References = readonly { readonly value: string | number }[]

interface GroupBody {
  readonly id?: string | number
  readonly displayName: string
  readonly members?: References
}

interface GroupPatch {
  readonly Operations: readonly { readonly op: 'add' | 'remove'; readonly value: References }[]
}

export const groupBehaviours: Record<string, Behaviour> = {
  listGroups: (realm, call) => {
    const render = (group: Group) => ({ ...core(realm, group, call.base), id: group.id })
    return answerList(realm, call, { table: groups, filtered: 'displayName', render })
  },
  createGroup: (realm, call, world) => {
    const { displayName, members = [] } = call.body as GroupBody
    const id = String(nextNumber(realm, 'groups'))
    const group = addGroup(realm, { id, tenant: call.caller.tenant, displayName, own: {} }, world)
    for (const member of people(members)) addMember(realm, group, { member })
    return { status: 200, body: core(realm, group, call.base) }
  },
  getGroup: (realm, call) => shown(realm, byId(realm, call), call),
  replaceGroup: (realm, call, world) => {
    const group = byId(realm, call)
    const { id, displayName, members = [] } = call.body as GroupBody
    if (String(id) !== group.id) {
      throw new Failure('invalid', `id has to be ${group.id}, as in the path`, { field: 'id' })
    }
    updateGroup(realm, { ...group, displayName }, world)
    replaceMembers(realm, group, { members: people(members), world })
    return shown(realm, byId(realm, call), call)
  },
  patchGroup: (realm, call, world) => {
    const group = byId(realm, call)
    for (const { op, value } of (call.body as GroupPatch).Operations) {
      applyMembers(realm, group, { op, members: people(value), world })
    }
    return shown(realm, byId(realm, call), call)
  },
  deleteGroup: (realm, call) => {
    deleteGroup(realm, byId(realm, call))
    return { status: 204 }
  },
}

function byId(realm: Reader, { path, caller }: Call): Group {
  return groupById(realm, caller.tenant, path.id ?? '')
}

function people(references: References): Member[] {
  return references.map(({ value }) => ({ kind: 'user', id: String(value) }))
}

function applyMembers(
  realm: Realm,
  group: Group,
  { op, members, world }: { op: 'add' | 'remove'; members: readonly Member[]; world: World },
): void {
  for (const member of members) {
    if (op === 'add') addMember(realm, group, { member, world })
    else removeMember(realm, group, { member, world })
  }
}

function shown(realm: Reader, group: Group, { base }: Call): Reply {
  const holder = { kind: 'group', id: group.id, tenant: group.tenant } as const
  const { schemas, ...rest } = core(realm, group, base)
  const body = {
    schemas: [...schemas, EXTENSION],
    ...rest,
    [EXTENSION]: permitted(realm, holder, base),
  }
  return { status: 200, body }
}

function core(realm: Reader, group: Group, base: string) {
  const members = Array.from(membersOf(realm, group), ({ member }) => {
    const user = realm.get(users, member)
    return {
      display: user ? formatted(user) : null,
      primary: null,
      type: null,
      value: Number(member),
    }
  })
  return {
    schemas: [CORE],
    id: Number(group.id) as number | string,
    displayName: group.displayName,
    members,
    meta: meta(group, 'Group', base),
  }
}
