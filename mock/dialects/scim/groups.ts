import { addGroup, deleteGroup, groupById, updateGroup } from '../../directory/groups.ts'
import type { Reader, Realm, World } from '../../directory/realm.ts'
import { fold, type Group, groups } from '../../directory/tables.ts'
import type { Resource } from '../../grammar/scim-resource.ts'
import type { Behaviour, Call, Reply } from '../dialect.ts'
import type { Face } from './face.ts'
import { ScimFailure } from './failure.ts'
import { type Altering, addFirst, replaceAll } from './members.ts'
import { groupFields, storedGroup } from './records.ts'
import { renderedGroup } from './render.ts'
import { answer, late, patched, refusing, viewOf } from './resources.ts'
import { refuseOtherVersion, versionOf } from './versions.ts'

export function groupBehaviours(face: Face): Record<string, Behaviour> {
  const shown = (realm: Reader, call: Call) =>
    answer(
      viewOf(realm, face, call),
      { type: 'Group', row: byId(realm, call) },
      { call, status: 200 },
    )
  return {
    createGroup: (realm, call, world) => createGroup(face, { realm, call, world }),
    getGroup: (realm, call) => shown(realm, call),
    replaceGroup: (realm, call, world) => {
      const altering = {
        realm,
        group: current(realm, call),
        world,
        view: viewOf(realm, face, call),
      }
      const { group } = altering
      const resource = refusing(() =>
        face.edition.replace(face.models.Group, storedGroup(group), call.body),
      )
      replaceAll(altering, membersOf(resource))
      store(face, altering, resource)
      return shown(realm, call)
    },
    patchGroup: (realm, call, world) => {
      const altering = {
        realm,
        group: current(realm, call),
        world,
        view: viewOf(realm, face, call),
      }
      patchGroup(face, altering, call)
      return patched(face, call, () => shown(realm, call))
    },
    deleteGroup: (realm, call) => {
      deleteGroup(realm, current(realm, call))
      return { status: face.edition.deleted }
    },
  }
}

function createGroup(
  face: Face,
  { realm, call, world }: { realm: Realm; call: Call; world: World },
): Reply {
  const resource = refusing(() => face.edition.create(face.models.Group, call.body))
  const { tenant } = call.caller
  const fields = groupFields(resource)
  refuseTwin(face, realm, { tenant, id: '', displayName: fields.displayName })
  const group = addGroup(realm, { id: world.uuid(), tenant, ...fields }, world)
  const view = viewOf(realm, face, call)
  addFirst({ realm, view, group }, membersOf(resource))
  return answer(view, { type: 'Group', row: group }, { call, status: 201 })
}

function byId(realm: Reader, { path, caller }: Call): Group {
  return groupById(realm, caller.tenant, path.id ?? '')
}

function current(realm: Reader, call: Call): Group {
  const group = byId(realm, call)
  refuseOtherVersion(call, () => versionOf(group.version))
  return group
}

function membersOf({ members }: Resource): readonly Resource[] {
  return (members ?? []) as readonly Resource[]
}

function patchGroup(face: Face, altering: Altering, call: Call): void {
  const { edition, profile } = face
  const { group, view } = altering
  const before = storedGroup(group)
  const patch = { body: call.body, current: renderedGroup(late(view), group), profile }
  const after = refusing(() => edition.patchGroup(altering, before, patch))
  if (after !== before) store(face, altering, after)
}

/** The group's row may have been touched by its members meanwhile. */
function store(face: Face, { realm, group, world }: Altering, resource: Resource): void {
  const fields = groupFields(resource)
  refuseTwin(face, realm, { ...group, displayName: fields.displayName })
  updateGroup(realm, { ...(realm.get(groups, group.id) ?? group), ...fields }, world)
}

/** Where a profile wants it; SCIM itself lets groups share a name (RFC 7643 section 8.7.1). */
function refuseTwin(
  { profile }: Face,
  realm: Reader,
  { tenant, id, displayName }: Pick<Group, 'tenant' | 'id' | 'displayName'>,
): void {
  if (!profile.uniqueGroupNames) return
  const twins = realm.scan(groups, { index: 'displayName', within: [tenant, fold(displayName)] })
  for (const twin of twins) {
    if (twin.id === id) continue
    throw new ScimFailure(`displayName ${JSON.stringify(displayName)} is taken by another group`, {
      scimType: 'uniqueness',
      status: 409,
      field: 'displayName',
    })
  }
}
