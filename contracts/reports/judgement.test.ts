import { expect, test } from '#test'
import { exitCodeOf, isInconclusive } from '../verdict.ts'
import { verdictsOnSilence, verdictsOnTests } from './judgement.ts'
import type { Ended, Failed } from './summary.ts'

const ended: Ended = { tests: [{}] as unknown as Ended['tests'], errors: [], status: 'passed' }
const none: Ended = { ...ended, tests: [] }
const failed = {
  api: 'hub',
  test: 'a user › is read',
  inconclusive: false,
  error: 'Error: 7',
  headline: 'Error: 7',
} as Failed
const silent: Failed = { ...failed, inconclusive: true, headline: 'Unreachable: no reply' }

for (const { when, given = ended, failures = [], code, want } of [
  { when: 'all passed', code: 0, want: [] },
  {
    when: 'a scenario failed',
    failures: [failed],
    code: 1,
    want: ['a scenario failed, first hub › a user › is read: Error: 7'],
  },
  {
    when: 'the target went away',
    failures: [silent, silent],
    code: 3,
    want: [
      '2 scenarios had no answer to judge, first hub › a user › is read: Unreachable: no reply',
    ],
  },
  {
    when: 'one failed, and then the target went away',
    failures: [failed, silent],
    code: 1,
    want: [
      expect.stringMatching(/^a scenario failed/),
      expect.stringMatching(/^a scenario had no/),
    ],
  },
  {
    when: 'nothing is selected',
    given: none,
    code: 2,
    want: [expect.stringMatching(/^no test is/)],
  },
  {
    when: 'Playwright says that nothing is selected',
    given: { ...none, errors: ['Error: No tests found'] },
    code: 2,
    want: [expect.stringMatching(/^no test is/)],
  },
  {
    when: 'the tests cannot be read',
    given: { ...none, errors: ['SyntaxError: oh'] },
    code: 1,
    want: ['outside the tests: SyntaxError: oh'],
  },
  {
    when: 'the run was interrupted',
    given: { ...ended, status: 'interrupted' as const },
    failures: [failed],
    code: 3,
    want: ['the run was interrupted'],
  },
  {
    when: 'the run took too long',
    given: { ...ended, status: 'timedout' as const },
    code: 3,
    want: ['the run took too long'],
  },
]) {
  test(`the exit code is ${code} when ${when}`, () => {
    const verdicts = verdictsOnTests(given, failures)
    expect(verdicts.map(({ text }) => text)).toEqual(want)
    expect(exitCodeOf(verdicts)).toBe(code)
  })
}

for (const { errors, want } of [
  { errors: ['Unreachable: hub: no reply to GET /'], want: true },
  {
    errors: ['\u001b[31mInconclusive: the token is refused\u001b[39m', 'Unreachable: no'],
    want: true,
  },
  { errors: ['Unreachable: no', 'Error: clean-up failed'], want: false },
  { errors: ['Error: it is Unreachable: no'], want: false },
  { errors: [], want: false },
]) {
  test(`errors ${JSON.stringify(errors)} are ${want ? 'no answer' : 'an answer'}`, () => {
    expect(isInconclusive(errors.map((message) => ({ message })))).toBe(want)
  })
}

for (const { outcomes, kinds } of [
  { outcomes: ['skipped', 'skipped'], kinds: ['inconclusive'] },
  { outcomes: ['skipped', 'expected'], kinds: [] },
  { outcomes: ['skipped', 'known'], kinds: [] },
  { outcomes: ['unexpected'], kinds: [] },
  { outcomes: [], kinds: [] },
]) {
  test(`tests that are [${outcomes}] make a run [${kinds}] by themselves`, () => {
    const tests = outcomes.map(drawn) as unknown as Ended['tests']
    expect(verdictsOnSilence({ ...ended, tests }).map(({ kind }) => kind)).toEqual(kinds)
  })
}

/** What is known is drawn as skipped. */
function drawn(outcome: string) {
  const known = outcome === 'known'
  const annotations = known ? [{ type: 'known' }] : []
  return { outcome: () => (known ? 'skipped' : outcome), annotations, results: [] }
}
