import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { Low } from 'lowdb'
import type { Row, Schema } from '../directory/realm.ts'
import { DamagedState } from './damage.ts'
import { Journal, readJournal } from './journal.ts'
import { Lock } from './lock.ts'
import { MemoryRealm } from './realm.ts'
import { type Header, type Snapshot, SnapshotFile, type Stored } from './snapshot.ts'

/** What a realm holds when it begins. */
export interface World {
  /** Which world it is, so that another one is not asked for over existing state. */
  readonly seed: string
  readonly rows: Iterable<readonly [table: string, row: Row]>
}

export interface RealmRules {
  readonly schema: Schema
  /** Absent for a realm that is not served now: it is kept, but not begun. */
  readonly begin?: () => World
}

type Entry = readonly [
  realm: string,
  changes: readonly [table: string, id: string, row: Row | null][],
]

/** The realms, in memory and, when there is a file, on disk. */
export class Store {
  readonly #rules: ReadonlyMap<string, RealmRules>
  readonly #file: string | undefined
  readonly #lock: Lock | undefined
  #realms = new Map<string, MemoryRealm>()
  #seeds: Record<string, string> = {}
  #journal: Journal | undefined
  /** What is being written; one thing at a time. */
  #busy: Promise<void> = Promise.resolve()
  #closed: Promise<void> | undefined
  /** The journal that is written to; the snapshot says at which one to begin. */
  #journalNumber = 1

  private constructor(rules: ReadonlyMap<string, RealmRules>, file?: string) {
    this.#rules = rules
    this.#file = file
    if (file) mkdirSync(dirname(file), { recursive: true })
    this.#lock = file ? new Lock(`${file}.lock`) : undefined
  }

  /**
   * Opens the state in `file`, or begins it; without a file it is in memory only.
   * @throws Locked when another process has it, DamagedState when it cannot be read.
   */
  static async open(rules: ReadonlyMap<string, RealmRules>, file?: string): Promise<Store> {
    const store = new Store(rules, file)
    try {
      await store.#load()
    } catch (error) {
      store.#lock?.release()
      throw error
    }
    return store
  }

  realm(name: string): MemoryRealm {
    const realm = this.#realms.get(name)
    if (!realm) throw new Error(`no realm is called ${name}`)
    return realm
  }

  /** From which world a realm began. */
  seedOf(name: string): string | undefined {
    return this.#seeds[name]
  }

  /** Tells other processes where this one can be reached. */
  announce(url: string): void {
    this.#lock?.announce(url)
  }

  /**
   * Makes the changes of a realm last. They are on disk when this returns;
   * when it throws they are not, and the caller has to undo them.
   */
  commit(name: string): void {
    const realm = this.realm(name)
    if (realm.changes.length === 0) return
    const changes = realm.changes.map(({ table, id, after }) => [table, id, after ?? null])
    this.#journal?.append([name, changes])
    realm.commit()
  }

  /** The worlds from which the realms in `file` began, by realm, without opening the state. */
  static async seedsIn(file: string): Promise<Readonly<Record<string, string>>> {
    return (await new SnapshotFile(file).readHeader())?.seeds ?? {}
  }

  /** Every realm that is served begins again. Writes that arrive meanwhile go with the old world. */
  reset(): Promise<void> {
    this.#busy = this.#busy.catch(() => undefined).then(() => this.#reset())
    return this.#busy
  }

  /** Folds the journal into the snapshot and lets go of the file, also when that fails. */
  close(): Promise<void> {
    this.#closed ??= this.#busy.catch(() => undefined).then(() => this.#close())
    return this.#closed
  }

  async #reset(): Promise<void> {
    const realms = new Map(this.#realms)
    const seeds = { ...this.#seeds }
    for (const [name, { begin, schema }] of this.#rules) {
      if (begin) seeds[name] = fill(realms, name, { schema, world: begin() })
    }
    await this.#save(realms, seeds)
    this.#realms = realms
    this.#seeds = seeds
  }

  async #close(): Promise<void> {
    try {
      if (this.#journal && this.#journal.length > 0) await this.#save(this.#realms, this.#seeds)
    } finally {
      this.#journal?.close()
      this.#lock?.release()
    }
  }

  async #load(): Promise<void> {
    const snapshot = this.#file ? await new SnapshotFile(this.#file).read() : null
    for (const [name, { schema }] of this.#rules) this.#realms.set(name, new MemoryRealm(schema))
    if (snapshot) this.#restore(snapshot)
    const replayed = snapshot ? this.#replay() : this.#dropOrphan()
    const begun = this.#beginMissing()
    if (!snapshot || begun || replayed) await this.#save(this.#realms, this.#seeds)
    else this.#openJournal()
  }

  #restore({ header, rows }: Snapshot): void {
    this.#seeds = { ...header.seeds }
    this.#journalNumber = header.journal
    for (const [realm, tables] of byTable(rows)) {
      for (const [table, held] of tables) this.#known(realm).fill(table, held)
    }
  }

  /** Applies the journal that the snapshot does not hold. @returns how many entries it had. */
  #replay(): number {
    // Left by a process that died between writing a snapshot and dropping what it made superfluous.
    rmSync(this.#journalFile(-1), { force: true })
    if (!existsSync(this.#journalFile())) return 0
    const entries = readJournal(this.#journalFile()) as Entry[]
    for (const [name, changes] of entries) {
      const realm = this.#known(name)
      for (const [table, id, row] of changes) realm.restore(table, id, row ?? undefined)
    }
    return entries.length
  }

  /** A journal alone says what changed, and not what. */
  #dropOrphan(): 0 {
    if (this.#file) for (const journal of journalsOf(this.#file)) rmSync(journal)
    return 0
  }

  #beginMissing(): boolean {
    let begun = false
    for (const [name, { begin, schema }] of this.#rules) {
      if (!begin || this.#seeds[name] !== undefined) continue
      this.#seeds[name] = fill(this.#realms, name, { schema, world: begin() })
      begun = true
    }
    return begun
  }

  /** Writes a snapshot of these realms; the journal begins anew. Without a file it does nothing. */
  async #save(realms: ReadonlyMap<string, MemoryRealm>, seeds: Header['seeds']): Promise<void> {
    if (!this.#file) return
    const forks = [...realms].map(([name, realm]) => [name, realm.fork()] as const)
    const journal = this.#journalNumber + 1
    const snapshot = { header: { journal, seeds }, rows: rowsOf(forks) }
    await new Low<Snapshot>(new SnapshotFile(this.#file), snapshot).write()
    this.#journal?.close()
    rmSync(this.#journalFile(), { force: true })
    this.#journalNumber = journal
    this.#openJournal()
  }

  #openJournal(): void {
    if (this.#file) this.#journal = new Journal(this.#journalFile())
  }

  #journalFile(offset = 0): string {
    return `${this.#file}.journal-${this.#journalNumber + offset}`
  }

  #known(realm: string): MemoryRealm {
    const found = this.#realms.get(realm)
    if (found) return found
    throw new DamagedState(
      this.#file ?? '',
      `it has a realm called ${realm}, which is not known here`,
    )
  }
}

/** The journals beside a state, whatever their numbers. */
export function journalsOf(file: string): string[] {
  const start = `${basename(file)}.journal-`
  return readdirSync(dirname(file))
    .filter((name) => name.startsWith(start) && /^\d+$/.test(name.slice(start.length)))
    .map((name) => join(dirname(file), name))
}

function fill(
  realms: Map<string, MemoryRealm>,
  name: string,
  { schema, world }: { schema: Schema; world: World },
): string {
  const realm = new MemoryRealm(schema)
  const stored = Array.from(world.rows, ([table, row]): Stored => [name, table, row])
  for (const [table, rows] of byTable(stored).get(name) ?? []) realm.fill(table, rows)
  realms.set(name, realm)
  return world.seed
}

/** The rows of each table of each realm. */
function byTable(rows: Iterable<Stored>): Map<string, Map<string, Row[]>> {
  const realms = new Map<string, Map<string, Row[]>>()
  for (const [realm, table, row] of rows) {
    const tables = realms.get(realm) ?? new Map<string, Row[]>()
    const held = tables.get(table) ?? []
    held.push(row)
    realms.set(realm, tables.set(table, held))
  }
  return realms
}

function* rowsOf(realms: readonly (readonly [string, MemoryRealm])[]): Generator<Stored> {
  for (const [name, realm] of realms) {
    for (const { table, row } of realm.contents()) yield [name, table, row]
  }
}
