import { expect, test } from '#test'
import type { Exchange } from '../exchange.ts'
import type { Exercise } from './coverage.ts'
import { coverageTable, notExercised } from './coverage-table.ts'
import { itemsOf, nameOf } from './items.ts'
import { verdictsOnCoverage } from './judgement.ts'
import { type Coverage, counts, measure, percent, shareOf, together } from './measure.ts'
import { aligned, markdown } from './table.ts'
import { createTally } from './tally.ts'
import { tinyDocument } from './tiny-document.test.kit.ts'

const spec = tinyDocument()
const free = () => undefined

interface Sent {
  readonly operation: string
  readonly status: number
  readonly query?: string
  readonly headers?: Record<string, string>
  readonly body?: unknown
  readonly answer?: unknown
}

/** A test that sends these. */
function sending(test: string, ...all: readonly Sent[]) {
  const exchanges = all.map((one): Exchange => {
    const { operation, status, query = '', headers = {}, body, answer } = one
    const method = operation === 'getBook' ? 'GET' : 'PUT'
    const sent = {
      method,
      url: `http://127.0.0.1:1/books/1${query}`,
      headers,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    }
    const reply = { sent, status, headers: new Headers(), body: answer, text: '' }
    return { api: 'tiny', operation, as: 'admin', reply }
  })
  const exercises = exchanges.map(({ api, operation, reply: { sent, status } }): Exercise => {
    return { api, operation, method: sent.method, path: '/books/1', status, test }
  })
  return { exchanges, exercises }
}

function coverageOf(...tests: readonly ReturnType<typeof sending>[]): Coverage {
  const tally = createTally()
  const exchanges = tests.flatMap((one) => one.exchanges)
  const tallies = exchanges.flatMap((one) => tally.note(one) ?? [])
  return measure(spec, { exercises: tests.flatMap((one) => one.exercises), tallies }, free)
}

function covered({ items }: Coverage): string[] {
  return items.filter((item) => item.covered).map(nameOf)
}

const read = { operation: 'getBook', status: 200 }
const taken = { operation: 'putBook', status: 409 }

test('a document has these things to exercise', () => {
  expect(itemsOf(spec).map(nameOf)).toEqual([
    'getBook 200',
    'getBook 404',
    'getBook path id',
    'getBook query fields',
    'getBook header if-none-match',
    'getBook 200 /title',
    'getBook 200 /authors',
    'getBook 200 /authors/*/a~1b',
    'getBook 200 /authors/*/wrote',
    'getBook 200 /id',
    'putBook 204',
    'putBook 409',
    'putBook 4XX',
    'putBook path id',
    'putBook sent /title',
    'putBook sent /authors',
    'putBook sent /authors/*/a~1b',
    'putBook sent /authors/*/wrote',
    'putBook sent /key',
  ])
})

for (const { what, sent, want } of [
  {
    what: 'a reply with its properties, whatever their index',
    sent: [{ ...read, answer: { id: '1', x: 1, authors: [{}, { 'a/b': 1 }] } }],
    want: [
      'getBook 200',
      'getBook path id',
      'getBook 200 /authors',
      'getBook 200 /authors/*/a~1b',
      'getBook 200 /id',
    ],
  },
  {
    what: 'the parameters of a request that is accepted',
    sent: [{ ...read, query: '?fields=a&x=1', headers: { 'If-None-Match': '1' } }],
    want: [
      'getBook 200',
      'getBook path id',
      'getBook query fields',
      'getBook header if-none-match',
    ],
  },
  {
    what: 'no parameter of a request that is refused',
    sent: [{ operation: 'getBook', status: 404, query: '?fields=a' }],
    want: ['getBook 404'],
  },
  {
    what: 'what a body that is accepted holds',
    sent: [{ operation: 'putBook', status: 204, body: { title: 'Emma', key: 1 } }],
    want: ['putBook 204', 'putBook path id', 'putBook sent /title', 'putBook sent /key'],
  },
  {
    what: 'no refusal of a write that nobody watched',
    sent: [read, taken],
    want: ['getBook 200', 'getBook path id'],
  },
  {
    what: 'a refusal of a write between two reads',
    sent: [read, taken, read],
    want: ['getBook 200', 'getBook path id', 'putBook 409'],
  },
  {
    what: 'a status in its range',
    sent: [read, { operation: 'putBook', status: 418 }, read],
    want: ['getBook 200', 'getBook path id', 'putBook 4XX'],
  },
]) {
  test(`covered is ${what}`, () => {
    expect(covered(coverageOf(sending('a', ...sent)))).toEqual(want)
  })
}

test('what is not covered says why, where that is known', () => {
  const { items } = coverageOf(sending('a', read, taken))
  const why = (name: string) => items.find((item) => nameOf(item) === name)?.why
  expect(why('putBook 409')).toMatch('no test read one thing before and after')
  expect(why('putBook 204')).toBeUndefined()
  const barred = measure(spec, { exercises: [], tallies: [] }, () => 'needs --allow-writes')
  expect(barred.items.every((item) => item.why === 'needs --allow-writes')).toBe(true)
})

test('what is out of reach counts only if it came about', () => {
  const item = { operation: 'a', kind: 'reply', name: '429', beyondReach: 'no quota' } as const
  expect(counts({ ...item, covered: false })).toBe(false)
  expect(counts({ ...item, covered: true })).toBe(true)
})

test('parts of a run exercise together what the whole does, in any order', () => {
  const [a, b] = [
    sending('a', read, taken, read),
    sending('b', { ...read, answer: { id: 1 } }, taken),
  ]
  const parts = [coverageOf(a), coverageOf(b)]
  expect(together(parts)).toEqual([coverageOf(a, b)])
  expect(together(parts.toReversed())).toEqual([coverageOf(a, b)])
})

test('a worker tells once what it has seen', () => {
  const tally = createTally()
  const [one] = sending('a', { ...read, answer: { id: 1 } }).exchanges
  expect(tally.note(one as Exchange)).toMatchObject({ received: ['/id'], parameters: ['path'] })
  expect(tally.note(one as Exchange)).toBeUndefined()
})

test('a percentage is rounded down, and of nothing there is none', () => {
  expect(percent({ covered: 199, of: 200 })).toBe(99)
  expect(percent({ covered: 0, of: 0 })).toBeUndefined()
})

test('every kind of thing has to reach the least', () => {
  const coverage = coverageOf(
    sending('a', { operation: 'putBook', status: 204, body: { title: 1 } }),
  )
  expect(shareOf(coverage.items, 'sent')).toEqual({ covered: 1, of: 5 })
  const verdicts = (least: number) => verdictsOnCoverage([coverage], { least, all: 'x.json' })
  expect(verdicts(0)).toEqual([])
  expect(verdicts(20)).toEqual([
    {
      kind: 'broken',
      text: 'tiny: less than 20% is exercised: properties received 0 of 5 (0%); x.json has the names',
    },
  ])
  expect(verdicts(21)[0]?.text).toContain('replies 1 of 5 (20%)')
})

test('a person sees a row for each operation, and the first names of what is missing', () => {
  const coverage = coverageOf(sending('a', { ...read, answer: { id: 1 } }))
  expect(aligned(coverageTable(coverage))).toEqual([
    'tiny     replies  parameters  properties sent  properties received',
    'getBook  1/2      1/3         -                1/5',
    'all      1/5 20%  1/4 25%     0/5 0%           1/5 20%',
  ])
  expect(notExercised(coverage, 'x.json')).toEqual([
    'never exercised at all: putBook',
    'not exercised: getBook 404, getBook query fields, getBook header if-none-match, getBook 200 /title, getBook 200 /authors, and 2 more',
    'all of it, by name: x.json',
  ])
  expect(markdown(coverageTable(coverage)).slice(0, 3)).toEqual([
    '| tiny | replies | parameters | properties sent | properties received |',
    '| --- | --- | --- | --- | --- |',
    '| getBook | 1/2 | 1/3 | - | 1/5 |',
  ])
})
