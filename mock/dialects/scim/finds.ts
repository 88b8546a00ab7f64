/** The rows that a query may be about, and what it makes of them. */
import type { Reader } from '../../directory/realm.ts'
import { fold, groups, users } from '../../directory/tables.ts'
import { equalities } from '../../grammar/filter-conditions.ts'
import { compileFilter } from '../../grammar/match-filter.ts'
import type { Filter } from '../../grammar/scim-filter.ts'
import type { Resource } from '../../grammar/scim-resource.ts'
import { filterRules, sameName } from '../../grammar/scim-schema.ts'
import { refusingFilter } from '../filters.ts'
import type { ResourceType } from './face.ts'
import type { View } from './render.ts'
import { type Row, rendered } from './resources.ts'
import { preparingNames } from './user-names.ts'

export interface Found {
  readonly type: ResourceType
  readonly row: Row
  readonly resource: Resource
}

/** How many resources of these types a tenant has. */
export function countAll(realm: Reader, types: readonly ResourceType[], tenant: string): number {
  const range = { index: 'live', within: [tenant] }
  const count = { User: () => realm.count(users, range), Group: () => realm.count(groups, range) }
  return types.reduce((sum, type) => sum + count[type](), 0)
}

/** Whatever a filter finds, in the order of types, creation and id. */
export function* findAll(
  view: View,
  { types, tenant, filter }: { types: readonly ResourceType[]; tenant: string; filter?: Filter },
): Generator<Found> {
  for (const type of types) {
    const rules = preparingNames(filterRules(view.face.models[type]))
    const matches = filter && refusingFilter(() => compileFilter(filter, rules))
    for (const row of candidates(view, { type, tenant, filter })) {
      const resource = rendered(view, type, row)
      if (!matches || refusingFilter(() => matches(resource))) yield { type, row, resource }
    }
  }
}

interface Wanted {
  readonly type: ResourceType
  readonly tenant: string
  readonly filter: Filter | undefined
}

/** One equality that an index knows leads there; each row is still held against the whole filter. */
function candidates({ realm, face }: View, { type, tenant, filter }: Wanted): Iterable<Row> {
  const equal = filter ? equalities(filter) : []
  const { base } = face.models[type]
  const named = (wanted: string) => {
    // Extensions may have attributes of these names too.
    const found = equal.find(
      ({ attribute: { urn = base.id, name, sub } }) =>
        sub === undefined && sameName(urn, base.id) && sameName(name, wanted),
    )
    return typeof found?.value === 'string' ? found.value : undefined
  }
  const id = named('id')
  const name = named(type === 'User' ? 'userName' : 'displayName')
  if (type === 'User') {
    if (id !== undefined) return own(realm.get(users, id), tenant)
    const range = name === undefined ? undefined : [tenant, fold(name)]
    return realm.scan(users, rangeOf('userName', range, tenant))
  }
  if (id !== undefined) return own(realm.get(groups, id), tenant)
  const range = name === undefined ? undefined : [tenant, fold(name)]
  return realm.scan(groups, rangeOf('displayName', range, tenant))
}

function rangeOf(index: string, within: readonly string[] | undefined, tenant: string) {
  return within ? { index, within } : { index: 'live', within: [tenant] }
}

function own(row: Row | undefined, tenant: string): Row[] {
  return row && row.tenant === tenant && row.deleted === undefined ? [row] : []
}
