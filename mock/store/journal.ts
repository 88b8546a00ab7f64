import {
  closeSync,
  constants,
  fdatasync,
  fstatSync,
  ftruncateSync,
  openSync,
  truncateSync,
  writeSync,
} from 'node:fs'
import { promisify } from 'node:util'
import { crc32 } from 'node:zlib'
import { DamagedState } from './damage.ts'
import { linesOf } from './lines.ts'

const NEWLINE = 10
const flush = promisify(fdatasync)

/** An entry as it stands in a journal. @throws TypeError for what JSON cannot say. */
export function lineOf(entry: unknown): string {
  const text = JSON.stringify(entry)
  return `${checksum(text)} ${text}\n`
}

/**
 * A file of entries, each a line: a checksum and one JSON text. Only ever appended to.
 * A line that `append` returned from survives the end of this process; one that `sync` was waited
 * for, that of the machine.
 */
export class Journal {
  readonly #descriptor: number
  #length: number
  #syncing = 0
  #ended = false

  /** Opens a journal at its end; the file is made when there is none. */
  constructor(file: string) {
    // Not 'a': what a failed write left behind is written over.
    this.#descriptor = openSync(file, constants.O_RDWR | constants.O_CREAT, 0o600)
    this.#length = fstatSync(this.#descriptor).size
  }

  get length(): number {
    return this.#length
  }

  /**
   * Writes lines that `lineOf` made, as one. When it throws, none is there: what a full disk left
   * of them is cut off, at the latest before the next.
   */
  append(lines: string): void {
    // The number of its file may be another file's by now.
    if (this.#ended) throw new Error('the journal is closed')
    const bytes = Buffer.from(lines)
    this.#cut()
    try {
      let written = 0
      while (written < bytes.length) {
        const rest = bytes.length - written
        written += writeSync(this.#descriptor, bytes, written, rest, this.#length + written)
      }
    } catch (error) {
      this.#giveBack()
      throw error
    }
    this.#length += bytes.length
  }

  /** Has the device keep what was written. When it throws, the lines behind `length` are not there. */
  async sync(length: number): Promise<void> {
    this.#syncing++
    try {
      await flush(this.#descriptor)
    } catch (error) {
      this.#length = length
      this.#giveBack()
      throw error
    } finally {
      this.#syncing--
      if (this.#ended) this.close()
    }
  }

  /** Lets go of the file, as soon as nothing is on its way to the device. */
  close(): void {
    this.#ended = true
    if (this.#syncing === 0) closeSync(this.#descriptor)
  }

  #cut(): void {
    ftruncateSync(this.#descriptor, this.#length)
  }

  /** Some of the lines may be whole, and nobody was told that they would stay. */
  #giveBack(): void {
    try {
      this.#cut()
    } catch {
      // The disk is not well; the next write begins with it.
    }
  }
}

/**
 * The entries of a journal, oldest first. A last line without its end was never
 * acknowledged: it is cut off.
 * @throws DamagedState when anything else cannot be read.
 */
export async function* readJournal(file: string): AsyncGenerator<unknown> {
  let number = 0
  let end = 0
  for await (const line of linesOf(file)) {
    if (line[line.length - 1] !== NEWLINE) return truncateSync(file, end)
    end += line.length
    yield parse(file, line.toString('utf8', 0, line.length - 1), ++number)
  }
}

function parse(file: string, line: string, number: number): unknown {
  const text = line.slice(9)
  if (line.slice(0, 9) === `${checksum(text)} `) return JSON.parse(text)
  throw new DamagedState(file, `line ${number} does not match its checksum`)
}

function checksum(text: string): string {
  return crc32(text).toString(16).padStart(8, '0')
}
