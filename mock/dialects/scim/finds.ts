/** The rows that a query may be about, and which of them a filter finds. */
import { effectiveMembersOf } from '../../directory/effective-members.ts'
import { directGroupsOf } from '../../directory/memberships.ts'
import type { Reader } from '../../directory/realm.ts'
import { groups, users } from '../../directory/tables.ts'
import { equalities } from '../../grammar/filter-conditions.ts'
import { compileFilter } from '../../grammar/match-filter.ts'
import type { Filter } from '../../grammar/scim-filter.ts'
import type { Resource } from '../../grammar/scim-resource.ts'
import { filterRules, type ResourceModel } from '../../grammar/scim-schema.ts'
import { refusingFilter } from '../filters.ts'
import type { ResourceType } from './face.ts'
import { type Candidates, candidatesFor, isAbout } from './indexes.ts'
import type { View } from './render.ts'
import { type Row, rendered } from './resources.ts'
import { preparingNames } from './user-names.ts'

/** A row; its resource is made when somebody asks for it, and made anew each time. */
export interface Found {
  readonly type: ResourceType
  readonly row: Row
}

/** Behind whom a list is to go on, in the order of types, creation and id. */
export interface Behind {
  readonly type: ResourceType
  readonly created: string
  readonly id: string
}

interface Wanted {
  readonly types: readonly ResourceType[]
  readonly tenant: string
  readonly filter?: Filter | undefined
}

/** How many resources of these types a tenant has. */
export function countAll(realm: Reader, { types, tenant }: Wanted): number {
  const range = { index: 'live', within: [tenant] }
  const count = { User: () => realm.count(users, range), Group: () => realm.count(groups, range) }
  return types.reduce((sum, type) => sum + count[type](), 0)
}

/** All resources of these types, in the order of types, creation and id, from a place on. */
export function* everything(
  realm: Reader,
  { types, tenant }: Wanted,
  { skip = 0, behind }: { skip?: number; behind?: Behind | undefined },
): Generator<Found> {
  let left = skip
  const rest = behind ? types.slice(types.indexOf(behind.type)) : types
  for (const type of rest) {
    const after = behind?.type === type && { key: [tenant, behind.created], id: behind.id }
    const range = { index: 'live', within: [tenant], skip: left, ...(after && { after }) }
    const rows = type === 'User' ? realm.scan(users, range) : realm.scan(groups, range)
    for (const row of rows) yield { type, row }
    left = Math.max(0, left - countAll(realm, { types: [type], tenant }))
  }
}

/** Whatever a filter finds; in the order of types, creation and id where `inOrder` says so. */
export function findAll(
  view: View,
  { types, tenant, filter }: Wanted,
): { found: Iterable<Found>; inOrder: boolean } {
  const parts = types.map((type) => {
    const model = view.face.models[type]
    return { type, model, ...candidatesOf(view, { model, type, tenant, filter }) }
  })
  return { found: matching(view, filter, parts), inOrder: parts.every(({ inOrder }) => inOrder) }
}

interface Part extends Pick<Candidates, 'inOrder'> {
  readonly type: ResourceType
  readonly model: ResourceModel
  readonly rows: Iterable<Row>
}

function* matching(
  view: View,
  filter: Filter | undefined,
  parts: readonly Part[],
): Generator<Found> {
  for (const { type, model, rows } of parts) {
    const rules = preparingNames(filterRules(model))
    const matches = filter && refusingFilter(() => compileFilter(filter, rules))
    const isMatch = (row: Row) => !matches || matches(rendered(view, type, row))
    for (const row of rows) if (refusingFilter(() => isMatch(row))) yield { type, row }
  }
}

interface Sought {
  readonly model: ResourceModel
  readonly type: ResourceType
  readonly tenant: string
  readonly filter: Filter | undefined
}

/**
 * One that is named by her id is alone; all others are looked for in the best index, or among those
 * who are related to somebody.
 */
function candidatesOf({ realm }: View, sought: Sought): Pick<Part, 'rows' | 'inOrder'> {
  const { model, type, tenant, filter } = sought
  const asked = filter === undefined ? [] : equalities(filter)
  const named = (paths: readonly string[]) => {
    const found = asked.find((one) => paths.some((path) => isAbout(model, one, { path })))?.value
    return typeof found === 'string' ? found : undefined
  }
  const rowOf = (id: string) => (type === 'User' ? realm.get(users, id) : realm.get(groups, id))
  const id = named(['id'])
  if (id !== undefined) return { rows: own([rowOf(id)], tenant), inOrder: true }
  const { range, inOrder } = candidatesFor(filter, { model, type, tenant })
  const related = WIDE.includes(range.index) ? named(relations[type].paths) : undefined
  if (related !== undefined) {
    const rows = relations[type].ids(realm, related).map(rowOf)
    return { rows: own(rows, tenant), inOrder: false }
  }
  const rows = type === 'User' ? realm.scan(users, range) : realm.scan(groups, range)
  return { rows, inOrder }
}

/** What these indexes find may be nearly everybody. */
const WIDE = ['live', 'modified']

/** By whom else a resource is found: users by a group that they belong to, groups by a member. */
const relations: Readonly<
  Record<ResourceType, { paths: readonly string[]; ids(realm: Reader, of: string): string[] }>
> = {
  User: {
    paths: ['groups', 'groups.value'],
    ids: (realm, group) =>
      effectiveMembersOf(realm, { id: group }).flatMap(({ kind, id }) =>
        kind === 'user' ? [id] : [],
      ),
  },
  Group: {
    paths: ['members', 'members.value'],
    ids: (realm, id) => {
      const kinds = ['user', 'group'] as const
      return [...new Set(kinds.flatMap((kind) => directGroupsOf(realm, { kind, id })))]
    },
  },
}

function own(rows: readonly (Row | undefined)[], tenant: string): Row[] {
  return rows.filter((row): row is Row => row?.tenant === tenant && row.deleted === undefined)
}

/** What is found, as it goes over the wire. */
export function resourceOf(view: View, { type, row }: Found): Resource {
  return rendered(view, type, row)
}
