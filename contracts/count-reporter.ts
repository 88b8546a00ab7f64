/**
 * Prints why tests did not run and what was found, what the run comes to, and as the very last line
 * how many passed, failed and did not run.
 */
import type { FullResult, Reporter, Suite, TestCase } from '@playwright/test/reporter'
import { findings, leftOut, notRun, outcome } from './reports/outcomes.ts'
import { gravestOf, verdictsIn } from './verdict.ts'

export interface Count {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
}

export interface CountOptions {
  /** Leaves out everything but the last lines. */
  readonly quiet?: boolean
  /** Where the run leaves what it found. */
  readonly folder?: string
}

export default class CountReporter implements Reporter {
  private readonly options: CountOptions
  private tests: readonly TestCase[] = []
  private errors = 0
  private status: FullResult['status'] = 'passed'

  constructor(options: CountOptions = {}) {
    this.options = options
  }

  onBegin(_config: unknown, suite: Suite): void {
    this.tests = suite.allTests()
  }

  onError(): void {
    this.errors += 1
  }

  onEnd(result: FullResult): void {
    this.status = result.status
  }

  /** Called after every reporter's onEnd, so that nothing is printed below. */
  async onExit(): Promise<void> {
    const { quiet, folder } = this.options
    const lines = [
      ...(quiet
        ? []
        : [...notRunLines(this.tests), ...leftOutLines(this.tests), ...findingLines(this.tests)]),
      ...(folder ? verdictLines(folder) : []),
      countLine(count(this.tests, this.errors, this.status)),
    ]
    process.stdout.write(`${lines.join('\n')}\n`)
  }

  printsToStdio(): boolean {
    return true
  }
}

/** A run that is not green never counts 0 failed: a crash outside the tests is a failure too. */
export function count(
  tests: readonly Pick<TestCase, 'outcome' | 'results'>[],
  errors: number,
  status: FullResult['status'],
): Count {
  const outcomes = tests.map(outcome)
  const failed = outcomes.filter((one) => one === 'failed').length + errors
  return {
    passed: outcomes.filter((one) => one === 'passed').length,
    failed: failed === 0 && status !== 'passed' ? 1 : failed,
    skipped: outcomes.filter((one) => one === 'skipped').length,
  }
}

export function countLine({ passed, failed, skipped }: Count): string {
  const line = `${passed} passed, ${failed} failed`
  return skipped > 0 ? `${line}, ${skipped} skipped` : line
}

/** The gravest statements on the run; one that passed has none. */
function verdictLines(folder: string): string[] {
  const verdicts = verdictsIn(folder)
  const gravest = gravestOf(verdicts)
  const said = verdicts.filter(({ kind }) => kind === gravest)
  return said.length === 0 ? [] : ['', ...said.map(({ kind, text }) => `${kind}: ${text}`)]
}

function notRunLines(tests: readonly TestCase[]): string[] {
  const lines = notRun(tests).map(({ api, reason, tests }) => `  ${tests} x ${api}: ${reason}`)
  return lines.length === 0 ? [] : ['\nNot run:', ...lines]
}

/** How many, and the first; each is an annotation of its test, in the HTML report too. */
function leftOutLines(tests: readonly TestCase[]): string[] {
  const lines = Array.from(
    leftOut(tests),
    ([api, cases]) => `  ${cases.length} x ${api}, first ${cases[0]}`,
  )
  return lines.length === 0 ? [] : ['\nLeft out of the checks that ran:', ...lines]
}

function findingLines(tests: readonly TestCase[]): string[] {
  const found = findings(tests).map((one) => `  ${one}`)
  return found.length === 0 ? [] : [`\nFindings (no failures): ${found.length}`, ...found]
}
