import { Failure } from '../../directory/failure.ts'
import { groupById } from '../../directory/groups.ts'
import { membershipOf } from '../../directory/memberships.ts'
import type { Reader, Realm } from '../../directory/realm.ts'
import { type Group, type Membership, type User, users } from '../../directory/tables.ts'
import { userById, userInAnyTenant } from '../../directory/users.ts'
import type { Behaviour, Call, World } from '../dialect.ts'
import { type By, touch } from './changes.ts'
import { answerMembers } from './member-lists.ts'
import { join, renderMembership, touchMembership } from './memberships.ts'
import { createUser, makeAdmin } from './new-users.ts'
import { firstIdpTenant } from './organizations.ts'
import { renderUser } from './person.ts'
import { selected } from './selection.ts'
import { grants, type IdpTenant } from './tables.ts'

interface Invitation {
  readonly emailAddress: string
  readonly displayName?: string | null
  readonly givenName?: string | null
  readonly familyName?: string | null
  readonly isMfaDisabled?: boolean | null
  readonly makeAdmin?: boolean | null
}

export const memberBehaviours: Record<string, Behaviour> = {
  GetOrganizationMembers: (realm, call, world) =>
    answerMembers(realm, organizationOf(realm, call), { call, now: world.now() }),
  GetOrganizationMember: (realm, call, world) => {
    const { user, row } = memberOf(realm, call)
    return { status: 200, body: selected(whole(realm, { user, row }, world), call.query) }
  },
  AddOrganizationMember: (realm, call, world) => {
    const by = { caller: call.caller, world }
    const organization = organizationOf(realm, call)
    const { userId, isMfaRequired } = call.body as { userId: string; isMfaRequired: boolean }
    const user = userSent(realm, organization.tenant, userId)
    const asked = { by, isMembershipMfaRequired: isMfaRequired }
    const row = join(realm, { user, organization }, asked)
    if (!row) throw new Failure('conflict', 'the user is a member already', { field: 'userId' })
    const touched = touch(realm, user, by)
    return { status: 201, body: whole(realm, { user: touched, row }, world) }
  },
  InviteOrganizationMember: (realm, call, world) => {
    const by = { caller: call.caller, world }
    const organization = organizationOf(realm, call)
    const member = invited(realm, { organization, invitation: call.body as Invitation }, by)
    return { status: 200, body: whole(realm, member, world) }
  },
  RemoveOrganizationMemberRole: (realm, call, world) => {
    const { user, row } = memberOf(realm, call)
    // Whether `roles` names the one role that can be taken or is left out, it is the same one.
    const within = [user.id, row.group]
    const held = [...realm.scan(grants, { index: 'user', within })]
    for (const { id } of held) realm.remove(grants, id)
    if (held.length > 0) roleChanged(realm, { user, row }, { caller: call.caller, world })
    return { status: 204 }
  },
}

interface Member {
  readonly user: User
  readonly row: Membership
}

/** Whom nobody knows is created; whom somebody knows joins, unless she is a member. */
function invited(
  realm: Realm,
  { organization, invitation }: { organization: Group; invitation: Invitation },
  by: By,
): Member {
  const known = userInAnyTenant(realm, invitation.emailAddress)
  if (!known) {
    const user = createUser(realm, newcomer(realm, organization, invitation), by)
    return { user, row: rowOf(realm, organization, user) }
  }
  if (known.tenant !== organization.tenant) {
    const message = `emailAddress ${JSON.stringify(invitation.emailAddress)} is taken`
    throw new Failure('conflict', message, { subject: 'user', field: 'userName' })
  }
  const joined = join(realm, { user: known, organization }, { by, isMembershipMfaRequired: false })
  const row = joined ?? rowOf(realm, organization, known)
  const admin = invitation.makeAdmin && makeAdmin(realm, { user: known, organization })
  if (admin) return roleChanged(realm, { user: known, row }, by)
  return { user: joined ? touch(realm, known, by) : known, row }
}

function newcomer(realm: Reader, organization: Group, invitation: Invitation) {
  const { displayName, givenName, familyName, emailAddress } = invitation
  const fullName = [givenName, familyName].filter(Boolean).join(' ')
  return {
    ...invitation,
    displayName: displayName || fullName || emailAddress,
    authenticationMethod: 'Database',
    organization,
    idpTenant: firstIdpTenant(realm) as IdpTenant,
  } as const
}

function roleChanged(realm: Realm, { user, row }: Member, by: By): Member {
  return { user: touch(realm, user, by), row: touchMembership(realm, row, by) }
}

function organizationOf(realm: Reader, { path, caller }: Call): Group {
  return groupById(realm, caller.tenant, path.organizationId ?? '')
}

function memberOf(realm: Reader, call: Call): Member {
  const organization = organizationOf(realm, call)
  const user = userById(realm, organization.tenant, call.path.userId ?? '')
  return { user, row: rowOf(realm, organization, user) }
}

/** @throws Failure `notFound` when the user is no member. */
function rowOf(realm: Reader, organization: Group, user: User): Membership {
  const row = membershipOf(realm, organization, { kind: 'user', id: user.id })
  if (row) return row
  throw new Failure('notFound', `user ${user.id} is no member of organization ${organization.id}`)
}

/** @throws Failure `invalid` when the account has no such user. */
function userSent(realm: Reader, tenant: string, id: string): User {
  const user = realm.get(users, id)
  if (user?.tenant === tenant) return user
  throw new Failure('invalid', `no user has the id ${JSON.stringify(id)}`, { field: 'userId' })
}

function whole(realm: Reader, { user, row }: Member, world: World) {
  const now = world.now()
  return renderMembership(realm, row, { user, person: renderUser(realm, user, now), now })
}
