/** Many rows at once: a world that begins, a snapshot that is read, and one that is written. */
import type { Row, Schema } from '../directory/realm.ts'
import { counted, type Progress, silent } from './progress.ts'
import { MemoryRealm } from './realm.ts'
import type { Stored } from './snapshot.ts'

/** A realm that begins with these rows. */
export function realmOf(
  schema: Schema,
  rows: Iterable<readonly [table: string, row: Row]>,
  told = silent,
): MemoryRealm {
  const realm = new MemoryRealm(schema)
  fill(realm, byTable(counted(rows, 'rows are made', told)), told)
  return realm
}

/** Puts rows into tables that have none. */
export function fill(
  realm: MemoryRealm,
  tables: ReadonlyMap<string, readonly Row[]>,
  told: Progress,
): void {
  for (const [table, rows] of tables) {
    told(`${table} are put in order`, rows.length)
    realm.fill(table, rows)
  }
}

/** All rows that are kept now, whatever happens to the realms meanwhile. */
export function rowsOf(realms: ReadonlyMap<string, MemoryRealm>): Iterable<Stored> {
  return storedIn([...realms].map(([name, realm]) => [name, realm.forkOfKept()] as const))
}

function byTable(rows: Iterable<readonly [table: string, row: Row]>): Map<string, Row[]> {
  const tables = new Map<string, Row[]>()
  for (const [table, row] of rows) held(tables, table).push(row)
  return tables
}

function held(tables: Map<string, Row[]>, table: string): Row[] {
  const rows = tables.get(table) ?? []
  tables.set(table, rows)
  return rows
}

function* storedIn(realms: readonly (readonly [string, MemoryRealm])[]): Generator<Stored> {
  for (const [name, realm] of realms) {
    for (const { table, row } of realm.contents()) yield [name, table, row]
  }
}
