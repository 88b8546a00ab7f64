import { Failure } from '../../directory/failure.ts'
import type { Reader, Realm, Row, Table, TableRules } from '../../directory/realm.ts'
import { save } from '../../directory/rows.ts'
import { ordinal, type User, users } from '../../directory/tables.ts'
import { idGiven } from './ids.ts'

/** What another system calls a user. */
export interface Identity extends Row {
  readonly tenant: string
  readonly user: string
  readonly type: string
  readonly value: string
  /** The customer to whom it is bound, if it is. */
  readonly customerId?: string
  /** The identities of a user stand in the order in which they were given. */
  readonly position: number
}

export interface GivenIdentity {
  readonly type: string
  readonly value: string
  readonly customerId?: string | null
}

const identities: Table<Identity> = { name: 'identities', noun: 'identity' }

export const identityRules: TableRules<Identity> = {
  table: identities,
  indexes: [
    { name: 'user', key: (row) => [row.user, ordinal(row.position)] },
    { name: 'value', key: (row) => [row.tenant, row.type, row.value], unique: 'value' },
  ],
  references: [{ index: 'user', to: users.name }],
}

/** Type and value belong to another system: they are compared as they are written. */
export function identityByValue(
  realm: Reader,
  tenant: string,
  { type, value }: GivenIdentity,
): Identity | undefined {
  const [identity] = realm.scan(identities, { index: 'value', within: [tenant, type, value] })
  return identity
}

export function identitiesOf(realm: Reader, user: string): Identity[] {
  return [...realm.scan(identities, { index: 'user', within: [user] })]
}

/**
 * Makes these the identities of a user, in this order, and no others.
 * @throws Failure `invalid` for one that is bound elsewhere, `conflict` for another user's.
 */
export function setIdentities(
  realm: Realm,
  user: User,
  given: readonly GivenIdentity[],
): 'changed' | 'same' {
  refuseBoundElsewhere(user.tenant, given)
  const held = identitiesOf(realm, user.id)
  const wanted = distinct(given).map(renderIdentity)
  if (JSON.stringify(held.map(renderIdentity)) === JSON.stringify(wanted)) return 'same'
  for (const { id } of held) realm.remove(identities, id)
  for (const identity of wanted) addIdentity(realm, user, { identity, field: 'identities' })
  return 'changed'
}

/**
 * Puts an identity behind those that the user has; `field` is where the request has it.
 * @throws Failure `conflict` when it is another user's.
 */
export function addIdentity(
  realm: Realm,
  user: User,
  { identity, field }: { identity: GivenIdentity; field: string },
): Identity {
  const { id, tenant } = user
  const { type, value } = identity
  if (identityByValue(realm, tenant, identity)) {
    const fault = { subject: 'identity', field }
    throw new Failure('conflict', `the ${type} identity ${value} is another user's`, fault)
  }
  const position = (identitiesOf(realm, id).at(-1)?.position ?? 0) + 1
  const row = { id: `${id}/${position}`, tenant, user: id, ...renderIdentity(identity), position }
  save(realm, identities, row)
  return row
}

export function renderIdentity({ type, value, customerId }: GivenIdentity) {
  return { type, value, ...(customerId ? { customerId: idGiven(customerId) } : {}) }
}

/** Of two with the same type and value the first counts. */
function distinct(given: readonly GivenIdentity[]): GivenIdentity[] {
  const first = new Map<string, GivenIdentity>()
  for (const identity of given) {
    const key = JSON.stringify([identity.type, identity.value])
    if (!first.has(key)) first.set(key, identity)
  }
  return [...first.values()]
}

function refuseBoundElsewhere(tenant: string, given: readonly GivenIdentity[]): void {
  const place = given.findIndex(({ customerId }) => customerId && idGiven(customerId) !== tenant)
  if (place < 0) return
  const message = `identities: the one at ${place} is bound to another customer`
  throw new Failure('invalid', message, {
    subject: 'identity',
    field: `identities/${place}/customerId`,
  })
}
