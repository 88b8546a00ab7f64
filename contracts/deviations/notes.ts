/** What a worker notes of its tests: which entries were needed, and what would have judged the others. */
import { appendFileSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Entry } from './entry.ts'

/** One test of a worker. */
export interface Note {
  readonly api: string
  readonly title: string
  readonly status: string
  readonly operations: readonly string[]
  /** The ids of the behaviours that it cites, and the checks that it makes. */
  readonly cited: readonly string[]
  /** How many times each entry was needed, by the entry's index. */
  readonly used: Readonly<Record<number, number>>
  readonly proposals: readonly Proposal[]
}

/** A difference that no entry covers. */
export interface Proposal
  extends Pick<
    Entry,
    'api' | 'operation' | 'check' | 'at' | 'spec' | 'says' | 'scenario' | 'reason'
  > {
  /** Repeats the request. */
  readonly curl?: string
}

export function keep(outputDir: string, worker: number, note: Note): void {
  const folder = folderIn(outputDir)
  mkdirSync(folder, { recursive: true })
  appendFileSync(join(folder, `worker-${worker}.jsonl`), `${JSON.stringify(note)}\n`)
}

/** Of all workers; none when nobody noted anything. */
export function notesIn(outputDir: string): Note[] {
  const folder = folderIn(outputDir)
  return filesIn(folder)
    .filter((name) => name.startsWith('worker-'))
    .flatMap((name) => readFileSync(join(folder, name), 'utf8').trim().split('\n'))
    .map((line) => JSON.parse(line) as Note)
}

export function folderIn(outputDir: string): string {
  return join(outputDir, 'deviations')
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}
