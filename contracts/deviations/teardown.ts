/** Playwright's global tear-down: sums up what all workers noted of the deviations file. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FullConfig } from '@playwright/test'
import { contribute, type Verdict } from '../verdict.ts'
import { DeviationsError } from './entry.ts'
import { folderIn, notesIn } from './notes.ts'
import { addProposals } from './proposal.ts'
import { readEntries } from './read.ts'
import { choosesSome } from './selection.ts'
import { type Settings, settingsOf } from './settings.ts'
import { complaint, type Judged, judgeEntry } from './sum-up.ts'

/** What is left of it in the output folder, as `deviations/summary.json`. */
export interface Summary {
  readonly file: string
  readonly entries: readonly Judged[]
  /** What was proposed, when somebody asked for it. */
  readonly wrote?: { readonly file: string; readonly added: number }
}

/**
 * Each stale or expired entry fails the run, and is told once: with the verdict of the command line
 * or, where reporters are not ours, by an error.
 * @throws Error with a sentence for each where reporters are not ours
 */
export default function tearDown(
  { projects }: Pick<FullConfig, 'projects'>,
  environment: NodeJS.ProcessEnv = process.env,
): void {
  const outputDir = projects[0]?.outputDir ?? ''
  const verdicts = verdictsOf(outputDir, process.argv, environment)
  if (verdicts.length === 0) return
  const { REHEARSAL_REPORT, REHEARSAL_REPORTER } = environment
  if (REHEARSAL_REPORT !== undefined) contribute(outputDir, 'deviations', verdicts)
  if (REHEARSAL_REPORT !== undefined && !REHEARSAL_REPORTER) return
  const error = new Error(verdicts.map(({ text }) => text).join('\n'))
  // Where in this file it comes from tells nobody anything.
  error.stack = ''
  throw error
}

function verdictsOf(
  outputDir: string,
  argv: readonly string[],
  environment: NodeJS.ProcessEnv,
): Verdict[] {
  try {
    const { file, entries } = sumUp(outputDir, argv, settingsOf(environment))
    return entries
      .filter(({ state }) => state === 'stale' || state === 'expired')
      .map((judged) => ({ kind: 'broken', text: complaint(file, judged) }))
  } catch (error) {
    if (!(error instanceof DeviationsError)) throw error
    return [{ kind: 'usage', text: error.message }]
  }
}

/**
 * Judges every entry, and adds the proposals to their file where they are wanted.
 * @throws DeviationsError when a file cannot be used
 */
export function sumUp(outputDir: string, argv: readonly string[], settings: Settings): Summary {
  const { file, today, write } = settings
  const notes = notesIn(outputDir)
  const cut = notes.some(({ status }) => status === 'interrupted')
  const whole = !cut && !choosesSome(argv.slice(argv.indexOf('test') + 1))
  const entries = readEntries(settings).map((entry) => judgeEntry(entry, { notes, whole, today }))
  const proposals = notes.flatMap((note) => note.proposals)
  const wrote = write && { file: write, added: addProposals(write, proposals, today) }
  const summary: Summary = { file, entries, ...(wrote && { wrote }) }
  if (entries.length > 0 || wrote) {
    mkdirSync(folderIn(outputDir), { recursive: true })
    writeFileSync(summaryFile(outputDir), JSON.stringify(summary))
  }
  return summary
}

export function summaryFile(outputDir: string): string {
  return join(folderIn(outputDir), 'summary.json')
}
