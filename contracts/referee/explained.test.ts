import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '#test'
import { compare } from './compared.ts'
import { type Explanation, hold, readExplanations } from './explained.ts'
import type { Opinion } from './observed.ts'
import { linesOf, verdictsOf } from './report.ts'

function opinion(
  { request = [], reply = [] }: { request?: string[]; reply?: string[] } = {},
  operation: string | undefined = 'getBook',
): Opinion {
  const fault = (keyword: string) => ({ pointer: '/title', keyword, specPath: '#', hint: 'is odd' })
  return { operation, request: request.map(fault), reply: reply.map(fault) }
}

const nowhere: Opinion = { operation: undefined, request: [], reply: [] }
const why: Explanation = {
  api: 'shelf',
  operation: 'getBook',
  what: 'reply',
  refusedBy: 'prism',
  keyword: 'format',
  right: 'ajv',
  reason: 'Prism knows another calendar.',
}

const compared = (ajv: Opinion, prism: Opinion | undefined) => compare('shelf', 200, { ajv, prism })
const differing = compared(opinion(), opinion({ reply: ['format'] }))

test('what both find valid, or both refuse, is no disagreement, whatever each finds', () => {
  expect(compared(opinion(), opinion())).toMatchObject({ valid: 2, invalid: 0, disagreements: [] })
  const both = compared(opinion({ request: ['type'] }), opinion({ request: ['enum'] }))
  expect(both).toMatchObject({ valid: 1, invalid: 1, disagreements: [] })
})

test('a message that one of them alone refuses is a disagreement, of request and reply apart', () => {
  const found = compared(opinion({ request: ['type'] }), opinion({ reply: ['format'] }))
  expect(found).toMatchObject({
    valid: 0,
    invalid: 0,
    disagreements: [
      { what: 'request', refusedBy: 'ajv', operation: 'getBook', status: 200 },
      { what: 'reply', refusedBy: 'prism', operation: 'getBook', status: 200 },
    ],
  })
})

test('another operation is a disagreement, and an unknown path is none', () => {
  const found = compared(opinion(), opinion({}, 'getShelf'))
  expect(found.disagreements).toMatchObject([{ what: 'operation', operation: 'getBook' }])
  expect(compared(opinion(), nowhere).disagreements).toMatchObject([{ refusedBy: 'prism' }])
  expect(compared(nowhere, nowhere).disagreements).toEqual([])
})

test('an explained disagreement is none, and says why; another is left', () => {
  expect(hold([differing], [why])).toMatchObject({
    unexplained: [],
    unused: [],
    explained: [{ explanation: why, times: 1 }],
  })
  for (const other of [
    { api: 'desk' },
    { operation: 'getShelf' },
    { what: 'request' as const },
    { refusedBy: 'ajv' as const },
    { keyword: 'type' },
    { status: 404 },
  ]) {
    const held = hold([differing, differing], [{ ...why, ...other }])
    expect(held).toMatchObject({ unexplained: [{ times: 2 }], unused: [{ ...why, ...other }] })
  }
})

test('every finding of a message has to be explained', () => {
  const more = compared(opinion(), opinion({ reply: ['format', 'type'] }))
  expect(hold([more], [why]).unexplained).toHaveLength(1)
  expect(hold([more], [why, { ...why, keyword: 'type' }]).unexplained).toEqual([])
})

const runs = [
  { name: 'agrees', compared: [compared(opinion(), opinion())], stale: [], said: [] },
  { name: 'differs', compared: [differing], stale: [], said: [/differ in 1 way/] },
  {
    name: 'has a stale explanation',
    compared: [differing],
    own: [why],
    stale: [why],
    said: [/stale/],
  },
  { name: 'saw nothing', compared: [], stale: [], said: [/judged nothing/] },
  {
    name: 'saw what Prism did not judge',
    compared: [compared(opinion(), undefined)],
    stale: [],
    said: [/judged nothing/],
  },
]

for (const { name, compared, own = [], stale, said } of runs) {
  test(`a run that ${name} ${said.length === 0 ? 'passes' : 'says so and fails'}`, () => {
    const found = { compared, held: hold(compared, own), stale }
    expect(verdictsOf(found)).toEqual(
      said.map((text) => ({ kind: 'broken', text: expect.stringMatching(text) })),
    )
  })
}

test('the report names both sides, the operation, and what is found', () => {
  const lines = linesOf({ compared: [differing], held: hold([differing], []), stale: [] })
  expect(lines.join('\n')).toBe(
    [
      '',
      'A second opinion: of 1 exchanges Prism and Ajv find 1 messages valid and 0 not, and differ on 1.',
      'Not explained:',
      '  1 x shelf getBook: Prism alone refuses the reply 200: /title format: is odd',
    ].join('\n'),
  )
})

test('an entry for several operations is one for each; one that lacks its reason is refused', () => {
  const folder = mkdtempSync(join(tmpdir(), 'rehearsal-explained-'))
  const file = join(folder, 'explained.yaml')
  const entry = (own: object) => writeFileSync(file, JSON.stringify([{ ...why, ...own }]))
  try {
    entry({ operation: ['getBook', 'getShelf'] })
    expect(readExplanations(file).map(({ operation }) => operation)).toEqual([
      'getBook',
      'getShelf',
    ])
    entry({ reason: '' })
    expect(() => readExplanations(file)).toThrow('entry 1 lacks reason')
    writeFileSync(file, 'api: hub')
    expect(() => readExplanations(file)).toThrow(`${file}: it is no list of explanations`)
  } finally {
    rmSync(folder, { recursive: true })
  }
})
