import { Failure } from '../../directory/failure.ts'
import type { Reader, Realm } from '../../directory/realm.ts'
import { type User, users } from '../../directory/tables.ts'
import { updateUser, userByName } from '../../directory/users.ts'
import { type Behaviour, type Call, type Reply, type Slow, slow, type World } from '../dialect.ts'
import { later } from './durations.ts'
import { afterFailure, isLocked } from './lockout.ts'
import { byId } from './people.ts'
import { ownOf } from './records.ts'
import { invitations, logonFailures, policy } from './tables.ts'
import { type Issued, issue, keepKey, tokenReply } from './tokens.ts'

const DAY = 86_400_000

interface Credentials {
  readonly call: Call
  readonly username: string
  readonly password: string
}

export interface Checked {
  /** The id of the user of that name, if there is one. */
  readonly user: string | undefined
  readonly right: boolean
}

export const loginBehaviours: Record<string, Behaviour | Slow> = {
  login: slow(
    (realm, call, world) => {
      const { username, password } = call.body as Omit<Credentials, 'call'>
      return checkLogin(realm, { call, username, password }, world).then(
        (checked): Promise<Checked & { issued?: Issued }> => {
          const user = checked.right ? realm.get(users, checked.user ?? '') : undefined
          if (!user) return Promise.resolve(checked)
          return issue(realm, { user }, world).then((issued) => ({ ...checked, issued }))
        },
      )
    },
    ({ user, issued }) =>
      (realm, _, world) => {
        const known = user === undefined ? undefined : realm.get(users, user)
        if (!known || !issued) return failLogin(realm, known, world)
        if (mustChange(realm, known, world.now())) {
          throw new Failure('forbidden', 'the password has to be changed before the next login')
        }
        realm.remove(logonFailures, known.id)
        keepKey(realm, issued)
        return tokenReply(issued)
      },
  ),
}

export const clearFailures: Record<string, Behaviour> = {
  clearLogonFailures: (realm, call) => {
    realm.remove(logonFailures, byId(realm, call).id)
    return { status: 204 }
  },
}

/** Whether somebody could log in so, but for a password that has to be changed. */
export function checkLogin(
  realm: Reader,
  { call, username, password }: Credentials,
  world: World,
): Promise<Checked> {
  const user = userByName(realm, call.caller.tenant, username)
  const hash = user && mayTry(realm, user, world.now()) ? ownOf(user).passwordHash : undefined
  const right = hash === undefined ? Promise.resolve(false) : world.verify(password, hash)
  return right.then((is) => ({ user: user?.id, right: is }))
}

/** The answer to every failed login is the same; the failure is counted, so it is no throw. */
export function failLogin(realm: Realm, user: User | undefined, world: World): Reply {
  const now = world.now()
  if (user && mayTry(realm, user, now)) noteFailure(realm, user, world)
  return {
    status: 401,
    body: { msg: 'the username or the password is wrong, or this user cannot log in' },
    headers: { 'WWW-Authenticate': 'Bearer realm="hub"' },
  }
}

/** Users from elsewhere, inactive and invited ones have no password to try, and nobody has while locked. */
function mayTry(realm: Reader, user: User, now: string): boolean {
  if (user.externalId !== undefined || !user.active || user.deleted !== undefined) return false
  if (realm.get(invitations, user.id)) return false
  return !isLocked(realm.get(logonFailures, user.id), now)
}

function noteFailure(realm: Realm, user: User, world: World): void {
  const rules = policy(realm, 'bruteForceDetectionPolicy')
  if (!rules.enabled) return
  const before = realm.get(logonFailures, user.id)
  const { history, permanent } = afterFailure(before, rules, world.now())
  realm.put(logonFailures, { id: user.id, user: user.id, ...history })
  if (!permanent) return
  const own = { ...user.own, inactiveReason: 'tooManyFailedLogons' }
  updateUser(realm, { ...user, active: false, own }, world)
}

/** An expired password is treated like one that has to be changed. */
function mustChange(realm: Reader, user: User, now: string): boolean {
  const own = ownOf(user)
  const { enabled, changeInterval } = policy(realm, 'passwordExpirationPolicy')
  const expiry = later(own.passwordSet ?? user.created, changeInterval * DAY)
  return own.mustChange === true || (enabled && expiry <= now)
}
