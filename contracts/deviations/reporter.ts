/** Prints which deviations are known, and which could not be judged. */
import { existsSync, readFileSync } from 'node:fs'
import type { FullConfig, Reporter } from '@playwright/test/reporter'
import { nameOf } from './entry.ts'
import type { Judged, State } from './sum-up.ts'
import { type Summary, summaryFile } from './teardown.ts'

export default class DeviationsReporter implements Reporter {
  private outputDir = ''

  onBegin({ projects }: FullConfig): void {
    this.outputDir = projects[0]?.outputDir ?? ''
  }

  /** The tear-down is over by then. */
  async onExit(): Promise<void> {
    const file = summaryFile(this.outputDir)
    if (!existsSync(file)) return
    const summary = JSON.parse(readFileSync(file, 'utf8')) as Summary
    for (const line of summaryLines(summary)) process.stdout.write(`${line}\n`)
  }

  printsToStdio(): boolean {
    return true
  }
}

export function summaryLines({ entries, wrote }: Summary): string[] {
  const having = (state: State) => entries.filter((one) => one.state === state)
  return [
    ...listed('Known deviations', having('known').map(knownLine)),
    ...listed(
      'Deviations not judged',
      having('not judged').map(({ entry, text }) => `${nameOf(entry)}: ${text}`),
    ),
    ...(wrote ? ['', wroteLine(wrote)] : []),
  ]
}

function listed(title: string, lines: readonly string[]): string[] {
  if (lines.length === 0) return []
  return [`\n${title}: ${lines.length}`, ...lines.map((line) => `  ${line}`)]
}

function knownLine({ entry, seen, daysLeft, text }: Judged): string {
  const left = daysLeft === 1 ? '1 day left' : `${daysLeft} days left`
  const issue = entry.issue ? ` ${entry.issue}` : ''
  return `${nameOf(entry)}: ${text} (${entry.owner}, until ${entry.expires}, ${left}; seen ${seen} x)${issue}`
}

function wroteLine({ file, added }: NonNullable<Summary['wrote']>): string {
  if (added === 0) return `Nothing to propose: ${file} is as it was`
  const entries = added === 1 ? 'a proposed entry' : `${added} proposed entries`
  return `Wrote ${entries} to ${file}: each takes an owner and a reason before it counts`
}
