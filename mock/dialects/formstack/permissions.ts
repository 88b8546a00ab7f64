import { Failure } from '../../directory/failure.ts'
import type { Reader, Realm, Row, Table, TableRules } from '../../directory/realm.ts'
import { groups, type Kind, users } from '../../directory/tables.ts'
import { type Permissions, type PlaceKind, placeById, renderPlace } from './places.ts'

export type Level = 'read' | 'write' | 'admin'

/** The level that one user or group has on one form or folder. */
interface Permission extends Row {
  readonly user?: string
  readonly group?: string
  readonly form?: string
  readonly folder?: string
  readonly level: Level
}

export interface Holder {
  readonly kind: Kind
  readonly id: string
  readonly tenant: string
}

const permissions: Table<Permission> = { name: 'permissions', noun: 'permission' }

export const permissionRules: TableRules<Permission> = {
  table: permissions,
  indexes: (['user', 'group', 'form', 'folder'] as const).map((name) => ({
    name,
    key: (row) => (row[name] === undefined ? undefined : [row[name]]),
  })),
  references: [
    { index: 'user', to: users.name },
    { index: 'group', to: groups.name },
    { index: 'form', to: 'forms' },
    { index: 'folder', to: 'folders' },
  ],
}

const shapes: Record<Level, Permissions> = {
  read: { canViewSubmissions: true, canEditSubmissions: false, isAdmin: false },
  write: { canViewSubmissions: true, canEditSubmissions: true, isAdmin: false },
  admin: { canViewSubmissions: true, canEditSubmissions: true, isAdmin: true },
}

/**
 * Sets a level, whatever it was before; `none` leaves no entry. @returns whether that altered anything.
 * @throws Failure `invalid` when the account has no such form or folder.
 */
export function setLevel(
  realm: Realm,
  holder: Holder,
  { kind, place, level }: { kind: PlaceKind; place: string; level: Level | 'none' },
): boolean {
  if (!placeById(realm, { kind, tenant: holder.tenant }, place)) {
    const message = `no ${kind} has the id ${JSON.stringify(place)}`
    throw new Failure('invalid', message, { subject: kind, field: 'Operations' })
  }
  const id = `${holder.kind}/${holder.id}/${kind}/${place}`
  const before = realm.get(permissions, id)
  if ((before?.level ?? 'none') === level) return false
  if (level === 'none') realm.remove(permissions, id)
  else realm.put(permissions, { id, [holder.kind]: holder.id, [kind]: place, level })
  return true
}

/** What a user or group may do, as the extension has it: whole forms and folders, by ascending id. */
export function permitted(realm: Reader, holder: Holder, base: string) {
  return {
    folders: placesOf(realm, holder, { kind: 'folder', base }),
    forms: placesOf(realm, holder, { kind: 'form', base }),
  }
}

function placesOf(
  realm: Reader,
  holder: Holder,
  { kind, base }: { kind: PlaceKind; base: string },
) {
  const rows = [...realm.scan(permissions, { index: holder.kind, within: [holder.id] })]
  return rows.flatMap((row) => {
    const id = row[kind]
    const place = id && placeById(realm, { kind, tenant: holder.tenant }, id)
    return place ? [renderPlace(place, kind, { permissions: shapes[row.level], base })] : []
  })
}
