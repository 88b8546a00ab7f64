/** Tells at the end what was waited for the target, and fails a run that was ended before its time. */
import type { FullConfig, FullResult, Reporter } from '@playwright/test/reporter'
import { verdictsIn } from '../verdict.ts'
import { inWords } from './duration.ts'
import { type Account, readAccount } from './ledger.ts'

export default class TransportReporter implements Reporter {
  private readonly quiet: boolean
  private outputDirs: readonly string[] = []

  constructor({ quiet = false }: { readonly quiet?: boolean } = {}) {
    this.quiet = quiet
  }

  onBegin(config: FullConfig): void {
    this.outputDirs = [...new Set(config.projects.map(({ outputDir }) => outputDir))]
  }

  async onEnd({ status }: FullResult): Promise<{ status: FullResult['status'] }> {
    const lines = this.quiet ? [] : this.outputDirs.map(readAccount).flatMap(told)
    for (const line of lines) process.stdout.write(`${line}\n`)
    const ended = this.outputDirs.flatMap(verdictsIn).some(({ kind }) => kind === 'inconclusive')
    return { status: status === 'passed' && ended ? 'failed' : status }
  }

  printsToStdio(): boolean {
    return !this.quiet
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
