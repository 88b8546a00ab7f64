import { Failure } from '../../directory/failure.ts'
import type { Realm, World } from '../../directory/realm.ts'
import type { User } from '../../directory/tables.ts'
import { updateUser } from '../../directory/users.ts'
import { flag, name, oneOf, type Properties, text } from './patches.ts'
import { isSystem, ownOf } from './records.ts'
import { logonFailures } from './tables.ts'

/** What a client may set of a user. */
export interface UserRecord {
  readonly externalId?: string | undefined
  readonly userName: string
  readonly displayName: string
  readonly active: boolean
  readonly inactiveReason?: string | undefined
  readonly email?: string | undefined
  readonly unixHomeDirectory?: string | undefined
  readonly unixUserName?: string | undefined
  readonly userPrincipalName?: string | undefined
}

/** The schemas of a full update say the same. */
export const userProperties: Properties = {
  subject: 'user',
  rules: {
    externalId: text(),
    userName: name,
    displayName: text({ most: 256 }),
    active: flag,
    inactiveReason: oneOf(['manual', 'tooManyFailedLogons', 'externalAccountDisabled']),
    email: text({ most: 320, pattern: /^[^@\s]+@[^@\s]+$/u, form: ', with an @ inside' }),
    unixHomeDirectory: text(),
    unixUserName: text(),
    userPrincipalName: text(),
  },
  required: ['userName', 'active'],
  readOnly: [
    '_id',
    '_created',
    '_modified',
    'system',
    'deleted',
    'temporarilyLocked',
    'invitationPending',
    'invitationExpiry',
  ],
}

/** What was sent of a user, with what a new one gets for what was left out. */
export function recordSent(body: Partial<UserRecord> & { readonly userName: string }): UserRecord {
  const { userName, displayName = userName, active = true } = body
  const { externalId, inactiveReason, email } = body
  const { unixHomeDirectory, unixUserName, userPrincipalName } = body
  return {
    externalId,
    userName,
    displayName,
    active,
    inactiveReason,
    email,
    unixHomeDirectory,
    unixUserName,
    userPrincipalName,
  }
}

/** What a client may set of a user, as it is now. */
export function recordOf(user: User): UserRecord {
  const { externalId, userName, displayName = userName, active } = user
  return recordSent({ ...ownOf(user), externalId, userName, displayName, active })
}

/** Whoever is inactive has a reason, and whoever is active has none. */
export function ownPart(record: UserRecord) {
  const { inactiveReason = 'manual', email } = record
  const { unixHomeDirectory, unixUserName, userPrincipalName } = record
  return {
    inactiveReason: record.active ? undefined : inactiveReason,
    email,
    unixHomeDirectory,
    unixUserName,
    userPrincipalName,
  }
}

/**
 * Makes a user what the record says, and keeps the rest of her.
 * @throws Failure `conflict` when the userName is taken, or the Hub needs the user as she is.
 */
export function changeUser(realm: Realm, user: User, changed: UserChange): User {
  const { record, world } = changed
  refuseSystem(user)
  const { externalId, userName, displayName, active } = record
  const own = { ...user.own, ...ownPart(record) }
  const next = { ...user, externalId, userName, displayName, active, own }
  if (JSON.stringify(recordOf(next)) === JSON.stringify(recordOf(user))) return user
  if (active && !user.active) realm.remove(logonFailures, user.id)
  return updateUser(realm, next, world)
}

interface UserChange {
  readonly record: UserRecord
  readonly world: World
}

export function refuseSystem(entry: Parameters<typeof isSystem>[0]): void {
  if (!isSystem(entry)) return
  throw new Failure('conflict', `the Hub needs ${entry.displayName} as it is: system is true`)
}
