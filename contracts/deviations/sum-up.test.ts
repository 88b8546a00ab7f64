import { expect, test } from '#test'
import type { Entry } from './entry.ts'
import type { Note } from './notes.ts'
import { summaryLines } from './reporter.ts'
import { choosesSome } from './selection.ts'
import { complaint, judgeEntry, type State } from './sum-up.ts'

const today = '2026-11-27'

const entry: Entry = {
  index: 0,
  api: 'hub',
  operation: 'login',
  check: 'status_code_conformance',
  owner: 'Ada',
  reason: 'their gateway',
  expires: '2026-11-27',
}

const note = (own: Partial<Note>): Note => ({
  api: 'hub',
  title: 'hub-tokens › a login',
  status: 'passed',
  operations: ['login'],
  cited: ['tokens-expire'],
  used: {},
  proposals: [],
  ...own,
})

const cases: readonly {
  why: string
  given?: Partial<Entry>
  notes?: readonly Note[]
  whole?: boolean
  want: [State, string]
}[] = [
  {
    why: 'needed',
    notes: [note({ used: { 0: 2 } }), note({ used: { 0: 1, 1: 5 } })],
    want: ['known', 'their gateway'],
  },
  {
    why: 'past its day and needed',
    given: { expires: '2026-11-26' },
    notes: [note({ used: { 0: 2 } })],
    want: ['expired', 'expired on 2026-11-26: it was still needed (2 x). Its owner, Ada, '],
  },
  {
    why: 'past its day and not needed',
    given: { expires: '2026-11-26' },
    want: ['expired', 'nothing needed it in this run'],
  },
  {
    why: 'exercised and not needed',
    notes: [note({}), note({ api: 'laurel' })],
    want: ['stale', '1 scenario called login, and none met it'],
  },
  {
    why: 'of an API that was not run',
    notes: [note({ api: 'laurel', used: { 0: 1 } })],
    want: ['not judged', 'no scenario of hub was run'],
  },
  {
    why: 'of an operation that was not called',
    notes: [note({ operations: ['queryUsers'] }), note({ status: 'skipped' })],
    want: ['not judged', 'no scenario called login'],
  },
  {
    why: 'about a reply, where some scenarios only were run',
    whole: false,
    want: ['not judged', 'only some scenarios were run; give the entry a scenario that shows it'],
  },
  {
    why: 'of a promise that was kept',
    given: { check: 'tokens-expire' },
    whole: false,
    want: ['stale', '1 scenario called login, and none met it'],
  },
  {
    why: 'of a promise that nobody cited',
    given: { check: 'tokens-are-signed' },
    want: ['not judged', 'no scenario that cites tokens-are-signed called login'],
  },
  {
    why: 'shown by a scenario that passed without it',
    given: { scenario: 'hub-tokens › a login' },
    whole: false,
    want: ['stale', '"hub-tokens › a login" passed without it'],
  },
  {
    why: 'of a scenario that passed',
    given: { check: 'hub-tokens › a login' },
    whole: false,
    want: ['stale', 'the scenario passed without it'],
  },
  {
    why: 'of a scenario that there is not',
    given: { check: 'hub-tokens › a logout' },
    want: ['stale', 'no scenario is called "hub-tokens › a logout"'],
  },
  {
    why: 'of a scenario that was not chosen',
    given: { check: 'hub-tokens › a logout' },
    whole: false,
    want: ['not judged', 'the scenario was not chosen'],
  },
  {
    why: 'of a scenario that was not run',
    given: { check: 'hub-tokens › a login' },
    notes: [note({ status: 'skipped' })],
    want: ['not judged', 'the scenario was not run'],
  },
  {
    why: 'of a scenario that failed otherwise',
    given: { check: 'hub-tokens › a login' },
    notes: [note({ status: 'failed' })],
    want: ['not judged', 'the scenario failed for another reason'],
  },
]

for (const { why, given, notes = [note({})], whole = true, want } of cases) {
  test(`an entry ${why} is ${want[0]}`, () => {
    const { state, text } = judgeEntry({ ...entry, ...given }, { notes, whole, today })
    expect(state).toBe(want[0])
    expect(text).toContain(want[1])
  })
}

test('what fails the run names the file, the entry, the owner and the day', () => {
  const of = (own: Partial<Entry>) =>
    complaint(
      'known.yaml',
      judgeEntry({ ...entry, ...own }, { notes: [note({})], whole: true, today }),
    )
  const head = 'known.yaml: entry 1 (hub login status_code_conformance)'
  expect(of({})).toMatch(`${head} was not needed: 1 scenario called login, and none met it. Remove`)
  expect(of({})).toMatch(/its owner is Ada$/)
  expect(of({ expires: '2026-11-26' })).toMatch(`${head} expired on 2026-11-26: nothing needed it`)
})

test('the report has the owner, the reason, the day, the days left and how often it was seen', () => {
  const run = { notes: [note({ used: { 0: 2 } })], whole: true, today }
  const known = judgeEntry({ ...entry, issue: 'https://example.com/7', expires: '2026-12-27' }, run)
  const other = judgeEntry({ ...entry, index: 1, operation: 'getUser' }, run)
  const wrote = { file: 'known.yaml', added: 2 }
  expect(summaryLines({ file: 'known.yaml', entries: [known, other], wrote })).toEqual([
    '\nKnown deviations: 1',
    '  hub login status_code_conformance: their gateway (Ada, until 2026-12-27, 30 days left; seen 2 x) https://example.com/7',
    '\nDeviations not judged: 1',
    '  hub getUser status_code_conformance: no scenario called getUser',
    '',
    'Wrote 2 proposed entries to known.yaml: each takes an owner and a reason before it counts',
  ])
})

const selections: readonly { args: string; want: boolean }[] = [
  { args: '-c dist/contracts --project=hub --workers 2 -j1 --reporter=html --quiet', want: false },
  { args: '--project hub --retries=2', want: false },
  { args: '--grep @basic', want: true },
  { args: '-g=login', want: true },
  { args: '--shard=1/2', want: true },
  { args: '--workers 2 hub-tokens', want: true },
  { args: '--last-failed', want: true },
  { args: '-x', want: true },
]

for (const { args, want } of selections) {
  test(`playwright test ${args} runs ${want ? 'some scenarios' : 'all'}`, () => {
    expect(choosesSome(args.split(' '))).toBe(want)
  })
}
