/** How much of a document a run has exercised. */
import type { Spec } from '../../specs/read.ts'
import { beyondReach } from './beyond-reach.ts'
import { type Documented, type Exercise, isAbout, unwatched } from './coverage.ts'
import { type Item, itemsOf, type Kind, nameOf } from './items.ts'
import type { Recorded } from './recorded.ts'
import type { Tallied } from './tally.ts'

export interface Measured extends Item {
  readonly covered: boolean
  /** Why it is not covered, where that is known. */
  readonly why?: string
  /** Why no scenario brings it about; it counts only if it came about all the same. */
  readonly beyondReach?: string
}

/** All that is documented of an API, and what of it a run has exercised. */
export interface Coverage {
  readonly api: string
  readonly items: readonly Measured[]
}

/** Why an operation could not be sent at all, if it could not. */
export type Barred = (operation: string) => string | undefined

/** Covered, of those that count. */
export interface Share {
  readonly covered: number
  readonly of: number
}

/**
 * A refusal of what writes is covered if a test read one thing before and after it: an error that
 * changed something is no error.
 */
export function measure(spec: Spec, recorded: Recorded, barred: Barred): Coverage {
  const { api } = spec
  const exercises = recorded.exercises.filter((one) => one.api === api)
  const statuses = statusNames(spec)
  const seen = seenIn(spec, { exercises, tallies: recorded.tallies }, statuses)
  const watchedRefusals = watchedIn(exercises, statuses)
  const items = itemsOf(spec).map((item): Measured => {
    const watched = !isRefusal(item) || watchedRefusals.has(nameOf(item))
    const isSeen = seen.has(nameOf(item))
    const beyond = beyondReachOf(api, item)
    const why = isSeen ? unread(watched) : barred(item.operation)
    const covered = isSeen && watched
    return {
      ...item,
      covered,
      ...(!covered && why && { why }),
      ...(beyond && { beyondReach: beyond }),
    }
  })
  return { api, items }
}

/** What several runs, such as the shards of one, have exercised together. */
export function together(coverages: readonly Coverage[]): Coverage[] {
  const apis = new Map<string, Map<string, Measured>>()
  for (const { api, items } of coverages) {
    const before = apis.get(api) ?? new Map<string, Measured>()
    for (const item of items) {
      const key = `${item.kind} ${nameOf(item)}`
      const one = before.get(key)
      if (!one?.covered && (item.covered || !one?.why)) before.set(key, item)
    }
    apis.set(api, before)
  }
  return [...apis].map(([api, items]) => ({ api, items: [...items.values()] }))
}

/** What nobody can bring about does not count, unless it came about. */
export function counts({ covered, beyondReach }: Measured): boolean {
  return covered || beyondReach === undefined
}

export function shareOf(items: readonly Measured[], kind: Kind): Share {
  const own = items.filter((item) => item.kind === kind && counts(item))
  return { covered: own.filter(({ covered }) => covered).length, of: own.length }
}

/** Rounded down, so that 100 means all; undefined when there is nothing to cover. */
export function percent({ covered, of }: Share): number | undefined {
  return of === 0 ? undefined : Math.floor((100 * covered) / of)
}

function unread(watched: boolean): string | undefined {
  return watched ? undefined : 'seen, and no test read one thing before and after it'
}

function beyondReachOf(api: string, { operation, kind, name, status = name }: Item) {
  if (kind !== 'reply' && kind !== 'received') return undefined
  const reply = { api, operation, method: '', status: Number(status) }
  return beyondReach.find((said) => isAbout(said, reply))?.reason
}

function isRefusal({ kind, name }: Item): boolean {
  return kind === 'reply' && name.startsWith('4')
}

function seenIn(spec: Spec, { exercises, tallies }: Recorded, statuses: StatusName): Set<string> {
  const seen = new Set<string>()
  const add = (item: Item) => seen.add(nameOf(item))
  for (const { operation = '', status } of exercises) {
    add({ operation, kind: 'reply', name: statuses(operation, status) })
  }
  for (const tallied of tallies.filter((one) => one.api === spec.api)) {
    for (const item of itemsIn(spec, tallied, statuses)) add(item)
  }
  return seen
}

function* itemsIn(spec: Spec, tallied: Tallied, statuses: StatusName): Iterable<Item> {
  const { operation, status } = tallied
  const documented = spec.operations.find(({ id }) => id === operation)
  const inPath = documented?.parameters.filter((one) => one.in === 'path') ?? []
  for (const name of tallied.parameters) yield { operation, kind: 'parameter', name }
  for (const { name } of tallied.parameters.includes('path') ? inPath : []) {
    yield { operation, kind: 'parameter', name: `path ${name}` }
  }
  for (const name of tallied.sent) yield { operation, kind: 'sent', name }
  const received = { operation, kind: 'received', status: statuses(operation, status) } as const
  for (const name of tallied.received) yield { ...received, name }
}

type StatusName = (operation: string, status: number) => string

/** A status as the document writes it, which may be in a range. */
function statusNames(spec: Spec): StatusName {
  const operations = new Map(spec.operations.map((one) => [one.id, one]))
  return (id, status) => {
    const range = `${Math.floor(status / 100)}XX`
    const operation = operations.get(id)
    return !operation?.replies.has(status) && operation?.ranges.has(range) ? range : String(status)
  }
}

/** Replies to what writes around which some test read one thing, by their names. */
function watchedIn(exercises: readonly Exercise[], statuses: StatusName): Set<string> {
  const refusals = new Map<string, Documented>()
  for (const { api, operation = '', method, status } of exercises) {
    if (status >= 400) refusals.set(`${operation} ${status}`, { api, operation, method, status })
  }
  const all = [...refusals.values()]
  const careless = new Set(unwatched(all, exercises))
  const watched = all.filter((one) => !careless.has(one))
  return new Set(
    watched.map(({ operation, status }) => `${operation} ${statuses(operation, status)}`),
  )
}
