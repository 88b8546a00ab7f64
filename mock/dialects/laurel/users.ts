import { Failure } from '../../directory/failure.ts'
import { listed } from '../../directory/lists.ts'
import type { Reader, Realm, World } from '../../directory/realm.ts'
import { fold, type User, users } from '../../directory/tables.ts'
import {
  addUser,
  deleteUser,
  touchUser,
  updateUser,
  userById,
  userByName,
} from '../../directory/users.ts'
import type { Behaviour, Call, Reply } from '../dialect.ts'
import { items } from '../items.ts'
import { ownCustomer } from './customers.ts'
import { setDelegators } from './delegations.ts'
import { type GivenIdentity, setIdentities } from './identities.ts'
import { idGiven, newObjectId } from './ids.ts'
import { rolesGiven } from './roles.ts'
import { fullName, type Own, textNames, viewFor, whole } from './views.ts'

interface NewUser {
  readonly customerId: string
  readonly email: string
  readonly firstName?: string | null
  readonly lastName?: string | null
  readonly identities?: readonly GivenIdentity[]
}

type UserUpdate = Readonly<Partial<Record<(typeof textNames)[number], string>>> & {
  readonly firstName?: string
  readonly lastName?: string
  readonly email?: string
  readonly roleIds?: readonly string[]
  readonly identities?: readonly GivenIdentity[]
  readonly delegateIds?: readonly string[]
}

export const userBehaviours: Record<string, Behaviour> = {
  listUsers: (realm, call) => {
    const { search = '', integration } = call.query as { search?: string; integration: string }
    const { rows } = listed(realm, users, {
      range: { index: 'live', within: [ownCustomer(call, call.path.customerId)] },
      where: search === '' ? undefined : finds(search),
    })
    return { status: 200, body: items(rows, viewFor(integration)) }
  },
  createUser: (realm, call, world) => {
    const { customerId, email, firstName, lastName, identities = [] } = call.body as NewUser
    const names = { givenName: firstName ?? '', familyName: lastName ?? '' }
    const tenant = ownCustomer(call, customerId)
    const user = addPerson(realm, { tenant, email, ...names }, world)
    setIdentities(realm, user, identities)
    return { status: 201, body: whole(realm, user) }
  },
  getUser: (realm, call) => shown(realm, byId(realm, call)),
  updateUser: (realm, call, world) => {
    const { delegateIds } = call.body as UserUpdate
    return shown(realm, change(realm, call, { world, delegateIds }))
  },
  updateUserV2: (realm, call, world) => shown(realm, change(realm, call, { world })),
  deleteUser: (realm, call) => {
    const user = byId(realm, call)
    const reply = shown(realm, user)
    deleteUser(realm, user)
    return reply
  },
}

/**
 * Adds somebody of whom little is known.
 * @throws Failure `conflict` when another user of the customer has the email.
 */
export function addPerson(
  realm: Realm,
  {
    tenant,
    email,
    ...names
  }: { tenant: string; email: string; givenName: string; familyName: string },
  world: World,
): User {
  refuseTakenEmail(realm, tenant, { email })
  // An id begins with the time of the creation, so both have to be read at once.
  const now = world.now()
  const user = {
    id: newObjectId(realm, now),
    tenant,
    userName: email,
    ...named(names),
    active: true,
    own: {},
  }
  return addUser(realm, user, { ...world, now: () => now })
}

function byId(realm: Reader, call: Call): User {
  return userById(realm, ownCustomer(call, call.path.customerId), idGiven(call.path.userId))
}

/** Each field is looked at by itself, and each character stands for itself. */
function finds(search: string): (user: User) => boolean {
  const part = fold(search)
  return ({ givenName = '', familyName = '', userName, own }) =>
    [givenName, familyName, (own as Own).nickname ?? '', userName].some((text) =>
      fold(text).includes(part),
    )
}

/** What belongs to a user is not in her row, so a change of it marks the row. */
function change(
  realm: Realm,
  call: Call,
  { world, delegateIds }: { world: World; delegateIds?: readonly string[] | undefined },
): User {
  const user = byId(realm, call)
  const { identities, ...body } = call.body as UserUpdate
  const wanted = changed(realm, user, body)
  const belongings = [
    identities && setIdentities(realm, user, identities),
    delegateIds && setDelegators(realm, user, delegateIds),
  ]
  const stored = updateUser(realm, wanted, world)
  const untouched = stored === wanted
  return untouched && belongings.includes('changed') ? touchUser(realm, user, world) : stored
}

function changed(realm: Reader, user: User, body: UserUpdate): User {
  const { firstName, lastName, email = user.userName, roleIds } = body
  refuseTakenEmail(realm, user.tenant, { email, id: user.id })
  const { givenName = '', familyName = '' } = user
  const renamed = firstName !== undefined || lastName !== undefined
  const names = { givenName: firstName ?? givenName, familyName: lastName ?? familyName }
  const texts = textNames.flatMap((name) => (body[name] === undefined ? [] : [[name, body[name]]]))
  return {
    ...user,
    userName: email,
    ...(renamed && named(names)),
    own: {
      ...user.own,
      ...Object.fromEntries(texts),
      ...(roleIds && { roleIds: rolesGiven(realm, user.tenant, roleIds) }),
    },
  }
}

/** The API has no name to show, and the directory keeps one. */
function named(names: { givenName: string; familyName: string }) {
  return { displayName: fullName(names) || undefined, ...names }
}

/** The uniqueness of user names, told in the words of this API. */
function refuseTakenEmail(
  realm: Reader,
  tenant: string,
  { email, id }: { email: string; id?: string },
): void {
  const holder = userByName(realm, tenant, email)
  if (!holder || holder.id === id) return
  const fault = { subject: 'user', field: 'email' }
  throw new Failure('conflict', `email ${email} is taken by another user`, fault)
}

function shown(realm: Reader, user: User): Reply {
  return { status: 200, body: whole(realm, user) }
}
