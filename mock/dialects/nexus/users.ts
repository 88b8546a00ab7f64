import { Failure } from '../../directory/failure.ts'
import type { Reader, Realm } from '../../directory/realm.ts'
import type { User } from '../../directory/tables.ts'
import { userById } from '../../directory/users.ts'
import type { Behaviour, Call, Reply } from '../dialect.ts'
import { alterUser, type By } from './changes.ts'
import { userLinked } from './identities.ts'
import { answerUser, renderUser } from './person.ts'
import { selected } from './selection.ts'

/** What a patch may name; a null says nothing. */
interface Patch {
  readonly displayName?: string | null
  readonly givenName?: string | null
  readonly familyName?: string | null
  readonly emailVerified?: boolean | null
  readonly emailVerifySentDate?: string | null
  readonly isBlocked?: boolean | null
  readonly isMfaDisabled?: boolean | null
  readonly password?: string | null
}

/** Values that are kept as they were sent. */
const profile = ['nickname', 'language', 'picture'] as const
const kept = [
  ...profile,
  'username',
  'phoneNumber',
  'recoveryEmailAddress',
  'isMfaDisabled',
  'mfaEnrollmentStatus',
] as const

export const userBehaviours: Record<string, Behaviour> = {
  GetUser: (realm, call, world) =>
    answerUser(realm, byId(realm, call), { status: 200, now: world.now() }),
  PatchUser: (realm, call, world) => {
    const body = call.body as Patch
    if (body.password != null && !call.caller.roles.includes('user.password')) {
      throw new Failure('forbidden', 'a password requires the permission user.password')
    }
    const user = byId(realm, call)
    const names = withNames(user, body)
    const own = { ...user.own, ...sent(body, kept), ...verification(body) }
    const active = body.isBlocked == null ? user.active : !body.isBlocked
    return change(realm, { ...user, ...names, active, own }, { caller: call.caller, world })
  },
  UpdateMeProfile: (realm, call, world) => {
    const { caller } = call
    const { givenName, familyName, ...body } = call.body as Patch
    const user = self(realm, call)
    const names = withNames(user, { givenName, familyName } as Patch)
    const own = { ...user.own, ...sent(body, profile) }
    return change(realm, { ...user, ...names, own }, { caller, world })
  },
  FindUserByConnection: (realm, { path, query, caller }, world) => {
    const asked = {
      azoConnectionId: unquoted(path.azoConnectionId),
      azoUserId: unquoted(path.azoUserId),
    }
    const user = userLinked(realm, caller.tenant, asked)
    if (!user) {
      const { azoConnectionId, azoUserId } = asked
      throw new Failure('notFound', `${azoConnectionId} knows nobody as ${azoUserId}`)
    }
    return { status: 200, body: selected(renderUser(realm, user, world.now()), query) }
  },
}

function byId(realm: Reader, { path, caller }: Call): User {
  return userById(realm, caller.tenant, path.userId ?? '')
}

/** The user to whom the credential belongs. */
function self(realm: Reader, { caller }: Call): User {
  if (caller.user !== undefined) return userById(realm, caller.tenant, caller.user)
  throw new Failure('notFound', 'the credential belongs to no user')
}

function change(realm: Realm, next: User, by: By): Reply {
  const user = alterUser(realm, next, by)
  return answerUser(realm, user, { status: 200, now: by.world.now() })
}

function withNames(user: User, { displayName, givenName, familyName }: Patch) {
  return {
    displayName: displayName ?? user.displayName,
    givenName: givenName ?? user.givenName,
    familyName: familyName ?? user.familyName,
  }
}

/** Those of the names that were sent with a value. */
function sent(body: object, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(body).filter(([name, value]) => value !== null && names.includes(name)),
  )
}

function verification({ emailVerified, emailVerifySentDate }: Patch) {
  return {
    ...(emailVerified != null && { 'email-verified': emailVerified }),
    ...(emailVerifySentDate != null && { 'email-verify-sent-date': inUtc(emailVerifySentDate) }),
  }
}

/** @throws Failure `invalid` for a moment that no clock shows, such as a leap second. */
function inUtc(text: string): string {
  const time = Date.parse(text)
  if (!Number.isNaN(time)) return new Date(time).toISOString()
  throw new Failure('invalid', `${text} is no date`, { field: 'emailVerifySentDate' })
}

/** A quote within a text is written twice (OData 4.01, URL Conventions, section 5.1.1.14.1). */
function unquoted(text = ''): string {
  return text.replaceAll("''", "'")
}
