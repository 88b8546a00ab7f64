import { expect, test } from '#test'
import type { Target } from '../target.ts'
import { patternOf, repeatOf } from './repeat.ts'

const target = {
  api: 'scim.v2',
  url: 'https://a.example/scim/v2',
  mock: false,
  given: true,
  writes: true,
  tokens: {},
} as Target
const info = { titlePath: ['scenarios/users.spec.js', "a user's (only) name", 'is $x^y'], tags: [] }

test('what selects a test selects no other', () => {
  const tagged = { ...info, tags: ['@basic', '@edge'] }
  const pattern = new RegExp(patternOf('scim.v2', tagged), 'gi')
  const name = "scim.v2 scenarios/users.spec.js a user's (only) name @basic is $x^y @edge"
  expect(` ${name}`).toMatch(pattern)
  for (const other of [
    `${name} too`,
    name.replace('scim', 'SCIM scim'),
    name.replace('.js', 'xjs'),
  ]) {
    expect(` ${other}`).not.toMatch(new RegExp(pattern))
  }
})

test('what the run was told stands in the command, and no token', () => {
  const environment = {
    REHEARSAL_ALLOW_HOST: 'a.example',
    REHEARSAL_SPECS: '{"scim.v2":"my spec.yaml"}',
    REHEARSAL_CHECK_SEED: '7',
    REHEARSAL_TOKEN: 's3cret',
  }
  expect(repeatOf(target, info, environment)).toBe(
    [
      "npx rehearsal test scim.v2 --target 'scim.v2=https://a.example/scim/v2'",
      `--token "$TOKEN" --allow-writes --allow-host 'a.example' --spec 'scim.v2=my spec.yaml'`,
      `--check-seed=7 -- -g '^ ?scim\\.v2 scenarios/users\\.[jt]s a user'\\''s \\(only\\) name is \\$x\\^y$'`,
    ]
      .join(' ')
      .replace('users\\.[jt]s', 'users\\.spec\\.[jt]s'),
  )
  const mock = { REHEARSAL_FRESH_MOCK: '1' }
  expect(repeatOf({ ...target, mock: true, given: false }, info, mock)).toMatch(
    /^npx rehearsal test scim\.v2 -- -g '/,
  )
  expect(repeatOf(target, info, { REHEARSAL_PARITY: '{}' })).toBeUndefined()
})
