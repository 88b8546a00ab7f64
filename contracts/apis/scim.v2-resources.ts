/** What the scenarios of changes hold resources against. */
import type { WireResource } from '../drivers/scim.v2-wire.ts'
import { expect, type Scim, type Type } from './scim.ts'

type Values = Readonly<Record<string, unknown>>

/**
 * A resource as far as it can be compared: without `meta`, without what means that there is no
 * value (RFC 7643 section 2.5), and with values in an order of ours, for theirs means nothing.
 */
export function told({ meta: _, ...resource }: Values): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(resource)
      .map(([name, value]) => [name, plain(value)] as const)
      .filter(([, value]) => value !== undefined),
  )
}

/** Expects of a resource what it should say; each list is whole, and no value says more than here. */
export function shows(resource: Values, want: Values): void {
  expect(told(resource)).toMatchObject(told(want))
}

/** The members of a new group. */
export function members(...of: readonly { readonly id: string }[]): object {
  return { members: of.map(({ id }) => ({ value: id })) }
}

/** In an order that does not depend on the server. */
export function memberIds({ members: of }: { readonly members?: unknown }): string[] {
  const list = (of ?? []) as readonly { readonly value: string }[]
  return list.map(({ value }) => value).sort()
}

export function idsOf(...of: readonly { readonly id: string }[]): string[] {
  return of.map(({ id }) => id).sort()
}

export async function count(scim: Scim, type: Type, filter: string): Promise<number> {
  return (await scim.listed(type, { filter })).totalResults
}

/** Runs what must change nothing: each resource is the same before and after, version and all. */
export async function unchanged(
  scim: Scim,
  resources: readonly WireResource[],
  act: () => Promise<unknown>,
): Promise<void> {
  const read = () =>
    Promise.all(resources.map(({ id, meta }) => scim.read(meta.resourceType as Type, id)))
  const before = await read()
  await act()
  expect(await read(), 'what this must not change').toEqual(before)
}

function plain(value: unknown): unknown {
  if (Array.isArray(value)) {
    const values = value.map(plain).filter((each) => each !== undefined)
    return values.length === 0 ? undefined : values.sort((a, b) => (key(a) < key(b) ? -1 : 1))
  }
  if (typeof value !== 'object' || value === null) return value ?? undefined
  const parts = Object.entries(value)
    // RFC 7643 section 2.4: a value without `primary` is not primary.
    .filter(([name, part]) => !(name === 'primary' && part === false))
    .map(([name, part]) => [name, plain(part)] as const)
    .filter(([, part]) => part !== undefined)
  return parts.length === 0 ? undefined : Object.fromEntries(parts)
}

function key(value: unknown): string {
  const { type, value: own } = Object(value) as Values
  return typeof value === 'object' ? JSON.stringify([type, own]) : String(value)
}
