import { nextNumber } from '../../directory/counters.ts'
import { Failure } from '../../directory/failure.ts'
import type { Realm, World } from '../../directory/realm.ts'
import { type User, users } from '../../directory/tables.ts'
import { addUser, retireUser, updateUser, userById } from '../../directory/users.ts'
import type { Behaviour, Call, Reply } from '../dialect.ts'
import { refuseForeignDomain } from './domains.ts'
import { answerList, type ListQuery } from './lists.ts'
import { refuseUnknownLocale, refuseUnknownTimezone } from './places.ts'

/** What a client may send of a user: whole in a PUT, in part in a PATCH. */
interface UserBody {
  readonly userName?: string
  readonly displayName?: string
  readonly name?: { readonly givenName: string; readonly familyName: string }
  readonly locale?: string
  readonly timezone?: string
  /** Accepted and not kept: nothing in this API ever asks for it. */
  readonly password?: string
}

export const userBehaviours: Record<string, Behaviour> = {
  getUsers: (realm, { query, caller, base }) =>
    answerList(realm, query as ListQuery, {
      table: users,
      tenant: caller.tenant,
      indexed: 'userName',
      allowance: {
        userName: ['eq', 'sw'],
        displayName: ['eq', 'sw'],
        'name.givenName': ['eq', 'sw'],
        'name.familyName': ['eq', 'sw'],
      },
      attributes,
      render: (user) => render(user, base),
    }),
  createUsers: (realm, call, world) => {
    const { tenant } = call.caller
    const body = call.body as UserBody & { userName: string }
    refuseFaults(realm, tenant, body)
    const id = String(nextNumber(realm, 'keys'))
    const user = addUser(realm, { id, tenant, ...filledIn(body) }, world)
    const resource = render(user, call.base)
    return { status: 201, body: resource, headers: { Location: resource.meta.location } }
  },
  getUser: (realm, call) => shown(byKey(realm, call), call),
  replaceUser: (realm, call, world) => change(realm, byKey(realm, call), { call, world }),
  updateUser: (realm, call, world) => change(realm, byKey(realm, call), { call, world }),
  deleteUser: (realm, call, world) => {
    retireUser(realm, byKey(realm, call), world)
    return { status: 200 }
  },
  getMe: (realm, call) => shown(owner(realm, call), call),
  replaceMe: (realm, call, world) => change(realm, owner(realm, call), { call, world }),
  updateMe: (realm, call, world) => change(realm, owner(realm, call), { call, world }),
}

function byKey(realm: Realm, { path, caller }: Call): User {
  return userById(realm, caller.tenant, path.userKey ?? '')
}

/** The user to whom the token belongs. */
function owner(realm: Realm, { caller }: Call): User {
  if (caller.user !== undefined) return userById(realm, caller.tenant, caller.user)
  throw new Failure('notFound', 'no user has this token', { subject: 'user' })
}

/** A whole definition and a partial one alike set what they name; the spec requires more of the first. */
function change(realm: Realm, user: User, { call, world }: { call: Call; world: World }): Reply {
  const body = call.body as UserBody
  refuseFaults(realm, user.tenant, body)
  const { userName = user.userName, displayName = user.displayName, name } = body
  const own = {
    ...user.own,
    ...(body.locale === undefined ? {} : { locale: body.locale }),
    ...(body.timezone === undefined ? {} : { timezone: body.timezone }),
  }
  const { givenName, familyName } = name ?? user
  const changed = { ...user, userName, displayName, givenName, familyName, own }
  return shown(updateUser(realm, changed, world), call)
}

function refuseFaults(
  realm: Realm,
  tenant: string,
  { userName, locale, timezone }: UserBody,
): void {
  if (userName !== undefined) refuseForeignDomain(realm, tenant, userName)
  if (locale !== undefined) refuseUnknownLocale(locale)
  if (timezone !== undefined) refuseUnknownTimezone(timezone)
}

function filledIn({
  userName,
  displayName,
  name,
  locale,
  timezone,
}: UserBody & { userName: string }) {
  const { givenName = '', familyName = '' } = name ?? {}
  const fullName = `${givenName} ${familyName}`.trim()
  return {
    userName,
    displayName: displayName ?? (fullName || userName),
    givenName,
    familyName,
    active: true,
    own: { locale: locale ?? 'en_US', timezone: timezone ?? 'UTC' },
  }
}

function shown(user: User, { base }: Call): Reply {
  return { status: 200, body: render(user, base) }
}

function render(user: User, base: string) {
  const location = `${base}/Users/${user.id}`
  return {
    id: user.id,
    ...attributes(user),
    ...user.own,
    meta: { created: user.created, location },
  }
}

function attributes({ userName, displayName, givenName, familyName }: User) {
  return { userName, displayName, name: { givenName, familyName } }
}
