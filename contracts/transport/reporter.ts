/** Tells at the end what was waited for the target, and fails a run that was ended before its time. */
import type { FullConfig, FullResult, Reporter } from '@playwright/test/reporter'
import { verdictsIn } from '../verdict.ts'
import { inWords } from './duration.ts'
import { type Account, readAccount } from './ledger.ts'

export interface TransportReporterOptions {
  /** Only `full` prints what was waited. */
  readonly tone: 'full' | 'quiet' | 'silent'
  /** Whether nobody else says why a run is inconclusive. */
  readonly alone: boolean
}

export default class TransportReporter implements Reporter {
  private readonly options: TransportReporterOptions
  private outputDirs: readonly string[] = []

  constructor({ tone = 'full', alone = false }: Partial<TransportReporterOptions> = {}) {
    this.options = { tone, alone }
  }

  onBegin(config: FullConfig): void {
    this.outputDirs = [...new Set(config.projects.map(({ outputDir }) => outputDir))]
  }

  async onEnd({ status }: FullResult): Promise<{ status: FullResult['status'] }> {
    const statements = this.outputDirs.flatMap(verdictsIn)
    const inconclusive = statements.filter(({ kind }) => kind === 'inconclusive')
    const { tone, alone } = this.options
    const waited = tone === 'full' ? this.outputDirs.map(readAccount).flatMap(told) : []
    const why = alone ? inconclusive.map(({ text }) => `\nInconclusive: ${text}`) : []
    for (const line of [...waited, ...why]) process.stdout.write(`${line}\n`)
    return { status: status === 'passed' && inconclusive.length > 0 ? 'failed' : status }
  }

  printsToStdio(): boolean {
    return this.options.tone !== 'silent'
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
