import { Failure } from '../../directory/failure.ts'
import type { Reader, Realm } from '../../directory/realm.ts'
import { save } from '../../directory/rows.ts'
import { fold, type User } from '../../directory/tables.ts'
import { userById } from '../../directory/users.ts'
import type { Behaviour } from '../dialect.ts'
import { touch } from './changes.ts'
import { type Grant, grants, type Role, roles } from './tables.ts'

/** The one role that somebody has within an organization. */
export const ORGANIZATION_ADMIN = 'organization-admin'

export const roleBehaviours: Record<string, Behaviour> = {
  AddUserRole: (realm, { path, body, caller }, world) => {
    const user = userById(realm, caller.tenant, path.userId ?? '')
    const { value } = body as { value: readonly string[] }
    const found = value.map((one) => roleNamed(realm, caller.tenant, { role: one, field: 'value' }))
    const changes = found.map((role) => grant(realm, role, { user: user.id }))
    if (changes.includes(true)) touch(realm, user, { caller, world })
    return { status: 204 }
  },
  CreateRole: (realm, { body, caller }, world) => {
    const { audience, productName, description } = body as NewRole
    const role: Role = {
      id: world.uuid(),
      tenant: caller.tenant,
      name: `${productName}-developers`,
      audience,
      ...(description != null && { description }),
    }
    save(realm, roles, role)
    return { status: 201, body: renderRole(role, undefined) }
  },
}

interface NewRole {
  readonly audience: string
  readonly productName: string
  readonly description?: string | null
}

/** @throws Failure `invalid` when the account has no role of this id or name. */
export function roleNamed(
  realm: Reader,
  tenant: string,
  { role, field }: { role: string; field: string },
): Role {
  const byId = realm.get(roles, role)
  if (byId?.tenant === tenant) return byId
  const [byName] = realm.scan(roles, { index: 'name', within: [tenant, fold(role)] })
  if (byName) return byName
  throw new Failure('invalid', `no role has the id or name ${JSON.stringify(role)}`, { field })
}

/** Gives a role for good. @returns whether that altered anything. */
export function grant(
  realm: Realm,
  role: Role,
  { user, organization }: { user: string; organization?: string },
): boolean {
  const id = [role.id, user, ...(organization === undefined ? [] : [organization])].join('/')
  const before = realm.get(grants, id)
  if (before && before.expires === undefined) return false
  realm.put(grants, { id, role: role.id, user, ...(organization && { organization }) })
  return true
}

export interface Held {
  readonly role: Role
  readonly grant: Grant
}

/** The roles that a user has now, in an organization or outside them all, by name. */
export function rolesOf(
  realm: Reader,
  user: User,
  { now, organization = '' }: { now: string; organization?: string },
): Held[] {
  const rows = [...realm.scan(grants, { index: 'user', within: [user.id, organization] })]
  return rows
    .filter((row) => !hasExpired(row, now))
    .flatMap((row) => {
      const role = realm.get(roles, row.role)
      return role ? [{ role, grant: row }] : []
    })
    .sort((one, other) => (fold(one.role.name) < fold(other.role.name) ? -1 : 1))
}

export function hasExpired({ expires }: { readonly expires?: string }, now: string): boolean {
  return expires !== undefined && expires <= now
}

/** A role without its audience, and with the end that it has for one user. */
export function renderRole({ id, name, description }: Role, expires: string | undefined) {
  return { id, name, expires: expires ?? null, description: description ?? null }
}

export function renderHeld(held: readonly Held[]) {
  return held.map(({ role, grant: { expires } }) => renderRole(role, expires))
}
