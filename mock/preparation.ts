import type { Behaviour, Call, Slow, World } from './dialects/dialect.ts'
import { Failure } from './directory/failure.ts'
import type { Range, Reader, Row, Table } from './directory/realm.ts'

/** A reader that remembers what it gave out, and can look whether it would give out the same again. */
class WatchedReader implements Reader {
  readonly #realm: Reader
  readonly #looks: ((realm: Reader) => boolean)[] = []

  constructor(realm: Reader) {
    this.#realm = realm
  }

  get schema() {
    return this.#realm.schema
  }

  get<R extends Row>(table: Table<R>, id: string): R | undefined {
    const row = this.#realm.get(table, id)
    this.#looks.push((realm) => realm.get(table, id) === row)
    return row
  }

  scan<R extends Row>(table: Table<R>, range: Range): Iterable<R> {
    return this.#walked((realm) => realm.scan(table, range))
  }

  ids<R extends Row>(table: Table<R>, range: Range): Iterable<string> {
    return this.#walked((realm) => realm.ids(table, range))
  }

  count<R extends Row>(table: Table<R>, range: Range): number {
    const count = this.#realm.count(table, range)
    this.#looks.push((realm) => realm.count(table, range) === count)
    return count
  }

  *#walked<T>(walk: (realm: Reader) => Iterable<T>): Generator<T> {
    const given: T[] = []
    let toItsEnd = false
    this.#looks.push((realm) => isSame(walk(realm), given, toItsEnd))
    for (const each of walk(this.#realm)) {
      given.push(each)
      yield each
    }
    toItsEnd = true
  }

  /** Whether everything is what it was: rows are replaced and never edited. */
  holds(realm: Reader): boolean {
    return this.#looks.every((isAsBefore) => isAsBefore(realm))
  }
}

/** Whether a walk begins with these and, if it came to its end, finds no others. */
function isSame<T>(now: Iterable<T>, given: readonly T[], toItsEnd: boolean): boolean {
  let place = 0
  for (const each of now) {
    if (place === given.length) return !toItsEnd
    if (each !== given[place++]) return false
  }
  return place === given.length
}

/** How often a request starts over before it is refused: it may not act on what is no longer so. */
const ATTEMPTS = 5

/**
 * Does what takes time, and does it again when what it relied on changed meanwhile. Nothing waits
 * between the last look and `act`, so that nothing can change there.
 * @throws Failure `unavailable` when it changed at every attempt.
 */
export async function whenPrepared<T>(
  slow: Slow,
  realm: () => Reader,
  { call, world, act }: { call: Call; world: World; act: (behaviour: Behaviour) => T },
): Promise<T> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const reader = new WatchedReader(realm())
    const ready = await slow.prepare(reader, call, world)
    if (reader.holds(realm())) return act(slow.perform(ready))
  }
  throw new Failure('unavailable', 'what this request relies on keeps changing; try again')
}
