/**
 * Prints why tests did not run and what was found, and as the very last line how many passed,
 * failed and did not run.
 */
import type { FullResult, Reporter, Suite, TestCase } from '@playwright/test/reporter'

export interface Count {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
}

export default class CountReporter implements Reporter {
  private tests: readonly TestCase[] = []
  private errors = 0
  private status: FullResult['status'] = 'passed'

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
    const lines = [...notRun(this.tests), ...findings(this.tests)]
    for (const line of lines) process.stdout.write(`${line}\n`)
    process.stdout.write(`${countLine(count(this.tests, this.errors, this.status))}\n`)
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

function outcome(test: Pick<TestCase, 'outcome' | 'results'>): keyof Count {
  // Playwright calls an interrupted test skipped; it began and did not pass.
  const cut = test.results.some((result) => result.status === 'interrupted')
  switch (test.outcome()) {
    case 'expected':
      return isFinding(test) ? 'skipped' : 'passed'
    case 'skipped':
      return cut ? 'failed' : 'skipped'
    default:
      return 'failed'
  }
}

/** Each reason once, with the number of tests that it kept from running. */
function notRun(tests: readonly TestCase[]): string[] {
  const reasons = new Map<string, number>()
  for (const test of tests.filter((one) => outcome(one) === 'skipped' && !isFinding(one))) {
    const [skip] = test.annotations.filter(({ type }) => type === 'skip')
    const reason = skip?.description ?? 'the run ended before'
    const key = `${test.parent.project()?.name}: ${reason}`
    reasons.set(key, (reasons.get(key) ?? 0) + 1)
  }
  const lines = [...reasons].map(([reason, tests]) => `  ${tests} x ${reason}`)
  return lines.length === 0 ? [] : ['\nNot run:', ...lines]
}

/** Expected to fail means that a real deployment broke what is only inferred. */
function isFinding(test: Pick<TestCase, 'outcome' | 'results'>): boolean {
  return test.outcome() === 'expected' && test.results.every(({ status }) => status !== 'passed')
}

function findings(tests: readonly TestCase[]): string[] {
  const found = tests.flatMap((test) =>
    test.results
      .flatMap((result) => result.annotations)
      .filter(({ type }) => type === 'finding')
      .map(({ description }) => `  ${test.titlePath().slice(1).join(' > ')}: ${description}`),
  )
  const unique = [...new Set(found)]
  return unique.length === 0 ? [] : [`\nFindings (no failures): ${unique.length}`, ...unique]
}
