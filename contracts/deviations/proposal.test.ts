import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base, expect } from '#test'
import type { Exchange } from '../exchange.ts'
import type { Entry } from './entry.ts'
import { coversBreach, coversFailure } from './match.ts'
import type { Proposal } from './notes.ts'
import { addProposals, proposeBreach, proposeFailure } from './proposal.ts'
import { readEntries } from './read.ts'

const today = '2026-11-27'

const test = base.extend<{ file: string }>({
  file: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'rehearsal-proposal-'))
    await use(join(folder, 'known.yaml'))
    rmSync(folder, { recursive: true })
  },
})

const seen: Proposal = {
  api: 'hub',
  operation: 'login',
  check: 'status_code_conformance',
  says: '500 is not documented',
  scenario: 'hub-tokens › b',
  reason: 'answered 500: 500 is not documented (documented: 200)',
  curl: "curl -sS 'http://127.0.0.1/a\nb'",
}

test('what was seen several times is proposed once, with the first scenario that shows it', ({
  file,
}) => {
  expect(addProposals(file, [seen, { ...seen, scenario: 'hub-tokens › a' }], today)).toBe(1)
  expect(readFileSync(file, 'utf8')).toMatch(/^# What this target/)
  expect(readFileSync(file, 'utf8')).toContain(`
# Seen 2 times. Repeat it with:
# curl -sS 'http://127.0.0.1/a
# b'
- api: hub
  operation: login
  check: status_code_conformance
  says: 500 is not documented
  scenario: hub-tokens › a
  owner: TODO
  reason: 'answered 500: 500 is not documented (documented: 200)'
  expires: 2027-02-25
`)
})

test('a proposal counts when its owner is filled in, and says what was seen', ({ file }) => {
  addProposals(file, [seen], today)
  const read = () => readEntries({ file, reads: 'always', today })
  expect(read).toThrow('entry 1 (hub login status_code_conformance): owner is still TODO')
  writeFileSync(file, readFileSync(file, 'utf8').replaceAll('TODO', 'Ada: "asked" #7'))
  expect(read).toThrow(/not readable as YAML|owner/)
  writeFileSync(file, readFileSync(file, 'utf8').replaceAll('Ada: "asked" #7', 'Ada'))
  expect(read()).toMatchObject([
    { owner: 'Ada', reason: seen.reason, says: '500 is not documented' },
  ])
  writeFileSync(file, readFileSync(file, 'utf8').replace(/reason: .*/, 'reason: TODO'))
  expect(read).toThrow('reason is still TODO: fill it in')
})

test('entries and comments that a file has stay, and are not proposed again', ({ file }) => {
  const before = `# ours\n- { api: hub, operation: login, check: tokens-expire, owner: Ada } # flow\n# end`
  writeFileSync(file, before)
  const again = { ...seen, check: 'tokens-expire', says: undefined } as unknown as Proposal
  expect(addProposals(file, [again], today)).toBe(0)
  expect(readFileSync(file, 'utf8')).toBe(before)
  expect(addProposals(file, [again, seen], today)).toBe(1)
  expect(readFileSync(file, 'utf8').startsWith(`${before}\n`)).toBe(true)
  expect(addProposals(file, [seen], today)).toBe(0)
})

for (const [why, text] of [
  ['is something else', 'port: 4010\n'],
  ['is a list in brackets', '[{ api: hub, operation: login, check: x }]\n'],
  ['is indented', '  - api: hub\n    operation: login\n    check: x\n'],
] as const) {
  test(`a file that ${why} is refused and left as it was`, ({ file }) => {
    writeFileSync(file, text)
    expect(() => addProposals(file, [seen], today)).toThrow(/known.yaml: (it takes|nothing can be)/)
    expect(readFileSync(file, 'utf8')).toBe(text)
    expect(existsSync(`${file}.new`)).toBe(false)
  })
}

test('where nothing is to be proposed no file is made', ({ file }) => {
  expect(addProposals(file, [], today)).toBe(0)
  expect(existsSync(file)).toBe(false)
})

const breach = { spec: '#/paths', evidence: 'stated' } as const

for (const { given, want } of [
  {
    given: {
      check: 'status_code_conformance',
      at: 'status',
      hint: '500 is not known (documented: 200)',
    },
    want: { says: '500 is not known', reason: 'answered 500: 500 is not known (documented: 200)' },
  },
  {
    given: { check: 'response_schema_conformance', at: '/users/12/meta/3', hint: 'x' },
    want: { at: '/users/*/meta/*', spec: '#/paths', reason: 'answered 500: x' },
  },
  {
    given: {
      check: 'response_schema_conformance',
      at: '/id',
      hint: '/id is not 1',
      spec: '/Schemas',
    },
    want: { at: '/id', says: '... is not 1', reason: 'answered 500: /id is not 1' },
  },
  {
    given: { check: 'response_headers_conformance', at: 'header etag', hint: 'it is missing' },
    want: { at: 'header etag', reason: 'answered 500: it is missing' },
  },
] as const) {
  test(`what is proposed for ${given.check} at ${given.at} hides it alone`, () => {
    const exchange = { operation: 'login', reply: { status: 500 } } as Exchange
    const proposed = proposeBreach(exchange, { ...breach, ...given })
    expect(proposed).toEqual({ operation: 'login', check: given.check, ...want })
    const entry = { ...proposed, index: 0 } as Entry
    expect(coversBreach(entry, 'login', { ...breach, ...given })).toBe(true)
    for (const other of [
      { at: '/users/name' },
      { hint: 'another', ...('spec' in want && { spec: '#/other' }), at: '/else' },
    ]) {
      const beside = { ...breach, ...given, ...other, ...('says' in want && { hint: 'other' }) }
      expect(coversBreach(entry, 'login', beside)).toBe(false)
    }
    expect(coversBreach(entry, 'logout', { ...breach, ...given })).toBe(false)
  })
}

const failure = { title: 'a › b', operation: 'login', cited: ['p', 'q'] }
const says = 'login should have answered 200, and it answered 404'
const unlike = 'Error: expect(received).toBe(expected)\n\nExpected: 1\nReceived: 2'

for (const { given, want } of [
  { given: `Unexpected: hub: ${says}\n\n> GET`, want: { check: 'q', says, reason: says } },
  {
    given: unlike,
    want: {
      check: 'q',
      says: 'expect(received).toBe(expected) Expected: 1 Received: 2',
      reason: 'answered 200: expect(received).toBe(expected) Expected: 1 Received: 2',
    },
  },
  {
    given: 'Unexpected: hub: addUser fails ignored_auth (1 of 8 cases, seed 1)\n\nno: it',
    want: {
      operation: 'addUser',
      check: 'ignored_auth',
      says: 'addUser fails ignored_auth (1 of 8 cases, seed 1)',
      reason: 'addUser fails ignored_auth (1 of 8 cases, seed 1)',
    },
  },
]) {
  test(`a failure is proposed by its promise and what it says: ${want.says}`, () => {
    const proposed = proposeFailure('hub', { ...failure, message: given }, 200)
    expect(proposed).toEqual({ operation: 'login', ...want })
    const entry = { api: 'hub', index: 0, ...proposed } as Entry
    expect(coversFailure(entry, { ...failure, message: given })).toBe(true)
    const others = [given.replace(/\d+/, '77'), given.replace(/[12] of 8|404|: 2/, ': 3')]
    for (const message of others) {
      expect(coversFailure(entry, { ...failure, message })).toBe(false)
    }
  })
}

test('a failure without a promise is proposed by its title, and none before a request', () => {
  const message = `Unexpected: hub: ${says}`
  expect(proposeFailure('hub', { ...failure, cited: [], message })).toMatchObject({
    check: 'a › b',
    says,
  })
  expect(proposeFailure('hub', { ...failure, operation: undefined, message })).toBeUndefined()
})
