import { Failure } from '../../directory/failure.ts'
import type { Reader, Realm, Row, Table, TableRules } from '../../directory/realm.ts'
import { type User, users } from '../../directory/tables.ts'
import { identitiesOf, renderIdentity } from './identities.ts'
import { idGiven } from './ids.ts'
import { renderPermissions } from './roles.ts'

/** One user lets another work on her behalf. */
interface Delegation extends Row {
  readonly delegator: string
  readonly delegate: string
  /** Ids of permissions. */
  readonly permissions?: readonly string[]
}

const delegations: Table<Delegation> = { name: 'delegations', noun: 'delegation' }

export const delegationRules: TableRules<Delegation> = {
  table: delegations,
  indexes: [
    { name: 'delegator', key: ({ delegator, delegate }) => [delegator, delegate] },
    { name: 'delegate', key: ({ delegator, delegate }) => [delegate, delegator] },
  ],
  references: [
    { index: 'delegator', to: users.name },
    { index: 'delegate', to: users.name },
  ],
}

/**
 * Makes these the users who delegate to a user, and nobody else; who delegated before keeps the
 * permissions that she gave.
 * @returns whether that altered anything
 * @throws Failure `invalid` for the user herself, and for nobody of the customer.
 */
export function setDelegators(
  realm: Realm,
  user: User,
  given: readonly string[],
): 'changed' | 'same' {
  for (const [place, id] of given.entries()) refuseStranger(realm, user, { id, place })
  const wanted = new Set(given.map(idGiven))
  const held = [...realm.scan(delegations, { index: 'delegate', within: [user.id] })]
  const gone = held.filter(({ delegator }) => !wanted.has(delegator))
  for (const { delegator } of held) wanted.delete(delegator)
  for (const { id } of gone) realm.remove(delegations, id)
  for (const delegator of wanted) {
    realm.put(delegations, { id: `${delegator}/${user.id}`, delegator, delegate: user.id })
  }
  return gone.length + wanted.size > 0 ? 'changed' : 'same'
}

/** On whose behalf a user may work. */
export function renderDelegators(realm: Reader, id: string) {
  const rows = [...realm.scan(delegations, { index: 'delegate', within: [id] })]
  return rows.map(({ delegator }) => ({
    ...called(realm, delegator),
    identities: identitiesOf(realm, delegator).map(renderIdentity),
  }))
}

/** Who may work on a user's behalf. */
export function renderDelegates(realm: Reader, id: string) {
  const rows = [...realm.scan(delegations, { index: 'delegator', within: [id] })]
  return rows.map(({ delegate, permissions = [] }) => ({
    ...called(realm, delegate),
    permissions: renderPermissions(realm, permissions),
  }))
}

function called(realm: Reader, id: string) {
  const { givenName = '', familyName = '' } = realm.get(users, id) ?? {}
  return { _id: id, firstName: givenName, lastName: familyName }
}

function refuseStranger(
  realm: Reader,
  user: User,
  { id, place }: { id: string; place: number },
): void {
  const fault = { subject: 'user', field: `delegateIds/${place}` }
  if (idGiven(id) === user.id) {
    throw new Failure('invalid', 'delegateIds: nobody delegates to herself', fault)
  }
  const found = realm.get(users, idGiven(id))
  if (found && found.tenant === user.tenant && found.deleted === undefined) return
  throw new Failure('invalid', `delegateIds: no user has the id ${id}`, fault)
}
