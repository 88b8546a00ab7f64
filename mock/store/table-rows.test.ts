/** Ranges of an index against the plainest model: sort everything, then filter. */

import fc from 'fast-check'
import { expect, expectEqual, expectSame, test } from '#test'
import type { Range, Row, TableRules } from '../directory/realm.ts'
import { TableRows } from './table-rows.ts'

interface Keyed extends Row {
  readonly parts: readonly string[]
}

const rules = {
  table: { name: 'keyed', noun: 'row' },
  indexes: [{ name: 'parts', key: ({ parts }: Keyed) => parts }],
  references: [],
} as unknown as TableRules

function filled(rows: readonly Keyed[]): TableRows {
  const table = new TableRows(rules)
  for (const row of rows) table.replace(undefined, row)
  return table
}

function scanned(table: TableRows, range: Omit<Range, 'index'>): string[] {
  return Array.from(table.scan({ index: 'parts', ...range }), ({ id }) => id)
}

const tricky = ['', 'a', 'a\0', 'a\0b', 'a\x01', 'a\x01\x01', 'a\x01\x02', 'a\x02', 'aa', 'b']

test('a key is not found under another one, whatever characters it has', () => {
  const table = filled(tricky.map((part, at) => ({ id: `${at}`, parts: ['t', part] })))
  for (const [at, part] of tricky.entries()) {
    expect(scanned(table, { within: ['t', part] })).toEqual([`${at}`])
  }
})

test('two parts are not one part with a NUL between them', () => {
  const table = filled([
    { id: 'two', parts: ['a', 'b'] },
    { id: 'one', parts: ['a\0b'] },
    { id: 'escaped', parts: ['a\x01\x01b'] },
  ])
  expect(scanned(table, { within: ['a', 'b'] })).toEqual(['two'])
  expect(scanned(table, { within: ['a'] })).toEqual(['two'])
  expect(scanned(table, { within: ['a\0b'] })).toEqual(['one'])
})

const prefixes = [
  { startsWith: 'a', want: tricky.filter((part) => part.startsWith('a')) },
  { startsWith: 'a\0', want: ['a\0', 'a\0b'] },
  { startsWith: 'a\x01', want: ['a\x01', 'a\x01\x01', 'a\x01\x02'] },
  { startsWith: '', want: tricky },
  { startsWith: 'c', want: [] },
]

for (const { startsWith, want } of prefixes) {
  test(`what starts with ${JSON.stringify(startsWith)} is found in order, and backwards`, () => {
    const table = filled(tricky.map((part) => ({ id: `i${part}`, parts: ['t', part] })))
    const range = { within: ['t'], startsWith }
    expectEqual(
      scanned(table, range),
      want.map((part) => `i${part}`),
    )
    const backwards = scanned(table, { ...range, descending: true })
    expectEqual(backwards, want.map((part) => `i${part}`).reverse())
    expectSame(table.count({ index: 'parts', ...range }), want.length)
  })
}

test('a descending range has rows whose text begins with the last character there is', () => {
  const table = filled([
    { id: '1', parts: ['t', 'a'] },
    { id: '2', parts: ['t', '\uffff'] },
    { id: '3', parts: ['t', '\uffff\uffff'] },
    { id: '4', parts: ['u', 'a'] },
  ])
  expect(scanned(table, { within: ['t'] })).toEqual(['1', '2', '3'])
  expect(scanned(table, { within: ['t'], descending: true })).toEqual(['3', '2', '1'])
})

test('a very long identifier is a row as any other', () => {
  const lengths = [1, 65_534, 65_535, 65_536, 65_537]
  const ids = lengths.map((length) => 'x'.repeat(length))
  const table = filled(ids.map((id) => ({ id, parts: ['t'] })))
  for (const id of ids) expect(table.get(id)?.id.length).toBe(id.length)
  for (const descending of [false, true]) {
    const found = scanned(table, { within: ['t'], descending })
    expect(found.map(({ length }) => length).sort((one, other) => one - other)).toEqual(lengths)
  }
})

const letter = fc.constantFrom('a', 'b')

test('every range of random rows is what sorting and filtering finds', () => {
  const text = fc.string({ unit: fc.constantFrom('\0', '\x01', '\x02', 'a', 'b'), maxLength: 3 })
  const row = fc.record({ id: fc.stringMatching(/^[1-9]\d{0,2}$/), parts: fc.tuple(text, text) })
  const bound = fc.option(text, { nil: undefined })
  const rows = fc.uniqueArray(row, { selector: ({ id }) => id, maxLength: 30 })
  const range = fc.oneof(
    fc.record({ within: fc.array(text, { maxLength: 1 }), startsWith: text }),
    fc.record({ within: fc.array(text, { maxLength: 2 }) }),
    fc.record({ within: fc.array(text, { maxLength: 1 }), between: fc.tuple(bound, bound) }),
  )
  const holds = fc.property(rows, range, fc.boolean(), (given, asked, descending) => {
    const want = modelled(given, asked)
    const table = filled(given)
    expectSame(table.count({ index: 'parts', ...asked }), want.length)
    expectEqual(scanned(table, { ...asked, descending }), descending ? want.reverse() : want)
  })
  fc.assert(holds, { numRuns: 400 })
})

test('a walk from any place, and one that leaves out some, is the rest of the whole walk', () => {
  const row = fc.record({
    id: fc.stringMatching(/^[1-9]\d{0,2}$/),
    parts: fc.tuple(letter, letter),
  })
  const rows = fc.uniqueArray(row, { selector: ({ id }) => id, maxLength: 30 })
  const holds = fc.property(rows, row, fc.nat(9), fc.boolean(), (given, at, skip, descending) => {
    const table = filled(given)
    const whole = scanned(table, { within: ['a'], descending })
    expectEqual(scanned(table, { within: ['a'], descending, skip }), whole.slice(skip))
    const mark = { ...at, parts: ['a', at.parts[1]] }
    const others = given.filter(({ id }) => id !== at.id)
    const marked = scanned(filled([...others, mark]), { within: ['a'], descending })
    const after = { key: mark.parts, id: mark.id }
    const rest = marked.slice(marked.indexOf(mark.id) + 1)
    for (const present of [filled(others), filled([...others, mark])]) {
      expectEqual(scanned(present, { within: ['a'], descending, after }), rest)
    }
  })
  fc.assert(holds, { numRuns: 200 })
})

test('a row with several keys is found by each of them, and by none that it had', () => {
  const several = {
    ...rules,
    indexes: [
      {
        name: 'parts',
        key: () => undefined,
        keys: ({ parts }: Keyed) => parts.map((part) => ['t', part]),
      },
    ],
  } as unknown as TableRules
  const bulk = new TableRows(several)
  bulk.fill([{ id: '1', parts: ['a', 'b'] } as Row, { id: '2', parts: [] } as Row])
  const single = new TableRows(several)
  single.replace(undefined, { id: '1', parts: ['a', 'b'] } as Row)
  for (const table of [bulk, single]) {
    expect(scanned(table, { within: ['t', 'a'] })).toEqual(['1'])
    expect(scanned(table, { within: ['t', 'b'] })).toEqual(['1'])
    table.replace({ id: '1', parts: ['a', 'b'] } as Row, { id: '1', parts: ['b', 'c'] } as Row)
    expect(scanned(table, { within: ['t', 'a'] })).toEqual([])
    expect(scanned(table, { within: ['t'] })).toEqual(['1', '1'])
    expect(table.count({ index: 'parts', within: ['t'] })).toBe(2)
  }
})

test('many rows at once are what one after the other are, of the same id the last', () => {
  const row = fc.record({
    id: fc.constantFrom('1', '2', '10', 'a\0', '\x01'),
    parts: fc.tuple(letter, letter),
  })
  const holds = fc.property(fc.array(row, { maxLength: 12 }), (rows) => {
    const bulk = new TableRows(rules)
    bulk.fill(rows)
    const single = new TableRows(rules)
    for (const each of rows) single.replace(single.get(each.id), each)
    expectEqual([...bulk.all()], [...single.all()])
    for (const within of [[], ['a'], ['b'], ['a', 'b']]) {
      expectEqual(scanned(bulk, { within }), scanned(single, { within }))
      const range = { index: 'parts', within }
      expectSame(bulk.count(range), single.count(range))
    }
  })
  fc.assert(holds, { numRuns: 200 })
})

test('a range has all its rows, in both directions, however many they are', () => {
  for (const size of [0, 1, 15, 16, 17, 18, 40]) {
    const rows = Array.from({ length: size }, (_, at) => ({ id: `${at}`, parts: ['t', 'x'] }))
    const table = filled([{ id: 'before', parts: ['s'] }, ...rows, { id: 'behind', parts: ['u'] }])
    const ids = rows.map(({ id }) => id)
    expectEqual(scanned(table, { within: ['t'] }), ids)
    expectEqual(scanned(table, { within: ['t'], descending: true }), [...ids].reverse())
  }
})

test('a row is found as it is now, however many were looked up before, in a fork too', () => {
  const table = new TableRows(rules)
  const ids = Array.from({ length: 100_000 }, (_, at) => `${at}`)
  table.fill(ids.map((id) => ({ id, parts: [] }) as Row))
  for (const id of ids) table.get(id)
  const fork = new TableRows(rules, table)
  for (const id of ['0', '40000', '99999']) {
    const row = { id, parts: ['changed'] } as Row
    table.replace(table.get(id), row)
    expectSame(table.get(id), row)
    expectEqual(fork.get(id), { id, parts: [] })
    fork.replace(fork.get(id), undefined)
    expectSame(fork.get(id), undefined)
    expectSame(table.get(id), row)
  }
})

test('a long walk remembers its beginning alone of all that it meets', () => {
  let asked = 0
  const table = new TableRows(rules)
  const rows = Array.from({ length: 5000 }, (_, at): Keyed => {
    return {
      get id() {
        asked++
        return `${at}`
      },
      parts: ['t'],
    }
  })
  table.fill(rows)
  asked = 0
  const found = [...table.scan({ index: 'parts', within: [] })]
  // Each that is remembered is asked what it goes by.
  expect(asked).toBe(1000)
  expect(new Set(found)).toEqual(new Set(rows))
})

function modelled(rows: readonly Keyed[], range: Omit<Range, 'index'>): string[] {
  const { within, startsWith = '', between: [least, greatest] = [] } = range
  const next = ({ parts }: Keyed) => parts[within.length] ?? ''
  return rows
    .filter(({ parts }) => within.every((part, at) => part === parts[at]))
    .filter((row) => next(row).startsWith(startsWith))
    .filter((row) => least === undefined || next(row) >= least)
    .filter((row) => greatest === undefined || next(row) <= greatest)
    .sort((one, other) => byParts(one.parts, other.parts) || Number(one.id) - Number(other.id))
    .map(({ id }) => id)
}

function byParts(one: readonly string[], other: readonly string[]): number {
  const at = one.findIndex((part, index) => part !== other[index])
  if (at < 0) return 0
  return (one[at] ?? '') < (other[at] ?? '') ? -1 : 1
}
