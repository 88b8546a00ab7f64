/** When both sides have been played: compares, reports, and keeps the ledger. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { FullConfig, FullResult, Reporter, Suite } from '@playwright/test/reporter'
import { contribute, type Verdict } from '../verdict.ts'
import { type Comparison, compareTranscripts } from './comparison.ts'
import { type Run, readLedger, updated, writeLedger } from './ledger.ts'
import { report } from './report.ts'
import { type Deployment, deployments } from './sides.ts'
import { COMPARISON, transcriptsIn } from './transcript.ts'

export default class ParityReporter implements Reporter {
  private outputDir = ''
  private complete = false

  onBegin(config: FullConfig, suite: Suite): void {
    this.outputDir = config.projects[0]?.outputDir ?? ''
    const partly = /^(-g|-x|--grep.*|--shard.*|--last-failed|--only-changed.*|--max-failures.*)$/
    this.complete = suite.allTests().length > 0 && !process.argv.some((arg) => partly.test(arg))
    this.complete &&= !process.argv.some((arg) => /\.spec\b/.test(arg))
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
    const text = report({ comparison, ledger, run, names, file })
    if (!isQuiet()) process.stdout.write(`${text}\n`)
  }

  printsToStdio(): boolean {
    return true
  }
}

/** A run of a part of the suite says too little for the ledger; `off` keeps none. */
function keepLedger(run: Run, { operations }: Comparison, complete: boolean) {
  const { REHEARSAL_LEDGER: given = 'rehearsal.parity.json' } = process.env
  if (given === 'off') return updated({}, run, operations)
  const file = resolve(given)
  const before = readLedger(file)
  const after = updated(before, run, operations)
  if (complete) writeLedger(file, after)
  return after
}

function verdictsOf(comparison: Comparison): Verdict[] {
  const { failing, silent, operations } = comparison
  const differences = comparison.differences.filter(({ known }) => known === undefined)
  const count = (name: string) => differences.filter(({ verdict }) => verdict === name).length
  const broken = differences.filter(({ verdict }) => verdict.startsWith('broken')).length
  const agreed = operations.reduce((sum, one) => sum + one.agreed, 0)
  const all: Verdict[] = [
    { kind: 'broken', text: amount(broken + failing.length, 'differences break the contract') },
    {
      kind: 'differs',
      text: amount(count('both keep the contract'), 'differences keep the contract'),
    },
    {
      kind: 'inconclusive',
      text: amount(count('cannot tell'), 'differences may be of either'),
    },
    { kind: 'inconclusive', text: amount(silent.length, 'scenarios got no reply') },
  ]
  const said = all.filter(({ text }) => !text.startsWith('0 '))
  if (said.length > 0 || agreed > 0) return said
  return [{ kind: 'inconclusive', text: 'parity: nothing was compared' }]
}

function amount(count: number, what: string): string {
  return `${count} ${what}`
}

function nameOf({ mock, targets }: Deployment): string {
  const [url] = Object.values(targets)
  return mock || !url ? 'mock' : new URL(url).hostname
}

function versionOf(): string {
  const manifest = fileURLToPath(import.meta.resolve('rehearsal/package.json'))
  return (JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version
}

/** Programs read the file, or the report that has all of it. */
function isQuiet({ REHEARSAL_JSON, REHEARSAL_QUIET }: NodeJS.ProcessEnv = process.env): boolean {
  return [REHEARSAL_JSON, REHEARSAL_QUIET].includes('1')
}
