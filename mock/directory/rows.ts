import { Failure } from './failure.ts'
import type { Realm, Row, Table, TableRules } from './realm.ts'

/**
 * Stores a row, new or changed.
 * @throws Failure `conflict` when another row has the same value of a unique field.
 */
export function save<R extends Row>(realm: Realm, table: Table<R>, row: R): void {
  for (const { name, key, unique } of rulesOf(realm, table).indexes) {
    const within = unique === undefined ? undefined : key(row)
    if (unique === undefined || within === undefined) continue
    for (const other of realm.scan(table, { index: name, within })) {
      if (other.id !== row.id) throw taken(table, unique, row)
    }
  }
  realm.put(table, row)
}

/** Removes a row and, in every table, the rows that refer to it. */
export function erase<R extends Row>(realm: Realm, table: Table<R>, id: string): void {
  eraseReferences(realm, table, id)
  realm.remove(table, id)
}

/** Removes the rows that refer to a row, and leaves the row itself. */
export function eraseReferences<R extends Row>(realm: Realm, table: Table<R>, id: string): void {
  for (const { table: owner, references } of realm.schema) {
    for (const { index } of references.filter(({ to }) => to === table.name)) {
      for (const row of [...realm.scan(owner, { index, within: [id] })]) erase(realm, owner, row.id)
    }
  }
}

function rulesOf<R extends Row>(realm: Realm, table: Table<R>): TableRules<R> {
  const rules = realm.schema.find((each) => each.table.name === table.name)
  if (!rules) throw new Error(`no table is called ${table.name}`)
  return rules as unknown as TableRules<R>
}

function taken<R extends Row>({ noun }: Table<R>, field: string, row: R): Failure {
  const value = (row as Record<string, unknown>)[field]
  return new Failure('conflict', `${field} ${JSON.stringify(value)} is taken by another ${noun}`, {
    subject: noun,
    field,
  })
}
