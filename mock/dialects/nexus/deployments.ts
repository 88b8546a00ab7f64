import type { Reader } from '../../directory/realm.ts'
import type { User } from '../../directory/tables.ts'
import {
  assignments,
  type Deployment,
  deployments,
  type Stamps,
  type Subscription,
  subscriptions,
} from './tables.ts'

/** The deployments that a user is assigned to, and the subscriptions that they belong to. */
export function renderDeployments(realm: Reader, { id }: User) {
  const rows = [...realm.scan(assignments, { index: 'user', within: [id] })]
  const assigned = rows.flatMap(({ deployment }) => realm.get(deployments, deployment) ?? [])
  const ids = new Set(assigned.map(({ subscription }) => subscription))
  const subscribed = [...ids].flatMap((each) => realm.get(subscriptions, each) ?? [])
  return {
    applicationDeployments: assigned.map(renderDeployment),
    subscriptions: subscribed.map(renderSubscription).sort((one, other) => one.id - other.id),
  }
}

/** What leads back to the organization, or on to others, ends here. */
function renderSubscription({ id, organization, own, ...stamps }: Subscription) {
  return {
    id: Number(id),
    type: own.type ?? null,
    description: own.description ?? null,
    details: own.details ?? null,
    isEnabled: own.isEnabled === true,
    statusText: own.statusText ?? null,
    status: null,
    productId: own.productId,
    product: null,
    organizationId: Number(organization),
    organization: null,
    applicationDeployments: [],
    logs: [],
    sfLicenseId: own.sfLicenseId ?? null,
    sfContractId: own.sfContractId ?? null,
    sfSubscriptionId: own.sfSubscriptionId ?? null,
    customMetadata: null,
    readonlyMetadata: null,
    expires: own.expires ?? null,
    ...renderStamps(stamps),
  }
}

function renderDeployment({ id, subscription, own, ...stamps }: Deployment) {
  return {
    id: Number(id),
    name: own.name ?? null,
    displayName: own.displayName ?? null,
    status: own.status ?? null,
    statusResolution: own.statusResolution ?? null,
    maxUserCount: own.maxUserCount,
    applicationId: own.applicationId,
    application: null,
    subscriptionId: Number(subscription),
    subscription: null,
    deploymentTargetId: own.deploymentTargetId,
    deploymentTarget: null,
    configuration: own.configuration ?? null,
    steps: [],
    customMetadata: null,
    readonlyMetadata: null,
    ...renderStamps(stamps),
  }
}

function renderStamps({ created, modified, createdBy, modifiedBy }: Stamps) {
  return { created, modified, createdBy: createdBy ?? null, modifiedBy: modifiedBy ?? null }
}
