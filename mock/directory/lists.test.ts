import { expect, test } from '#test'
import { MemoryRealm } from '../store/realm.ts'
import { list, type Query } from './lists.ts'
import type { Row, Table } from './realm.ts'

interface Fruit extends Row {
  readonly name: string
  readonly colour: string
}

const fruits: Table<Fruit> = { name: 'fruits', noun: 'fruit' }

/** Ids are numbers in the order of the list. */
function newRealm() {
  const key = () => ['all']
  const rules = { table: fruits, indexes: [{ name: 'live', key }], references: [] }
  const realm = new MemoryRealm([rules])
  const rows = ['pear green', 'apple red', 'lime green', 'plum blue', 'kiwi green', 'fig blue']
  for (const [at, text] of rows.entries()) {
    const [name = '', colour = ''] = text.split(' ')
    realm.put(fruits, { id: String(at + 8), name, colour })
  }
  return realm
}

const range = { index: 'live', within: ['all'] }
const green = ({ colour }: Fruit) => colour === 'green'
const byName = { key: ({ name }: Fruit) => name, descending: false }
const byColour = { key: ({ colour }: Fruit) => colour, descending: false }
const byColourThenName = { ...byColour, next: byName }
const byColourThenNameDown = { ...byColour, next: { ...byName, descending: true } }

const cases: readonly {
  given: string
  query: Omit<Query<Fruit>, 'range'>
  want: [total: number, ...names: string[]]
}[] = [
  { given: 'nothing', query: {}, want: [6, 'pear', 'apple', 'lime', 'plum', 'kiwi', 'fig'] },
  {
    given: 'two keys',
    query: { order: byColourThenName },
    want: [6, 'fig', 'plum', 'kiwi', 'lime', 'pear', 'apple'],
  },
  {
    given: 'two keys in two directions',
    query: { order: byColourThenNameDown },
    want: [6, 'plum', 'fig', 'pear', 'lime', 'kiwi', 'apple'],
  },
  { given: 'a limit', query: { limit: 2 }, want: [6, 'pear', 'apple'] },
  { given: 'an offset', query: { offset: 4 }, want: [6, 'kiwi', 'fig'] },
  { given: 'an offset and a limit', query: { offset: 1, limit: 2 }, want: [6, 'apple', 'lime'] },
  { given: 'no limit left', query: { limit: 0 }, want: [6] },
  { given: 'an offset at the end', query: { offset: 6 }, want: [6] },
  { given: 'an offset beyond the end', query: { offset: 600, limit: 5 }, want: [6] },
  { given: 'a filter', query: { where: green }, want: [3, 'pear', 'lime', 'kiwi'] },
  { given: 'a filter and a cut', query: { where: green, limit: 1 }, want: [3, 'pear'] },
  { given: 'a filter, beyond the end', query: { where: green, offset: 3 }, want: [3] },
  { given: 'a filter that nothing passes', query: { where: () => false }, want: [0] },
  {
    given: 'an order',
    query: { order: byName },
    want: [6, 'apple', 'fig', 'kiwi', 'lime', 'pear', 'plum'],
  },
  {
    given: 'an order and a cut',
    query: { order: byName, offset: 1, limit: 2 },
    want: [6, 'fig', 'kiwi'],
  },
  {
    given: 'a filter, an order and a cut',
    query: { where: green, order: { ...byName, descending: true }, limit: 2 },
    want: [3, 'pear', 'lime'],
  },
  {
    given: 'equal keys',
    query: { order: byColour },
    want: [6, 'plum', 'fig', 'pear', 'lime', 'kiwi', 'apple'],
  },
  {
    given: 'equal keys, descending',
    query: { order: { ...byColour, descending: true } },
    want: [6, 'apple', 'pear', 'lime', 'kiwi', 'plum', 'fig'],
  },
  {
    given: 'an order, beyond the end',
    query: { order: byName, offset: 7, limit: 1 },
    want: [6],
  },
]

for (const { given, query, want } of cases) {
  test(`a list with ${given} is ${want.join(' ')}`, () => {
    const { total, rows } = list(newRealm(), fruits, { range, ...query })
    expect([total, ...rows.map(({ name }) => name)]).toEqual(want)
  })
}

test('a descending range is listed backwards, and the total is the same', () => {
  const query = { range: { ...range, descending: true }, offset: 1, limit: 2 }
  const { total, rows } = list(newRealm(), fruits, query)
  expect([total, ...rows.map(({ id }) => id)]).toEqual([6, '12', '11'])
})

test('a range without rows is an empty list', () => {
  const nobody = { range: { index: 'live', within: ['none'] } }
  expect(list(newRealm(), fruits, nobody)).toEqual({ total: 0, rows: [] })
})

test('a page is cut without looking at the rows behind it', () => {
  const realm = newRealm()
  let looks = 0
  const scan: typeof realm.scan = function* (table, asked) {
    for (const row of MemoryRealm.prototype.scan.call(realm, table, asked)) {
      looks++
      yield row as never
    }
  }
  const counting = Object.assign(new MemoryRealm(realm.schema, realm), { scan })
  expect(list(counting, fruits, { range, limit: 2 }).total).toBe(6)
  expect(looks).toBeLessThanOrEqual(3)
})
