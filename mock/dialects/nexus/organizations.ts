import { Failure } from '../../directory/failure.ts'
import type { Reader } from '../../directory/realm.ts'
import { fold, type Group, groups, memberships, type User } from '../../directory/tables.ts'
import type { IdpTenant } from './tables.ts'
import { idpTenants } from './tables.ts'

/** What the API keeps of an organization beside what the directory knows. */
interface Own {
  readonly name?: string
  readonly type?: string
  readonly isMfaRequired?: boolean
  readonly [more: string]: unknown
}

/** @throws Failure `invalid` when the account has no organization of this id or name. */
export function organizationNamed(realm: Reader, tenant: string, sent: string): Group {
  const byId = realm.get(groups, sent)
  if (byId?.tenant === tenant) return byId
  for (const group of realm.scan(groups, { index: 'live', within: [tenant] })) {
    if (fold(nameOf(group)) === fold(sent)) return group
  }
  const message = `no organization has the id or name ${JSON.stringify(sent)}`
  throw new Failure('invalid', message, { field: 'organization' })
}

/** An identity provider tenant by its number or one of its three names, in any case. */
export function idpTenantNamed(realm: Reader, sent: string): IdpTenant | undefined {
  const byId = realm.get(idpTenants, sent)
  if (byId) return byId
  return [...realm.scan(idpTenants, { index: 'all', within: [] })].find(
    ({ name, azoTenantName, loginDomain }) =>
      [name, azoTenantName, loginDomain].some((each) => fold(each) === fold(sent)),
  )
}

/** The tenant with the lowest number: where those go of whom nobody said where. */
export function firstIdpTenant(realm: Reader): IdpTenant | undefined {
  const [first] = realm.scan(idpTenants, { index: 'all', within: [] })
  return first
}

/** The organization that a user was created in: of generated people, the first that they joined. */
export function homeOf(realm: Reader, user: User): string {
  if (user.own.organizationId !== undefined) return String(user.own.organizationId)
  const [first] = realm.scan(memberships, { index: 'user', within: [user.id] })
  return first?.group ?? '0'
}

export function nameOf({ own, displayName }: Group): string {
  return (own as Own).name ?? displayName
}

export function requiresMfa({ own }: Group): boolean {
  return (own as Own).isMfaRequired === true
}

/** An organization without its members: no reply grows with it. */
export function renderOrganization(group: Group) {
  const own = group.own as Own
  return {
    id: Number(group.id),
    name: nameOf(group),
    displayName: group.displayName,
    type: own.type ?? null,
    isActive: own.isActive !== false,
    contact: own.contact ?? null,
    technicalContact: own.technicalContact ?? null,
    crmAccountId: own.crmAccountId ?? null,
    isMfaRequired: requiresMfa(group),
    isSelfService: own.isSelfService === true,
    isEnabledForPreviewFeatures: own.isEnabledForPreviewFeatures === true,
    isDomainVerificationRequired: own.isDomainVerificationRequired === true,
    aliases: [],
    domains: [],
    products: [],
    applications: [],
    members: [],
    subscriptions: [],
    created: group.created,
    modified: group.modified,
    createdBy: own.createdBy ?? null,
    modifiedBy: own.modifiedBy ?? null,
  }
}
