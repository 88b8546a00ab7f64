import { Failure } from '../../directory/failure.ts'
import type { Reader, Row, Table, TableRules } from '../../directory/realm.ts'
import { idGiven } from './ids.ts'

/** One thing that somebody may do; the same for all customers. */
interface Permission extends Row {
  readonly claim: string
  readonly description: string
}

interface Role extends Row {
  readonly tenant: string
  readonly name: string
  /** Ids of permissions. */
  readonly permissions: readonly string[]
}

const permissions: Table<Permission> = { name: 'permissions', noun: 'permission' }
const roles: Table<Role> = { name: 'roles', noun: 'role' }

export const permissionRules: TableRules<Permission> = {
  table: permissions,
  indexes: [],
  references: [],
}

export const roleRules: TableRules<Role> = { table: roles, indexes: [], references: [] }

/**
 * The ids of roles as they are kept: each once, in ascending order.
 * @throws Failure `invalid` when the customer has no such role.
 */
export function rolesGiven(realm: Reader, tenant: string, given: readonly string[]): string[] {
  for (const [place, id] of given.entries()) {
    if (realm.get(roles, idGiven(id))?.tenant === tenant) continue
    const field = `roleIds/${place}`
    throw new Failure('invalid', `roleIds: no role has the id ${id}`, { subject: 'role', field })
  }
  return [...new Set(given.map(idGiven))].sort()
}

export function renderRoles(realm: Reader, ids: readonly string[]) {
  return ids.flatMap((id) => {
    const role = realm.get(roles, id)
    if (!role) return []
    return [{ _id: id, name: role.name, permissions: renderPermissions(realm, role.permissions) }]
  })
}

export function renderPermissions(realm: Reader, ids: readonly string[]) {
  return ids.flatMap((id) => {
    const permission = realm.get(permissions, id)
    if (!permission) return []
    return [{ _id: id, claim: permission.claim, description: permission.description }]
  })
}
