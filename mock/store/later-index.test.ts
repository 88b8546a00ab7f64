import fc from 'fast-check'
import { expect, test } from '#test'
import type { Row, TableRules } from '../directory/realm.ts'
import { TableRows } from './table-rows.ts'

interface Thing extends Row {
  readonly name: string
}

const key = ({ name }: Thing) => (name === '' ? undefined : [name])
const rules = {
  table: { name: 'things', noun: 'thing' },
  indexes: [
    { name: 'now', key },
    { name: 'later', key, seldom: true },
  ],
  references: [],
} as unknown as TableRules

const names = ['', 'a', 'b', 'c']
const filling = Array.from({ length: 50 }, (_, at): Thing => {
  return { id: `${at}`, name: names[(at * 7) % 4] ?? '' }
})

/** A table and its forks, and what is asked of them. */
type Step = (tables: TableRows[]) => void

const which = fc.nat({ max: 3 })
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.tuple(which, fc.nat({ max: 60 }), fc.constantFrom(undefined, ...names)).map(
    ([at, number, name]): Step =>
      (tables) => {
        const table = tableAt(tables, at)
        const id = `${number}`
        table.replace(table.get(id), name === undefined ? undefined : ({ id, name } as Row))
      },
  ),
  which.map(
    (at): Step =>
      (tables) => {
        changeOften(tableAt(tables, at))
      },
  ),
  which.map(
    (at): Step =>
      (tables) => {
        tables.push(new TableRows(rules, tableAt(tables, at)))
      },
  ),
  which.map(
    (at): Step =>
      (tables) => {
        expect(seen(tableAt(tables, at), 'later')).toEqual(seen(tableAt(tables, at), 'now'))
      },
  ),
)

/** More often than an index remembers. */
function changeOften(table: TableRows): void {
  for (let at = 0; at < 1100; at++) {
    const id = `${at % 90}`
    table.replace(table.get(id), { id, name: names[at % 4] ?? '' } as Row)
  }
}

function tableAt(tables: readonly TableRows[], at: number): TableRows {
  return tables[at % tables.length] as TableRows
}

function seen(table: TableRows, index: string): unknown {
  const range = { index, within: [] }
  return [[...table.scan(range)], [...table.scan({ ...range, skip: 3 })], table.count(range)]
}

function filled(): TableRows {
  const table = new TableRows(rules)
  table.fill(filling)
  return table
}

test('an index that is made later has what one has that was made at once, in forks too', () => {
  const holds = fc.property(fc.array(step, { maxLength: 40 }), fc.boolean(), (steps, isFilled) => {
    const tables = [isFilled ? filled() : new TableRows(rules)]
    for (const each of steps) each(tables)
    for (const table of tables) expect(seen(table, 'later')).toEqual(seen(table, 'now'))
  })
  fc.assert(holds, { numRuns: 300 })
})

for (const [title, change, rows] of [
  ['', () => undefined, filling.length],
  [', after more changes than it remembers too', changeOften, 90],
] as const) {
  test(`forks have the index made once, when one is asked${title}`, () => {
    let made = 0
    const counted = (row: Thing) => {
      made++
      return key(row)
    }
    const indexes = [{ name: 'later', key: counted, seldom: true }]
    const table = new TableRows({ ...rules, indexes } as unknown as TableRules)
    table.fill(filling)
    change(table)
    const forks = [table, new TableRows(table.rules, table), new TableRows(table.rules, table)]
    const before = made
    for (const each of forks) each.count({ index: 'later', within: [] })
    expect({ before, made }).toEqual({ before: 0, made: rows })
  })
}
