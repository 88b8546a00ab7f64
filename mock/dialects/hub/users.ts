import type { Realm, World } from '../../directory/realm.ts'
import { fold, type User, users } from '../../directory/tables.ts'
import { addUser, retireUser, userById } from '../../directory/users.ts'
import type { PatchOperation } from '../../grammar/json-patch.ts'
import { type Behaviour, type Call, type Reply, type Slow, slow } from '../dialect.ts'
import { answerList, deletedView, equal } from './lists.ts'
import { groupsOfOne } from './members.ts'
import { hashToKeep, refusePassword } from './passwords.ts'
import { patched } from './patches.ts'
import { answerUser, byId, owner } from './people.ts'
import { ownOf, selected, userView } from './records.ts'
import {
  changeUser,
  ownPart,
  recordOf,
  recordSent,
  refuseSystem,
  type UserRecord,
  userProperties,
} from './user-changes.ts'

type UserBody = Partial<UserRecord> & { readonly userName: string }

interface NewUserBody extends UserBody {
  readonly password: string
  readonly mustChange?: boolean
}

export const userReads: Record<string, Behaviour> = {
  getCurrentUser: (realm, call, world) => answerUser(realm, owner(realm, call), { call, world }),
  queryUsers: (realm, call, world) => {
    const now = world.now()
    const shown = deletedView(call)
    return answerList<User>(realm, call, {
      table: users,
      range: range(call),
      ...(shown === 'deletedOnly' && { where: ({ deleted }) => deleted !== undefined }),
      view: (user) => userView(realm, user, now),
      render: (user, from) => selected(userView(from, user, now), call.query),
    })
  },
  getUser: (realm, call, world) => answerUser(realm, byId(realm, call), { call, world }),
  getUserGroups: (realm, call) =>
    groupsOfOne(realm, { kind: 'user', id: byId(realm, call).id }, call),
  getUserOSUser: (realm, call) => {
    const { userName, own } = withOwn(byId(realm, call))
    const { unixUserName = userName, userPrincipalName, unixHomeDirectory } = own
    const body = {
      userName: unixUserName,
      ...(userPrincipalName !== undefined && { userPrincipalName }),
      ...(unixHomeDirectory !== undefined && { unixHomeDirectory }),
    }
    return { status: 200, body }
  },
}

export const userChanges: Record<string, Behaviour | Slow> = {
  createUser: slow(
    (_, { body }, world) => {
      const { externalId, password } = body as NewUserBody
      return hashToKeep(world, password, externalId)
    },
    (passwordHash) => (realm, call, world) => create(realm, { call, world, passwordHash }),
  ),
  updateUser: (realm, call, world) => {
    const user = byId(realm, call)
    const sent = recordSent(call.body as UserBody)
    // What is known of why somebody is inactive stays known.
    const { inactiveReason = ownOf(user).inactiveReason } = sent
    const record = { ...sent, inactiveReason }
    const changed = changeUser(realm, user, { record, world })
    return answerUser(realm, changed, { call: { ...call, query: {} }, world })
  },
  patchUser: (realm, call, world) => {
    const user = byId(realm, call)
    refuseSystem(user)
    const record = patched(defined(recordOf(user)), call.body as readonly PatchOperation[], {
      properties: userProperties,
      settle: (each) => ({ ...each, displayName: each.displayName ?? each.userName }),
    })
    const changed = changeUser(realm, user, { record: record as unknown as UserRecord, world })
    return answerUser(realm, changed, { call: { ...call, query: {} }, world })
  },
  deleteUser: (realm, call, world) => {
    const user = byId(realm, call)
    refuseSystem(user)
    retireUser(realm, user, world)
    return { status: 204 }
  },
}

function create(
  realm: Realm,
  { call, world, passwordHash }: { call: Call; world: World; passwordHash: string | undefined },
): Reply {
  const { password, mustChange = false, ...body } = call.body as NewUserBody
  const record = recordSent(body)
  refusePassword(realm, password, record)
  const { externalId, userName, displayName, active } = record
  const own = { system: false, ...ownPart(record), passwordHash, mustChange }
  const { tenant } = call.caller
  const id = world.uuid()
  addUser(realm, { id, tenant, externalId, userName, displayName, active, own }, world)
  const user = userById(realm, tenant, id)
  const headers = { Location: `${call.base}/users/${id}` }
  return { status: 201, body: userView(realm, user, world.now()), headers }
}

/** A list that asks for one name alone is answered from the index of names. */
function range(call: Call) {
  const within = [call.caller.tenant]
  if (deletedView(call) !== 'notDeletedOnly') return { index: 'all', within }
  const name = equal(call, 'userName')
  if (name === undefined) return { index: 'live', within }
  return { index: 'userName', within: [...within, fold(name)] }
}

function withOwn(user: User) {
  return { ...user, own: ownOf(user) }
}

/** What has no value is not there for a patch. */
function defined(record: UserRecord): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined))
}
