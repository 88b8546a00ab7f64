import {
  closeSync,
  constants,
  fstatSync,
  ftruncateSync,
  openSync,
  readFileSync,
  truncateSync,
  writeSync,
} from 'node:fs'
import { crc32 } from 'node:zlib'
import { DamagedState } from './damage.ts'

const NEWLINE = 10

/**
 * A file of entries, each a line: a checksum and one JSON text. Only ever appended to.
 * An entry that `append` returned from survives the end of this process.
 */
export class Journal {
  readonly #descriptor: number
  #length: number

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
   * Writes one entry. When it throws, the entry is not there: what a full disk
   * left of it is cut off here, or before the next entry.
   */
  append(entry: unknown): void {
    const text = JSON.stringify(entry)
    const line = Buffer.from(`${checksum(text)} ${text}\n`)
    ftruncateSync(this.#descriptor, this.#length)
    let written = 0
    while (written < line.length) {
      const rest = line.length - written
      written += writeSync(this.#descriptor, line, written, rest, this.#length + written)
    }
    this.#length += line.length
  }

  close(): void {
    closeSync(this.#descriptor)
  }
}

/**
 * The entries of a journal, oldest first. A last line without its end was never
 * acknowledged: it is cut off.
 * @throws DamagedState when anything else cannot be read.
 */
export function readJournal(file: string): unknown[] {
  const content = readFileSync(file)
  const end = content.lastIndexOf(NEWLINE) + 1
  const entries = content
    .toString('utf8', 0, end)
    .split('\n')
    .slice(0, -1)
    .map((line, index) => parse(file, line, index + 1))
  if (end < content.length) truncateSync(file, end)
  return entries
}

function parse(file: string, line: string, number: number): unknown {
  const text = line.slice(9)
  if (line.slice(0, 9) === `${checksum(text)} `) return JSON.parse(text)
  throw new DamagedState(file, `line ${number} does not match its checksum`)
}

function checksum(text: string): string {
  return crc32(text).toString(16).padStart(8, '0')
}
