import { nextNumber } from '../../directory/counters.ts'
import { addMember, membershipOf } from '../../directory/memberships.ts'
import type { Reader, Realm } from '../../directory/realm.ts'
import {
  type Group,
  groups,
  type Membership,
  memberships,
  type User,
} from '../../directory/tables.ts'
import { altered, type By, made } from './changes.ts'
import { homeOf, nameOf, requiresMfa } from './organizations.ts'
import { renderHeld, rolesOf } from './roles.ts'
import type { Stamps } from './tables.ts'

interface Own extends Partial<Stamps> {
  readonly id?: string
  readonly isMembershipMfaRequired?: boolean
  /** Tells which of two a user joined first; those of the fixture have none. */
  readonly joined?: number
}

/** Makes a user a member. @returns undefined when she is one already. */
export function join(
  realm: Realm,
  { user, organization }: { user: User; organization: Group },
  { by, isMembershipMfaRequired }: { by: By; isMembershipMfaRequired: boolean },
): Membership | undefined {
  const member = { kind: 'user', id: user.id } as const
  const joined = nextNumber(realm, 'memberships')
  const own = { id: by.world.uuid(), ...made(by), isMembershipMfaRequired, joined }
  const done = addMember(realm, organization, { member, own })
  return done === 'added' ? membershipOf(realm, organization, member) : undefined
}

/** Marks a membership as changed: a role in it was given or taken. */
export function touchMembership(realm: Realm, row: Membership, by: By): Membership {
  const changed = { ...row, own: { ...row.own, ...altered(by) } }
  realm.put(memberships, changed)
  return changed
}

/** The memberships of a user, in the order of joining. */
export function membershipsOf(realm: Reader, { id }: User): Membership[] {
  const place = ({ own = {} }: Membership) => {
    const { joined = 0, created = '' } = own as Own
    return `${String(joined).padStart(12, '0')} ${created}`
  }
  const rows = [...realm.scan(memberships, { index: 'user', within: [id] })]
  return rows.sort((one, other) => Number(place(one) > place(other)) || -1)
}

/** What a list sorts a membership by, and what its reply begins with. */
export function stampsOf(row: Membership, user: User): Stamps {
  const { created = user.created, modified = created, createdBy, modifiedBy } = row.own ?? {}
  return { created, modified, createdBy, modifiedBy } as Stamps
}

export function isGuest(realm: Reader, row: Membership, user: User): boolean {
  return homeOf(realm, user) !== row.group
}

/** A membership; `person` is how its user is shown in it. */
export function renderMembership(
  realm: Reader,
  row: Membership,
  { user, person, now }: { user: User; person: unknown; now: string },
) {
  const organization = realm.get(groups, row.group) as Group
  const { id = row.id, isMembershipMfaRequired = false } = (row.own ?? {}) as Own
  const { created, modified, createdBy, modifiedBy } = stampsOf(row, user)
  return {
    id,
    user: person,
    userId: user.id,
    roles: renderHeld(rolesOf(realm, user, { now, organization: row.group })),
    isGuest: isGuest(realm, row, user),
    isMfaRequired: isMembershipMfaRequired || requiresMfa(organization),
    isMembershipMfaRequired,
    organizationId: Number(row.group),
    organizationName: nameOf(organization),
    organizationDisplayName: organization.displayName,
    created,
    modified,
    createdBy: createdBy ?? null,
    modifiedBy: modifiedBy ?? null,
  }
}
