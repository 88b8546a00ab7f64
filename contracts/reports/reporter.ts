/**
 * Ours, beside Playwright's: writes what was exercised and what the run came to, and says what
 * follows from it. It comes before the others, which show what it adds to a failure.
 */
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import type {
  FullConfig,
  FullResult,
  Reporter as PlaywrightReporter,
  Suite,
  TestCase,
  TestError,
  TestResult,
} from '@playwright/test/reporter'
import { drivers } from '../drivers/all.ts'
import { redacted, redactorOf } from '../secrets.ts'
import { contribute, gravestOf, type Verdict, verdictsIn } from '../verdict.ts'
import { inMarkdown } from './in-markdown.ts'
import { causeLines, coverageLines, failureLines } from './in-terminal.ts'
import { verdictsOnCoverage, verdictsOnSilence, verdictsOnTests } from './judgement.ts'
import type { Coverage } from './measure.ts'
import { measureRun } from './measure-run.ts'
import { drawKnown, isAskedFor, outcome } from './outcomes.ts'
import { COVERAGE, REPORT, SHARD } from './places.ts'
import { shardOf } from './shards.ts'
import { type Ended, type Report, type Summary, summaryOf } from './summary.ts'

export interface ReporterOptions {
  /** Where the run leaves what it found. */
  readonly folder: string
  /** `silent` prints nothing, for another reporter does. */
  readonly tone: 'full' | 'quiet' | 'silent'
  /** Whether to write `report.json`. */
  readonly json: boolean
  /** Whether JUnit shows what a failure stands on. */
  readonly junit: boolean
  /** A file for Markdown. */
  readonly stepSummary?: string
  /** In percent. */
  readonly minCoverage?: number
  /** Whether the shards of a run are put together; what they exercised is in the folder. */
  readonly merging: boolean
}

export default class Reporter implements PlaywrightReporter {
  private readonly options: ReporterOptions
  private config: FullConfig | undefined
  private suite: Suite | undefined
  private errors: readonly string[] = []
  private summary: Summary | undefined
  private coverages: readonly Coverage[] = []

  constructor(options: ReporterOptions) {
    this.options = options
  }

  onBegin(config: FullConfig, suite: Suite): void {
    this.config = config
    this.suite = suite
  }

  onError({ message, value }: TestError): void {
    const text = stripVTControlCharacters(message ?? value ?? '')
    if (!isAskedFor(text)) this.errors = [...this.errors, text.split('\n')[0] ?? '']
  }

  /** Before any other reporter sees it. */
  onTestEnd(test: TestCase, result: TestResult): void {
    drawKnown(test, result)
  }

  onEnd({ status }: FullResult): void {
    const { folder, minCoverage, junit } = this.options
    const ended: Ended = { tests: this.suite?.allTests() ?? [], errors: this.errors, status }
    this.coverages = this.measured()
    this.summary = summaryOf(ended, this.coverages)
    write(folder, COVERAGE, this.coverages)
    if (junit) tellJunit(ended, this.summary)
    const shard = this.config?.shard
    if (shard) {
      const args = process.argv.slice(process.argv.indexOf('test') + 1)
      const run = { args, environment: process.env, at: Date.now() }
      write(folder, SHARD, shardOf(shard, run))
    }
    contribute(folder, 'tests', this.judged(ended, this.summary))
    const whole = !shard && ended.tests.length > 0 && status !== 'interrupted'
    if (minCoverage === undefined || !whole) return
    const all = relative(process.cwd(), join(folder, COVERAGE))
    contribute(folder, 'coverage', verdictsOnCoverage(this.coverages, { least: minCoverage, all }))
  }

  /** A shard may have no test, or none that comes to anything. */
  private judged(ended: Ended, { failures }: Summary): Verdict[] {
    if (!this.config?.shard)
      return [...verdictsOnTests(ended, failures), ...verdictsOnSilence(ended)]
    return ended.tests.length === 0 ? [] : verdictsOnTests(ended, failures)
  }

  /** Every reporter has had its say then, and so has whoever else judges the run. */
  async onExit(): Promise<void> {
    const { folder, tone, json, stepSummary } = this.options
    const { summary } = this
    if (!summary) return
    const statements = verdictsIn(folder)
    const report: Report = { verdict: gravestOf(statements) ?? 'passed', ...summary, statements }
    if (json) write(folder, REPORT, report)
    if (stepSummary) appendFileSync(stepSummary, redactorOf()(inMarkdown(report, this.coverages)))
    if (tone === 'full') {
      print([
        ...coverageLines(this.coverages, join(folder, COVERAGE)),
        ...causeLines(summary.failures),
      ])
    }
    if (tone === 'quiet') print(failureLines(this.suite?.allTests() ?? []))
  }

  /** Playwright shows its progress beside reports that print nothing; programs want none. */
  printsToStdio(): boolean {
    return this.options.tone !== 'silent' || this.options.json
  }

  private measured(): readonly Coverage[] {
    const { folder, merging } = this.options
    if (merging) return JSON.parse(readFileSync(join(folder, COVERAGE), 'utf8')) as Coverage[]
    const projects = this.suite?.suites.filter((one) => one.allTests().length > 0) ?? []
    const apis = projects.map(({ title }) => title).filter((title) => title in drivers)
    return measureRun([...new Set(apis)], folder)
  }
}

/** Playwright puts what a test printed into its `system-out`. */
function tellJunit({ tests }: Ended, { failures }: Summary): void {
  const failing = tests.filter((test) => outcome(test) === 'failed')
  for (const [index, test] of failing.entries()) {
    const { request, reply, curl } = failures[index] ?? {}
    if (curl) test.results.at(-1)?.stdout.push(`${[request, reply, curl].join('\n')}\n`)
  }
}

function write(folder: string, name: string, content: unknown): void {
  mkdirSync(folder, { recursive: true })
  const clean = redacted(content, redactorOf())
  writeFileSync(join(folder, name), `${JSON.stringify(clean, undefined, 1)}\n`)
}

function print(lines: readonly string[]): void {
  const redact = redactorOf()
  for (const line of lines) process.stdout.write(`${redact(line)}\n`)
}
