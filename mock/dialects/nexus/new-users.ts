import { Failure } from '../../directory/failure.ts'
import type { Reader, Realm } from '../../directory/realm.ts'
import { type Group, type User, users } from '../../directory/tables.ts'
import { addUser } from '../../directory/users.ts'
import type { Behaviour } from '../dialect.ts'
import type { By } from './changes.ts'
import { refuseTaken, setIdentity } from './identities.ts'
import { join } from './memberships.ts'
import { idpTenantNamed, organizationNamed } from './organizations.ts'
import { answerUser } from './person.ts'
import { grant, ORGANIZATION_ADMIN, roleNamed } from './roles.ts'
import type { IdpTenant, Role } from './tables.ts'

type Method = 'Database' | 'Ad' | 'Federation' | 'Email' | 'Sms'

/** What a new user is sent with. What is for the identity provider alone has no place here. */
interface NewUserBody {
  readonly authenticationMethod: Method
  readonly displayName: string
  readonly idpTenantId: string
  readonly organization: string
  readonly emailAddress: string
  readonly givenName?: string | null
  readonly familyName?: string | null
  readonly emailVerified?: boolean | null
  readonly isMfaDisabled?: boolean | null
  readonly makeAdmin?: boolean | null
  readonly ownerId?: string | null
  readonly roles?: readonly string[] | null
  readonly idpMetadata?: { readonly azoUserId: string; readonly azoConnectionId: string } | null
}

/** Values that are kept as they were sent. */
const kept = [
  'nickname',
  'username',
  'type',
  'picture',
  'language',
  'phoneNumber',
  'mfaEnrollmentStatus',
  'recoveryEmailAddress',
] as const

/** How the identity provider signs somebody in; it may do so in many ways for a federation. */
const strategies: Record<Method, string | undefined> = {
  Database: 'auth0',
  Ad: 'ad',
  Federation: undefined,
  Email: 'email',
  Sms: 'sms',
}

export const newUserBehaviours: Record<string, Behaviour> = {
  CreateUser: (realm, { body, caller }, world) => {
    const by = { caller, world }
    const sent = body as NewUserBody
    const organization = organizationNamed(realm, caller.tenant, sent.organization)
    const idpTenant = idpTenantSent(realm, sent.idpTenantId)
    const roles = rolesSent(realm, caller.tenant, sent)
    refuseStrangeOwner(realm, caller.tenant, sent.ownerId)
    const own = {
      ...Object.fromEntries(kept.map((name) => [name, given(sent, name)])),
      ownerId: sent.ownerId ?? undefined,
      'email-verified': sent.emailVerified ?? false,
    }
    const user = createUser(realm, { ...sent, organization, idpTenant, own }, by)
    for (const role of roles) grant(realm, role, { user: user.id })
    if (sent.idpMetadata) {
      const { azoUserId, azoConnectionId } = sent.idpMetadata
      const strategy = strategies[sent.authenticationMethod]
      refuseTaken(realm, user, { azoUserId, azoConnectionId })
      setIdentity(realm, user, { azoUserId, azoConnectionId, strategy })
    }
    return answerUser(realm, user, { status: 201, now: world.now() })
  },
}

export interface Newcomer {
  readonly emailAddress: string
  readonly displayName: string
  readonly givenName?: string | null
  readonly familyName?: string | null
  readonly isMfaDisabled?: boolean | null
  readonly makeAdmin?: boolean | null
  readonly authenticationMethod: Method
  readonly organization: Group
  readonly idpTenant: IdpTenant
  readonly own?: User['own']
}

/**
 * Makes a user, who is a member of her organization from the first moment.
 * @throws Failure `conflict` when a user has the e-mail address, in whichever account.
 */
export function createUser(realm: Realm, newcomer: Newcomer, by: By): User {
  const { organization, idpTenant, authenticationMethod } = newcomer
  const own = {
    ...newcomer.own,
    authenticationMethod,
    organizationId: Number(organization.id),
    idpTenantId: Number(idpTenant.id),
    isMfaDisabled: newcomer.isMfaDisabled ?? false,
    createdBy: by.caller.user,
    modifiedBy: by.caller.user,
  }
  const { tenant } = organization
  const user: User = addUser(
    realm,
    {
      id: by.world.uuid(),
      tenant,
      userName: newcomer.emailAddress,
      displayName: newcomer.displayName,
      givenName: newcomer.givenName ?? undefined,
      familyName: newcomer.familyName ?? undefined,
      active: true,
      own,
    },
    by.world,
  )
  join(realm, { user, organization }, { by, isMembershipMfaRequired: false })
  if (newcomer.makeAdmin) makeAdmin(realm, { user, organization })
  return user
}

/** @returns whether that altered anything. */
export function makeAdmin(
  realm: Realm,
  { user, organization }: { user: User; organization: Group },
): boolean {
  const asked = { role: ORGANIZATION_ADMIN, field: 'makeAdmin' }
  const role = roleNamed(realm, organization.tenant, asked)
  return grant(realm, role, { user: user.id, organization: organization.id })
}

function idpTenantSent(realm: Reader, sent: string): IdpTenant {
  const found = idpTenantNamed(realm, sent)
  if (found) return found
  const message = `no identity provider tenant is called ${JSON.stringify(sent)}`
  throw new Failure('invalid', message, { field: 'idpTenantId' })
}

function rolesSent(realm: Reader, tenant: string, { roles }: NewUserBody): Role[] {
  return (roles ?? []).map((role) => roleNamed(realm, tenant, { role, field: 'roles' }))
}

function refuseStrangeOwner(realm: Reader, tenant: string, id: string | null | undefined): void {
  if (id == null || realm.get(users, id)?.tenant === tenant) return
  throw new Failure('invalid', `no user has the id ${JSON.stringify(id)}`, { field: 'ownerId' })
}

function given(sent: NewUserBody, name: (typeof kept)[number]): unknown {
  return (sent as Partial<Record<typeof name, unknown>>)[name] ?? undefined
}
