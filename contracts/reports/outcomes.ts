/** How tests went, why some did not run, and what they found. */
import type { TestCase } from '@playwright/test/reporter'

export type Outcome = 'passed' | 'failed' | 'skipped'

/** A reason, and how many tests of an API it kept from running. */
export interface NotRun {
  readonly api: string
  readonly reason: string
  readonly tests: number
}

export function outcome(test: Pick<TestCase, 'outcome' | 'results'>): Outcome {
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

/** Each reason once. */
export function notRun(tests: readonly TestCase[]): NotRun[] {
  const reasons = new Map<string, NotRun>()
  for (const test of tests.filter((one) => outcome(one) === 'skipped' && !isFinding(one))) {
    const [skip] = test.annotations.filter(({ type }) => type === 'skip')
    const reason = skip?.description ?? 'the run ended before'
    const api = apiOf(test)
    const key = `${api}: ${reason}`
    reasons.set(key, { api, reason, tests: (reasons.get(key)?.tests ?? 0) + 1 })
  }
  return [...reasons.values()]
}

/** What is no failure, with the scenario that found it. */
export function findings(tests: readonly TestCase[]): string[] {
  const found = tests.flatMap((test) =>
    test.results
      .flatMap((result) => result.annotations)
      .filter(({ type }) => type === 'finding')
      .map(({ description }) => `${test.titlePath().slice(1).join(' > ')}: ${description}`),
  )
  return [...new Set(found)]
}

/** The project of a test, which is named like its API. */
export function apiOf(test: TestCase): string {
  return test.parent.project()?.name ?? ''
}

/** Expected to fail means that a real deployment broke what is only inferred. */
function isFinding(test: Pick<TestCase, 'outcome' | 'results'>): boolean {
  return test.outcome() === 'expected' && test.results.every(({ status }) => status !== 'passed')
}
