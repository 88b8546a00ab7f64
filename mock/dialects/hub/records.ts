import type { Reader } from '../../directory/realm.ts'
import { type Group, type Own, type User, users } from '../../directory/tables.ts'
import { isLocked } from './lockout.ts'
import { invitations, logonFailures } from './tables.ts'

/** What the Hub keeps of a user beside what the directory knows. */
export interface UserOwn extends Own {
  readonly system: boolean
  readonly inactiveReason?: string | undefined
  readonly email?: string | undefined
  readonly unixHomeDirectory?: string | undefined
  readonly unixUserName?: string | undefined
  readonly userPrincipalName?: string | undefined
  readonly passwordHash?: string | undefined
  readonly mustChange?: boolean | undefined
  /** When the password was set. */
  readonly passwordSet?: string | undefined
}

export function ownOf({ own }: User): UserOwn {
  return own as UserOwn
}

export function isSystem({ own }: User | Group): boolean {
  return own.system === true
}

/** A record as it is answered; what has no value is left out. */
export type View = Readonly<Record<string, unknown>>

export function userView(realm: Reader, user: User, now: string): View {
  const own = ownOf(user)
  const invitation = realm.get(invitations, user.id)
  return present({
    ...heading(user),
    userName: user.userName,
    displayName: user.displayName,
    active: user.active,
    inactiveReason: own.inactiveReason,
    email: own.email,
    unixHomeDirectory: own.unixHomeDirectory,
    unixUserName: own.unixUserName,
    userPrincipalName: own.userPrincipalName,
    invitationPending: invitation !== undefined,
    invitationExpiry: invitation?.invitationExpiry,
    deleted: user.deleted,
    temporarilyLocked: isLocked(realm.get(logonFailures, user.id), now),
  })
}

export function groupView(group: Group): View {
  return present({ ...heading(group), name: group.displayName })
}

/** A user or a group, as whatever can be given a right. */
export function principalView(principal: User | Group): View & { readonly _id: string } {
  const person = 'userName' in principal
  return {
    _type: person ? 'User' : 'Group',
    _id: principal.id,
    displayName: principal.displayName,
    name: person ? principal.userName : principal.displayName,
    external: principal.externalId !== undefined,
    system: isSystem(principal),
  }
}

/** Whether a user is there, who may do what users do. */
export function isActive(realm: Reader, id: string): boolean {
  const user = realm.get(users, id)
  return user !== undefined && user.deleted === undefined && user.active
}

function heading(entry: User | Group) {
  return {
    _id: entry.id,
    _created: entry.created,
    _modified: entry.modified,
    externalId: entry.externalId,
    system: isSystem(entry),
  }
}

function present(view: View): View {
  return Object.fromEntries(Object.entries(view).filter(([, value]) => value !== undefined))
}

export interface Selection {
  readonly fields?: readonly string[]
  readonly excludeFields?: readonly string[]
}

/** The part of a view that `fields` and `excludeFields` ask for: `_id` alone when nothing is left. */
export function selected(view: View, { fields, excludeFields = [] }: Selection): View {
  const kept = Object.entries(view).filter(
    ([name]) => (fields === undefined || fields.includes(name)) && !excludeFields.includes(name),
  )
  return kept.length > 0 ? Object.fromEntries(kept) : { _id: view._id }
}
