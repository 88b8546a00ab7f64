import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base, expect } from '#test'
import { readSpec } from '../../specs/read.ts'
import type { Entry } from './entry.ts'
import { checkEntries, readEntries } from './read.ts'
import { isDate, type Settings, settingsOf } from './settings.ts'

const today = '2026-11-27'

/** Reads a file with this text as a run does. */
type Read = (text: string, reads?: Settings['reads']) => Entry[]

const test = base.extend<{ read: Read }>({
  read: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'rehearsal-deviations-'))
    const file = join(folder, 'known.yaml')
    await use((text, reads = 'always') => {
      writeFileSync(file, text)
      const entries = readEntries({ file, reads, today })
      checkEntries(file, entries, readSpec)
      return entries
    })
    rmSync(folder, { recursive: true })
  },
})

const sound = {
  api: 'gotomeeting',
  operation: 'getUsers',
  check: 'status_code_conformance',
  owner: 'Ada',
  reason: 'their gateway',
  expires: '2027-05-26',
}

function yaml(own: object): string {
  const lines = Object.entries({ ...sound, ...own }).map(([field, value]) => `${field}: ${value}`)
  return `- ${lines.join('\n  ')}\n`
}

test('an entry names a check, a promise or a scenario, and any value is a text', ({ read }) => {
  const texts = [
    { at: 'status', spec: '"#/paths"', says: 500, issue: 'https://example.com/7' },
    { check: 'me-is-not-a-key', says: '"201"' },
    { check: 'users › a user › is answered by id as she was sent' },
    { check: 'gotomeeting-me › me is no key', scenario: 'gotomeeting-me › me is no key' },
    { check: 'ignored_auth' },
  ]
  const entries = read(`# why\n${texts.map(yaml).join('# and\n')}`)
  expect(entries.map(({ index, check }) => [index, check])).toEqual([
    [0, 'status_code_conformance'],
    ...texts.slice(1).map(({ check }, index) => [index + 1, check]),
  ])
  expect(entries[0]).toEqual({ index: 0, ...sound, ...texts[0], spec: '#/paths', says: '500' })
})

test('a file with no entry, and no file, hold none', ({ read }) => {
  for (const text of ['', '# none yet\n', '[]', '---\n']) expect(read(text)).toEqual([])
  const missing = { file: 'no-such-file.yaml', today }
  expect(readEntries({ ...missing, reads: 'if it is there' })).toEqual([])
  expect(() => readEntries({ ...missing, reads: 'always' })).toThrow(
    'no-such-file.yaml: there is no such file',
  )
})

const first = 'known.yaml: entry 1 (gotomeeting getUsers status_code_conformance): '

const refused: readonly { why: string; text: string; want: string }[] = [
  { why: 'no list', text: 'owner: Ada', want: 'known.yaml: it takes a list of entries, each with' },
  { why: 'a list of texts', text: '- Ada', want: 'known.yaml: it takes a list of entries' },
  { why: 'two documents', text: '[]\n---\n[]\n', want: 'known.yaml: it takes a list of entries' },
  { why: 'no YAML', text: '- a: [\n', want: 'known.yaml: not readable as YAML at line' },
  {
    why: 'an unknown field',
    text: yaml({ onwer: 'Ada' }),
    want: `${first}onwer is not a field; an entry has api, operation, check, owner`,
  },
  { why: 'a missing owner', text: yaml({ owner: '' }), want: `${first}owner is missing` },
  { why: 'no field but one', text: '- owner: Ada', want: 'entry 1: api is missing' },
  { why: 'a list as a value', text: yaml({ owner: '[Ada]' }), want: `${first}owner takes a text` },
  {
    why: 'a TODO',
    text: yaml({ reason: '"TODO: ask"' }),
    want: `${first}reason is still TODO: ask`,
  },
  {
    why: 'a word for a date',
    text: yaml({ expires: 'never' }),
    want: `${first}expires takes a date, as 2027-01-31; not never`,
  },
  {
    why: 'a day that there is not',
    text: yaml({ expires: '2027-02-30' }),
    want: `${first}expires takes a date`,
  },
  {
    why: 'a day too far ahead',
    text: yaml({ expires: '2027-05-27' }),
    want: `${first}expires is 181 days ahead; agree on a day within 180`,
  },
  { why: 'a bad URL', text: yaml({ issue: 'JIRA-7' }), want: `${first}issue takes a URL, not` },
  {
    why: 'a place with a promise',
    text: yaml({ check: 'me-is-not-a-key', at: '/id' }),
    want: 'at goes with a check of a reply, not with me-is-not-a-key',
  },
  {
    why: 'an unknown API',
    text: yaml({ api: 'scim' }),
    want: 'api: no API is called scim; there are formstack, gotomeeting, ',
  },
  {
    why: 'an unknown operation',
    text: yaml({ operation: 'getUzers' }),
    want: 'gotomeeting.yaml has no operation getUzers',
  },
  {
    why: 'an unknown check',
    text: yaml({ check: 'status_code' }),
    want: 'check: gotomeeting has no behaviour status_code, and there is no such check: there are st',
  },
  {
    why: 'a promise of another API',
    text: yaml({ api: 'hub', operation: 'login', check: 'me-is-not-a-key' }),
    want: 'hub has no behaviour me-is-not-a-key',
  },
  {
    why: 'a scenario in no file',
    text: yaml({ check: 'uzers › a user › is answered' }),
    want: 'check: no scenario is called uzers › a user › is answered',
  },
  {
    why: 'a scenario that shows it in no file',
    text: yaml({ scenario: 'users' }),
    want: `${first}scenario: no scenario is called users`,
  },
  {
    why: 'the same entry again',
    text: yaml({}) + yaml({ owner: 'Bo' }),
    want: 'entry 2 (gotomeeting getUsers status_code_conformance): it is the same as entry 1',
  },
]

for (const { why, text, want } of refused) {
  test(`a deviations file is refused for ${why}`, ({ read }) => {
    expect(() => read(text)).toThrow(want)
  })
}

test('a date is a day that there is', () => {
  const given = ['2028-02-29', '2027-02-29', '2027-2-1', 'tomorrow', '2027-13-01']
  expect(given.filter(isDate)).toEqual(['2028-02-29'])
})

test('the file, the proposal and the day come from the environment', () => {
  const now = { REHEARSAL_TODAY: today }
  const usual = { file: 'rehearsal.deviations.yaml', reads: 'if it is there', today }
  expect(settingsOf(now)).toEqual(usual)
  expect(settingsOf({ ...now, REHEARSAL_FRESH_MOCK: '1' })).toEqual({ ...usual, reads: 'never' })
  const given = { ...now, REHEARSAL_FRESH_MOCK: '1', REHEARSAL_DEVIATIONS: 'known.yaml' }
  expect(settingsOf(given)).toEqual({ file: 'known.yaml', reads: 'always', today })
  const write = (text: string) => settingsOf({ ...now, REHEARSAL_WRITE_DEVIATIONS: text }).write
  expect(['1', '0', '', 'new.yaml'].map(write)).toEqual([
    'rehearsal.deviations.yaml',
    undefined,
    undefined,
    'new.yaml',
  ])
  expect(() => settingsOf({ REHEARSAL_TODAY: 'today' })).toThrow('REHEARSAL_TODAY takes a date')
  expect(settingsOf({}).today).toBe(new Date().toISOString().slice(0, 10))
})
