/** Coverage for a person: a row for each operation that was sent, and the first names of what was not. */
import { type Kind, kinds, nameOf } from './items.ts'
import { type Coverage, counts, type Measured, percent, type Share, shareOf } from './measure.ts'
import type { Table } from './table.ts'

const titles: Readonly<Record<Kind, string>> = {
  reply: 'replies',
  parameter: 'parameters',
  sent: 'properties sent',
  received: 'properties received',
}

const FIRST = 5

export function titleOf(kind: Kind): string {
  return titles[kind]
}

/** The last row is that of the API. An operation that was never sent has no row. */
export function coverageTable({ api, items }: Coverage): Table {
  const rows = operationsOf(items)
    .filter(({ own }) => own.some(({ covered }) => covered))
    .map(({ operation, own }) => [operation, ...kinds.map((kind) => share(shareOf(own, kind)))])
  const all = kinds.map((kind) => withPercent(shareOf(items, kind)))
  return [[api, ...kinds.map(titleOf)], ...rows, ['all', ...all]]
}

/** In a line each: which operations were never sent, and what else was not exercised. */
export function notExercised({ items }: Coverage, all: string): string[] {
  const operations = operationsOf(items)
  const idle = operations.filter(({ own }) => own.every(({ covered }) => !covered))
  const never = idle.map(({ operation }) => operation)
  // Replies first: a property is a smaller thing.
  const missing = kinds.flatMap((kind) =>
    items.filter(
      (item) => item.kind === kind && isMissing(item) && !never.includes(item.operation),
    ),
  )
  return [
    ...(never.length > 0 ? [`never exercised at all: ${list(never, 12)}`] : []),
    ...(missing.length > 0 ? [`not exercised: ${list(missing.map(nameOf), FIRST)}`] : []),
    ...(never.length + missing.length > 0 ? [`all of it, by name: ${all}`] : []),
  ]
}

export function isMissing(item: Measured): boolean {
  return counts(item) && !item.covered
}

interface Own {
  readonly operation: string
  readonly own: readonly Measured[]
}

function operationsOf(items: readonly Measured[]): Own[] {
  const operations = new Map<string, Measured[]>()
  for (const item of items) {
    const own = operations.get(item.operation) ?? []
    own.push(item)
    operations.set(item.operation, own)
  }
  return [...operations].map(([operation, own]) => ({ operation, own }))
}

function share({ covered, of }: Share): string {
  return of === 0 ? '-' : `${covered}/${of}`
}

function withPercent(one: Share): string {
  const value = percent(one)
  return value === undefined ? '-' : `${share(one)} ${value}%`
}

function list(names: readonly string[], first: number): string {
  const more = names.length - first
  const shown = names.slice(0, first).join(', ')
  return more > 0 ? `${shown}, and ${more} more` : shown
}
