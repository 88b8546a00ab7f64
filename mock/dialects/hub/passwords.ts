import { Failure } from '../../directory/failure.ts'
import type { Reader, Realm } from '../../directory/realm.ts'
import { type User, users } from '../../directory/tables.ts'
import { type Behaviour, type Call, type Slow, slow, type World } from '../dialect.ts'
import { type Checked, checkLogin, failLogin } from './logins.ts'
import { faultOf, type Holder } from './password-rules.ts'
import { byId, owner } from './people.ts'
import { ownOf } from './records.ts'
import { policy } from './tables.ts'
import { refuseSystem } from './user-changes.ts'

const ELSEWHERE = 'The password of an external user is kept in the directory that the user is from.'

interface Change {
  readonly currentPassword: string
  readonly newPassword: string
}

export const passwordBehaviours: Record<string, Behaviour | Slow> = {
  validatePasswordForSelf: (realm, call) => verdictFor(realm, owner(realm, call), call),
  validatePasswordForUser: (realm, call) => verdictFor(realm, byId(realm, call), call),
  setUserPassword: slow(
    (_, { body }, world) => world.hash((body as { password: string }).password),
    (passwordHash) => (realm, call, world) => {
      const user = byId(realm, call)
      refuseSystem(user)
      const { password, mustChange = false } = call.body as {
        password: string
        mustChange?: boolean
      }
      refuseFor(realm, user, password)
      setPassword(realm, user, { passwordHash, mustChange, world })
      return done(user)
    },
  ),
  changeMyPassword: slow(
    (realm, call, world) => {
      const { passwordHash } = ownOf(owner(realm, call))
      const { currentPassword, newPassword } = call.body as Change
      if (passwordHash === undefined) return Promise.resolve(undefined)
      return world
        .verify(currentPassword, passwordHash)
        .then((right) => (right ? world.hash(newPassword) : undefined))
    },
    (passwordHash) => (realm, call, world) => {
      const user = owner(realm, call)
      refuseExternal(user)
      if (passwordHash === undefined) {
        throw fault('currentPassword', 'currentPassword is not your password')
      }
      replacePassword(realm, user, { sent: call.body as Change, passwordHash, world })
      return done(user)
    },
  ),
}

export const publicPasswordBehaviours: Record<string, Behaviour | Slow> = {
  changePassword: slow(
    (realm, call, world) => {
      const { username, currentPassword, newPassword } = call.body as Change & { username: string }
      return checkLogin(realm, { call, username, password: currentPassword }, world).then(
        (checked): Promise<Checked & { passwordHash?: string }> =>
          checked.right
            ? world.hash(newPassword).then((passwordHash) => ({ ...checked, passwordHash }))
            : Promise.resolve(checked),
      )
    },
    ({ user, right, passwordHash = '' }) =>
      (realm, call, world) => {
        const known = user === undefined ? undefined : realm.get(users, user)
        if (!known || !right) return failLogin(realm, known, world)
        replacePassword(realm, known, { sent: call.body as Change, passwordHash, world })
        return done(known)
      },
  ),
}

export const validateForNew: Record<string, Behaviour> = {
  validatePassword: (realm, { body }) => {
    const { password, username, ...rest } = body as Holder & {
      password: string
      username?: string
    }
    return {
      status: 200,
      body: { error: verdict(realm, password, { ...rest, userName: username }) },
    }
  },
}

/** The hash of a password, unless it is that of an external user, who has none here. */
export function hashToKeep(
  world: World,
  password: string,
  externalId: string | undefined,
): Promise<string | undefined> {
  return externalId === undefined ? world.hash(password) : Promise.resolve(undefined)
}

/** @throws Failure `invalid` when the policy refuses the password. */
export function refusePassword(realm: Reader, password: string, holder: Holder): void {
  const error = verdict(realm, password, holder)
  if (error) throw fault('password', error)
}

function verdict(realm: Reader, password: string, holder: Holder): string {
  return faultOf(password, policy(realm, 'passwordValidityPolicy'), holder)
}

function verdictFor(realm: Reader, user: User, { body }: Call) {
  const { password } = body as { password: string }
  const error = user.externalId === undefined ? verdict(realm, password, holderOf(user)) : ELSEWHERE
  return { status: 200, body: { error } }
}

function refuseFor(realm: Reader, user: User, password: string): void {
  refuseExternal(user)
  refusePassword(realm, password, holderOf(user))
}

function refuseExternal({ externalId }: User): void {
  if (externalId !== undefined) throw new Failure('conflict', ELSEWHERE, { subject: 'user' })
}

function replacePassword(
  realm: Realm,
  user: User,
  { sent, passwordHash, world }: { sent: Change; passwordHash: string; world: World },
): void {
  if (sent.newPassword === sent.currentPassword) {
    throw fault('newPassword', 'newPassword has to be another than the current one')
  }
  refuseFor(realm, user, sent.newPassword)
  setPassword(realm, user, { passwordHash, mustChange: false, world })
}

/** A password is no part of the record: `modified` stays. */
function setPassword(
  realm: Realm,
  user: User,
  { passwordHash, mustChange, world }: { passwordHash: string; mustChange: boolean; world: World },
): void {
  const own = { ...user.own, passwordHash, mustChange, passwordSet: world.now() }
  realm.put(users, { ...user, own })
}

function holderOf(user: User): Holder {
  const { userName, displayName } = user
  return { userName, displayName, email: ownOf(user).email }
}

function done({ userName }: User) {
  return { status: 200, body: { msg: `the password of ${userName} is set` } }
}

function fault(field: string, message: string): Failure {
  return new Failure('invalid', message, { subject: 'user', field })
}
