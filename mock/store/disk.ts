/** A state on disk: a snapshot, and the journals that go on from it. */
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { Low } from 'lowdb'
import type { Durability } from './durability.ts'
import { Journal, readJournal } from './journal.ts'
import { Lock } from './lock.ts'
import type { Progress } from './progress.ts'
import { type Header, type Restored, type Snapshot, SnapshotFile, type Stored } from './snapshot.ts'

export class Disk {
  readonly #file: string
  readonly #durability: Durability
  readonly #lock: Lock
  #journal: Journal | undefined
  /** The journal that is written to; the snapshot says at which one to begin. */
  #number = 1
  /** Changes that are in memory alone, in bytes. */
  #unwritten = 0
  /** Whether a fold began and did not end: changes from before are not in the snapshot. */
  #isBehind = false

  /** @throws Locked when another process has the state. */
  constructor(file: string, durability: Durability) {
    this.#file = file
    this.#durability = durability
    mkdirSync(dirname(file), { recursive: true })
    this.#lock = new Lock(`${file}.lock`)
  }

  /** Tells other processes where this one can be reached. */
  announce(url: string): void {
    this.#lock.announce(url)
  }

  /** @throws DamagedState when it cannot be read as it was written. */
  async read(told: Progress): Promise<Restored | null> {
    const snapshot = await new SnapshotFile(this.#file).read(told)
    this.#number = snapshot?.header.journal ?? 1
    // A journal alone says what changed, and not what.
    for (const journal of journalsOf(this.#file)) {
      if (!snapshot || numberOf(journal) < this.#number) rmSync(journal)
    }
    return snapshot
  }

  /** What was changed after the snapshot, oldest first. */
  async *changes(): AsyncGenerator<unknown> {
    let number = this.#number
    for (; existsSync(this.#journalFile(number)); number++) {
      yield* readJournal(this.#journalFile(number))
      this.#number = number
    }
  }

  /** Goes on with the journal that is there. */
  resume(): void {
    this.#journal = new Journal(this.#journalFile())
  }

  /**
   * Adds lines to the journal, as one. They are where the durability wants them when it returns, or
   * when what it returns is settled.
   */
  append(lines: string): Promise<void> | undefined {
    const journal = this.#journal
    if (!journal || this.#durability === 'none') {
      this.#unwritten += lines.length
      return undefined
    }
    const { length } = journal
    journal.append(lines)
    return this.#durability === 'fsync' ? journal.sync(length) : undefined
  }

  /** How many bytes of changes came after the last fold began. */
  get journalLength(): number {
    return (this.#journal?.length ?? 0) + this.#unwritten
  }

  /** Whether there are changes that are not in the snapshot. */
  get hasChanges(): boolean {
    return this.#isBehind || this.journalLength > 0
  }

  /**
   * Writes a snapshot which holds all that was written so far, and drops the journals before it.
   * When it rejects, everything is as it was.
   */
  async replace(seeds: Header['seeds'], rows: Iterable<Stored>): Promise<void> {
    const number = this.#number + 1
    // First, for a snapshot says in which journal to look for what comes after it.
    const next = new Journal(this.#journalFile(number))
    try {
      await this.#write({ journal: number, seeds }, rows)
    } catch (error) {
      next.close()
      rmSync(this.#journalFile(number), { force: true })
      throw error
    }
    this.#goOn(next, number)
    this.#dropOlder()
  }

  /**
   * The same while changes go on: they go to a journal of their own from now on. `rows` has to be
   * all that was written before.
   */
  async fold(seeds: Header['seeds'], rows: Iterable<Stored>): Promise<void> {
    const number = this.#number + 1
    this.#goOn(new Journal(this.#journalFile(number)), number)
    this.#isBehind = true
    await this.#write({ journal: number, seeds }, rows)
    this.#dropOlder()
  }

  close(): void {
    this.#journal?.close()
    this.#lock.release()
  }

  async #write(header: Header, rows: Iterable<Stored>): Promise<void> {
    await new Low<Snapshot>(new SnapshotFile(this.#file), { header, rows }).write()
    this.#isBehind = false
  }

  #goOn(next: Journal, number: number): void {
    this.#journal?.close()
    this.#journal = next
    this.#number = number
    this.#unwritten = 0
  }

  #dropOlder(): void {
    for (const journal of journalsOf(this.#file)) {
      if (numberOf(journal) < this.#number) rmSync(journal, { force: true })
    }
  }

  #journalFile(number = this.#number): string {
    return `${this.#file}.journal-${number}`
  }
}

/** The journals beside a state, whatever their numbers. */
export function journalsOf(file: string): string[] {
  const start = `${basename(file)}.journal-`
  return readdirSync(dirname(file))
    .filter((name) => name.startsWith(start) && /^\d+$/.test(name.slice(start.length)))
    .map((name) => join(dirname(file), name))
}

function numberOf(journal: string): number {
  return Number(/\d+$/.exec(journal)?.[0])
}
