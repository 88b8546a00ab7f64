/** When both sides have been played: compares, reports, and keeps the ledger. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { FullConfig, FullResult, Reporter, Suite } from '@playwright/test/reporter'
import { choosesSome } from '../deviations/selection.ts'
import { contribute } from '../verdict.ts'
import { type Comparison, compareTranscripts } from './comparison.ts'
import { ledgerFile, type Run, readLedger, updated, writeLedger } from './ledger.ts'
import { report } from './report.ts'
import { type Deployment, deployments } from './sides.ts'
import { COMPARISON, transcriptsIn } from './transcript.ts'
import { verdictsOf } from './verdicts.ts'

export default class ParityReporter implements Reporter {
  private outputDir = ''
  private complete = false

  onBegin(config: FullConfig, suite: Suite): void {
    this.outputDir = config.projects[0]?.outputDir ?? ''
    const after = process.argv.slice(process.argv.indexOf('test') + 1)
    this.complete = suite.allTests().length > 0 && !choosesSome(after)
  }

  onEnd({ status }: FullResult): void {
    const between = deployments()
    if (!between) return
    const comparison = compareTranscripts(transcriptsIn(this.outputDir))
    contribute(this.outputDir, 'parity', verdictsOf(comparison))
    const names = { A: nameOf(between.A), B: nameOf(between.B) }
    const run: Run = {
      between: `${names.A} = ${names.B}`,
      date: new Date().toISOString().slice(0, 10),
      version: versionOf(),
    }
    const file = join(this.outputDir, COMPARISON)
    const json = { ...run, ...comparison }
    writeFileSync(file, `${JSON.stringify(json, undefined, 2)}\n`)
    const ended = status === 'passed' || status === 'failed'
    const ledger = keepLedger(run, comparison, this.complete && ended)
    const text = report({ comparison, ledger, run, names, file, quiet: isOn('REHEARSAL_QUIET') })
    // Programs read the file, or the report that has all of it.
    if (text !== '' && !isOn('REHEARSAL_JSON')) process.stdout.write(`${text}\n`)
  }

  printsToStdio(): boolean {
    return true
  }
}

/** A run of a part of the suite says too little for the ledger; `off` keeps none. */
function keepLedger(run: Run, { operations }: Comparison, complete: boolean) {
  const file = ledgerFile()
  if (file === undefined) return updated({}, run, operations)
  const before = readLedger(file)
  const after = updated(before, run, operations)
  if (complete) writeLedger(file, after)
  return after
}

function nameOf({ mock, targets }: Deployment): string {
  const [url] = Object.values(targets)
  return mock || !url ? 'mock' : new URL(url).hostname
}

function versionOf(): string {
  const manifest = fileURLToPath(import.meta.resolve('rehearsal/package.json'))
  return (JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version
}

function isOn(variable: string, environment: NodeJS.ProcessEnv = process.env): boolean {
  return environment[variable] === '1'
}
