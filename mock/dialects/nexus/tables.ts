import type { Row, Table, TableRules } from '../../directory/realm.ts'
import { fold, groups, type Own, ordinal, users } from '../../directory/tables.ts'

/** A tenant of the identity provider: it is the vendor's, and every account knows it. */
export interface IdpTenant extends Row {
  readonly name: string
  readonly azoTenantName: string
  readonly loginDomain: string
  readonly fqdn: string
}

/** How one connection of an identity provider knows a user. */
export interface Identity extends Row {
  readonly user: string
  readonly idpTenant: string
  readonly strategy?: string | undefined
  readonly azoUserId?: string | undefined
  readonly azoConnectionId: string
  readonly groups: readonly string[]
}

export interface Role extends Row {
  readonly tenant: string
  readonly name: string
  /** The API that the role says something to. */
  readonly audience: string
  readonly description?: string | undefined
}

/** A role that a user has: towards its audience, or in one organization. */
export interface Grant extends Row {
  readonly role: string
  readonly user: string
  readonly organization?: string
  readonly expires?: string
}

export interface Attribute extends Row {
  readonly user: string
  readonly name: string
  readonly value: string | null
  readonly expires?: string
}

/** When something was made and altered, and by whom. */
export interface Stamps {
  readonly created: string
  readonly modified: string
  readonly createdBy?: string | undefined
  readonly modifiedBy?: string | undefined
}

export interface CustomUpn extends Row, Stamps {
  readonly user: string
  readonly clientUpnKey?: string | undefined
  readonly customUpnValue: string
  /** Tells which of two came first; those of the fixture have none. */
  readonly number?: number
}

export interface Subscription extends Row, Stamps {
  readonly organization: string
  readonly own: Own
}

export interface Deployment extends Row, Stamps {
  readonly subscription: string
  readonly own: Own
}

/** A user who may use a deployment. */
export interface Assignment extends Row {
  readonly deployment: string
  readonly user: string
}

export const idpTenants: Table<IdpTenant> = { name: 'idpTenants', noun: 'identity provider tenant' }
export const identities: Table<Identity> = { name: 'identities', noun: 'identity' }
export const roles: Table<Role> = { name: 'roles', noun: 'role' }
export const grants: Table<Grant> = { name: 'grants', noun: 'grant' }
export const attributes: Table<Attribute> = { name: 'attributes', noun: 'attribute' }
export const customUpns: Table<CustomUpn> = { name: 'customUpns', noun: 'custom UPN of the user' }
export const subscriptions: Table<Subscription> = { name: 'subscriptions', noun: 'subscription' }
export const deployments: Table<Deployment> = { name: 'deployments', noun: 'deployment' }
export const assignments: Table<Assignment> = { name: 'assignments', noun: 'assignment' }

const idpTenantRules: TableRules<IdpTenant> = {
  table: idpTenants,
  indexes: [{ name: 'all', key: ({ id }) => [id.padStart(12, '0')] }],
  references: [],
}

const identityRules: TableRules<Identity> = {
  table: identities,
  indexes: [
    { name: 'user', key: ({ user, id }) => [user, ordinal(Number(id))] },
    {
      name: 'connection',
      key: ({ azoConnectionId, azoUserId }) =>
        azoUserId === undefined ? undefined : [azoConnectionId, azoUserId],
    },
  ],
  references: [{ index: 'user', to: users.name }],
}

const roleRules: TableRules<Role> = {
  table: roles,
  indexes: [{ name: 'name', key: ({ tenant, name }) => [tenant, fold(name)], unique: 'name' }],
  references: [],
}

const grantRules: TableRules<Grant> = {
  table: grants,
  indexes: [
    { name: 'user', key: ({ user, organization = '' }) => [user, organization] },
    { name: 'role', key: ({ role }) => [role] },
    { name: 'organization', key: ({ organization: at }) => (at === undefined ? at : [at]) },
  ],
  references: [
    { index: 'user', to: users.name },
    { index: 'role', to: roles.name },
    { index: 'organization', to: groups.name },
  ],
}

const attributeRules: TableRules<Attribute> = {
  table: attributes,
  indexes: [
    { name: 'user', key: ({ user, id }) => [user, ordinal(Number(id))] },
    { name: 'name', key: ({ user, name }) => [user, name] },
  ],
  references: [{ index: 'user', to: users.name }],
}

const customUpnRules: TableRules<CustomUpn> = {
  table: customUpns,
  indexes: [
    { name: 'user', key: ({ user, number = 0, created }) => [user, ordinal(number), created] },
    {
      name: 'key',
      // A UPN without a key takes a place of its own, which no key can have.
      key: ({ user, clientUpnKey }) =>
        clientUpnKey === undefined ? [user, 'none'] : [user, 'key', clientUpnKey],
      unique: 'clientUpnKey',
    },
  ],
  references: [{ index: 'user', to: users.name }],
}

const subscriptionRules: TableRules<Subscription> = {
  table: subscriptions,
  indexes: [{ name: 'organization', key: ({ organization }) => [organization] }],
  references: [{ index: 'organization', to: groups.name }],
}

const deploymentRules: TableRules<Deployment> = {
  table: deployments,
  indexes: [{ name: 'subscription', key: ({ subscription }) => [subscription] }],
  references: [{ index: 'subscription', to: subscriptions.name }],
}

const assignmentRules: TableRules<Assignment> = {
  table: assignments,
  indexes: [
    { name: 'user', key: ({ user, deployment }) => [user, ordinal(Number(deployment))] },
    { name: 'deployment', key: ({ deployment }) => [deployment] },
  ],
  references: [
    { index: 'user', to: users.name },
    { index: 'deployment', to: deployments.name },
  ],
}

export const ownRules: readonly TableRules[] = [
  idpTenantRules,
  identityRules,
  roleRules,
  grantRules,
  attributeRules,
  customUpnRules,
  subscriptionRules,
  deploymentRules,
  assignmentRules,
]
