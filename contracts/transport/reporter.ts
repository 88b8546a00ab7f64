/** Tells at the end what was waited for the target, and fails a run that was ended before its time. */
import type { FullConfig, FullResult, Reporter } from '@playwright/test/reporter'
import { verdictsIn } from '../verdict.ts'
import { inWords } from './duration.ts'
import { type Account, readAccount } from './ledger.ts'

export default class TransportReporter implements Reporter {
  private outputDirs: readonly string[] = []

  onBegin(config: FullConfig): void {
    this.outputDirs = [...new Set(config.projects.map(({ outputDir }) => outputDir))]
  }

  async onEnd({ status }: FullResult): Promise<{ status: FullResult['status'] }> {
    for (const line of this.outputDirs.map(readAccount).flatMap(told)) {
      process.stdout.write(`${line}\n`)
    }
    const inconclusive = this.outputDirs.flatMap(verdictsIn)
    const ended = inconclusive.filter(({ kind }) => kind === 'inconclusive')
    for (const { text } of ended) process.stdout.write(`\nInconclusive: ${text}\n`)
    return { status: status === 'passed' && ended.length > 0 ? 'failed' : status }
  }

  printsToStdio(): boolean {
    return true
  }
}

/** What a person should know of how the target was asked; nothing when it went straight. */
export function told({ requests, created, pauses, waited }: Account): string[] {
  if (pauses === 0) return []
  const times = pauses === 1 ? 'once' : `${pauses} times`
  const all = inWords(waited.tests + waited.cleaning)
  return [
    `\nWaited ${all}, for the target asked for it ${times} (${requests} requests, ${created} for something new)`,
  ]
}
