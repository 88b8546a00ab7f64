import type { TestCase } from '@playwright/test/reporter'
import { expect, test } from '#test'
import { count, countLine } from './count-reporter.ts'

type Outcome = ReturnType<TestCase['outcome']>
type Status = 'passed' | 'failed' | 'timedOut' | 'skipped' | 'interrupted'

const passed = one('expected', 'passed')
const cases: readonly {
  why: string
  tests: ReturnType<typeof one>[]
  errors?: number
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
    errors: 1,
    status: 'failed',
    want: '0 passed, 1 failed, 2 skipped',
  },
  { why: 'no tests at all', tests: [], errors: 1, status: 'failed', want: '0 passed, 1 failed' },
  {
    why: 'a run that is not green for no visible reason',
    tests: [passed],
    status: 'timedout',
    want: '1 passed, 1 failed',
  },
  {
    why: 'a finding, which neither passed nor failed',
    tests: [one('expected', 'failed')],
    want: '0 passed, 0 failed, 1 skipped',
  },
]

for (const { why, tests, errors = 0, status = 'passed', want } of cases) {
  test(`the count is true: ${why}`, () => {
    expect(countLine(count(tests, errors, status))).toBe(want)
  })
}

function one(outcome: Outcome, ...statuses: Status[]) {
  const results = statuses.map((status) => ({ status })) as TestCase['results']
  return { outcome: () => outcome, results }
}
