import type { Call, Slow, World } from './dialects/dialect.ts'
import type { Range, Reader, Row, Table } from './directory/realm.ts'

/** A reader that remembers which rows it gave out. */
class WatchedReader implements Reader {
  readonly #realm: Reader
  readonly #given: { table: Table<Row>; id: string; row: Row | undefined }[] = []

  constructor(realm: Reader) {
    this.#realm = realm
  }

  get schema() {
    return this.#realm.schema
  }

  get<R extends Row>(table: Table<R>, id: string): R | undefined {
    const row = this.#realm.get(table, id)
    this.#given.push({ table, id, row })
    return row
  }

  *scan<R extends Row>(table: Table<R>, range: Range): Iterable<R> {
    for (const row of this.#realm.scan(table, range)) {
      this.#given.push({ table, id: row.id, row })
      yield row
    }
  }

  count<R extends Row>(table: Table<R>, range: Range): number {
    return this.#realm.count(table, range)
  }

  /** Whether every row is what it was: rows are replaced and never edited. */
  holds(realm: Reader): boolean {
    return this.#given.every(({ table, id, row }) => realm.get(table, id) === row)
  }
}

/** How often a request starts over before it goes on with what it has: others are never shut out. */
const ATTEMPTS = 5

/** Does what takes time, and does it again when what it relied on changed meanwhile. */
export async function prepared(
  slow: Slow,
  realm: () => Reader,
  { call, world }: { call: Call; world: World },
): Promise<unknown> {
  for (let attempt = 1; ; attempt++) {
    const reader = new WatchedReader(realm())
    const ready = await slow.prepare(reader, call, world)
    if (reader.holds(realm()) || attempt === ATTEMPTS) return ready
  }
}
