import { expect, test } from '#test'
import type { Entry } from './entry.ts'
import { coversBreach, coversFailure } from './match.ts'

const entry = (own: Partial<Entry>) =>
  ({ operation: 'getUsers', check: 'response_schema_conformance', ...own }) as Entry

const breach = {
  check: 'response_schema_conformance',
  at: '/resources/12/meta/created',
  spec: '#/components/schemas/Meta/properties/created/format',
  hint: '/resources/12/meta/created must match format "date-time"',
  evidence: 'public',
} as const

const breaches: readonly { given: Partial<Entry>; want: boolean }[] = [
  { given: {}, want: true },
  { given: { operation: 'getUser' }, want: false },
  { given: { check: 'undeclared_property' }, want: false },
  { given: { at: '/resources/12/meta/created' }, want: true },
  { given: { at: '/resources/*/meta/created' }, want: true },
  { given: { at: '/resources/*/meta' }, want: false },
  { given: { at: '/*/created' }, want: false },
  { given: { spec: breach.spec }, want: true },
  { given: { spec: '#/components/schemas/Meta' }, want: false },
  { given: { says: 'must match format' }, want: true },
  { given: { says: 'must be a text' }, want: false },
]

for (const { given, want } of breaches) {
  test(`an entry with ${JSON.stringify(given)} ${want ? 'covers' : 'leaves'} a breach`, () => {
    expect(coversBreach(entry(given), 'getUsers', breach)).toBe(want)
  })
}

const failure = {
  title: 'users › a user › is answered',
  operation: 'getUsers',
  cited: ['users-are-answered'],
  message: 'Unexpected: hub: getUsers should have answered 200, and it answered 404',
}

const failures: readonly { given: Partial<Entry>; want: boolean }[] = [
  { given: { check: 'users › a user › is answered' }, want: true },
  { given: { check: 'users › a user › is' }, want: false },
  { given: { check: 'users-are-answered' }, want: true },
  { given: { check: 'users-are-sorted' }, want: false },
  { given: { check: 'users-are-answered', operation: 'getUser' }, want: false },
  { given: { check: 'users-are-answered', says: 'it answered 404' }, want: true },
  { given: { check: 'users-are-answered', says: 'it answered 500' }, want: false },
]

for (const { given, want } of failures) {
  test(`an entry with ${JSON.stringify(given)} ${want ? 'covers' : 'leaves'} a failure`, () => {
    expect(coversFailure(entry(given), failure)).toBe(want)
  })
}

test('a scenario that failed before it sent a request is covered by nothing', () => {
  const given = entry({ check: failure.title })
  expect(coversFailure(given, { ...failure, operation: undefined })).toBe(false)
})
