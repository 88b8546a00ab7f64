import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base, expect } from '#test'
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
  hint: '500 is not documented\n(documented: 200)',
}

test('what was seen several times is proposed once, with the first scenario that shows it', ({
  file,
}) => {
  expect(addProposals(file, [seen, { ...seen, scenario: 'hub-tokens › a' }], today)).toBe(1)
  expect(readFileSync(file, 'utf8')).toMatch(/^# What this target/)
  expect(readFileSync(file, 'utf8')).toContain(`
# Seen 2 times: 500 is not documented (documented: 200)
- api: hub
  operation: login
  check: status_code_conformance
  says: 500 is not documented
  scenario: hub-tokens › a
  owner: TODO
  reason: TODO
  expires: 2027-02-25
`)
})

test('a proposal counts when its owner and its reason are filled in', ({ file }) => {
  addProposals(file, [seen], today)
  const read = () => readEntries({ file, reads: 'always', today })
  expect(read).toThrow('entry 1 (hub login status_code_conformance): owner is still TODO')
  writeFileSync(file, readFileSync(file, 'utf8').replaceAll('TODO', 'Ada: "asked" #7'))
  expect(read).toThrow(/not readable as YAML|owner/)
  writeFileSync(file, readFileSync(file, 'utf8').replaceAll('Ada: "asked" #7', 'Ada'))
  expect(read()).toMatchObject([{ owner: 'Ada', reason: 'Ada', says: '500 is not documented' }])
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

test('the comment of a proposal is a short line', ({ file }) => {
  addProposals(file, [{ ...seen, hint: `a\n- b: "${'c'.repeat(500)}"` }], today)
  expect(readFileSync(file, 'utf8')).toMatch(/\n# Seen once: a - b: "c{112} \.\.\.\n- api: hub\n/)
})

test('where nothing is to be proposed no file is made', ({ file }) => {
  expect(addProposals(file, [], today)).toBe(0)
  expect(existsSync(file)).toBe(false)
})

test('a proposal is as precise as what was seen', () => {
  const breach = { spec: '#', evidence: 'stated' } as const
  const status = '500 is not documented (documented: 200, 401)'
  expect(
    proposeBreach('login', {
      ...breach,
      check: 'status_code_conformance',
      at: 'status',
      hint: status,
    }),
  ).toEqual({
    operation: 'login',
    check: 'status_code_conformance',
    says: '500 is not documented',
    hint: status,
  })
  const at = '/users/12/meta/3'
  expect(
    proposeBreach('login', { ...breach, check: 'response_schema_conformance', at, hint: 'x' }),
  ).toMatchObject({ at: '/users/*/meta/*' })

  const failure = { title: 'a › b', operation: 'login', cited: ['p', 'q'] }
  const says = 'login should have answered 200, and it answered 404'
  const message = `Unexpected: hub: ${says}\n\n> GET`
  expect(proposeFailure('hub', { ...failure, message })).toMatchObject({ check: 'q', says })
  expect(proposeFailure('hub', { ...failure, cited: [], message })).toMatchObject({
    check: 'a › b',
    says,
  })
  // A bare expectation tells too little to stand for a promise.
  expect(proposeFailure('hub', { ...failure, message: 'Error: expect(a).toBe(b)\n' })).toEqual({
    operation: 'login',
    check: 'a › b',
    hint: 'Error: expect(a).toBe(b)',
  })
  expect(proposeFailure('hub', { ...failure, operation: undefined, message })).toBeUndefined()
})
