/** What holds after every sequence of changes: undo is complete, and forks are apart. */

import fc from 'fast-check'
import { expect, expectEqual, expectSame, test } from '#test'
import type { Row, Schema, Table } from '../directory/realm.ts'
import { MemoryRealm } from './realm.ts'

interface Thing extends Row {
  readonly kind: string
  readonly name: string | null
}

const things: Table<Thing> = { name: 'things', noun: 'thing' }
const others: Table<Thing> = { name: 'others', noun: 'other' }

const indexes = [
  { name: 'kind', key: ({ kind, id }: Thing) => [kind, id] },
  { name: 'name', key: ({ kind, name }: Thing) => (name === null ? undefined : [kind, name]) },
  {
    name: 'each',
    key: ({ kind, name }: Thing) => [kind, name ?? ''],
    keys: ({ kind, name }: Thing) =>
      name === null
        ? []
        : [
            [kind, name],
            ['x', `${name}x`],
          ],
  },
]
const schema = [things, others].map((table) => ({
  table,
  indexes,
  references: [],
})) as unknown as Schema

type Step = (realm: MemoryRealm) => void

const ids = ['1', '2', '10', 'a\0', 'a']
const kinds = ['', 'x', 'x\0', 'x\x01']

const table = fc.constantFrom(things, others)
const thing: fc.Arbitrary<Thing> = fc.record({
  id: fc.constantFrom(...ids),
  kind: fc.constantFrom(...kinds),
  name: fc.option(fc.constantFrom('', 'n', 'N', '\0')),
})
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.tuple(table, thing).map(
    ([at, row]) =>
      (realm: MemoryRealm) =>
        realm.put(at, row),
  ),
  fc.tuple(table, thing).map(
    ([at, { id }]) =>
      (realm: MemoryRealm) =>
        realm.remove(at, id),
  ),
)
const steps = fc.array(step, { maxLength: 40 })

/** All that can be seen of a realm: its rows, and every range with its count. */
function view(realm: MemoryRealm): unknown {
  const ranges = indexes.flatMap(({ name: index }) =>
    [[], ...kinds.map((kind) => [kind])].flatMap((within) =>
      [things, others].map((at) => [
        [...realm.scan(at, { index, within })],
        [...realm.scan(at, { index, within, descending: true })],
        [...realm.scan(at, { index, within, skip: 2 })],
        realm.count(at, { index, within }),
      ]),
    ),
  )
  const rows = [things, others].flatMap((at) => ids.map((id) => realm.get(at, id) ?? null))
  return { ranges, rows, contents: [...realm.contents()], sizes: realm.size('things') }
}

/** A realm that was filled with rows, as from a snapshot, and changed since. */
function after(first: readonly Step[]): MemoryRealm {
  const realm = new MemoryRealm(schema)
  realm.fill('things', filling)
  for (const each of first) each(realm)
  realm.commit()
  return realm
}

/** So many that a tree of them has several nodes, whose order is not that of any index. */
const filling = Array.from({ length: 40 }, (_, at): Thing => {
  const name = at % 3 === 0 ? null : 'nN\0'.charAt(at % 3)
  return { id: `f${at}`, kind: kinds[at % kinds.length] ?? '', name }
})

test('undo brings everything back, in every range and count', () => {
  const holds = fc.property(steps, steps, (first, then) => {
    const realm = after(first)
    const before = view(realm)
    for (const each of then) each(realm)
    realm.undo()
    expectEqual(view(realm), before)
    expectEqual(realm.changes, [])
  })
  fc.assert(holds, { numRuns: 100 })
})

test('an attempt that fails after any steps brings back the moment before it', () => {
  const holds = fc.property(steps, steps, (first, then) => {
    const realm = new MemoryRealm(schema)
    for (const each of first) each(realm)
    const [before, changes] = [view(realm), realm.changes.length]
    const failing = () => {
      for (const each of then) each(realm)
      throw new Error('no')
    }
    expect(() => realm.attempt(failing)).toThrow('no')
    expectEqual(view(realm), before)
    expectSame(realm.changes.length, changes)
  })
  fc.assert(holds, { numRuns: 200 })
})

test('a base and its fork never see what the other writes or undoes', () => {
  const turns = fc.array(fc.tuple(fc.boolean(), step), { maxLength: 40 })
  const holds = fc.property(steps, turns, fc.boolean(), (first, then, undone) => {
    const base = after(first)
    const fork = base.fork()
    const twins = [after(first), after(first)] as const
    for (const [ofBase, each] of then) {
      each(ofBase ? base : fork)
      each(ofBase ? twins[0] : twins[1])
    }
    if (undone) for (const each of [base, twins[0]]) each.undo()
    expectEqual(view(base), view(twins[0]))
    expectEqual(view(fork), view(twins[1]))
  })
  fc.assert(holds, { numRuns: 100 })
})

test('a fork of a fork outlives both, as it was', () => {
  const holds = fc.property(steps, steps, (first, then) => {
    const base = after(first)
    const young = base.fork().fork()
    const before = view(young)
    for (const each of then) each(base)
    expectEqual(view(young), before)
  })
  fc.assert(holds, { numRuns: 100 })
})

test('a realm that is filled row by row from the contents of another looks the same', () => {
  const holds = fc.property(steps, (first) => {
    const realm = after(first)
    const copy = new MemoryRealm(schema)
    for (const { table: name, row } of realm.contents()) copy.restore(name, row.id, row)
    expectEqual(view(copy), view(realm))
  })
  fc.assert(holds, { numRuns: 100 })
})
