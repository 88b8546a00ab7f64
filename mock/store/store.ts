import type { Row, Schema } from '../directory/realm.ts'
import { fill, realmOf, rowsOf } from './contents.ts'
import { DamagedState } from './damage.ts'
import { Disk } from './disk.ts'
import type { Durability } from './durability.ts'
import { Groups, type Sink } from './groups.ts'
import { lineOf } from './journal.ts'
import { counted, type Progress, silent } from './progress.ts'
import { MemoryRealm, outcomeOf } from './realm.ts'
import { type Restored, SnapshotFile } from './snapshot.ts'

/** What a realm holds when it begins. */
export interface World {
  /** Which world it is, so that another one is not asked for over existing state. */
  readonly seed: string
  readonly rows: Iterable<readonly [table: string, row: Row]>
}

export interface RealmRules {
  readonly schema: Schema
  /** Absent for a realm that is not served now: it is kept, but not begun. */
  readonly begin?: () => World | Promise<World>
}

/** Where a state is on disk, and what a reply waits for there. */
export interface Place {
  readonly file: string
  readonly durability?: Durability | undefined
  /** How many bytes of changes a journal may hold before they are folded into the snapshot; 64 MiB. */
  readonly foldAfter?: number | undefined
}

type Entry = readonly [
  realm: string,
  changes: readonly [table: string, id: string, row: Row | null][],
]

const FOLD_AFTER = 64 << 20

/** The realms, in memory and, when there is a file, on disk. */
export class Store {
  readonly #rules: ReadonlyMap<string, RealmRules>
  readonly #file: string
  readonly #disk: Disk | undefined
  readonly #groups: Groups | undefined
  #realms = new Map<string, MemoryRealm>()
  #seeds: Record<string, string> = {}
  /** What is being written beside the journal; one thing at a time. */
  #busy: Promise<void> = Promise.resolve()
  #turns = 0
  readonly #foldAfter: number
  #closed: Promise<void> | undefined

  private constructor(rules: ReadonlyMap<string, RealmRules>, disk?: Place) {
    this.#rules = rules
    this.#file = disk?.file ?? ''
    this.#foldAfter = disk?.foldAfter ?? FOLD_AFTER
    this.#disk = disk && new Disk(disk.file, disk.durability ?? 'journal')
    this.#groups = this.#disk && new Groups(this.#sink(this.#disk))
  }

  /**
   * Opens the state on disk, or begins it; without a place it is in memory only.
   * @throws Locked when another process has it, DamagedState when it cannot be read.
   */
  static async open(
    rules: ReadonlyMap<string, RealmRules>,
    disk?: Place,
    told: Progress = silent,
  ): Promise<Store> {
    const store = new Store(rules, disk)
    try {
      await store.#load(told)
    } catch (error) {
      store.#disk?.close()
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
    this.#disk?.announce(url)
  }

  /**
   * Makes the changes of a realm last, as soon as they are written: see `written`.
   * When it throws, they are as they were, and the caller has to undo them.
   */
  commit(name: string): void {
    const realm = this.realm(name)
    if (realm.changes.length === 0) return
    if (!this.#groups) {
      realm.commit()
      return
    }
    this.#groups.add(lineOf([name, outcomeOf(realm.changes)]))
    realm.stage()
  }

  /**
   * Settled when all that was committed is where the durability wants it; undefined when nothing
   * is waited for. When it rejects, what was being written has been undone.
   */
  written(): Promise<void> | undefined {
    return this.#groups?.written()
  }

  /** The worlds from which the realms in `file` began, by realm, without opening the state. */
  static async seedsIn(file: string): Promise<Readonly<Record<string, string>>> {
    return (await new SnapshotFile(file).readHeader())?.seeds ?? {}
  }

  /** Every realm that is served begins again. Writes that arrive meanwhile go with the old world. */
  reset(): Promise<void> {
    return this.#inTurn(() => this.#reset())
  }

  /** Folds the journal into the snapshot and lets go of the file, also when that fails. */
  close(): Promise<void> {
    this.#closed ??= this.#inTurn(() => this.#close())
    return this.#closed
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    this.#turns++
    const turn = this.#busy.catch(() => undefined).then(work)
    this.#busy = turn.finally(() => this.#turns--)
    return this.#busy
  }

  /** What happens to the realms when a group of their changes is written, or is not. */
  #sink(disk: Disk): Sink {
    let written: (readonly [MemoryRealm, number])[] = []
    return {
      write: (lines) => {
        written = [...this.#realms.values()].map((realm) => [realm, realm.staged] as const)
        return disk.append(lines)
      },
      kept: () => {
        for (const [realm, count] of written) realm.commit(count)
        this.#foldIfLong()
      },
      lost: () => {
        for (const [realm] of written) realm.revert()
      },
    }
  }

  async #reset(): Promise<void> {
    const realms = new Map(this.#realms)
    const seeds = { ...this.#seeds }
    for (const [name, { begin, schema }] of this.#rules) {
      if (!begin) continue
      const { seed, rows } = await begin()
      seeds[name] = seed
      realms.set(name, realmOf(schema, rows))
    }
    await this.#disk?.replace(seeds, rowsOf(realms))
    this.#groups?.discard()
    this.#realms = realms
    this.#seeds = seeds
  }

  async #close(): Promise<void> {
    try {
      await this.written()?.catch(() => undefined)
      if (this.#disk?.hasChanges) {
        await this.#disk.replace(this.#seeds, rowsOf(this.#realms))
      }
    } finally {
      this.#disk?.close()
    }
  }

  /**
   * Beside traffic: what goes to the disk is what is kept at this moment. What is staged has yet to
   * be written, and goes to the journal that follows.
   */
  #foldIfLong(): void {
    if (!this.#disk || this.#turns > 0) return
    if (this.#disk.journalLength < this.#foldAfter) return
    const folding = this.#disk.fold(this.#seeds, rowsOf(this.#realms))
    this.#inTurn(() => folding).catch((error) => console.error(error))
  }

  async #load(told: Progress): Promise<void> {
    const snapshot = (await this.#disk?.read(told)) ?? null
    for (const [name, { schema }] of this.#rules) this.#realms.set(name, new MemoryRealm(schema))
    if (snapshot) this.#restore(snapshot, told)
    const replayed = snapshot ? await this.#replay() : 0
    const begun = await this.#beginMissing(told)
    if (!snapshot || begun || replayed) {
      const rows = counted(rowsOf(this.#realms), 'rows are written', told)
      await this.#disk?.replace(this.#seeds, rows)
    } else this.#disk?.resume()
  }

  #restore({ header, tables }: Restored, told: Progress): void {
    this.#seeds = { ...header.seeds }
    for (const [realm, rows] of tables) fill(this.#known(realm), rows, told)
  }

  /** Applies the changes that the snapshot does not hold. @returns how many entries there were. */
  async #replay(): Promise<number> {
    let entries = 0
    for await (const entry of this.#disk?.changes() ?? []) {
      const [name, changes] = entry as Entry
      const realm = this.#known(name)
      for (const [table, id, row] of changes) realm.restore(table, id, row ?? undefined)
      entries++
    }
    return entries
  }

  async #beginMissing(told: Progress): Promise<boolean> {
    let begun = false
    for (const [name, { begin, schema }] of this.#rules) {
      if (!begin || this.#seeds[name] !== undefined) continue
      const { seed, rows } = await begin()
      this.#seeds[name] = seed
      this.#realms.set(name, realmOf(schema, rows, told))
      begun = true
    }
    return begun
  }

  #known(realm: string): MemoryRealm {
    const found = this.#realms.get(realm)
    if (found) return found
    throw new DamagedState(this.#file, `it has a realm called ${realm}, which is not known here`)
  }
}
