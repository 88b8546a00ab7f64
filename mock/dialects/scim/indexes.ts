/** What users and groups are found by, beside ids and names, and the ranges in which a filter finds them. */
import type { Index, Range } from '../../directory/realm.ts'
import { fold, type Group, live, type User } from '../../directory/tables.ts'
import { instant } from '../../grammar/compare-values.ts'
import { type Demand, demands } from '../../grammar/filter-conditions.ts'
import type { Filter } from '../../grammar/scim-filter.ts'
import { type ResourceModel, sameName } from '../../grammar/scim-schema.ts'
import type { ResourceType } from './face.ts'

export const userIndexes: readonly Index<User>[] = [
  seldom(live('externalId', ({ tenant, externalId }) => known(tenant, externalId))),
  seldom(live('label', ({ tenant, displayName }) => known(tenant, displayName?.toLowerCase()))),
  seldom(live('modified', ({ tenant, modified }) => [tenant, modified])),
  seldom({ name: 'email', key: (user) => emailsOf(user)[0], keys: emailsOf }),
]

export const groupIndexes: readonly Index<Group>[] = [
  seldom(live('externalId', ({ tenant, externalId }) => known(tenant, externalId))),
  seldom(live('modified', ({ tenant, modified }) => [tenant, modified])),
]

/** Most clients look for people by id or name, and a start need not wait for the other indexes. */
function seldom<R extends User | Group>(index: Index<R>): Index<R> {
  return { ...index, seldom: true }
}

function known(tenant: string, text: string | undefined): string[] | undefined {
  return text === undefined ? undefined : [tenant, text]
}

function emailsOf({ tenant, deleted, own }: User): string[][] {
  if (deleted !== undefined || !Array.isArray(own.emails)) return []
  const values = own.emails.map((email) => (email as { value?: unknown } | null)?.value)
  const texts = values.filter((value) => typeof value === 'string')
  return [...new Set(texts.map((text) => text.toLowerCase()))].map((text) => [tenant, text])
}

/** An attribute that an index serves: how its values are written there, for which comparisons. */
interface Served {
  readonly path: string
  readonly index: string
  readonly write: (value: unknown) => string | undefined
  readonly operators: readonly Demand['operator'][]
  /** Only of this type. */
  readonly type?: ResourceType
}

const equal = ['eq'] as const
const texts = ['eq', 'sw'] as const
const times = ['eq', 'gt', 'ge', 'lt', 'le'] as const

/** The more an index narrows, the earlier. */
const served: readonly Served[] = [
  { path: 'userName', index: 'userName', write: folded, operators: texts, type: 'User' },
  { path: 'externalId', index: 'externalId', write: asItIs, operators: equal },
  { path: 'emails.value', index: 'email', write: inLowerCase, operators: equal, type: 'User' },
  { path: 'emails', index: 'email', write: inLowerCase, operators: equal, type: 'User' },
  { path: 'displayName', index: 'label', write: inLowerCase, operators: texts, type: 'User' },
  // Its names are folded, which not every text that they start with is alike.
  { path: 'displayName', index: 'displayName', write: folded, operators: equal, type: 'Group' },
  { path: 'meta.created', index: 'live', write: time, operators: times },
  { path: 'meta.lastModified', index: 'modified', write: time, operators: times },
]

/** A range that has all that a filter can find; whether it stands in the order of lists. */
export interface Candidates {
  readonly range: Range
  readonly inOrder: boolean
}

/** Each row of it is still to be held against the whole filter. */
export function candidatesFor(
  filter: Filter | undefined,
  { model, type, tenant }: { model: ResourceModel; type: ResourceType; tenant: string },
): Candidates {
  const asked = filter === undefined ? [] : demands(filter)
  for (const each of served.filter((one) => one.type === undefined || one.type === type)) {
    for (const demand of asked.filter((one) => isAbout(model, one, each))) {
      const range = rangeOf(each, demand, tenant)
      if (range) return { range, inOrder: each.index === 'live' }
    }
  }
  return { range: { index: 'live', within: [tenant] }, inOrder: true }
}

/** Extensions may have attributes of these names too. */
export function isAbout(
  { base }: ResourceModel,
  { attribute: { urn = base.id, name, sub } }: Pick<Demand, 'attribute'>,
  { path }: Pick<Served, 'path'>,
): boolean {
  const [wanted = '', part] = path.split('.')
  const samePart =
    sub === undefined ? part === undefined : part !== undefined && sameName(sub, part)
  return sameName(urn, base.id) && sameName(name, wanted) && samePart
}

function rangeOf(
  { index, write, operators }: Served,
  { operator, value }: Demand,
  tenant: string,
): Range | undefined {
  const text = operators.includes(operator) ? write(value) : undefined
  if (text === undefined) return undefined
  switch (operator) {
    case 'eq':
      return { index, within: [tenant, text] }
    case 'sw':
      return { index, within: [tenant], startsWith: text }
    case 'gt':
    case 'ge':
      return { index, within: [tenant], between: [text, undefined] }
    default:
      return { index, within: [tenant], between: [undefined, text] }
  }
}

function asItIs(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

function folded(value: unknown): string | undefined {
  return typeof value === 'string' ? fold(value) : undefined
}

function inLowerCase(value: unknown): string | undefined {
  return typeof value === 'string' ? value.toLowerCase() : undefined
}

/** As rows have it, to the millisecond; what is finer rounds down, so that nothing is left out. */
function time(value: unknown): string | undefined {
  const milliseconds = instant(value)
  return milliseconds === undefined ? undefined : new Date(Math.floor(milliseconds)).toISOString()
}
