import type { Reader, Realm } from '../../directory/realm.ts'
import type { User } from '../../directory/tables.ts'
import { addUser, deleteUser, updateUser, userById } from '../../directory/users.ts'
import type { Resource } from '../../grammar/scim-resource.ts'
import type { Behaviour, Call, Reply, Slow, World } from '../dialect.ts'
import type { Face } from './face.ts'
import { withHashes } from './passwords.ts'
import { type Hashes, storedUser, userFields } from './records.ts'
import { renderedUser, type View } from './render.ts'
import { answer, late, patched, refusing, viewOf } from './resources.ts'
import { refuseOtherVersion } from './versions.ts'

/** Finds the user whom a call is about. */
type Find = (realm: Reader, call: Call) => User

export function userBehaviours(face: Face): Record<string, Behaviour | Slow> {
  return {
    createUser: withHashes((hashes) => createUser(face, hashes)),
    ...operationsOn(face, byId, {
      get: 'getUser',
      replace: 'replaceUser',
      patch: 'patchUser',
      remove: 'deleteUser',
    }),
  }
}

/** Reading, replacing, patching and deleting one user, however she is found. */
export function operationsOn(
  face: Face,
  find: Find,
  names: Readonly<Record<'get' | 'replace' | 'patch' | 'remove', string>>,
): Record<string, Behaviour | Slow> {
  return {
    [names.get]: (realm, call) => shown(face, { realm, user: find(realm, call), call }),
    [names.replace]: withHashes((hashes) => (realm, call, world) => {
      const user = current(face, { realm, call, find })
      const { edition, models } = face
      const resource = refusing(() => edition.replace(models.User, storedUser(user), call.body))
      store(realm, user, { resource, hashes, world })
      return shown(face, { realm, user: find(realm, call), call })
    }),
    [names.patch]: withHashes((hashes) => (realm, call, world) => {
      const user = current(face, { realm, call, find })
      store(realm, user, {
        resource: patchedBy(viewOf(realm, face, call), { user, call }),
        hashes,
        world,
      })
      return patched(face, call, () => shown(face, { realm, user: find(realm, call), call }))
    }),
    [names.remove]: (realm, call) => {
      deleteUser(realm, current(face, { realm, call, find }))
      return { status: face.edition.deleted }
    },
  }
}

function createUser(face: Face, hashes: Hashes): Behaviour {
  return (realm, call, world) => {
    const resource = refusing(() => face.edition.create(face.models.User, call.body))
    const { tenant } = call.caller
    const user = addUser(
      realm,
      { id: world.uuid(), tenant, ...userFields(resource, hashes) },
      world,
    )
    return answer(viewOf(realm, face, call), { type: 'User', row: user }, { call, status: 201 })
  }
}

function byId(realm: Reader, { path, caller }: Call): User {
  return userById(realm, caller.tenant, path.id ?? '')
}

interface Asked {
  readonly realm: Reader
  readonly call: Call
  readonly find: Find
}

/** The user, if she still is what the caller takes her for. */
function current(face: Face, { realm, call, find }: Asked): User {
  const user = find(realm, call)
  refuseOtherVersion(call, () => {
    const { meta } = renderedUser(viewOf(realm, face, call), user)
    return (meta as { version: string }).version
  })
  return user
}

function patchedBy(view: View, { user, call }: { user: User; call: Call }): Resource {
  const { edition, models, profile } = view.face
  const patch = { body: call.body, current: renderedUser(late(view), user), profile }
  return refusing(() => edition.patch(models.User, storedUser(user), patch))
}

function store(
  realm: Realm,
  user: User,
  { resource, hashes, world }: { resource: Resource; hashes: Hashes; world: World },
): void {
  updateUser(realm, { ...user, ...userFields(resource, hashes, user) }, world)
}

function shown(
  face: Face,
  { realm, user, call }: { realm: Reader; user: User; call: Call },
): Reply {
  return answer(viewOf(realm, face, call), { type: 'User', row: user }, { call, status: 200 })
}
