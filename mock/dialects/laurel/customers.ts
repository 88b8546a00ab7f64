import { Failure } from '../../directory/failure.ts'
import type { Reader, Row, Table, TableRules } from '../../directory/realm.ts'
import type { Call } from '../dialect.ts'
import { idGiven } from './ids.ts'

interface Customer extends Row {
  readonly fullName: string
  /** What the API calls the customer's tenant: where the data are. */
  readonly region: { readonly _id: string; readonly description: string; readonly name: string }
  readonly customerSegment?: string
  readonly vertical?: string
}

const customers: Table<Customer> = { name: 'customers', noun: 'customer' }

export const customerRules: TableRules<Customer> = { table: customers, indexes: [], references: [] }

/**
 * The customer that a request names, which has to be the caller's own.
 * @throws Failure `forbidden`, and so does not tell which other customers there are.
 */
export function ownCustomer({ caller }: Call, named: string | undefined): string {
  if (idGiven(named) === caller.tenant) return caller.tenant
  throw new Failure('forbidden', 'the token is of another customer', { field: 'customerId' })
}

export function renderCustomer(realm: Reader, id: string) {
  const customer = realm.get(customers, id)
  if (!customer) throw new Error(`the fixture has no customer ${id}`)
  const { region, id: _id, ...rest } = customer
  return { _id, ...rest, tenant: region }
}
