import { Failure } from '../../directory/failure.ts'
import type { Reader, Realm } from '../../directory/realm.ts'
import { erase, save } from '../../directory/rows.ts'
import { type User, users } from '../../directory/tables.ts'
import { addUser, retireUser, updateUser, userById, userByName } from '../../directory/users.ts'
import { type Behaviour, type Call, type Reply, type Slow, slow, type World } from '../dialect.ts'
import { later, milliseconds } from './durations.ts'
import { answerList } from './lists.ts'
import { hashToKeep, refusePassword } from './passwords.ts'
import { ownOf } from './records.ts'
import { type Invitation, invitations, policy, subjects } from './tables.ts'

interface NewInvitation {
  readonly email: string
  readonly userName: string
  readonly displayName: string
}

interface Acceptance {
  readonly token: string
  readonly displayName: string
  readonly userName: string
  readonly password?: string
  readonly jwtSubject?: string
}

export const invitationReads: Record<string, Behaviour> = {
  listInvitations: (realm, call) =>
    answerList(realm, call, {
      table: invitations,
      range: { index: 'pending', within: [''] },
      view: () => ({}),
      render: (invitation, from) => view(from, invitation),
    }),
}

export const invitationChanges: Record<string, Behaviour> = {
  createInvitation: (realm, call, world) => {
    const { email, userName, displayName } = call.body as NewInvitation
    const { tenant } = call.caller
    const id = world.uuid()
    const own = { system: false, email }
    addUser(realm, { id, tenant, userName, displayName, active: true, own }, world)
    const invitation = invite(realm, id, { created: world.now(), world })
    return { status: 201, body: view(realm, invitation) }
  },
  cancelInvitation: (realm, call, world) => {
    const { user } = pending(realm, call)
    retireUser(realm, userById(realm, call.caller.tenant, user), world)
    return { status: 204 }
  },
  resendInvitation: (realm, call, world) => {
    const { user, created } = pending(realm, call)
    return { status: 200, body: view(realm, invite(realm, user, { created, world })) }
  },
}

export const inviteeBehaviours: Record<string, Behaviour | Slow> = {
  acceptInvitation: slow(
    (_, { body }, world) => {
      const { password } = body as Acceptance
      return password === undefined
        ? Promise.resolve(undefined)
        : hashToKeep(world, password, undefined)
    },
    (passwordHash) => (realm, call, world) => accept(realm, call, { passwordHash, world }),
  ),
  checkUserNameAvailable: (realm, { body, caller }, world) => {
    const { token, userName } = body as Acceptance
    const { user } = acceptable(realm, token, world)
    const holder = userByName(realm, caller.tenant, userName)
    return { status: 200, body: { available: holder === undefined || holder.id === user } }
  },
}

function accept(
  realm: Realm,
  { body, caller }: Call,
  { passwordHash, world }: { passwordHash: string | undefined; world: World },
): Reply {
  const { token, userName, displayName, password, jwtSubject } = body as Acceptance
  const { id } = acceptable(realm, token, world)
  const user = userById(realm, caller.tenant, id)
  const { email } = ownOf(user)
  if (password !== undefined) refusePassword(realm, password, { userName, displayName, email })
  if (jwtSubject !== undefined) claimSubject(realm, user, jwtSubject)
  erase(realm, invitations, id)
  const own = { ...user.own, passwordHash, passwordSet: world.now() }
  updateUser(realm, { ...user, userName, displayName, own }, world)
  return { status: 204 }
}

/** @throws Failure `conflict` when another user has the subject. */
function claimSubject(realm: Realm, { id }: User, jwtSubject: string): void {
  const held = realm.get(subjects, jwtSubject)
  if (held && held.user !== id) {
    throw new Failure('conflict', `jwtSubject ${JSON.stringify(jwtSubject)} is taken`, {
      subject: 'user',
      field: 'jwtSubject',
    })
  }
  save(realm, subjects, { id: jwtSubject, user: id })
}

/** Makes an invitation, or makes it anew with another token. */
function invite(
  realm: Realm,
  user: string,
  { created, world }: { created: string; world: World },
): Invitation {
  const week = milliseconds(policy(realm, 'invitationPolicy').expiresAfter)
  const invitationExpiry = later(world.now(), week)
  const row = { id: user, user, token: world.uuid(), invitationExpiry, created }
  save(realm, invitations, row)
  return row
}

function pending(realm: Reader, { path }: Call): Invitation {
  const id = path.userId ?? ''
  const found = realm.get(invitations, id)
  if (found) return found
  throw missing(`nobody with the id ${JSON.stringify(id)} has a pending invitation`, 'invitation')
}

/** @throws Failure `notFound` for a token that accepts nothing, or nothing any more. */
function acceptable(realm: Reader, token: string, world: World): Invitation {
  const [found] = realm.scan(invitations, { index: 'token', within: [token] })
  if (!found) throw missing('no invitation has this token', 'invitation')
  if (found.invitationExpiry > world.now()) return found
  throw missing('the invitation has expired', 'expired invitation')
}

function missing(message: string, subject: string): Failure {
  return new Failure('notFound', message, { subject })
}

function view(realm: Reader, { id, token, invitationExpiry }: Invitation) {
  const user = realm.get(users, id)
  if (!user) throw new Error(`the invitation ${id} has no user`)
  const { userName, displayName } = user
  return { _id: id, email: ownOf(user).email, userName, displayName, token, invitationExpiry }
}
