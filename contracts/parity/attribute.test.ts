import { expect, test } from '#test'
import type { Breach } from '../conformance.ts'
import { attribute } from './attribute.ts'
import type { Pair } from './reading.ts'
import type { Compared, Found } from './scenario.ts'
import type { End, Entry, Transcript } from './transcript.ts'
import { transcript } from './transcripts.test.kit.ts'

const found: Found = {
  ...{ kind: 'value', pointer: '/body/n', a: '1', b: '2' },
  ...{ operation: 'getUser', step: 2 },
}

interface Scenario {
  readonly A: End
  readonly B: End
  readonly found?: readonly Found[]
  readonly known?: readonly string[]
  readonly why?: string
}

function scenario({ A, B, found: seen = [found], known = [], why }: Scenario): Compared {
  const more: Partial<Transcript> = { promises: ['n-is-one: N is one. (public; RFC)'] }
  const transcripts = {
    A: transcript('A', [], { ...more, end: A }),
    B: transcript('B', [], { ...more, end: B, known, ...(why && { why }) }),
  }
  return { transcripts, found: seen, agreed: new Map(), left: [] }
}

const cases: readonly { given: readonly Scenario[]; want: string; when: string }[] = [
  {
    when: 'it passes on both',
    given: [{ A: 'passed', B: 'passed' }],
    want: 'both keep the contract',
  },
  { when: 'it fails on B', given: [{ A: 'passed', B: 'broken' }], want: 'broken by B' },
  { when: 'it fails on A', given: [{ A: 'broken', B: 'passed' }], want: 'broken by A' },
  { when: 'it fails on both', given: [{ A: 'broken', B: 'broken' }], want: 'cannot tell' },
  {
    when: 'B departs from what is inferred',
    given: [{ A: 'passed', B: 'inferred' }],
    want: 'both keep the contract',
  },
  {
    when: 'one scenario passes on both and another fails on B',
    given: [
      { A: 'passed', B: 'passed' },
      { A: 'passed', B: 'broken' },
    ],
    want: 'broken by B',
  },
  {
    when: 'one scenario fails on A and another on B',
    given: [
      { A: 'broken', B: 'passed' },
      { A: 'passed', B: 'broken' },
    ],
    want: 'broken by both',
  },
  {
    when: 'it and another one, which comes last, differ where a scenario passes',
    given: [
      { A: 'passed', B: 'broken', found: [found, { ...found, pointer: '/body/m', step: 3 }] },
      { A: 'passed', B: 'passed', found: [{ ...found, pointer: '/body/m' }] },
      { A: 'broken', B: 'broken', found: [] },
    ],
    want: 'broken by B',
  },
]

for (const { when, given, want } of cases) {
  test(`a difference is "${want}" when ${when}`, () => {
    expect(attribute(given.map(scenario))[0]?.verdict).toBe(want)
  })
}

test('what differs in scenarios that pass is not what makes one fail beside it', () => {
  const other = { ...found, pointer: '/body/m' }
  const judged = attribute([
    scenario({ A: 'passed', B: 'passed', found: [other] }),
    scenario({ A: 'passed', B: 'broken', found: [other, found] }),
  ])
  expect(judged.map(({ pointer, verdict }) => [pointer, verdict])).toEqual([
    ['/body/m', 'both keep the contract'],
    ['/body/n', 'broken by B'],
  ])
})

test('a breach of one reply is that side’s, whatever became of the scenario', () => {
  const [entry] = transcript('A', [{ does: 'getUser GET' }]).entries as [Entry]
  const breach = {
    ...({ check: 'response_schema_conformance', at: '/n', spec: '/paths' } as const),
    ...({ hint: 'must be a text', evidence: 'stated' } as const),
  }
  const pair = { A: { ...entry, breaches: [breach] }, B: entry }
  const seen = [{ ...found, pair }]
  expect(attribute([scenario({ A: 'passed', B: 'passed', found: seen })])[0]).toMatchObject({
    verdict: 'broken by A',
    promise: 'response_schema_conformance: must be a text (stated; /paths)',
  })
  const both = [{ ...found, pair: { A: pair.A, B: pair.A } }]
  expect(attribute([scenario({ A: 'passed', B: 'passed', found: both })])[0]?.verdict).toBe(
    'both keep the contract',
  )
})

const missing = { kind: 'missing', pointer: '/headers/location', a: 'x', b: '(absent)' } as const

/** B answers without a header that its document has. */
function without(evidence: Breach['evidence']): Found {
  const [entry] = transcript('A', [{ does: 'createUser POST' }]).entries as [Entry]
  const breach: Breach = {
    ...{ check: 'response_headers_conformance', at: 'header location', spec: '/paths', evidence },
    hint: 'the documented header location is missing',
  }
  return { ...found, ...missing, pair: { A: entry, B: { ...entry, breaches: [breach] } } }
}

const said = 'response_headers_conformance: the documented header location is missing'

test('a missing header that is promised breaks the contract, and nothing beside it does', () => {
  const lacks = without('public')
  const other = { ...found, pair: lacks.pair as Pair }
  const judged = attribute([scenario({ A: 'passed', B: 'passed', found: [other, lacks] })])
  expect(judged.map(({ verdict, promise }) => [verdict, promise])).toEqual([
    ['both keep the contract', ''],
    ['broken by B', `${said} (public; /paths)`],
  ])
})

test('a missing header that is only inferred is a finding of a deployment, and breaks the mock', () => {
  const lacks = [without('inferred')]
  const passing = scenario({ A: 'passed', B: 'passed', found: lacks })
  expect(attribute([passing])[0]).toMatchObject({
    verdict: 'both keep the contract',
    promise: `B: ${said} (inferred; /paths)`,
  })
  const { A, B } = passing.transcripts
  const mock = { ...passing, transcripts: { A, B: { ...B, mock: true } } }
  expect(attribute([mock])[0]?.verdict).toBe('broken by B')
})

test('what differs beside a breach that ends the scenario is not blamed for its end', () => {
  const lacks = without('public')
  const other = { ...found, pointer: '/body/m' }
  const given = { A: 'passed', B: 'broken', found: [other, lacks] } as const
  const verdicts = (why: string) =>
    attribute([scenario({ ...given, why })]).map(({ verdict }) => verdict)
  expect(verdicts('ContractBroken: a reply')).toEqual(['cannot tell', 'broken by B'])
  expect(verdicts('Error: expect(1).toBe(2)')).toEqual(['broken by B', 'broken by B'])
})

test('a breach that shows in no difference is held against what differs in its reply', () => {
  const { pair } = without('stated')
  const seen = [{ ...found, pair: pair as Pair }]
  expect(attribute([scenario({ A: 'passed', B: 'passed', found: seen })])[0]?.verdict).toBe(
    'broken by B',
  )
})

test('a difference by which a known deviation breaks the contract is known', () => {
  const known = scenario({
    A: 'passed',
    B: 'broken',
    known: ['old version (Ann, until 2027-01-01)'],
  })
  expect(attribute([known])[0]?.known).toBe('old version (Ann, until 2027-01-01)')
  expect(attribute([known, scenario({ A: 'passed', B: 'broken' })])[0]?.known).toBeUndefined()
})
