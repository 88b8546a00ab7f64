/** What a scenario exchanged with one of two deployments. */
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Breach } from '../conformance.ts'
import type { Side } from './sides.ts'

/** All that comes of a comparison, in the folder of the run. */
export const COMPARISON = 'parity.json'

export interface Request {
  readonly method: string
  /** Below the base URL, as it went over the wire. */
  readonly path: string
  readonly query: Readonly<Record<string, string>>
  readonly headers: Readonly<Record<string, string>>
  readonly body?: unknown
  /** The values that fill the braces of the operation's path. */
  readonly ids: readonly string[]
}

export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body?: unknown
}

/** One exchange. */
export interface Entry {
  readonly operation: string
  readonly as: string
  readonly request: Request
  readonly answer: Answer
  /** In ms since the epoch, by our clock. */
  readonly sent: number
  readonly received: number
  /** How the reply departs from the document. */
  readonly breaches: readonly Breach[]
  /** Whether it was beside the scenario, as what removes what was made. */
  readonly beside: boolean
}

/**
 * How the scenario ended: `broken` on what is stated or public, `inferred` on what is only inferred,
 * `silent` without a reply.
 */
export type End = 'passed' | 'broken' | 'inferred' | 'silent' | 'not run'

export interface Transcript {
  readonly side: Side
  /** Whether the deployment is a mock, which has to keep all that it says. */
  readonly mock: boolean
  readonly api: string
  /** `<file> › <title>`. */
  readonly scenario: string
  /** What every name that the scenario made has in it. */
  readonly mark: string
  readonly end: End
  /** Why it did not pass. */
  readonly why?: string
  readonly promises: readonly string[]
  /** Deviations of the deployment that were met and are known. */
  readonly known: readonly string[]
  /** Ids that the suite was told, by what they are. */
  readonly givens: Readonly<Record<string, string>>
  readonly entries: readonly Entry[]
  /** For each entry the line that repeats it. */
  readonly curls: readonly string[]
}

/** Adds one, as a line of JSON, to what a worker has of its side. */
export function keep(outputDir: string, file: string, line: string): void {
  const folder = join(outputDir, 'transcripts')
  mkdirSync(folder, { recursive: true })
  appendFileSync(join(folder, `${file}.jsonl`), `${line}\n`)
}

/** All transcripts of a run; none when no scenario came so far. */
export function transcriptsIn(outputDir: string): Transcript[] {
  const folder = join(outputDir, 'transcripts')
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .sort()
    .flatMap((file) => readFileSync(join(folder, file), 'utf8').trim().split('\n'))
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Transcript)
}
