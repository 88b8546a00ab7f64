import type { Index, Row, Schema, Table, TableRules } from './realm.ts'

/** What a dialect keeps beside the fields that the directory knows. */
export type Own = Readonly<Record<string, unknown>>

export interface Entry extends Row {
  /** The organisation or customer whose entry this is. */
  readonly tenant: string
  readonly externalId?: string | undefined
  /** UTC, ISO 8601. */
  readonly created: string
  readonly modified: string
  /** 1 when it was created, and one more with each change. */
  readonly version: number
  /** When it was deleted; such a row is kept, and nobody finds it. */
  readonly deleted?: string | undefined
  readonly own: Own
}

export interface User extends Entry {
  readonly userName: string
  readonly displayName?: string | undefined
  readonly givenName?: string | undefined
  readonly familyName?: string | undefined
  readonly active: boolean
}

export interface Group extends Entry {
  readonly displayName: string
}

export type Kind = 'user' | 'group'

export interface Membership extends Row {
  readonly group: string
  readonly kind: Kind
  /** The id of the user or group that is the member. */
  readonly member: string
  /** Members of a group stand in the order in which they came. */
  readonly position: number
  readonly own?: Own | undefined
}

export interface Counter extends Row {
  readonly value: number
}

export const users: Table<User> = { name: 'users', noun: 'user' }
export const groups: Table<Group> = { name: 'groups', noun: 'group' }
export const memberships: Table<Membership> = { name: 'memberships', noun: 'membership' }
export const counters: Table<Counter> = { name: 'counters', noun: 'counter' }

export interface SchemaOptions {
  /** User names are always unique in their tenant; not every API says so of groups. */
  readonly uniqueGroupNames: boolean
  /** Whether no two tenants may have the same user name either; an index `everyName` finds it. */
  readonly userNamesCrossTenants?: boolean
  /** Whether lists can show deleted users: an index of users, `all`, has them too then. */
  readonly showsDeletedUsers?: boolean
  /** What users and groups are found by beside their names. */
  readonly userIndexes?: readonly Index<User>[]
  readonly groupIndexes?: readonly Index<Group>[]
  /** The tables that a dialect adds. */
  readonly own?: Schema
}

/** Two texts that differ in case, composition or width alone are the same name (RFC 8265 section 3.3.1). */
export function fold(text: string): string {
  // Nearly every name is, and it takes half the time.
  if (ASCII.test(text)) return text.toLowerCase()
  const ordinary = text.replaceAll(WIDE_OR_NARROW, (one) => one.normalize('NFKC'))
  return ordinary.normalize('NFC').toLowerCase()
}

const ASCII = /^[ -~]*$/

/** The letters of one width that have a twin of the usual one. */
const WIDE_OR_NARROW = /[\u3000\uff01-\uffee]/g

/** The tables of a realm. */
export function schema(options: SchemaOptions): Schema {
  const { uniqueGroupNames, userIndexes = [], groupIndexes = [], own = [] } = options
  const people = alsoBy(peopleRules(options), userIndexes)
  const teams = alsoBy(groupRules(uniqueGroupNames), groupIndexes)
  return [people, teams, membershipRules, counterRules, ...own]
}

function alsoBy<R extends Row>(rules: TableRules<R>, indexes: readonly Index<R>[]): TableRules<R> {
  return { ...rules, indexes: [...rules.indexes, ...indexes] }
}

const everybody: Index<User> = { name: 'all', key: (user) => [user.tenant, user.created] }

function peopleRules(options: SchemaOptions): TableRules<User> {
  const people = options.userNamesCrossTenants ? everyName(userRules) : userRules
  return options.showsDeletedUsers ? { ...people, indexes: [...people.indexes, everybody] } : people
}

const userRules: TableRules<User> = {
  table: users,
  indexes: [
    live('live', (user) => [user.tenant, user.created]),
    { ...live<User>('userName', (user) => [user.tenant, fold(user.userName)]), unique: 'userName' },
  ],
  references: [],
}

function everyName(rules: TableRules<User>): TableRules<User> {
  const index = live<User>('everyName', (user) => [fold(user.userName)])
  return { ...rules, indexes: [...rules.indexes, { ...index, unique: 'userName' }] }
}

function groupRules(unique: boolean): TableRules<Group> {
  const byName = live<Group>('displayName', (group) => [group.tenant, fold(group.displayName)])
  return {
    table: groups,
    indexes: [
      live('live', (group) => [group.tenant, group.created]),
      unique ? { ...byName, unique: 'displayName' } : byName,
    ],
    references: [],
  }
}

const membershipRules: TableRules<Membership> = {
  table: memberships,
  indexes: [
    { name: 'group', key: (row) => [row.group, ordinal(row.position)] },
    { name: 'user', key: (row) => (row.kind === 'user' ? [row.member] : undefined) },
    { name: 'nested', key: (row) => (row.kind === 'group' ? [row.member] : undefined) },
  ],
  references: [
    { index: 'group', to: groups.name },
    { index: 'user', to: users.name },
    { index: 'nested', to: groups.name },
  ],
}

const counterRules: TableRules<Counter> = { table: counters, indexes: [], references: [] }

/** A number as text that sorts as numbers do. */
export function ordinal(number: number): string {
  return String(number).padStart(12, '0')
}

/** An index without the rows that are deleted, nor those without a key. */
export function live<R extends Entry>(
  name: string,
  key: (row: R) => readonly string[] | undefined,
): Index<R> {
  return { name, key: (row) => (row.deleted === undefined ? key(row) : undefined) }
}
