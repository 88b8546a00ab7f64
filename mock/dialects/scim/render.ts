/** Resources as they go over the wire: with what the server adds to what clients set. */
import { groupsOf, membersOf } from '../../directory/memberships.ts'
import type { Reader } from '../../directory/realm.ts'
import { type Group, groups, type Membership, type User, users } from '../../directory/tables.ts'
import type { Resource } from '../../grammar/scim-resource.ts'
import { endpoints, type Face, type ResourceType } from './face.ts'
import { storedGroup, storedUser } from './records.ts'
import { ENTERPRISE } from './schemas.ts'
import { versionOf } from './versions.ts'

export interface View {
  readonly realm: Reader
  readonly face: Face
  /** The absolute URL under which the API is mounted. */
  readonly base: string
}

/** What a group's or user's resource is made of beside its own attributes. */
interface Identified {
  readonly id: string
  readonly created: string
  readonly modified: string
}

/**
 * A user with all that may be returned. Groups and version are worked out when they are looked at,
 * for most filters and many projections never do.
 */
export function renderedUser(view: View, user: User): Resource {
  const { realm, base, face } = view
  const stored = face.hide.User(storedUser(user))
  let found: ReturnType<typeof groupsOf> | undefined
  const belongs = () => {
    found ??= groupsOf(realm, { kind: 'user', id: user.id })
    return found
  }
  const shown = () => {
    const rows = Array.from(belongs(), ([id, type]) => ({
      value: id,
      $ref: locationOf(base, 'Group', id),
      display: realm.get(groups, id)?.displayName,
      type,
    }))
    return rows.length === 0 ? undefined : rows
  }
  const own = { id: user.id, ...stored, ...managed(view, user, stored) }
  const resource = { schemas: schemasIn(view, 'User', stored), ...own }
  const meta = metaOf(base, 'User', user, () => userVersion(realm, user, belongs()))
  return Object.assign(withLate(resource, 'groups', shown), { meta })
}

export function renderedGroup(view: View, group: Group): Resource {
  const stored = view.face.hide.Group(storedGroup(group))
  const shown = () => {
    const rows = Array.from(membersOf(view.realm, group), (row) => renderedMember(view, row))
    return rows.length === 0 ? undefined : rows
  }
  const resource = { schemas: schemasIn(view, 'Group', stored), id: group.id, ...stored }
  const meta = metaOf(view.base, 'Group', group, () => versionOf(group.version))
  return Object.assign(withLate(resource, 'members', shown), { meta })
}

export function renderedMember({ realm, base }: View, { kind, member }: Membership): Resource {
  const type = kind === 'user' ? 'User' : 'Group'
  return {
    value: member,
    $ref: locationOf(base, type, member),
    type,
    display: nameOf(realm, kind, member),
  }
}

export function locationOf(base: string, type: ResourceType, id: string): string {
  return `${base}${endpoints[type]}/${encodeURIComponent(id)}`
}

/** A user's version counts her groups too, by name: they are in her resource. */
function userVersion(realm: Reader, user: User, belongs: ReadonlyMap<string, string>): string {
  const derived = [...belongs].flatMap(([id, type]) => [id, type, nameOf(realm, 'group', id) ?? ''])
  return versionOf(user.version, derived)
}

function nameOf(realm: Reader, kind: Membership['kind'], id: string): string | undefined {
  if (kind === 'group') return realm.get(groups, id)?.displayName
  const user = realm.get(users, id)
  return user?.displayName ?? user?.userName
}

/** The base schema, and each extension of which something is there (RFC 7643 section 3). */
function schemasIn({ face }: View, type: ResourceType, stored: Resource): string[] {
  const { base, extensions } = face.models[type]
  const present = extensions.map(({ schema }) => schema.id).filter((id) => stored[id] !== undefined)
  return [base.id, ...present]
}

/** The manager's name and place are the server's to say (RFC 7643 section 4.3). */
function managed({ realm, base }: View, user: User, stored: Resource): Resource {
  const enterprise = stored[ENTERPRISE] as Resource | undefined
  const manager = enterprise?.manager as Resource | undefined
  const id = manager?.value
  if (typeof id !== 'string') return {}
  const { $ref: _, ...said } = manager as Resource
  const row = realm.get(users, id)
  const known = row?.tenant === user.tenant && {
    $ref: locationOf(base, 'User', id),
    displayName: nameOf(realm, 'user', id),
  }
  return { [ENTERPRISE]: { ...enterprise, manager: { ...said, ...known } } }
}

function metaOf(
  base: string,
  resourceType: ResourceType,
  { id, created, modified }: Identified,
  version: () => string,
): Resource {
  const location = locationOf(base, resourceType, id)
  let found: string | undefined
  return withLate({ resourceType, created, lastModified: modified, location }, 'version', () => {
    found ??= version()
    return found
  })
}

const late = Symbol('late')

/** One for all: objects with accessors of their own each have a shape of their own, and are slow. */
const whenLookedAt = {
  enumerable: true,
  configurable: true,
  get(this: { readonly [late]: () => unknown }): unknown {
    return this[late]()
  },
}

/** The object with one more value, which is worked out when somebody looks at it. */
function withLate(object: Resource, name: string, work: () => unknown): Resource {
  return Object.defineProperty(Object.assign(object, { [late]: work }), name, whenLookedAt)
}
