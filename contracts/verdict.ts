/** What a run has to say beside its tests' results, and the exit code that follows from all of it. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { redacted, redactorOf } from './secrets.ts'

/** What a run comes to, the gravest first. */
const kinds = ['usage', 'broken', 'inconclusive', 'differs'] as const

/**
 * `broken`: the contract; `usage`: the run itself was asked for wrongly; `inconclusive`: nothing can
 * be said; `differs`: two deployments differ and both keep the contract.
 */
export type Kind = (typeof kinds)[number]

const codes: Readonly<Record<Kind, number>> = { usage: 2, broken: 1, inconclusive: 3, differs: 4 }

/** One statement on a run; without any, it passed. */
export interface Verdict {
  readonly kind: Kind
  /** For a person: what it is and what to do about it. */
  readonly text: string
}

/** Whether a test failed for nothing but that its target gave no answer to judge. */
export function isInconclusive(errors: readonly { readonly message?: string }[]): boolean {
  const names = /^(?:Error: )?(Unreachable|Inconclusive): /
  return (
    errors.length > 0 &&
    errors.every(({ message = '' }) => names.test(stripVTControlCharacters(message)))
  )
}

/** Adds a statement to what the command line reads when the run is over; `source` says whose it is. */
export function contribute(outputDir: string, source: string, verdicts: readonly Verdict[]): void {
  const folder = join(outputDir, 'verdict')
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, `${source}.json`), JSON.stringify(redacted(verdicts, redactorOf())))
}

/** Whether a value is what `contribute` writes. */
export function isVerdicts(value: unknown): value is Verdict[] {
  return (
    Array.isArray(value) &&
    value.every(
      (one: Partial<Verdict> | null) =>
        kinds.some((kind) => kind === one?.kind) && typeof one?.text === 'string',
    )
  )
}

/** @returns the gravest first */
export function verdictsIn(outputDir: string): Verdict[] {
  const verdicts = filesIn(join(outputDir, 'verdict')).flatMap(
    (file) => JSON.parse(readFileSync(file, 'utf8')) as Verdict[],
  )
  return kinds.flatMap((kind) => verdicts.filter((one) => one.kind === kind))
}

/** The exit code of the gravest statement; 0 when there is none. */
export function exitCodeOf(verdicts: readonly Verdict[]): number {
  const gravest = gravestOf(verdicts)
  return gravest ? codes[gravest] : 0
}

/** @returns undefined for a run that passed */
export function gravestOf(verdicts: readonly Verdict[]): Kind | undefined {
  return kinds.find((kind) => verdicts.some((one) => one.kind === kind))
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder).map((file) => join(folder, file))
  } catch {
    return []
  }
}
