import { Failure } from './failure.ts'
import type { Reader, Realm, World } from './realm.ts'
import { erase, eraseReferences, save } from './rows.ts'
import { same } from './same.ts'
import { fold, type User, users } from './tables.ts'

export type NewUser = Omit<User, 'created' | 'modified' | 'version' | 'deleted'>

/** @throws Failure `conflict` when the userName is taken. */
export function addUser(realm: Realm, user: NewUser, world: World): User {
  const now = world.now()
  const row: User = { created: now, modified: now, version: 1, ...user }
  save(realm, users, row)
  return row
}

/** @throws Failure `notFound` when the tenant has no such user, or had it deleted. */
export function userById(realm: Reader, tenant: string, id: string): User {
  const user = realm.get(users, id)
  if (user && user.tenant === tenant && user.deleted === undefined) return user
  throw new Failure('notFound', `no user has the id ${JSON.stringify(id)}`, { subject: 'user' })
}

export function userByName(realm: Reader, tenant: string, userName: string): User | undefined {
  const [user] = realm.scan(users, { index: 'userName', within: [tenant, fold(userName)] })
  return user
}

/** The user of this name in any tenant, where names cross them. */
export function userInAnyTenant(realm: Reader, userName: string): User | undefined {
  const [user] = realm.scan(users, { index: 'everyName', within: [fold(userName)] })
  return user
}

/**
 * Stores the new form of a user. What alters nothing leaves `modified` as it is.
 * @throws Failure `conflict` when the new userName is taken.
 */
export function updateUser(realm: Realm, user: User, world: World): User {
  if (same(realm.get(users, user.id), user)) return user
  const row = changed(user, world)
  save(realm, users, row)
  return row
}

/** Marks a user as changed: something that belongs to her did. */
export function touchUser(realm: Realm, user: User, world: World): User {
  const row = changed(user, world)
  realm.put(users, row)
  return row
}

/** Removes a user, her memberships, and whatever else refers to her. */
export function deleteUser(realm: Realm, user: User): void {
  erase(realm, users, user.id)
}

/** Deletes softly: the row stays, nobody finds it, its name is free, and it has left every group. */
export function retireUser(realm: Realm, user: User, world: World): void {
  eraseReferences(realm, users, user.id)
  realm.put(users, { ...user, deleted: world.now() })
}

function changed(user: User, world: World): User {
  return { ...user, modified: world.now(), version: user.version + 1 }
}
