import type { Reader } from '../../directory/realm.ts'
import { type Group, groups, type User, users } from '../../directory/tables.ts'
import type { Reply } from '../dialect.ts'
import { customUpnsOf, renderCustomUpn } from './custom-upns.ts'
import { renderDeployments } from './deployments.ts'
import { identitiesOf, renderIdentity } from './identities.ts'
import { membershipsOf, renderMembership } from './memberships.ts'
import { homeOf, renderOrganization } from './organizations.ts'
import { hasExpired, renderHeld, rolesOf } from './roles.ts'
import { type Attribute, attributes } from './tables.ts'

/** How many owners a reply shows above a user: chains may be long, and may be rings. */
const OWNERS_SHOWN = 2

/** A user with all that belongs to her: 34 fields. */
export function renderUser(realm: Reader, user: User, now: string) {
  const organization = realm.get(groups, homeOf(realm, user))
  const memberOf = membershipsOf(realm, user).map((row) =>
    renderMembership(realm, row, { user, person: null, now }),
  )
  return {
    ...renderShortUser(realm, user),
    owner: ownerOf(realm, user, OWNERS_SHOWN),
    organization: organization ? renderOrganization(organization as Group) : null,
    memberOf,
    roles: renderHeld(rolesOf(realm, user, { now })),
    attributes: renderAttributes(realm, user, now),
    identities: identitiesOf(realm, user).map((row) => renderIdentity(realm, row)),
    customUpns: customUpnsOf(realm, user).map(renderCustomUpn),
    ...renderDeployments(realm, user),
  }
}

export function answerUser(realm: Reader, user: User, { status, now }: Shown): Reply {
  return { status, body: renderUser(realm, user, now) }
}

interface Shown {
  readonly status: number
  readonly now: string
}

/** A user as others refer to her: her own values, and nothing of what belongs to her. */
export function renderShortUser(realm: Reader, user: User) {
  const { own } = user
  const text = (name: string) => (own[name] as string | undefined) ?? null
  return {
    id: user.id,
    type: text('type'),
    owner: null,
    ownerId: text('ownerId'),
    displayName: user.displayName ?? null,
    givenName: user.givenName ?? null,
    familyName: user.familyName ?? null,
    nickname: text('nickname'),
    username: text('username'),
    emailAddress: user.userName,
    ...verification(user),
    recoveryEmailAddress: text('recoveryEmailAddress'),
    phoneNumber: text('phoneNumber'),
    picture: text('picture'),
    language: text('language'),
    isActive: user.active,
    authenticationMethod: text('authenticationMethod'),
    isMfaDisabled: own.isMfaDisabled === true,
    mfaEnrollmentStatus: text('mfaEnrollmentStatus'),
    created: user.created,
    modified: user.modified,
    createdBy: text('createdBy'),
    modifiedBy: text('modifiedBy'),
    organizationId: Number(homeOf(realm, user)),
    organization: null,
    ...nothing,
  }
}

const nothing = {
  memberOf: [],
  roles: [],
  attributes: [],
  identities: [],
  customUpns: [],
  subscriptions: [],
  applicationDeployments: [],
}

function verification({ own }: User) {
  const verified = own['email-verified'] === true
  const sent = (own['email-verify-sent-date'] as string | undefined) ?? null
  const pending = sent === null ? null : 'Pending'
  return {
    'email-verified': verified,
    'email-verify-sent-date': sent,
    'email-verification-status-type': verified ? 'Verified' : pending,
  }
}

function ownerOf(realm: Reader, { own }: User, levels: number): object | null {
  const owner = levels > 0 ? realm.get(users, String(own.ownerId)) : undefined
  if (!owner) return null
  return { ...renderShortUser(realm, owner), owner: ownerOf(realm, owner, levels - 1) }
}

function renderAttributes(realm: Reader, { id }: User, now: string) {
  const rows: Attribute[] = [...realm.scan(attributes, { index: 'user', within: [id] })]
  return rows
    .filter((row) => !hasExpired(row, now))
    .map((row) => ({
      id: Number(row.id),
      name: row.name,
      value: row.value,
      userId: row.user,
      expires: row.expires ?? null,
    }))
}
