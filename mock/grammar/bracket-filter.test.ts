import { expect, test } from '#test'
import { type BracketOperator, bracketConditions, satisfies } from './bracket-filter.ts'

test('conditions are read from the names of parameters, and others are left alone', () => {
  const query = { 'filter[userName][CO]': 'a', 'filter[x][XX]': 1, 'page[limit]': 1, filter: 'x' }
  expect(bracketConditions(query)).toEqual([{ property: 'userName', operator: 'CO', value: 'a' }])
})

const noon = '2026-01-01T12:00:00.000Z'
const table: readonly [
  actual: unknown,
  operator: BracketOperator,
  value: unknown,
  want: boolean,
][] = [
  ['Ada', 'EQ', 'aDA', true],
  ['Ada', 'EQ', 'Ad', false],
  ['e\u0301', 'EQ', '\u00c9', true],
  [false, 'EQ', false, true],
  [true, 'EQ', false, false],
  [undefined, 'EQ', false, false],
  ['Ada', 'CO', 'DA', true],
  ['Ada', 'CO', 'x', false],
  ['Ada', 'SW', 'aD', true],
  ['Ada', 'SW', 'da', false],
  ['Ada', 'IN', ['bea', 'ada'], true],
  ['Ada', 'IN', ['bea'], false],
  ['x', 'PR', true, true],
  ['x', 'PR', false, false],
  [undefined, 'PR', false, true],
  [undefined, 'PR', true, false],
  [noon, 'LT', '2026-01-01T12:00:00.001Z', true],
  [noon, 'LT', noon, false],
  [noon, 'LT', '2026-01-01T14:00:00+02:00', false],
  [noon, 'GT', '2026-01-01T13:59:59+02:00', true],
  [noon, 'GT', noon, false],
  [undefined, 'LT', noon, false],
  [undefined, 'GT', noon, false],
]
for (const [actual, operator, value, want] of table) {
  test(`${actual} ${operator} ${value} is ${want}`, () => {
    expect(satisfies(actual, { property: 'x', operator, value })).toBe(want)
  })
}

test('an exact comparison looks at case', () => {
  const condition = { property: '_id', operator: 'EQ', value: 'A' } as const
  expect(satisfies('a', condition, { exact: true })).toBe(false)
  expect(satisfies('A', condition, { exact: true })).toBe(true)
})
