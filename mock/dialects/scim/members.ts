/** The members of a group: rows of their own, so that one more costs the same in a group of any size. */
import { Failure } from '../../directory/failure.ts'
import {
  addMember,
  type Member,
  membershipOf,
  membersOf,
  removeMember,
  replaceMembers,
} from '../../directory/memberships.ts'
import type { Reader, Realm, World } from '../../directory/realm.ts'
import { type Group, groups, type Membership, users } from '../../directory/tables.ts'
import { equalities } from '../../grammar/filter-conditions.ts'
import { compileElementFilter, FilterTypeError } from '../../grammar/match-filter.ts'
import type { Filter } from '../../grammar/scim-filter.ts'
import type { Resource } from '../../grammar/scim-resource.ts'
import { filterRules } from '../../grammar/scim-schema.ts'
import { ScimFailure } from './failure.ts'
import { renderedMember, type View } from './render.ts'

/** A group whose members are altered, and with what. */
export interface Altering {
  readonly realm: Realm
  readonly view: View
  readonly group: Group
  readonly world: World
}

/** Adds members; one that is there already is no fault, and no change. */
export function add({ realm, view, group, world }: Altering, values: readonly Resource[]): void {
  for (const member of membersIn(view, group, values)) {
    addMember(realm, group, { member, world })
  }
}

/** The members of a group that is just being made: they are no change of it. */
export function addFirst(
  { realm, view, group }: Omit<Altering, 'world'>,
  values: readonly Resource[],
): void {
  for (const member of membersIn(view, group, values)) addMember(realm, group, { member })
}

export function replaceAll(
  { realm, view, group, world }: Altering,
  values: readonly Resource[],
): void {
  replaceMembers(realm, group, { members: membersIn(view, group, values), world })
}

export function removeAll({ realm, group, world }: Altering): void {
  replaceMembers(realm, group, { members: [], world })
}

/** Takes out the members of this list (what Entra means by `remove` with a value). */
export function removeListed({ realm, group, world }: Altering, values: readonly Resource[]): void {
  for (const { value } of values) {
    for (const kind of ['user', 'group'] as const) {
      removeMember(realm, group, { member: { kind, id: String(value) }, world })
    }
  }
}

/** Takes out those whom a filter finds; when there is none, that is success (section 3.5.2.2). */
export function removeFound(altering: Altering, filter: Filter): void {
  const { realm, group, world } = altering
  for (const { kind, member: id } of [...found(altering, filter)]) {
    removeMember(realm, group, { member: { kind, id }, world })
  }
}

/** Members cannot be altered in themselves: their parts are immutable (RFC 7643 section 8.7.1). */
export function refuseAlteration(altering: Altering, filter?: Filter): never {
  if (filter && [...found(altering, filter)].length === 0) {
    throw new ScimFailure('no member matches the filter of the path', {
      scimType: 'noTarget',
      field: 'members',
    })
  }
  throw new ScimFailure('the parts of a member are immutable: remove it and add another', {
    scimType: 'mutability',
    field: 'members',
  })
}

/** The id in a filter leads straight to its member. */
function* found({ realm, view, group }: Altering, filter: Filter): Generator<Membership> {
  const matches = matching(view, filter)
  for (const row of candidates(realm, group, filter)) {
    if (matches(renderedMember(view, row))) yield row
  }
}

/** @throws ScimFailure for a comparison that no part of a member has. */
function matching({ face }: View, filter: Filter): (member: unknown) => boolean {
  try {
    return compileElementFilter({ name: 'members' }, filter, filterRules(face.models.Group))
  } catch (error) {
    if (!(error instanceof FilterTypeError)) throw error
    throw new ScimFailure(error.message, { scimType: 'invalidFilter', field: 'members' })
  }
}

function candidates(realm: Reader, group: Group, filter: Filter): Iterable<Membership> {
  const named = equalities(filter).find(({ attribute }) => /^value$/i.test(attribute.name))
  if (typeof named?.value !== 'string') return [...membersOf(realm, group)]
  return membershipsOf(realm, group, named.value)
}

/** The members who have this id: a user, a group, or nobody. */
export function membershipsOf(realm: Reader, group: Group, id: string): Membership[] {
  return (['user', 'group'] as const).flatMap(
    (kind) => membershipOf(realm, group, { kind, id }) ?? [],
  )
}

/** Who is meant; whether a user or a group is said by `type`, or by whose id it is. */
function membersIn(view: View, group: Group, values: readonly Resource[]): Member[] {
  return values.flatMap((each) => memberIn(view, group, each) ?? [])
}

function memberIn({ realm, face }: View, group: Group, value: Resource): Member | undefined {
  const id = String(value.value)
  const said = kindIn(value)
  const kind = said ?? (isThere(realm, group, { kind: 'group', id }) ? 'group' : 'user')
  if (isThere(realm, group, { kind, id })) return { kind, id }
  if (face.profile.skipUnknownMembers) return undefined
  throw new Failure('invalid', `no ${said ?? 'user or group'} has the id ${JSON.stringify(id)}`, {
    subject: 'member',
    field: 'members',
  })
}

function kindIn({ type }: Resource): Member['kind'] | undefined {
  if (typeof type !== 'string') return undefined
  const kind = type.toLowerCase()
  if (kind === 'user' || kind === 'group') return kind
  throw new Failure('invalid', `a member is a User or a Group, not ${JSON.stringify(type)}`, {
    subject: 'member',
    field: 'members',
  })
}

function isThere(realm: Reader, { tenant }: Group, { kind, id }: Member): boolean {
  const row = kind === 'user' ? realm.get(users, id) : realm.get(groups, id)
  return row !== undefined && row.tenant === tenant && row.deleted === undefined
}
