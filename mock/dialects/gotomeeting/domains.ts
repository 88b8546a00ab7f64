import { Failure } from '../../directory/failure.ts'
import type { Reader, Row, Table, TableRules } from '../../directory/realm.ts'

/** An e-mail domain that an organization owns; its id is the domain in lower case. */
interface Domain extends Row {
  readonly tenant: string
}

const domains: Table<Domain> = { name: 'domains', noun: 'domain' }

export const domainRules: TableRules<Domain> = { table: domains, indexes: [], references: [] }

/** @throws Failure `invalid` when the domain of a userName is not the organization's. */
export function refuseForeignDomain(realm: Reader, tenant: string, userName: string): void {
  const name = userName.slice(userName.lastIndexOf('@') + 1)
  if (realm.get(domains, name.toLowerCase())?.tenant === tenant) return
  throw new Failure('invalid', `${name} is not an e-mail domain of the organization`, {
    subject: 'user',
    field: 'userName',
  })
}
