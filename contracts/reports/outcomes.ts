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

/** Annotates a case that a test has left out, for it may not be sent to the target. */
export const LEFT_OUT = 'left out'

/** The cases that tests which ran have left out, by their API. */
export function leftOut(tests: readonly TestCase[]): Map<string, string[]> {
  const found = new Map<string, string[]>()
  for (const test of tests.filter((one) => outcome(one) !== 'skipped')) {
    const last = test.results.at(-1)?.annotations.filter(({ type }) => type === LEFT_OUT) ?? []
    const cases = last.map(({ description = '' }) => description)
    if (cases.length > 0) found.set(apiOf(test), [...(found.get(apiOf(test)) ?? []), ...cases])
  }
  return found
}

/** What is no failure, each once, with the first scenario that found it and how many others did. */
export function findings(tests: readonly TestCase[]): string[] {
  const found = new Map<string, Set<string>>()
  for (const test of tests) {
    for (const { type, description } of test.results.flatMap((result) => result.annotations)) {
      if (type !== 'finding') continue
      const what = `${apiOf(test)}: ${description}`
      found.set(what, (found.get(what) ?? new Set()).add(test.titlePath().slice(2).join(' > ')))
    }
  }
  return Array.from(found, ([what, [first = '', ...others]]) => {
    const more = others.length === 0 ? '' : ` and ${others.length} more`
    return `${what} (in ${first}${more})`
  })
}

/** The project of a test, which is named like its API. */
export function apiOf(test: TestCase): string {
  return test.parent.project()?.name ?? ''
}

/** Expected to fail means that a real deployment broke what is only inferred. */
function isFinding(test: Pick<TestCase, 'outcome' | 'results'>): boolean {
  return test.outcome() === 'expected' && test.results.every(({ status }) => status !== 'passed')
}
