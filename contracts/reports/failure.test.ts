import { expect, test } from '#test'
import { inWords } from '../conformance.ts'
import { curl, type Exchange } from '../exchange.ts'
import { explain, failureOf, pointersOf } from './failure.ts'
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

test('the error says what it does not say yet, above its stack', () => {
  const failure = failureAfter('Error: 7', [read('1')])
  if (!failure) throw new Error('there is none')
  const error = { message: 'Error: 7', stack: 'Error: 7\n    at a.ts:1:1\n    at b.ts:1:1' }
  explain([error], failure)
  const facts = error.message.slice('Error: 7'.length)
  expect(facts).toMatch(/promised: getBook answers 200.*\n {2}at #\/paths.*> GET.*< 200.*curl/s)
  expect(error.stack).toBe(`Error: 7${facts}\n    at a.ts:1:1\n    at b.ts:1:1`)
  const again = { message: `Error: 7\n${failure.curl}` }
  explain([again], failure)
  expect(again.message.match(/curl/g)).toHaveLength(1)
})
