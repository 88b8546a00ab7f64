import { stripVTControlCharacters } from 'node:util'
import { expect, test } from '#test'
import { causesOf } from './causes.ts'
import { causeLines } from './in-terminal.ts'
import type { Failed } from './summary.ts'

test('what several tests fail by is told once, the most frequent first, and what one fails by is not', () => {
  const failures = [
    failed('one', 'getUser', 'expected 1, received 2'),
    failed('two', 'getUser', 'expected 3, received 4'),
    failed('three', 'getUser', 'expected 3, received 4'),
    failed('four', 'getConfig', 'response_schema_conformance: /meta/location must match'),
    failed('five', 'getConfig', 'response_schema_conformance: /meta/location must match'),
    failed('six', 'getConfig', 'response_schema_conformance: /meta/location must match'),
    failed('seven', 'listUsers', 'expected 3, received 4'),
  ]
  expect(causesOf(failures)).toEqual([
    {
      api: 'hub',
      what: 'getConfig response_schema_conformance: /meta/location must match',
      tests: 3,
      first: 'four',
    },
    { api: 'hub', what: 'getUser expected 3, received 4', tests: 2, first: 'two' },
  ])
})

test('the terminal names the first ten, and how many more there are', () => {
  const failures = Array.from({ length: 24 }, (_, at) =>
    failed(`test ${at}`, 'getUser', `seen ${at % 12}`),
  )
  const lines = causeLines(failures).map(stripVTControlCharacters)
  expect(lines.slice(1, 3)).toEqual([
    'What several failed by:',
    '  2 x hub: getUser seen 0 (first test 0)',
  ])
  expect(lines).toHaveLength(13)
  expect(lines.at(-1)).toBe('  and 2 more')
  expect(causeLines(failures.slice(0, 12))).toEqual([])
})

function failed(name: string, operation: string, error: string): Failed {
  return {
    api: 'hub',
    test: name,
    file: 'a.spec.ts',
    line: 1,
    inconclusive: false,
    error,
    headline: error,
    message: error,
    operation,
  }
}
