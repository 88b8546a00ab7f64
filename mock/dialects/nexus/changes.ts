import type { Realm } from '../../directory/realm.ts'
import type { User } from '../../directory/tables.ts'
import { touchUser, updateUser, userById } from '../../directory/users.ts'
import type { Caller, World } from '../dialect.ts'
import type { Stamps } from './tables.ts'

/** Who changes something, and when. */
export interface By {
  readonly caller: Caller
  readonly world: World
}

/** The stamps of a new record. */
export function made({ caller, world }: By): Stamps {
  const created = world.now()
  return { created, modified: created, createdBy: caller.user, modifiedBy: caller.user }
}

/** The stamps that a change alters. */
export function altered({ caller, world }: By): Pick<Stamps, 'modified' | 'modifiedBy'> {
  return { modified: world.now(), modifiedBy: caller.user }
}

/** Stores the new form of a user, with who changed her; what alters nothing leaves that too. */
export function alterUser(realm: Realm, next: User, { caller, world }: By): User {
  const before = userById(realm, next.tenant, next.id)
  if (same(before, next)) return before
  return updateUser(realm, { ...next, own: { ...next.own, modifiedBy: caller.user } }, world)
}

/** Marks a user as changed by the caller: something that belongs to her was. */
export function touch(realm: Realm, { tenant, id }: User, { caller, world }: By): User {
  const user = userById(realm, tenant, id)
  return touchUser(realm, { ...user, own: { ...user.own, modifiedBy: caller.user } }, world)
}

/** Whether two values of JSON are the same; the order of their keys means nothing. */
export function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(sorted(one)) === JSON.stringify(sorted(other))
}

function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1))
  return Object.fromEntries(entries.map(([name, part]) => [name, sorted(part)]))
}
