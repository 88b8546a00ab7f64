import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestCase, TestResult } from '@playwright/test/reporter'
import { expect, test } from '#test'
import { count, countLine, verdictLines } from './count-reporter.ts'
import { FINDING } from './promises.ts'
import { drawKnown } from './reports/outcomes.ts'
import { contribute } from './verdict.ts'

type Outcome = ReturnType<TestCase['outcome']>
type Annotations = { type: string; description?: string }[]
type Status = 'passed' | 'failed' | 'timedOut' | 'skipped' | 'interrupted'

const passed = one('expected', 'passed')
const cases: readonly {
  why: string
  tests: ReturnType<typeof one>[]
  errors?: string[]
  status?: 'passed' | 'failed' | 'timedout' | 'interrupted'
  want: string
}[] = [
  { why: 'all passed', tests: [passed, passed], want: '2 passed, 0 failed' },
  {
    why: 'a failure and a timeout',
    tests: [passed, one('unexpected', 'failed'), one('unexpected', 'timedOut')],
    status: 'failed',
    want: '1 passed, 2 failed',
  },
  {
    why: 'one that passed at the second try',
    tests: [one('flaky', 'failed', 'passed')],
    want: '0 passed, 1 failed',
  },
  {
    why: 'skipped tests',
    tests: [passed, one('skipped', 'skipped')],
    want: '1 passed, 0 failed, 1 skipped',
  },
  {
    why: 'an interrupted test, and one that never began',
    tests: [one('skipped', 'interrupted'), one('skipped')],
    status: 'interrupted',
    want: '0 passed, 1 failed, 1 skipped',
  },
  {
    why: 'a crash before any test',
    tests: [one('skipped'), one('skipped')],
    errors: ['Error: oh'],
    status: 'failed',
    want: '0 passed, 1 failed, 2 skipped',
  },
  {
    why: 'no tests at all',
    tests: [],
    errors: ['Error: No tests found'],
    status: 'failed',
    want: '0 passed, 0 failed',
  },
  {
    why: 'tests that cannot be read',
    tests: [],
    errors: ['SyntaxError: oh'],
    status: 'failed',
    want: '0 passed, 1 failed',
  },
  {
    why: 'failures that are known, and what else did not pass',
    tests: [
      passed,
      one('unexpected', 'failed'),
      one('skipped', 'skipped'),
      because('it is old (Ann)', one('expected', 'failed')),
      because('it is old (Ann)', one('expected', 'timedOut')),
    ],
    status: 'failed',
    want: '1 passed, 1 failed, 2 known, 1 skipped',
  },
  {
    why: 'a run that is not green for no visible reason',
    tests: [passed],
    status: 'timedout',
    want: '1 passed, 1 failed',
  },
  {
    why: 'a finding, which neither passed nor failed',
    tests: [because(FINDING, one('expected', 'failed'))],
    want: '0 passed, 0 failed, 1 skipped',
  },
]

for (const { why, tests, errors = [], status = 'passed', want } of cases) {
  test(`the count is true: ${why}`, () => {
    expect(countLine(count(tests, errors, status))).toBe(want)
  })
}

function one(outcome: Outcome, ...statuses: Status[]) {
  const results = statuses.map((status) => ({ status, annotations: [] as Annotations }))
  return {
    outcome: () => outcome,
    results: results as unknown as TestCase['results'],
    annotations: [] as Annotations,
  }
}

/** The same, expected to fail for a reason. */
function because(description: string, test: ReturnType<typeof one>): ReturnType<typeof one> {
  return { ...test, annotations: [{ type: 'fail', description }] }
}

test('a failure that is known is drawn as a test that did not run, with the reason, and is counted', () => {
  const known = because('it is old (Ann)', one('expected', 'failed'))
  const [result] = known.results
  if (!result) throw new Error('there is none')
  drawKnown(known as TestCase, result)
  expect(result.status).toBe('skipped')
  expect(known.annotations).toContainEqual({ type: 'known', description: 'it is old (Ann)' })
  // As Playwright has it of a test whose results are all skipped.
  const drawn = { ...known, outcome: () => 'skipped' as const }
  expect(count([drawn], [], 'passed')).toEqual({ passed: 0, failed: 0, known: 1, skipped: 0 })
  const finding = because(FINDING, one('expected', 'failed'))
  drawKnown(finding as TestCase, finding.results[0] as TestResult)
  expect(finding.results[0]?.status).toBe('failed')
})

test('all that a run comes to is told, the gravest first, each in a line', () => {
  const folder = mkdtempSync(join(tmpdir(), 'rehearsal-count-'))
  try {
    expect(verdictLines(folder)).toEqual([])
    contribute(folder, 'a', [{ kind: 'differs', text: 'two differ' }])
    contribute(folder, 'ownership', [{ kind: 'inconclusive', text: 'this is left:\n- user 1' }])
    contribute(folder, 'tests', [
      { kind: 'inconclusive', text: 'no answer' },
      { kind: 'broken', text: 'a scenario failed' },
    ])
    expect(verdictLines(folder)).toEqual([
      ...['', 'broken: a scenario failed', 'inconclusive: this is left: - user 1'],
      ...['inconclusive: no answer', 'differs: two differ'],
    ])
  } finally {
    rmSync(folder, { recursive: true })
  }
})
