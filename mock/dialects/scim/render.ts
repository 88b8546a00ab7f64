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
  /**
   * Whether groups, members and versions are worked out when they are looked at: most filters and
   * many projections never do.
   */
  readonly late?: true
}

/** What a group's or user's resource is made of beside its own attributes. */
interface Identified {
  readonly id: string
  readonly created: string
  readonly modified: string
}

/** A user with all that may be returned. */
export function renderedUser(view: View, user: User): Resource {
  const { base, face } = view
  const stored = face.hide.User(storedUser(user))
  const resource = { schemas: schemasIn(view, 'User', stored), id: user.id, ...stored }
  const belongs = once(() => groupsShown(view, user))
  return completed(view, Object.assign(resource, managed(view, user, stored)), {
    derived: ['groups', belongs],
    meta: metaOf(base, 'User', user),
    version: () => userVersion(user, belongs()),
  })
}

export function renderedGroup(view: View, group: Group): Resource {
  const stored = view.face.hide.Group(storedGroup(group))
  const resource = { schemas: schemasIn(view, 'Group', stored), id: group.id, ...stored }
  const members = () => Array.from(membersOf(view.realm, group), (row) => renderedMember(view, row))
  return completed(view, resource, {
    derived: ['members', members],
    meta: metaOf(view.base, 'Group', group),
    version: () => versionOf(group.version),
  })
}

/** What follows from other rows. */
interface Derived {
  readonly derived: readonly [name: string, elements: () => readonly Resource[]]
  readonly meta: Resource
  readonly version: () => string
}

/** The resource itself, with what is derived in it: a copy would cost more than all of that. */
function completed(
  { late }: View,
  resource: Resource,
  { derived: [name, elements], meta, version }: Derived,
): Resource {
  if (late) {
    const shown = () => assigned(elements())
    const dated = withLate(meta, 'version', version)
    return Object.assign(withLate(resource, name, shown), { meta: dated })
  }
  const shown = assigned(elements())
  if (shown) Object.assign(resource, { [name]: shown })
  return Object.assign(resource, { meta: Object.assign(meta, { version: version() }) })
}

function assigned(elements: readonly Resource[]): readonly Resource[] | undefined {
  return elements.length === 0 ? undefined : elements
}

interface Belonging {
  readonly [name: string]: unknown
  readonly value: string
  readonly display: string | undefined
  readonly type: string
}

function groupsShown({ realm, base }: View, { id }: User): Belonging[] {
  const shown: Belonging[] = []
  for (const [value, type] of groupsOf(realm, { kind: 'user', id })) {
    const $ref = locationOf(base, 'Group', value)
    shown.push({ value, $ref, display: nameOf(realm, 'group', value), type })
  }
  return shown
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
  return `${base}${endpoints[type]}/${PLAIN.test(id) ? id : encodeURIComponent(id)}`
}

/** What stays as it is in a URL, which is told faster than written. */
const PLAIN = /^[\w-]*$/

/** A user's version counts her groups too, by name: they are in her resource. */
function userVersion({ version }: User, belongs: readonly Belonging[]): string {
  const derived: string[] = []
  for (const { value, type, display = '' } of belongs) derived.push(value, type, display)
  return versionOf(version, derived)
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
  return { [ENTERPRISE]: { ...enterprise, manager: Object.assign({}, said, known) } }
}

function metaOf(
  base: string,
  resourceType: ResourceType,
  { id, created, modified }: Identified,
): Resource {
  const location = locationOf(base, resourceType, id)
  return { resourceType, created, lastModified: modified, location }
}

function once<T>(work: () => T): () => T {
  let found: T | undefined
  return () => {
    found ??= work()
    return found
  }
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

/** The object with one more value, which is worked out when somebody first looks at it. */
function withLate(object: Resource, name: string, work: () => unknown): Resource {
  return Object.defineProperty(Object.assign(object, { [late]: once(work) }), name, whenLookedAt)
}
