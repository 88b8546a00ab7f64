import { expect, test } from '#test'
import { inWords } from '../conformance.ts'
import { curl, type Exchange } from '../exchange.ts'
import { explain, failureOf, headlineOf, pointersOf } from './failure.ts'
import { seenIn } from './seen.ts'
import { tinyDocument } from './tiny-document.test.kit.ts'

const spec = tinyDocument()
const redact = (text: string) => text.replaceAll('s3cret', '$TOKEN')
const place = '#/paths/~1books~1%7Bid%7D/get'

function read(id: string, status = 200): Exchange {
  const sent = {
    method: 'GET',
    url: `http://127.0.0.1:1/books/${id}`,
    headers: { authorization: 'Bearer s3cret' },
  }
  const reply = { sent, status, headers: new Headers(), body: {}, text: '{"key":"s3cret"}' }
  return { api: 'tiny', operation: 'getBook', as: 'admin', reply }
}

function failureAfter(message: string, exchanges: readonly Exchange[], cited: string[] = []) {
  const annotations = cited.map((description) => ({ type: 'promise', description }))
  return failureOf({ annotations, errors: [{ message }] }, exchanges, { spec, redact })
}

test('a failure stands on what the scenario cites, and on where that is', () => {
  const cited = ['books-last: A book stays. (stated; V7)']
  const failure = failureAfter('Error: expected', [read('1'), read('2')], cited)
  expect(failure).toEqual({
    operation: 'getBook',
    promises: [{ sentence: cited[0], pointer: `${place}/x-behaviours/0` }],
    breaches: [],
    request: '> GET http://127.0.0.1:1/books/2\n> authorization: Bearer $TOKEN',
    reply: '< 200\n< {"key":"$TOKEN"}',
    curl: `curl -sS -i -X GET 'http://127.0.0.1:1/books/2' -H "authorization: Bearer $TOKEN"`,
    seen: 'Error: expected',
  })
})

test('without a citation it stands on what the document says of the reply', () => {
  expect(failureAfter('Error: expected', [read('1')])?.promises).toEqual([
    {
      sentence: 'getBook answers 200: The book, as it is (public; P1)',
      pointer: `${place}/responses/200`,
    },
  ])
  expect(failureAfter('Error: expected', [read('1', 302)])?.promises).toEqual([
    { sentence: 'getBook answers 200, 404, 500 (public; P1)', pointer: `${place}/responses` },
  ])
})

test('the request is the one that the error shows, and its breaches are read from it', () => {
  const breach = {
    check: 'response_schema_conformance',
    at: '/id',
    spec: '#/components/schemas/Book/properties/id/type',
    hint: '/id must be string (it is 7)',
    evidence: 'public',
  } as const
  const shown = curl(read('1').reply.sent, redact)
  const message = `ContractBroken: tiny\n${inWords(breach)}\n${shown}`
  const failure = failureAfter(message, [read('1'), read('2')])
  expect(failure?.breaches).toEqual([breach])
  expect(failure?.curl).toBe(shown)
  expect(failure && pointersOf(failure)).toEqual([breach.spec, `${place}/responses/200`])
})

test('what had no answer is not explained', () => {
  expect(failureAfter('Unreachable: no reply', [read('1')])).toBeUndefined()
  expect(failureAfter('Error: expected', [])).toBeUndefined()
})

test('the error begins with the promise, and says behind what it does not say yet', () => {
  const failure = failureAfter('Error: 7', [read('1')])
  if (!failure) throw new Error('there is none')
  const error = { message: 'Error: 7', stack: 'Error: 7\n    at a.ts:1:1\n    at b.ts:1:1' }
  explain([error], { ...failure, repeat: 'npx again' })
  const promise = `promised: getBook answers 200: The book, as it is (public; P1)\n  at ${place}/responses/200`
  expect(error.message.startsWith(`${promise}\n\nError: 7\n\n> GET`)).toBe(true)
  expect(error.message).toMatch(/> GET.*< 200.*\ncurl.*\n\nthe test again: npx again$/s)
  expect(error.stack).toBe(`${error.message}\n    at a.ts:1:1\n    at b.ts:1:1`)
  const again = { message: `Error: 7\n${failure.curl}` }
  explain([again], failure)
  expect(again.message.match(/curl/g)).toHaveLength(1)
})

test('a comparison that failed is told by what it compares', () => {
  const message = [
    'Error: expect(received).toBe(expected) // Object.is equality',
    '',
    'Expected: \u001b[32m200\u001b[39m',
    'Received: \u001b[31m404\u001b[39m',
  ].join('\n')
  const failure = failureAfter(message, [read('1')])
  if (!failure) throw new Error('there is none')
  expect(failure.seen).toBe('expected 200, received 404')
  expect(headlineOf(failure)).toBe(
    'getBook answers 200: The book, as it is (public; P1): expected 200, received 404',
  )
  const error = { message }
  explain([error], failure)
  expect(error.message.split('\n').slice(1, 3)).toEqual([
    `  at ${place}/responses/200`,
    'seen: expected 200, received 404',
  ])
})

for (const [message, want] of [
  ['Unexpected: hub: no\n\n> GET', 'Unexpected: hub: no'],
  [
    'Error: it is odd\n\nexpect(received).toBe(expected)\n\nExpected: 1\nReceived: 2',
    'it is odd: expected 1, received 2',
  ],
  [
    'Error: it is odd\n\nexpect(received).toBeDefined()\n\nReceived: undefined',
    'it is odd: received undefined',
  ],
  [
    'Error: expect(received).toEqual(expected) // deep equality\n\n- Expected  - 1\n+ Received  + 2\n\n  Object {\n-   "a": 1,\n+   "a": 2,',
    'expected "a": 1, received "a": 2',
  ],
  [
    'Error: expect(received).toBeDefined()\n\nReceived: undefined',
    'Error: expect(received).toBeDefined(): received undefined',
  ],
  [
    'ContractBroken: hub: not as documented\n- undeclared_property: /a is not declared (reply: /a, document: #/b, public)',
    'undeclared_property: /a is not declared',
  ],
  [`Error: ${'x'.repeat(900)}`, `Error: ${'x'.repeat(233)} ...`],
] as const) {
  test(`what was seen is in one line: ${want.slice(0, 60)}`, () => {
    expect(seenIn(message)).toBe(want)
  })
}
