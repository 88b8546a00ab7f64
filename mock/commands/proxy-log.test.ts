import { stripVTControlCharacters } from 'node:util'
import { expect, test } from '#test'
import type { Finding } from '../../contracts/referee/ruling.ts'
import { createTally, logged, redacted } from './proxy-log.ts'

const passed = { method: 'POST', path: '/scim/v2/Users', headers: [], status: 201, seen: '' }
const finding: Finding = {
  pointer: '/userName',
  keyword: 'required',
  specPath: '#/components/schemas/User/required',
  hint: '/userName is missing',
  in: 'request',
  by: 'both',
}

const lines = [
  { ruling: { operation: 'createUser', findings: [] }, want: 'createUser 201 ok' },
  {
    ruling: { operation: 'createUser', findings: [finding] },
    want: 'createUser 201 request: /userName is missing (#/components/schemas/User/required)',
  },
  {
    ruling: {
      operation: 'createUser',
      findings: [{ ...finding, in: 'reply' as const, by: 'prism' as const, specPath: '' }],
    },
    want: 'createUser 201 Prism alone: reply: /userName is missing (at /userName)',
  },
  {
    ruling: { operation: 'createUser', findings: [finding], more: 299_999 },
    want: 'createUser 201 request: /userName is missing (#/components/schemas/User/required); and 299999 more',
  },
  {
    ruling: { operation: undefined, findings: [] },
    want: '- 201 not judged: the document has no such operation',
  },
  { ruling: 'a body in the coding snappy', want: '- 201 not judged: a body in the coding snappy' },
]

for (const { ruling, want } of lines) {
  test(`one line for an exchange: ${want}`, () => {
    const { text } = logged(passed, ruling)
    expect(stripVTControlCharacters(text)).toBe(`POST /scim/v2/Users ${want}`)
  })
}

test('a line has no control characters of anybody else', () => {
  const hint = '/\u001b[2J\r\nfake is not a known property'
  const { text } = logged(passed, { operation: 'createUser', findings: [{ ...finding, hint }] })
  expect(stripVTControlCharacters(text)).toContain('request: /?[2J??fake is not')
})

test('a path that has the credential of its request, or one by its name, does not show it', () => {
  const path = '/Users?key=ab%2Fcd1234&access_token=other'
  const headers = ['Authorization', 'Bearer ab/cd1234']
  const { data, text } = logged({ ...passed, path, headers }, { operation: 'a', findings: [] })
  expect(data.path).toBe('/Users?key=$TOKEN&access_token=***')
  expect(text).toContain(data.path)
})

test('a hint that repeats the credential of its request does not show it', () => {
  const secret = { ...finding, hint: 'must not be abcd1234', pointer: '/abcd1234' }
  for (const [name, value] of [
    ['Authorization', 'Bearer abcd1234'],
    ['ApplicationToken', 'abcd1234'],
    ['Cookie', 'abcd1234'],
  ] as const) {
    const told = redacted(
      { ...passed, headers: [name, value] },
      { operation: 'a', findings: [secret] },
    )
    expect(JSON.stringify(told)).not.toContain('abcd1234')
    expect(told).toMatchObject({ operation: 'a', findings: [{ in: 'request', by: 'both' }] })
  }
})

test('the summary counts requests, violations and what was not judged, by operation', () => {
  const tally = createTally()
  expect(tally.text()).toBe('no request came by')
  for (const { ruling } of lines) tally.count(logged(passed, ruling))
  expect(tally.data()).toEqual({
    createUser: { requests: 4, violating: 3, unjudged: 0 },
    '-': { requests: 2, violating: 0, unjudged: 2 },
  })
  expect(
    tally
      .text()
      .split('\n')
      .map((line) => line.split(/ {2,}/)),
  ).toEqual([
    ['operation', 'requests', 'with violations', 'not judged'],
    ['-', '2', '0', '2'],
    ['createUser', '4', '3', '0'],
  ])
})
