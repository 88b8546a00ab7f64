import type { Reader, Row, Table, TableRules } from '../../directory/realm.ts'
import { groups, users } from '../../directory/tables.ts'
import type { Key } from '../dialect.ts'
import type { History, LockoutPolicy } from './lockout.ts'
import type { ValidityPolicy } from './password-rules.ts'

/** The roles that a group is granted; its id is that of the group. */
export interface Grant extends Row {
  readonly group: string
  readonly roles: readonly string[]
}

/** A pending invitation; its id is that of the user who was invited. */
export interface Invitation extends Row {
  readonly user: string
  readonly token: string
  readonly invitationExpiry: string
  readonly created: string
}

/** The failed logins of a user; its id is that of the user. */
export interface LogonFailures extends Row, History {
  readonly user: string
}

/** A subject in tokens of another issuer, and whose it is; the subject is the id. */
export interface Subject extends Row {
  readonly user: string
}

/** The key that signs tokens; there is one, and it is made when first needed. */
export interface SigningKey extends Row {
  readonly key: Key
}

export const grants: Table<Grant> = { name: 'grants', noun: 'grant' }
export const invitations: Table<Invitation> = { name: 'invitations', noun: 'invitation' }
export const logonFailures: Table<LogonFailures> = { name: 'logonFailures', noun: 'failure' }
export const subjects: Table<Subject> = { name: 'subjects', noun: 'subject' }
export const keys: Table<SigningKey> = { name: 'keys', noun: 'key' }
const policies: Table<Row> = { name: 'policies', noun: 'policy' }

export const ownRules: readonly TableRules[] = [
  rules<Grant>(grants, 'group', groups.name),
  {
    ...rules<Invitation>(invitations, 'user', users.name),
    indexes: [
      { name: 'user', key: (row) => [(row as Invitation).user] },
      { name: 'token', key: (row) => [(row as Invitation).token] },
      { name: 'pending', key: (row) => ['', (row as Invitation).created] },
    ],
  },
  rules<LogonFailures>(logonFailures, 'user', users.name),
  rules<Subject>(subjects, 'user', users.name),
  { table: keys, indexes: [], references: [] },
  { table: policies, indexes: [], references: [] },
]

/** The rules of a table whose rows go with the user or group that they are about. */
function rules<R extends Row>(table: Table<R>, owner: keyof R & string, to: string): TableRules {
  const key = (row: Row) => [String(row[owner as keyof Row])]
  return { table, indexes: [{ name: owner, key }], references: [{ index: owner, to }] }
}

/** What the Hub is configured to do; durations are written like `12h`. */
interface Policies {
  readonly bruteForceDetectionPolicy: LockoutPolicy
  readonly passwordValidityPolicy: ValidityPolicy
  readonly passwordExpirationPolicy: {
    readonly enabled: boolean
    /** In days. */
    readonly changeInterval: number
  }
  readonly invitationPolicy: { readonly expiresAfter: string }
  readonly tokenPolicy: { readonly expiresAfter: string }
}

const defaults: Policies = {
  bruteForceDetectionPolicy: {
    enabled: false,
    clearFailuresAfter: '12h',
    maxLoginFailures: 5,
    waitIncrement: '1m',
    maxFailureWait: '15m',
    maxTemporaryLockouts: 2,
    permanentLockout: true,
  },
  passwordValidityPolicy: { guessability: true },
  passwordExpirationPolicy: { enabled: false, changeInterval: 30 },
  invitationPolicy: { expiresAfter: '7d' },
  tokenPolicy: { expiresAfter: '1h' },
}

export function policy<N extends keyof Policies>(realm: Reader, name: N): Policies[N] {
  return { ...defaults[name], ...realm.get(policies, name) }
}
