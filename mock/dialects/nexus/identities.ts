import { nextNumber } from '../../directory/counters.ts'
import { Failure } from '../../directory/failure.ts'
import type { Reader, Realm } from '../../directory/realm.ts'
import { type User, users } from '../../directory/tables.ts'
import { userById } from '../../directory/users.ts'
import type { Behaviour } from '../dialect.ts'
import { same, touch } from './changes.ts'
import { idpTenantNamed } from './organizations.ts'
import { type Identity, identities, idpTenants } from './tables.ts'

/** Under which id a connection knows a user. */
interface Link {
  readonly strategy?: string | undefined
  readonly azoUserId: string
  readonly azoConnectionId: string
}

export const identityBehaviours: Record<string, Behaviour> = {
  LinkUserToTenant: (realm, { path, body, caller }, world) => {
    const user = userById(realm, caller.tenant, path.userId ?? '')
    const idpTenant = idpTenantNamed(realm, path.idpTenantId ?? '')
    if (!idpTenant) {
      const name = JSON.stringify(path.idpTenantId)
      throw new Failure('notFound', `no identity provider tenant is called ${name}`)
    }
    const { strategy, azoUserId, azoConnectionId } = body as Link
    const sent = { strategy, azoUserId, azoConnectionId, idpTenant: idpTenant.id }
    refuseTaken(realm, user, sent)
    const linked = setIdentity(realm, user, sent)
    if (linked) touch(realm, user, { caller, world })
    return { status: 204 }
  },
}

/** The user of the account whom a connection knows under this id. */
export function userLinked(
  realm: Reader,
  tenant: string,
  { azoConnectionId, azoUserId }: Pick<Link, 'azoConnectionId' | 'azoUserId'>,
): User | undefined {
  const within = [azoConnectionId, azoUserId]
  for (const { user } of realm.scan(identities, { index: 'connection', within })) {
    const found = realm.get(users, user)
    if (found?.tenant === tenant) return found
  }
  return undefined
}

/** @throws Failure `conflict` when a connection knows another user of the account under this id. */
export function refuseTaken(
  realm: Reader,
  { id, tenant }: Pick<User, 'id' | 'tenant'>,
  link: Link,
) {
  const holder = userLinked(realm, tenant, link)
  if (!holder || holder.id === id) return
  const message = `${link.azoConnectionId} knows another user as ${link.azoUserId}`
  throw new Failure('conflict', message, { subject: 'identity', field: 'azoUserId' })
}

/**
 * Adds an identity or, for a connection that the user has, alters that one: what is not given
 * stays. @returns whether that altered anything.
 */
export function setIdentity(
  realm: Realm,
  user: User,
  sent: Partial<Identity> & Pick<Identity, 'azoConnectionId'>,
): boolean {
  const before = identityFor(realm, user, sent.azoConnectionId)
  const next: Identity = before
    ? { ...before, ...sent }
    : {
        id: String(nextNumber(realm, 'identities')),
        user: user.id,
        idpTenant: String(user.own.idpTenantId),
        groups: [],
        ...sent,
      }
  if (same(before, next)) return false
  realm.put(identities, next)
  return true
}

/** The identities of a user, by ascending id. */
export function identitiesOf(realm: Reader, { id }: User): Identity[] {
  return [...realm.scan(identities, { index: 'user', within: [id] })]
}

export function renderIdentity(realm: Reader, identity: Identity) {
  const idpTenant = realm.get(idpTenants, identity.idpTenant)
  return {
    id: Number(identity.id),
    groups: identity.groups,
    strategy: identity.strategy ?? null,
    azoUserId: identity.azoUserId ?? null,
    azoConnectionId: identity.azoConnectionId,
    idpTenantId: Number(identity.idpTenant),
    idpTenantName: idpTenant?.name ?? null,
    azoTenantName: idpTenant?.azoTenantName ?? null,
    loginDomain: idpTenant?.loginDomain ?? null,
    idpTenantFqdn: idpTenant?.fqdn ?? null,
  }
}

function identityFor(realm: Reader, user: User, connection: string): Identity | undefined {
  return identitiesOf(realm, user).find(({ azoConnectionId }) => azoConnectionId === connection)
}
