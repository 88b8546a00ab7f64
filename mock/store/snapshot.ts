import { existsSync, statSync } from 'node:fs'
import { open, rename } from 'node:fs/promises'
import { crc32 } from 'node:zlib'
import type { Adapter } from 'lowdb'
import type { Row } from '../directory/realm.ts'
import { DamagedState } from './damage.ts'
import { blocksOf, linesIn, linesOf } from './lines.ts'
import { silent } from './progress.ts'

export type Stored = readonly [realm: string, table: string, row: Row]

export interface Header {
  /** The first journal whose entries are not in the snapshot. */
  readonly journal: number
  /** From which world each realm began, by the realm's name. */
  readonly seeds: Readonly<Record<string, string>>
}

export interface Snapshot {
  readonly header: Header
  readonly rows: Iterable<Stored>
}

/** A snapshot that was read. */
export interface Restored extends Snapshot {
  /** The rows of each table of each realm. */
  readonly tables: ReadonlyMap<string, ReadonlyMap<string, readonly Row[]>>
}

const FORMAT = 'rehearsal-state-2'
const CHUNK = 1 << 18
/** More than a footer can have, so that other lines need not be looked at twice. */
const FOOTER_LIMIT = 40

/**
 * lowdb's two members over a file that is one JSON array with one record a line,
 * so that no text is ever longer than a record: V8's end at 512 MiB.
 * The first record is the header, the last the checksum of the lines before it.
 */
export class SnapshotFile implements Adapter<Snapshot> {
  readonly #file: string

  constructor(file: string) {
    this.#file = file
  }

  /** @throws DamagedState when the file cannot be read as it was written. */
  async read(told = silent): Promise<Restored | null> {
    if (!existsSync(this.#file)) return null
    const { size } = statSync(this.#file)
    let done = 0
    const rows = new Rows()
    let header: Header | undefined
    let [sum, number, whole] = [0, 0, false]
    for await (const block of blocksOf(this.#file)) {
      done += block.length
      told('bytes of the state are read', done, size)
      if (header && !whole && rows.takeAll(block)) {
        sum = crc32(block, sum)
        number += rows.last
        continue
      }
      for (const line of linesIn(block)) {
        number++
        if (whole) throw this.#damaged(number, 'there is more after the end')
        whole = line.length < FOOTER_LIMIT && line.toString() === footer(sum)
        if (whole) continue
        if (header) rows.take(this.#row(line, number))
        else header = this.#header(line)
        sum = crc32(line, sum)
      }
    }
    if (header && whole) return { header, rows, tables: rows.tables }
    throw this.#damaged(number, 'the end is missing or does not match its checksum')
  }

  /** The header alone, without a look at the rest. */
  async readHeader(): Promise<Header | null> {
    if (!existsSync(this.#file)) return null
    for await (const line of linesOf(this.#file)) return this.#header(line)
    throw this.#damaged(1, 'the file is empty')
  }

  /** Writes beside the file, then takes its place: a reader sees the old state or the new. */
  async write({ header, rows }: Snapshot): Promise<void> {
    const beside = `${this.#file}.new`
    const target = await open(beside, 'w', 0o600)
    try {
      let chunk = `[${JSON.stringify({ format: FORMAT, ...header })},\n`
      let sum = 0
      for (const row of rows) {
        chunk += `${JSON.stringify(row)},\n`
        if (chunk.length < CHUNK) continue
        const bytes = Buffer.from(chunk)
        sum = crc32(bytes, sum)
        await target.write(bytes)
        chunk = ''
      }
      sum = crc32(chunk, sum)
      await target.write(chunk + footer(sum))
      await target.sync()
    } finally {
      await target.close()
    }
    await rename(beside, this.#file)
  }

  #header(line: Buffer): Header {
    const record = line[0] === 0x5b ? this.#parse(line.toString().slice(1), 1) : undefined
    const { format, ...header } = (record ?? {}) as Header & { format?: unknown }
    if (format === FORMAT && header.seeds) return header
    throw new DamagedState(this.#file, 'it does not begin as a state file of this version does')
  }

  #row(line: Buffer, number: number): Stored {
    const record = this.#parse(line.toString(), number)
    if (isStored(record)) return record
    throw this.#damaged(number, 'it is not a row')
  }

  /** A line ends with a comma, for another one follows. */
  #parse(text: string, number: number): unknown {
    if (FOOTER.test(text)) throw this.#damaged(number, 'what stands before it has been altered')
    if (!text.endsWith(',\n')) throw this.#damaged(number, 'it is cut off')
    try {
      return JSON.parse(text.slice(0, -2))
    } catch {
      throw this.#damaged(number, 'it is not a record')
    }
  }

  #damaged(line: number, what: string): DamagedState {
    return new DamagedState(this.#file, `line ${line}: ${what}`)
  }
}

/** Rows as they are read, those of one table together. */
class Rows implements Iterable<Stored> {
  readonly tables = new Map<string, Map<string, Row[]>>()
  /** The table that rows come for, one after the other. */
  #part: { readonly realm: string; readonly table: string; readonly rows: Row[] } | undefined
  /** How many the last block had. */
  last = 0

  take([realm, table, row]: Stored): void {
    if (this.#part?.realm !== realm || this.#part.table !== table) {
      const tables = this.tables.get(realm) ?? new Map<string, Row[]>()
      const rows = tables.get(table) ?? []
      this.tables.set(realm, tables.set(table, rows))
      this.#part = { realm, table, rows }
    }
    this.#part.rows.push(row)
  }

  /** Parses a block as one text, which is faster than line by line. @returns whether it had rows alone. */
  takeAll(block: Buffer): boolean {
    const records = recordsIn(block)
    if (!records?.every(isStored)) return false
    for (const record of records) this.take(record)
    this.last = records.length
    return true
  }

  *[Symbol.iterator](): Generator<Stored> {
    for (const [realm, tables] of this.tables)
      for (const [table, rows] of tables) for (const row of rows) yield [realm, table, row]
  }
}

function recordsIn(block: Buffer): unknown[] | undefined {
  try {
    // It ends with a comma and the end of the line.
    return JSON.parse(`[${block.toString('utf8', 0, block.length - 2)}]`) as unknown[]
  } catch {
    // Whoever looks at it line by line can say where the damage is, or that it is the end.
    return undefined
  }
}

function isStored(record: unknown): record is Stored {
  return Array.isArray(record) && record.length === 3
}

const FOOTER = /^\{"checksum":\d+\}\]\n$/

function footer(sum: number): string {
  return `${JSON.stringify({ checksum: sum })}]\n`
}
