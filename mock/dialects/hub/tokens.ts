import { Failure } from '../../directory/failure.ts'
import { groupsOf } from '../../directory/memberships.ts'
import type { Reader, Realm } from '../../directory/realm.ts'
import { groups, type User, users } from '../../directory/tables.ts'
import { userById } from '../../directory/users.ts'
import {
  type Behaviour,
  type Call,
  type Caller,
  type Claims,
  type Key,
  type Reply,
  type Slow,
  slow,
  type World,
} from '../dialect.ts'
import { milliseconds } from './durations.ts'
import { isActive } from './records.ts'
import { grants, invitations, keys, policy } from './tables.ts'

const SIGNING = 'signing'

/** A token, and the key that signed it, which may be new. */
export interface Issued {
  readonly token: string
  readonly expiresIn: number
  readonly key: Key
}

export const tokenBehaviours: Record<string, Behaviour | Slow> = {
  generateToken: slow(
    (realm, call, world) => {
      const user = impersonated(realm, call)
      return issue(realm, { user, actor: call.caller.user }, world)
    },
    (issued) => (realm, call) => {
      impersonated(realm, call)
      keepKey(realm, issued)
      return tokenReply(issued)
    },
  ),
}

export const keyBehaviours: Record<string, Slow> = {
  getKeySet: slow(
    (realm, _, world) => keyOf(realm, world),
    (key) => (realm, _, world) => {
      keepKey(realm, { key })
      return { status: 200, body: { keys: [world.publicPart(key)] } }
    },
  ),
}

/** A token with the groups and the roles that the user has now. */
export function issue(
  realm: Reader,
  { user, actor }: { user: User; actor?: string | undefined },
  world: World,
): Promise<Issued> {
  const expiresIn = milliseconds(policy(realm, 'tokenPolicy').expiresAfter) / 1000
  const memberOf = [...groupsOf(realm, { kind: 'user', id: user.id }).keys()]
  const claims = {
    sub: user.id,
    preferred_username: user.userName,
    name: user.displayName,
    groups: memberOf.map((id) => realm.get(groups, id)?.displayName),
    roles: [...new Set(memberOf.flatMap((id) => realm.get(grants, id)?.roles ?? []))],
    tenant: user.tenant,
    jti: world.uuid(),
    ...(actor !== undefined && { act: { sub: actor } }),
  }
  return keyOf(realm, world).then((key) =>
    world.sign(claims, key, expiresIn).then((token) => ({ token, expiresIn, key })),
  )
}

export function tokenReply({ token, expiresIn }: Issued): Reply {
  return { status: 200, body: { token, expiresIn } }
}

/** Keeps a key that has just been made, so that what it signed can be verified. */
export function keepKey(realm: Realm, { key }: { readonly key: Key }): void {
  if (!realm.get(keys, SIGNING)) realm.put(keys, { id: SIGNING, key })
}

/**
 * Who comes with a token that this Hub issued.
 * @throws Failure `badCredential` when it was altered, has expired, or its user is no more.
 */
export function recognise(realm: Reader, token: string, world: World): Promise<Caller | undefined> {
  const key = realm.get(keys, SIGNING)?.key
  if (!isOurs(realm, token, key)) return Promise.resolve(undefined)
  // Before the first token there is no key, and whoever comes with one has made it up.
  const proven = key ? world.claimsOf(token, key) : Promise.resolve(undefined)
  return proven.then((claims) => {
    if (!claims) throw new Failure('badCredential', 'the token was altered or has expired')
    const user = String(claims.sub)
    if (isActive(realm, user)) return callerOf(claims, user)
    throw new Failure('badCredential', 'the user of this token is gone or inactive')
  })
}

function callerOf({ tenant, roles }: Claims, user: string): Caller {
  return { tenant: String(tenant), roles: roles as string[], user }
}

function keyOf(realm: Reader, world: World): Promise<Key> {
  const kept = realm.get(keys, SIGNING)
  return kept ? Promise.resolve(kept.key) : world.newKey()
}

/** Whether a token says that it is one of ours, by its key or by its user; that may be a lie. */
function isOurs(realm: Reader, token: string, key: Key | undefined): boolean {
  const [header = '', payload = '', ...rest] = token.split('.')
  if (rest.length !== 1) return false
  const { sub } = part(payload)
  const isOfUser = typeof sub === 'string' && realm.get(users, sub) !== undefined
  return isOfUser || (key !== undefined && part(header).kid === key.kid)
}

/** A part of a JWT (RFC 7519 section 7.2), or nothing. */
function part(text: string): Readonly<Record<string, unknown>> {
  try {
    const json = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
    return Object(JSON.parse(json)) as Readonly<Record<string, unknown>>
  } catch {
    // Not base64url, or not JSON: it says nothing.
    return {}
  }
}

/** @throws Failure when the caller cannot have a token for the user that the request names. */
function impersonated(realm: Reader, { body, caller }: Call): User {
  const { userId } = body as { userId: string }
  if (userId === caller.user) {
    throw new Failure('invalid', 'userId is your own: you have a token', { field: 'userId' })
  }
  const user = userById(realm, caller.tenant, userId)
  if (user.active && !realm.get(invitations, user.id)) return user
  throw new Failure('conflict', `${user.userName} is inactive, or invited and not here yet`)
}
