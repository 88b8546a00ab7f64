import { nextNumber } from '../../directory/counters.ts'
import { Failure } from '../../directory/failure.ts'
import { groupsOf } from '../../directory/memberships.ts'
import type { Reader, World } from '../../directory/realm.ts'
import { groups, type User, users } from '../../directory/tables.ts'
import { addUser, deleteUser, touchUser, updateUser, userById } from '../../directory/users.ts'
import type { Behaviour, Call, Reply } from '../dialect.ts'
import { answerList } from './lists.ts'
import { meta } from './meta.ts'
import { type Level, permitted, setLevel } from './permissions.ts'
import type { PlaceKind } from './places.ts'

const CORE = 'urn:ietf:params:scim:schemas:core:2.0:User'
const EXTENSION = 'urn:ietf:params:scim:schemas:extension:formstack:2.0:User'
const listedFlags = ['canCreateForms', 'canCreateThemes', 'isAdmin'] as const
const flags = [...listedFlags, 'isParticipantUser', 'mustLoginUsingSso'] as const

interface Email {
  readonly value: string
  readonly primary?: boolean
  readonly type?: string | null
  readonly display?: string | null
}

/** What the API keeps of a user beside what the directory knows. */
type Own = Readonly<Record<(typeof flags)[number], boolean>> & {
  readonly timezone: string
  readonly emails: readonly Email[]
}

/** What a client may send of a user; forms and folders in the extension are ignored. */
interface UserBody {
  readonly id?: string | number
  readonly userName: string
  readonly active: boolean
  readonly name: { readonly givenName: string; readonly familyName: string }
  readonly timezone?: string
  readonly emails?: readonly Email[]
  readonly [EXTENSION]?: Partial<Own>
}

interface UserPatch {
  readonly Operations: readonly {
    readonly op: Level | 'none'
    readonly path: `${PlaceKind}s`
    readonly value: readonly { readonly value: string | number }[]
  }[]
}

export const userBehaviours: Record<string, Behaviour> = {
  listUsers: (realm, call) => {
    const render = (user: User) => renderListed(realm, user, call.base)
    return answerList(realm, call, { table: users, filtered: 'userName', render })
  },
  createUser: (realm, call, world) => {
    const { tenant } = call.caller
    const id = String(nextNumber(realm, 'users'))
    const user = addUser(realm, { id, tenant, ...sent(call.body as UserBody) }, world)
    const body = render(realm, user, call.base)
    return { status: 201, body, headers: { Location: body.meta.location } }
  },
  getUser: (realm, call) => shown(realm, byId(realm, call), call),
  replaceUser: (realm, call, world) => {
    const user = byId(realm, call)
    const body = call.body as UserBody
    if (String(body.id) !== user.id) {
      throw new Failure('invalid', `id has to be ${user.id}, as in the path`, { field: 'id' })
    }
    return shown(realm, updateUser(realm, { ...user, ...sent(body) }, world), call)
  },
  patchUser: (realm, call, world) => shown(realm, setLevels(realm, call, world), call),
  deleteUser: (realm, call) => {
    deleteUser(realm, byId(realm, call))
    return { status: 204 }
  },
}

function byId(realm: Reader, { path, caller }: Call): User {
  return userById(realm, caller.tenant, path.id ?? '')
}

/** Operations are applied in order; the last one on a form or folder decides. */
function setLevels(realm: Parameters<Behaviour>[0], call: Call, world: World): User {
  const user = byId(realm, call)
  const holder = { kind: 'user', id: user.id, tenant: user.tenant } as const
  let altered = false
  for (const { op: level, path, value } of (call.body as UserPatch).Operations) {
    const kind = path === 'forms' ? 'form' : 'folder'
    for (const { value: id } of value) {
      altered = setLevel(realm, holder, { kind, place: String(id), level }) || altered
    }
  }
  return altered ? touchUser(realm, user, world) : user
}

/** What is left out gets its default, in a replacement as in a new user. */
function sent({ userName, active, name, timezone, emails, ...body }: UserBody) {
  const extension = body[EXTENSION] ?? {}
  const own = {
    timezone: timezone ?? 'US/Eastern',
    emails: emails ?? [{ value: userName }],
    ...Object.fromEntries(flags.map((flag) => [flag, extension[flag] ?? false])),
  }
  const { givenName, familyName } = name
  return { userName, active, givenName, familyName, own }
}

function shown(realm: Reader, user: User, { base }: Call): Reply {
  return { status: 200, body: render(realm, user, base) }
}

function render(realm: Reader, user: User, base: string) {
  const holder = { kind: 'user', id: user.id, tenant: user.tenant } as const
  const extension = { ...pick(user.own as Own, flags), ...permitted(realm, holder, base) }
  return { ...core(realm, user), [EXTENSION]: extension, meta: meta(user, 'User', base) }
}

/** In a list, the extension is short and says nothing of forms and folders. */
function renderListed(realm: Reader, user: User, base: string) {
  const extension = pick(user.own as Own, listedFlags)
  return { ...core(realm, user), [EXTENSION]: extension, meta: meta(user, 'User', base) }
}

function core(realm: Reader, user: User) {
  const { givenName = '', familyName = '' } = user
  const { timezone, emails } = user.own as Own
  return {
    schemas: [CORE, EXTENSION],
    id: user.id,
    userName: user.userName,
    active: user.active,
    name: { familyName, formatted: formatted(user), givenName },
    timezone,
    emails: emails.map(({ value, primary = false, type = null, display = null }) => ({
      display,
      primary,
      type,
      value,
    })),
    groups: groupsIn(realm, user),
  }
}

/** What a person is called, also among the members of a group. */
export function formatted({ givenName = '', familyName = '' }: User): string {
  return `${givenName} ${familyName}`
}

function groupsIn(realm: Reader, { id }: User) {
  const direct = [...groupsOf(realm, { kind: 'user', id }).keys()]
  return direct.map((group) => ({
    value: group,
    primary: null,
    type: null,
    display: realm.get(groups, group)?.displayName ?? '',
  }))
}

function pick<K extends string>(own: Readonly<Record<K, boolean>>, names: readonly K[]) {
  return Object.fromEntries(names.map((name) => [name, own[name]]))
}
