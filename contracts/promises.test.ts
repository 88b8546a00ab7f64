/** Every promise of a document is held by some test, or says here why none can. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, type TestInfo, test } from '#test'
import { readSpec } from '../specs/read.ts'
import { type Breach, inWords } from './conformance.ts'
import { drivers } from './drivers/all.ts'
import { behavioursOf, cite, excuse, inferred } from './promises.ts'
import type { Target } from './target.ts'

const configured = 'no operation configures a Hub'
const unlocked = `${configured}, so nobody is locked; lockout.test.ts and logins.test.ts do it`

const tuned = 'no operation chooses a profile; profiles.test.ts has each from both sides'

const ofItsOwn =
  'no core schema has such an attribute or extension; extensions.test.ts brings one of its own'
const crowded = 'a deployment need not have a thousand users; pages.test.ts makes them'

const untested: Record<string, Record<string, string>> = {
  gotomeeting: {
    'deleted-owner-is-404': 'deleting the owner of a token takes the token from every other test',
  },
  laurel: {
    'token-expires': 'a test cannot wait for a day; tokens.test.ts moves the clock',
  },
  'scim.v2': {
    'integers-have-no-fraction': ofItsOwn,
    'date-times-have-date-and-time': ofItsOwn,
    'lists-hold-a-hundred-by-default': crowded,
    'a-page-holds-a-thousand-at-most': crowded,
    'filter-numbers-compare-by-value': ofItsOwn,
    'cursor-expires': 'a test cannot wait for ten minutes; cursors.test.ts moves the clock',
    'cursor-count-above-the-maximum-is-cut': crowded,
    'projection-request-needs-asking': ofItsOwn,
    'me-without-a-user-is-404': 'every persona has a user; me.test.ts deletes one',
    'required-extensions-bind': ofItsOwn,
    'entra-profile-patch-answers-204': tuned,
    'entra-profile-remove-lists-members': tuned,
    'entra-profile-reads-booleans-as-text': tuned,
    'entra-profile-creates-missing-targets': tuned,
    'entra-profile-reads-dotted-keys': tuned,
    'entra-profile-reads-a-manager-as-text': tuned,
    'entra-profile-group-names-are-unique': tuned,
    'entra-profile-filters-behind-brackets': tuned,
    'okta-profile-skips-unknown-members': tuned,
  },
  hub: {
    'validators-are-optional': `${configured}; password-rules.test.ts has a table`,
    'passwords-do-not-expire': `${configured}, and a month would have to pass`,
    'lockout-begins-at-the-limit': unlocked,
    'each-lockout-is-longer': unlocked,
    'each-lockout-takes-as-many-failures': unlocked,
    'old-failures-are-forgotten': unlocked,
    'success-clears-failures': unlocked,
    'lockout-is-about-known-internal-users': unlocked,
    'clearing-forgets-failures-and-lockouts': unlocked,
  },
}

const here = fileURLToPath(new URL('.', import.meta.url))

for (const api of Object.keys(drivers)) {
  test(`every promise of ${api} is cited by a test`, () => {
    const text = sourcesOf(api)
    const ids = behavioursOf(readSpec(api)).map(({ id }) => id)
    const uncited = ids.filter((id) => !text.includes(`'${id}'`))
    expect(uncited).toEqual(Object.keys(untested[api] ?? {}))
  })
}

test('a promise is told with its evidence, its source and its reason, once', () => {
  const annotations: { type: string; description?: string }[] = []
  const spec = readSpec('gotomeeting')
  cite(spec, 'missing-user-is-404', { annotations })
  cite(spec, 'missing-user-is-404', { annotations })
  cite(spec, 'organizations-are-apart', { annotations })
  expect(annotations.map(({ type }) => type)).toEqual(['promise', 'promise'])
  expect(annotations[0]?.description).toMatch(/^missing-user-is-404: .+ \(public; P1\)$/)
  expect(annotations[1]?.description).toMatch(/\(inferred; .+\)$/)
})

test('a promise that the document does not make cannot be cited', () => {
  const spec = readSpec('formstack')
  expect(() => cite(spec, 'free-lunch', { annotations: [] })).toThrow(/no behaviour free-lunch/)
})

const real: Target = {
  api: 'gotomeeting',
  url: '',
  mock: false,
  given: true,
  writes: true,
  tokens: {},
}
const stated = 'group-name-is-unique'
const guessed = 'deleted-user-frees-the-user-name'

for (const { why, target = real, status = 'failed', cited = [], blamed = [], error, want } of [
  { why: 'cites what is only inferred', cited: [guessed], want: true },
  { why: 'cites what is public too', cited: [guessed, stated], want: false },
  { why: 'broke no more than what is inferred', cited: [stated], blamed: ['a guess'], want: true },
  { why: 'cites nothing', want: false },
  {
    why: 'met a reply of another shape than the document has',
    cited: [guessed],
    error: said('response_schema_conformance', 'public'),
    want: false,
  },
  {
    why: 'met a reply without a header that is promised in public',
    cited: [guessed],
    error: said('response_headers_conformance', 'public'),
    want: false,
  },
  {
    why: 'met a status that is not documented',
    cited: [guessed],
    error: said('status_code_conformance', 'stated'),
    want: false,
  },
  {
    why: 'had no answer to judge',
    cited: [guessed],
    error: 'Unreachable: gotomeeting: no reply to GET /',
    want: false,
  },
  { why: 'passed', status: 'passed', cited: [guessed], want: false },
  { why: 'is about the mock', target: { ...real, mock: true }, cited: [guessed], want: false },
] satisfies (Partial<Failing> & { why: string; want: boolean })[]) {
  test(`a test that ${why} is ${want ? 'a finding' : 'none'}`, () => {
    const info = failing({ status, cited, blamed, ...(error && { error }) })
    excuse(target, info)
    const types = info.annotations.map(({ type }) => type)
    expect(types.includes('finding')).toBe(want)
    expect(info.expectedStatus).toBe(want ? 'failed' : 'passed')
  })
}

test('a finding tells what was expected and what was seen', () => {
  const error = 'Error: groups\n\nexpect(received).toBe(expected)\n\nExpected: 1\nReceived: 2'
  const info = failing({ status: 'failed', cited: [guessed], blamed: [], error })
  excuse(real, info)
  const [finding] = info.annotations.filter(({ type }) => type === 'finding')
  expect(finding?.description).toMatch(/: groups: expected 1, received 2$/)
})

function said(check: Breach['check'], evidence: Breach['evidence']): string {
  const breach = { check, evidence, at: '/id', spec: '#/paths', hint: 'it is not there' }
  return `ContractBroken: a\n${inWords(breach)}`
}

interface Failing {
  target: Target
  status: 'passed' | 'failed'
  cited: string[]
  blamed: string[]
  error?: string
}

function failing({ status, cited, blamed, error }: Omit<Failing, 'target'>): TestInfo {
  const info = {
    status,
    expectedStatus: 'passed',
    errors: [{ message: error ?? 'it answered 409\nand more' }],
    annotations: [] as TestInfo['annotations'],
    fail: () => {
      info.expectedStatus = 'failed'
    },
  }
  for (const id of cited) cite(readSpec('gotomeeting'), id, info)
  for (const what of blamed) inferred(what, info)
  return info as unknown as TestInfo
}

/** The drivers and the tests of one API: `hub.ts`, `hub-promises.ts`, `hub-users.spec.ts`. */
function sourcesOf(api: string): string {
  const files = ['drivers', 'apis'].flatMap((folder) =>
    readdirSync(join(here, folder))
      .filter((file) => file.startsWith(`${api}.`) || file.startsWith(`${api}-`))
      .map((file) => join(here, folder, file)),
  )
  return files.map((file) => readFileSync(file, 'utf8')).join('\n')
}
