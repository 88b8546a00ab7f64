/** Ranges of an index against the plainest model: sort everything, then filter. */

import fc from 'fast-check'
import { expect, test } from '#test'
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
    expect(scanned(table, range)).toEqual(want.map((part) => `i${part}`))
    const backwards = scanned(table, { ...range, descending: true })
    expect(backwards).toEqual(want.map((part) => `i${part}`).reverse())
    expect(table.count({ index: 'parts', ...range })).toBe(want.length)
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

test('every range of random rows is what sorting and filtering finds', () => {
  const text = fc.string({ unit: fc.constantFrom('\0', '\x01', '\x02', 'a', 'b'), maxLength: 3 })
  const row = fc.record({ id: fc.stringMatching(/^[1-9]\d{0,2}$/), parts: fc.tuple(text, text) })
  const rows = fc.uniqueArray(row, { selector: ({ id }) => id, maxLength: 30 })
  const range = fc.oneof(
    fc.record({ within: fc.array(text, { maxLength: 1 }), startsWith: text }),
    fc.record({ within: fc.array(text, { maxLength: 2 }) }),
  )
  const holds = fc.property(rows, range, fc.boolean(), (given, asked, descending) => {
    const want = modelled(given, asked)
    const table = filled(given)
    expect(table.count({ index: 'parts', ...asked })).toBe(want.length)
    expect(scanned(table, { ...asked, descending })).toEqual(descending ? want.reverse() : want)
  })
  fc.assert(holds, { numRuns: 400 })
})

function modelled(rows: readonly Keyed[], range: Omit<Range, 'index'>): string[] {
  const { within, startsWith = '' } = range
  return rows
    .filter(({ parts }) => within.every((part, at) => part === parts[at]))
    .filter(({ parts }) => (parts[within.length] ?? '').startsWith(startsWith))
    .sort((one, other) => byParts(one.parts, other.parts) || Number(one.id) - Number(other.id))
    .map(({ id }) => id)
}

function byParts(one: readonly string[], other: readonly string[]): number {
  const at = one.findIndex((part, index) => part !== other[index])
  if (at < 0) return 0
  return (one[at] ?? '') < (other[at] ?? '') ? -1 : 1
}
