/**
 * Prints why tests did not run and what was found, what the run comes to, and as the very last line
 * how many passed, failed and did not run.
 */
import type { FullResult, Reporter, Suite, TestCase, TestError } from '@playwright/test/reporter'
import {
  choosesNothing,
  findings,
  isAskedFor,
  leftOut,
  notRun,
  type Outcome,
  outcome,
} from './reports/outcomes.ts'
import { verdictsIn } from './verdict.ts'

export interface Count {
  readonly passed: number
  readonly failed: number
  /** Those that failed as somebody has said that they would. */
  readonly known: number
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
  private errors: readonly string[] = []
  private status: FullResult['status'] = 'passed'

  constructor(options: CountOptions = {}) {
    this.options = options
  }

  onBegin(_config: unknown, suite: Suite): void {
    this.tests = suite.allTests()
  }

  onError({ message = '' }: TestError): void {
    if (!isAskedFor(message)) this.errors = [...this.errors, message]
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

/**
 * A run that is not green never counts 0 failed: a crash outside the tests is a failure too. One in
 * which no test was chosen has none that could have failed.
 */
export function count(
  tests: readonly Pick<TestCase, 'annotations' | 'outcome' | 'results'>[],
  errors: readonly string[],
  status: FullResult['status'],
): Count {
  if (choosesNothing(tests.length, errors)) return { passed: 0, failed: 0, known: 0, skipped: 0 }
  const outcomes = tests.map(outcome)
  const of = (want: Outcome) => outcomes.filter((one) => one === want).length
  const failed = of('failed') + errors.length
  return {
    passed: of('passed'),
    failed: failed === 0 && status !== 'passed' ? 1 : failed,
    known: of('known'),
    skipped: of('skipped'),
  }
}

export function countLine({ passed, failed, known, skipped }: Count): string {
  const rest = [
    ...(known > 0 ? [`${known} known`] : []),
    ...(skipped > 0 ? [`${skipped} skipped`] : []),
  ]
  return [`${passed} passed`, `${failed} failed`, ...rest].join(', ')
}

/** All statements on the run, the gravest first, each in a line; one that passed has none. */
export function verdictLines(folder: string): string[] {
  const lines = verdictsIn(folder).map(({ kind, text }) => `${kind}: ${text.replaceAll('\n', ' ')}`)
  return lines.length === 0 ? [] : ['', ...lines]
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
