/** What ECI Nexus sends. */

export interface WireRole {
  id: string
  name: string
  expires: string | null
  description: string | null
}

interface Stamps {
  created: string
  modified: string
  createdBy: string | null
  modifiedBy: string | null
}

export interface WireMembership extends Stamps {
  id: string
  user: WireUser | null
  userId: string
  roles: WireRole[]
  isGuest: boolean
  isMfaRequired: boolean
  isMembershipMfaRequired: boolean
  organizationId: number
  organizationName: string
  organizationDisplayName: string
}

export interface WireIdentity {
  id: number
  groups: string[]
  strategy: string | null
  azoUserId: string | null
  azoConnectionId: string
  idpTenantId: number
  idpTenantName: string
  azoTenantName: string
  loginDomain: string
  idpTenantFqdn: string
}

export interface WireAttribute {
  id: number
  name: string
  value: string | null
  userId: string
  expires: string | null
}

export interface WireUpn extends Stamps {
  id: string
  userId: string
  clientUpnKey: string | null
  customUpnValue: string
}

export interface WireOrganization extends Stamps {
  id: number
  name: string
  displayName: string
  isMfaRequired: boolean
  members: unknown[]
  subscriptions: unknown[]
}

/** Of its 34 fields those that a scenario reads by name. */
export interface WireUser extends Stamps {
  id: string
  type: string | null
  owner: WireUser | null
  ownerId: string | null
  displayName: string
  givenName: string | null
  familyName: string | null
  nickname: string | null
  language: string | null
  picture: string | null
  emailAddress: string
  'email-verified': boolean
  'email-verify-sent-date': string | null
  'email-verification-status-type': string | null
  isActive: boolean
  isMfaDisabled: boolean
  authenticationMethod: string | null
  organizationId: number
  organization: WireOrganization | null
  memberOf: WireMembership[]
  roles: WireRole[]
  attributes: WireAttribute[]
  identities: WireIdentity[]
  customUpns: WireUpn[]
  subscriptions: { id: number; organization: null; product: null; logs: unknown[] }[]
  applicationDeployments: { id: number; subscriptionId: number; subscription: null }[]
}

/** The reply to a synchronisation. */
export interface WireSync {
  userId: string
  displayName: string
  givenName: string
  familyName: string
  isAuthenticated: boolean
  roles: WireRole[]
  user: WireUser
}

export interface WireProblem {
  type?: string | null
  title: string
  status: number
  detail?: string | null
  instance?: string | null
  errors?: Record<string, string[]>
}
