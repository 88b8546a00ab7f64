/** Playwright's global tear-down: sums up what all workers noted of the deviations file. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FullConfig } from '@playwright/test'
import { contribute } from '../verdict.ts'
import { DeviationsError } from './entry.ts'
import { folderIn, notesIn } from './notes.ts'
import { addProposals } from './proposal.ts'
import { readEntries } from './read.ts'
import { choosesSome } from './selection.ts'
import { settingsOf } from './settings.ts'
import { complaint, type Judged, judgeEntry } from './sum-up.ts'

/** What is left of it in the output folder, as `deviations/summary.json`. */
export interface Summary {
  readonly file: string
  readonly entries: readonly Judged[]
  /** What was proposed, when somebody asked for it. */
  readonly wrote?: { readonly file: string; readonly added: number }
}

/** @throws Error with a sentence for each stale or expired entry, which fails the run */
export default function sumUp({ projects }: FullConfig): void {
  const outputDir = projects[0]?.outputDir ?? ''
  try {
    const complaints = sumUpIn(outputDir, process.argv)
    if (complaints.length === 0) return
    contribute(
      outputDir,
      'deviations',
      complaints.map((text) => ({ kind: 'broken', text })),
    )
    throw bare(complaints.join('\n'))
  } catch (error) {
    if (!(error instanceof DeviationsError)) throw error
    contribute(outputDir, 'deviations', [{ kind: 'usage', text: error.message }])
    throw bare(error.message)
  }
}

function sumUpIn(outputDir: string, argv: readonly string[]): string[] {
  const { today, write, ...settings } = settingsOf()
  const { file } = settings
  const notes = notesIn(outputDir)
  const cut = notes.some(({ status }) => status === 'interrupted')
  const whole = !cut && !choosesSome(argv.slice(argv.indexOf('test') + 1))
  const entries = readEntries({ today, ...settings }).map((entry) =>
    judgeEntry(entry, { notes, whole, today }),
  )
  const proposals = notes.flatMap((note) => note.proposals)
  const wrote = write && { file: write, added: addProposals(write, proposals, today) }
  const summary: Summary = { file, entries, ...(wrote && { wrote }) }
  if (entries.length > 0 || wrote) {
    mkdirSync(folderIn(outputDir), { recursive: true })
    writeFileSync(summaryFile(outputDir), JSON.stringify(summary))
  }
  return entries
    .filter(({ state }) => state === 'stale' || state === 'expired')
    .map((judged) => complaint(file, judged))
}

export function summaryFile(outputDir: string): string {
  return join(folderIn(outputDir), 'summary.json')
}

/** Where in this file it comes from tells nobody anything. */
function bare(message: string): Error {
  const error = new Error(message)
  error.stack = ''
  return error
}
