/** What a run came to, for programs and for the reports that are ours. */
import { basename } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import type { FullResult, TestCase } from '@playwright/test/reporter'
import { type Count, count } from '../count-reporter.ts'
import { isInconclusive, type Verdict } from '../verdict.ts'
import { isMissing } from './coverage-table.ts'
import { FAILURE, type Failure, headlineOf, pointersOf } from './failure.ts'
import { type Kind, kinds, nameOf } from './items.ts'
import { type Coverage, percent, type Share, shareOf } from './measure.ts'
import { apiOf, findings, type NotRun, notRun, outcome } from './outcomes.ts'
import { seenIn } from './seen.ts'

export interface Summary extends Count {
  readonly failures: readonly Failed[]
  readonly coverage: Readonly<Record<string, CoverageSummary>>
  readonly findings: readonly string[]
  readonly notRun: readonly NotRun[]
}

/** What `report.json` has. */
export interface Report extends Summary {
  readonly verdict: Verdict['kind'] | 'passed'
  readonly statements: readonly Verdict[]
}

export interface Failed {
  readonly api: string
  readonly test: string
  readonly file: string
  readonly line: number
  /** Whether it failed for nothing but that there was no answer to judge. */
  readonly inconclusive: boolean
  /** What was seen, in a line. */
  readonly error: string
  /** The promise that it breaks, with its evidence and source, and what was seen. */
  readonly headline: string
  /** The error as Playwright shows it. */
  readonly message: string
  readonly operation?: string
  /** The checks that failed, by name. */
  readonly checks?: readonly string[]
  /** What was promised, each with its evidence and source. */
  readonly promised?: readonly string[]
  /** Places in the document. */
  readonly pointers?: readonly string[]
  readonly request?: string
  readonly reply?: string
  readonly curl?: string
  /** The command that runs the test again. */
  readonly repeat?: string
}

export type CoverageSummary = Readonly<Record<Kind, Share & { readonly percent?: number }>> & {
  readonly notExercised: readonly { readonly name: string; readonly why?: string }[]
}

export interface Ended {
  readonly tests: readonly TestCase[]
  /** Errors outside the tests. */
  readonly errors: readonly string[]
  readonly status: FullResult['status']
}

export function summaryOf(
  { tests, errors, status }: Ended,
  coverages: readonly Coverage[],
): Summary {
  return {
    ...count(tests, errors, status),
    failures: tests.filter((test) => outcome(test) === 'failed').map(failedOf),
    coverage: Object.fromEntries(coverages.map((one) => [one.api, coverageSummary(one)])),
    findings: findings(tests),
    notRun: notRun(tests),
  }
}

export function failedOf(test: TestCase): Failed {
  const errors = test.results.flatMap((result) => result.errors)
  const texts = errors.map(({ message, value }) => stripVTControlCharacters(message ?? value ?? ''))
  const message = texts.join('\n\n') || `the test ${test.results.at(-1)?.status ?? 'did not end'}`
  const failure = attached(test)
  const seen = failure?.seen ?? seenIn(message)
  return {
    api: apiOf(test),
    test: test.titlePath().slice(3).join(' › '),
    file: basename(test.location.file),
    line: test.location.line,
    inconclusive: isInconclusive(errors),
    error: seen,
    headline: failure ? headlineOf(failure) : seen,
    message,
    ...explained(failure),
  }
}

function attached(test: TestCase): Failure | undefined {
  const all = test.results.flatMap(({ attachments }) => attachments)
  const body = all.findLast(({ name }) => name === FAILURE)?.body
  return body && (JSON.parse(body.toString('utf8')) as Failure)
}

function explained(failure: Failure | undefined): Partial<Failed> {
  if (!failure) return {}
  const { operation, request, reply, curl, repeat, promises, breaches } = failure
  return {
    operation,
    checks: [...new Set(breaches.map(({ check }) => check))],
    promised: promises.map(({ sentence }) => sentence),
    pointers: pointersOf(failure),
    request,
    reply,
    curl,
    ...(repeat !== undefined && { repeat }),
  }
}

function coverageSummary({ items }: Coverage): CoverageSummary {
  const shares = kinds.map((kind) => {
    const share = shareOf(items, kind)
    const value = percent(share)
    return [kind, { ...share, ...(value !== undefined && { percent: value }) }] as const
  })
  return {
    ...(Object.fromEntries(shares) as Record<Kind, Share>),
    notExercised: items
      .filter(isMissing)
      .map((item) => ({ name: nameOf(item), ...(item.why && { why: item.why }) })),
  }
}
