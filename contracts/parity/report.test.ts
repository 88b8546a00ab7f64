import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '#test'
import type { Breach } from '../conformance.ts'
import type { Judged } from './attribute.ts'
import { type Comparison, compareTranscripts } from './comparison.ts'
import { report } from './report.ts'
import { transcriptsIn } from './transcript.ts'
import { transcript } from './transcripts.test.kit.ts'
import { verdictsOf } from './verdicts.ts'

const nothing: Comparison = {
  ...{ scenarios: 0, differences: [], wordings: [], operations: [], left: [] },
  ...{ failing: [], silent: [], idle: [] },
}

const difference: Judged = {
  ...{ api: 'scim.v2', operation: 'getUser', pointer: '/body/n', kind: 'value', a: '1', b: '2' },
  ...{ verdict: 'broken by B', promise: 'n-is-one: N is one.', scenario: 'file › title' },
  ...{ step: 2, seen: 1, curl: { B: 'curl b' } },
}

const more = {
  ledger: {},
  run: { between: 'mock = b.example', date: '2026-11-27', version: '0.1.0' },
  names: { A: 'mock', B: 'b.example' },
  file: 'parity.json',
}

test('in quiet a comparison shows the differences and no more', () => {
  const left = [{ api: 'scim.v2', operation: 'list', reason: 'whoever was there', times: 3 }]
  const comparison = { ...nothing, scenarios: 1, differences: [difference], left }
  const text = report({ comparison, ...more, quiet: true })
  expect(text).toContain('broken by B: scim.v2 getUser /body/n (value)')
  expect(text).toContain('B: curl b')
  expect(text).toContain('1 difference: 1 broken by B.')
  expect(text).not.toMatch(/whoever was there|agree {2}differ/)
  expect(report({ comparison, ...more, quiet: false })).toContain('whoever was there')
})

test('how often the sides agreed is a table with a row for each operation', () => {
  const operations = [
    { api: 'scim.v2', operation: 'getUser', agreed: 12, differences: 0 },
    { api: 'hub', operation: 'me', agreed: 3, differences: 1 },
  ]
  const text = report({ comparison: { ...nothing, operations }, ...more, quiet: false })
  const rows = [
    'operation        agree  differ',
    'scim.v2 getUser  12     0       never seen to agree',
    'hub me           3      1       never seen to agree',
  ]
  expect(text).toContain(`\n${rows.join('\n')}\n`)
})

test('what keeps the contract is called a finding, and what breaks it names what was promised', () => {
  const finding: Judged = { ...difference, verdict: 'both keep the contract', promise: 'B: it' }
  const text = report({
    comparison: { ...nothing, differences: [difference, finding] },
    ...more,
    quiet: true,
  })
  expect(text.match(/^ {4}(promised|finding): .*/gm)).toEqual([
    '    promised: n-is-one: N is one.',
    '    finding: B: it',
  ])
})

test('in quiet a comparison without differences says nothing', () => {
  expect(report({ comparison: { ...nothing, scenarios: 3 }, ...more, quiet: true })).toBe('')
})

const played = (end: 'passed' | 'not run', why?: string) =>
  compareTranscripts([
    transcript('A', [{ does: 'get GET' }]),
    transcript('B', [{ does: end === 'passed' ? 'list GET /x/y' : 'get GET' }], {
      end,
      ...(why && { why }),
    }),
  ])

const empty: readonly { given: Comparison; want: string; when: string }[] = [
  {
    when: 'no scenario was played on both',
    given: nothing,
    want: 'parity: nothing was compared: no scenario was played on both sides',
  },
  {
    when: 'requests went apart',
    given: played('passed'),
    want: 'parity: nothing was compared in 1 scenario: requests went apart at the 1. request (A: GET /Users, B: GET /x/y): the rest is not compared (1 x)',
  },
  {
    when: 'one side lacks something',
    given: played('not run', 'needs permission to write: give --allow-writes'),
    want: 'parity: nothing was compared in 1 scenario: not run at B: needs permission to write: give --allow-writes (1 x)',
  },
]

for (const { when, given, want } of empty) {
  test(`a run that compared nothing for ${when} is inconclusive, and says so`, () => {
    expect(verdictsOf(given)).toEqual([{ kind: 'inconclusive', text: want }])
  })
}

test('what is not run on either side is said to be why nothing was compared', () => {
  const more = { end: 'not run', why: 'needs a token' } as const
  const comparison = compareTranscripts([transcript('A', [], more), transcript('B', [], more)])
  expect(verdictsOf(comparison)[0]?.text).toBe(
    'parity: nothing was compared in 1 scenario: not run at A and B: needs a token (1 x)',
  )
})

test('a header that both lack against their document fails on both alike', () => {
  const breach: Breach = {
    ...{ check: 'response_headers_conformance', at: 'header location', spec: '/paths' },
    ...{ hint: 'the documented header location is missing', evidence: 'public' },
  }
  const lacking = (side: 'A' | 'B', own: Breach) => {
    const { entries, ...rest } = transcript(side, [{ does: 'get GET' }])
    return { ...rest, entries: entries.map((one) => ({ ...one, breaches: [own] })) }
  }
  const both = (own: Breach) => compareTranscripts([lacking('A', own), lacking('B', own)]).failing
  expect(both(breach)).toMatchObject([
    {
      why: 'response_headers_conformance: the documented header location is missing (public; /paths)',
    },
  ])
  expect(both({ ...breach, evidence: 'inferred' })).toEqual([])
})

test('a run of which nothing was written down has no transcripts', () => {
  const folder = mkdtempSync(join(tmpdir(), 'rehearsal-none-'))
  expect(transcriptsIn(folder)).toEqual([])
  rmSync(folder, { recursive: true })
})
