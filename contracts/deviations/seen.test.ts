import { load } from 'js-yaml'
import { expect, test } from '#test'
import { commented, expectationIn, hasSaid, lasting } from './seen.ts'

for (const [given, want] of [
  [
    'createUser should have answered 201, and it answered 400',
    'createUser should have answered 201, and it answered 400',
  ],
  ['there is no 3f2b6c1e-0000-4000-8000-0123456789ab\nleft', 'there is no ... left'],
  ['Expected: "rehearsal-mwyz9aq-1@example.com" is', 'Expected: ... is'],
  ['at http://127.0.0.1:4010/Users/51 it is', 'at ... it is'],
  ['created 2026-11-27T10:00:00.000Z', 'created ...'],
  ['5300657890134297601 and 201', '... and 201'],
] as const) {
  test(`what another run would say too stays of ${JSON.stringify(given)}`, () => {
    expect(lasting(given)).toBe(want)
    expect(hasSaid(`Error: ${given}\n\n> GET /`, lasting(given))).toBe(true)
  })
}

test('a text with a gap is not found where what comes behind it is another', () => {
  expect(hasSaid('there is no abc\n left', 'there is no ... left')).toBe(true)
  expect(hasSaid('there is no abc right', 'there is no ... left')).toBe(false)
  expect(hasSaid('left, there is no', 'there is no ... left')).toBe(false)
})

test('of an expectation what was wanted and what came is told, and not where', () => {
  const message =
    'Error: expect(received).toBe(expected) // Object.is equality\n\nExpected: 200\nReceived: 404\n\npromised: a: A is. (public)\n  at #/x\n    at /x/users.spec.js:3:1'
  expect(expectationIn(message)).toBe(
    'expect(received).toBe(expected) // Object.is equality Expected: 200 Received: 404',
  )
})

test('a comment is one whatever the line has in it', () => {
  const text = "curl --data-raw 'a\u0000b\u0085c\u2028d\r\ne 漢字 😀 \ud800'"
  expect(commented(text)).toBe("# curl --data-raw 'a?b\n# c\n# d\n# e 漢字 😀 ?'")
  expect(load(`${commented(text)}\n- x\n`)).toEqual(['x'])
})
