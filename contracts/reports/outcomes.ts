/** How tests went, why some did not run, and what they found. */
import { stripVTControlCharacters } from 'node:util'
import type { TestCase, TestResult } from '@playwright/test/reporter'
import { FINDING } from '../promises.ts'

/** `known`: it failed as somebody has said that it would. */
export type Outcome = 'passed' | 'failed' | 'known' | 'skipped'

/** A reason, and how many tests of an API it kept from running. */
export interface NotRun {
  readonly api: string
  readonly reason: string
  readonly tests: number
}

export function outcome(test: Judged): Outcome {
  if (isKnown(test)) return 'known'
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

type Judged = Pick<TestCase, 'annotations' | 'outcome' | 'results'>

/** The type of the annotation by which a failure that is known goes for a test that did not run. */
const KNOWN = 'known'

/** Lets every reporter draw a failure that is known as neither passed nor failed, with the reason. */
export function drawKnown(test: TestCase, result: TestResult): void {
  if (!isKnown(test)) return
  const description = reasonOf(test)
  for (const { annotations } of [test, result]) annotations.push({ type: KNOWN, description })
  for (const each of test.results) each.status = 'skipped'
}

/** What somebody has said of a failure; a finding is nothing that anybody has said. */
function isKnown(test: Judged): boolean {
  if (test.annotations.some(({ type }) => type === KNOWN)) return true
  return isExpectedToFail(test) && reasonOf(test) !== FINDING
}

function reasonOf({ annotations, results }: Pick<TestCase, 'annotations' | 'results'>): string {
  const all = [...annotations, ...results.flatMap((result) => result.annotations ?? [])]
  return all.findLast(({ type }) => type === 'fail')?.description ?? FINDING
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

/** Playwright says so with an error; one that says something else hides the tests. */
export function choosesNothing(tests: number, errors: readonly string[]): boolean {
  return tests === 0 && errors.every((error) => error.includes('No tests found'))
}

/** Playwright says of `-x` and `--max-failures` with an error that they were obeyed. */
export function isAskedFor(error: string): boolean {
  return /^(Error: )?Testing stopped early after \d+ maximum allowed failures/.test(
    stripVTControlCharacters(error),
  )
}

/** The project of a test, which is named like its API. */
export function apiOf(test: TestCase): string {
  return test.parent.project()?.name ?? ''
}

/** A real deployment broke what is only inferred. */
function isFinding(test: Judged): boolean {
  return isExpectedToFail(test) && !isKnown(test)
}

function isExpectedToFail(test: Pick<TestCase, 'outcome' | 'results'>): boolean {
  return test.outcome() === 'expected' && test.results.every(({ status }) => status !== 'passed')
}
