/** What may be written at a deployment that is somebody's: only what alters nothing but what the run made. */
import type { Driver, Undo } from '../drivers/driver.ts'
import type { Target } from '../target.ts'
import type { Address, Locate, PathId, Write } from './addresses.ts'

export type Kind = Undo['gone']

/** What the run knows to be its own. */
export interface Ours {
  /** Whether the run has made a thing of this id, and of this kind if one is given. */
  owns(id: string, kind?: Kind): boolean
  /** Whether a create was answered with the id of what was there before; nothing else makes it ours. */
  isDisowned(id: string, kind?: Kind): boolean
  /** Whether it is a credential that was issued to somebody the run made. */
  issued(credential: string): boolean
  /** Whether the id is known to be that of somebody else. */
  isForeign(id: string): boolean
  /** What every name begins with that the run gives. */
  readonly prefix: string
}

export interface Surroundings {
  readonly driver: Driver
  readonly target: Pick<Target, 'tenant' | 'otherTenant'>
  readonly locate: Locate
  readonly ours: Ours
  /** The kind of what has an id below such a part of a path, where it is one of the driver's. */
  kindBelow(part: string): Kind | undefined
}

const READS = ['GET', 'HEAD', 'OPTIONS']

/** Why a request must not be sent; undefined when it may. */
export function objection(write: Write, around: Surroundings): string | undefined {
  const { driver, locate } = around
  const address = locate(write)
  const id = address.operation?.id ?? ''
  if (READS.includes(write.method) || driver.searches?.includes(id)) return undefined
  const parts = driver.parts?.(id, write.text)
  if (parts) return first(parts.map((part) => objection({ ...write, ...part }, around)))
  return onPath(write, address, around) ?? onBody(write, around)
}

/** Why clean-up must not send a request: what it found by the run's names may be somebody all the same. */
export function objectionToCleaning(
  { method, path }: Write,
  {
    locate,
    kindBelow,
    ours,
  }: Pick<Surroundings, 'locate' | 'kindBelow'> & {
    readonly ours: Pick<Ours, 'isDisowned'>
  },
): string | undefined {
  if (READS.includes(method)) return undefined
  const foreign = locate({ method, path }).ids?.find(({ id, below }) =>
    ours.isDisowned(id, kindBelow(below)),
  )
  return foreign && `${method} ${path} alters ${foreign.id}, which was there before`
}

function onPath(write: Write, address: Address, around: Surroundings): string | undefined {
  const { operation, ids } = address
  const { driver } = around
  const what = `${write.method} ${write.path}`
  if (!ids) return `${what} is not in the document, and what it alters is not known`
  const foreign = ids.find((one) => !allowed(one, around))
  if (foreign) return `${what} alters ${foreign.id}, which this run has not made`
  const id = operation?.id ?? ''
  if (id in driver.undo || driver.altersNobody?.includes(id)) return undefined
  const named = driver.alteredByName?.[id] ?? driver.madeUntold?.[id]?.nameIn
  if (named !== undefined) return byName(write, named, around)
  // The organization alone is everybody's.
  if (ids.some(({ id }) => isOurs(id, around)) || asksOurs(write, around)) return undefined
  return `${what} alters what is the caller's own, or everybody's`
}

/** What a body without such a name is about is nobody. */
function byName({ text }: Write, property: string, around: Surroundings): string | undefined {
  const foreign = valuesIn(text).find(
    ({ key, value }) => key === property && value !== '' && !isOurs(value, around),
  )
  return foreign && `it names ${foreign.value}, which this run has not made`
}

/** The properties that hold an id. */
const REFERENCE = /^(value|_?id|[a-z]+Ids?)$/i

/** A foreign member or manager would be altered too. */
function onBody({ text }: Write, { ours }: Surroundings): string | undefined {
  const foreign = valuesIn(text).find(
    ({ key, value }) => REFERENCE.test(key) && ours.isForeign(value),
  )
  return foreign && `the request names ${foreign.value}, which this run has not made`
}

function asksOurs({ as, authorization }: Write, { ours }: Surroundings): boolean {
  // Without a credential there is no caller to be altered.
  return (
    as === 'nobody' &&
    (authorization === undefined || ours.issued(authorization.replace(/^\w+ /, '')))
  )
}

function allowed({ id, below }: PathId, around: Surroundings): boolean {
  const { tenant, otherTenant } = around.target
  return id === tenant || id === otherTenant || isOurs(id, around, around.kindBelow(below))
}

function isOurs(id: string, { driver, ours }: Surroundings, kind?: Kind): boolean {
  if (ours.isDisowned(id, kind)) return false
  if (id === driver.missingId || ours.owns(id, kind) || ours.issued(id)) return true
  return id.toLowerCase().includes(ours.prefix)
}

interface Value {
  /** The nearest property that holds it; empty at the root. */
  readonly key: string
  readonly value: string
}

/** The texts and numbers in a body; none in one that is not sound, for nobody can act on it. */
export function valuesIn(text: string): Value[] {
  try {
    return text === '' ? [] : within('', JSON.parse(text))
  } catch {
    return []
  }
}

function within(key: string, value: unknown): Value[] {
  if (typeof value === 'string' || typeof value === 'number') return [{ key, value: String(value) }]
  if (Array.isArray(value)) return value.flatMap((one) => within(key, one))
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, one]) => within(name, one))
}

function first(texts: readonly (string | undefined)[]): string | undefined {
  return texts.find((text) => text !== undefined)
}
