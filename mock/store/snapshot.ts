import { createReadStream, existsSync } from 'node:fs'
import { open, rename } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { crc32 } from 'node:zlib'
import type { Adapter } from 'lowdb'
import type { Row } from '../directory/realm.ts'
import { DamagedState } from './damage.ts'

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

const FORMAT = 'rehearsal-state-1'
const CHUNK = 1 << 18

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
  async read(): Promise<Snapshot | null> {
    if (!existsSync(this.#file)) return null
    const rows: Stored[] = []
    let header: Header | undefined
    let sum = 0
    let number = 0
    let whole = false
    for await (const line of createInterface({ input: createReadStream(this.#file) })) {
      number++
      if (whole) throw this.#damaged(number, 'there is more after the end')
      const record = this.#parse(line, number)
      if (number === 1) header = this.#header(record)
      else if (isFooter(record)) whole = record.checksum === sum
      else rows.push(record as Stored)
      sum = crc32(line, sum)
    }
    if (header && whole) return { header, rows }
    throw this.#damaged(number, 'the end is missing or does not match its checksum')
  }

  /** Writes beside the file, then takes its place: a reader sees the old state or the new. */
  async write({ header, rows }: Snapshot): Promise<void> {
    const beside = `${this.#file}.new`
    const target = await open(beside, 'w', 0o600)
    try {
      let line = `[${JSON.stringify({ format: FORMAT, ...header })},`
      let sum = crc32(line)
      let chunk = `${line}\n`
      for (const row of rows) {
        line = `${JSON.stringify(row)},`
        sum = crc32(line, sum)
        chunk += `${line}\n`
        if (chunk.length < CHUNK) continue
        await target.write(chunk)
        chunk = ''
      }
      await target.write(`${chunk}${JSON.stringify({ checksum: sum })}]\n`)
      await target.sync()
    } finally {
      await target.close()
    }
    await rename(beside, this.#file)
  }

  /** A line ends with a comma or, the last one, with the bracket that the first began with. */
  #parse(line: string, number: number): unknown {
    try {
      return JSON.parse(line.slice(number === 1 ? 1 : 0, -1))
    } catch {
      throw this.#damaged(number, 'it is not a record')
    }
  }

  #header(record: unknown): Header {
    const { format, ...header } = record as Header & { format?: unknown }
    if (format === FORMAT) return header
    throw new DamagedState(this.#file, `it does not begin as a state file of this version does`)
  }

  #damaged(line: number, what: string): DamagedState {
    return new DamagedState(this.#file, `line ${line}: ${what}`)
  }
}

function isFooter(record: unknown): record is { checksum: number } {
  return !Array.isArray(record)
}
