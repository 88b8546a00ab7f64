import { addGroup, deleteGroup, groupById, updateGroup } from '../../directory/groups.ts'
import type { Reader, Realm, World } from '../../directory/realm.ts'
import { fold, type Group, groups } from '../../directory/tables.ts'
import type { PatchOperation } from '../../grammar/json-patch.ts'
import type { Behaviour, Call, Reply } from '../dialect.ts'
import { answerList, equal } from './lists.ts'
import { groupsOfOne } from './members.ts'
import { name, type Properties, patched, text } from './patches.ts'
import { groupView, type Selection, selected } from './records.ts'
import { refuseSystem } from './user-changes.ts'

/** What a client may set of a group. */
interface GroupRecord {
  readonly externalId?: string | undefined
  readonly name: string
}

const properties: Properties = {
  subject: 'group',
  rules: { externalId: text(), name },
  required: ['name'],
  readOnly: ['_id', '_created', '_modified', 'system'],
}

export const groupReads: Record<string, Behaviour> = {
  queryGroups: (realm, call) =>
    answerList<Group>(realm, call, {
      table: groups,
      range: range(call),
      view: groupView,
      render: (group) => selected(groupView(group), call.query),
    }),
  getGroup: (realm, call) => ({
    status: 200,
    body: selected(groupView(groupOf(realm, call)), call.query as Selection),
  }),
  getGroupGroups: (realm, call) =>
    groupsOfOne(realm, { kind: 'group', id: groupOf(realm, call).id }, call),
}

export const groupChanges: Record<string, Behaviour> = {
  createGroup: (realm, call, world) => {
    const { name: displayName, externalId } = call.body as GroupRecord
    const id = world.uuid()
    const { tenant } = call.caller
    const own = { system: false }
    const group = addGroup(realm, { id, tenant, displayName, externalId, own }, world)
    const headers = { Location: `${call.base}/groups/${id}` }
    return { status: 201, body: groupView(group), headers }
  },
  replaceGroup: (realm, call, world) => {
    const { name: sent, externalId } = call.body as GroupRecord
    return change(realm, groupOf(realm, call), { record: { name: sent, externalId }, world })
  },
  patchGroup: (realm, call, world) => {
    const group = groupOf(realm, call)
    refuseSystem(group)
    const { externalId, displayName } = group
    const before = { ...(externalId !== undefined && { externalId }), name: displayName }
    const record = patched(before, call.body as readonly PatchOperation[], {
      properties,
      settle: (each) => each,
    })
    return change(realm, group, { record: record as unknown as GroupRecord, world })
  },
  deleteGroup: (realm, call) => {
    const group = groupOf(realm, call)
    refuseSystem(group)
    deleteGroup(realm, group)
    return { status: 204 }
  },
}

export function groupOf(realm: Reader, { path, caller }: Call): Group {
  return groupById(realm, caller.tenant, path.groupId ?? '')
}

function change(
  realm: Realm,
  group: Group,
  { record, world }: { record: GroupRecord; world: World },
): Reply {
  refuseSystem(group)
  const next = { ...group, displayName: record.name, externalId: record.externalId }
  const same = JSON.stringify(groupView(next)) === JSON.stringify(groupView(group))
  return { status: 200, body: groupView(same ? group : updateGroup(realm, next, world)) }
}

/** A list that asks for one name alone is answered from the index of names. */
function range(call: Call) {
  const within = [call.caller.tenant]
  const asked = equal(call, 'name')
  if (asked === undefined) return { index: 'live', within }
  return { index: 'displayName', within: [...within, fold(asked)] }
}
