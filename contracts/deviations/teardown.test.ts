import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base, expect } from '#test'
import { verdictsIn } from '../verdict.ts'
import { keep, type Note } from './notes.ts'
import tearDown, { summaryFile, sumUp } from './teardown.ts'

const test = base.extend<{ folder: string }>({
  folder: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'rehearsal-teardown-'))
    await use(folder)
    rmSync(folder, { recursive: true })
  },
})

const entry = (operation: string) =>
  `- { api: hub, operation: ${operation}, check: status_code_conformance, owner: Ada, reason: old, expires: 2026-12-27 }\n`

const note: Note = {
  api: 'hub',
  title: 'hub-tokens › a login',
  status: 'passed',
  operations: ['login', 'getUser'],
  cited: [],
  used: {},
  proposals: [],
}

const proposal = {
  api: 'hub',
  operation: 'createUser',
  check: 'status_code_conformance',
  reason: '500 is not documented',
}

const whole = ['node', 'cli.js', 'test', '-c', 'config.js', '--project=hub']

test('what the workers noted is counted together, and left for the reports', ({ folder }) => {
  const file = join(folder, 'known.yaml')
  writeFileSync(file, entry('login') + entry('getUser') + entry('queryUsers'))
  keep(folder, 0, { ...note, used: { 0: 1 } })
  keep(folder, 1, { ...note, used: { 0: 2 } })
  keep(folder, 1, { ...note, proposals: [proposal] })
  const settings = { file, reads: 'always', today: '2026-11-27' } as const
  const summary = sumUp(folder, whole, settings)
  expect(summary.entries.map(({ state, seen }) => [state, seen])).toEqual([
    ['known', 3],
    ['stale', 0],
    ['not judged', 0],
  ])
  expect(JSON.parse(readFileSync(summaryFile(folder), 'utf8'))).toEqual(summary)
  const states = (argv: string[]) => sumUp(folder, argv, settings).entries.map(({ state }) => state)
  expect(states([...whole, '--shard=1/2'])).toEqual(['known', 'not judged', 'not judged'])
  keep(folder, 2, { ...note, status: 'interrupted' })
  expect(states(whole)).toEqual(['known', 'not judged', 'not judged'])
})

test('a stale entry is told once: where nobody reads the verdict it is thrown', ({ folder }) => {
  const file = join(folder, 'known.yaml')
  writeFileSync(file, entry('login').replace('expires', 'scenario: hub-tokens › a login, expires'))
  keep(folder, 0, note)
  const end = (more: Readonly<Record<string, string>>) =>
    tearDown({ projects: [{ outputDir: folder }] } as never, {
      ...{ REHEARSAL_DEVIATIONS: file, REHEARSAL_TODAY: '2026-11-27' },
      ...more,
    })
  const told = /entry 1 \(hub login status_code_conformance\) was not needed: .*passed without it/
  end({ REHEARSAL_REPORT: 'list' })
  expect(verdictsIn(folder)).toEqual([{ kind: 'broken', text: expect.stringMatching(told) }])
  rmSync(join(folder, 'verdict'), { recursive: true })
  expect(() => end({})).toThrow(told)
  expect(verdictsIn(folder)).toEqual([])
})

test('a proposal is written where it is wanted only', ({ folder }) => {
  const settings = { file: 'no-such.yaml', reads: 'if it is there', today: '2026-11-27' } as const
  keep(folder, 0, { ...note, proposals: [proposal] })
  expect(sumUp(folder, whole, settings)).toEqual({ file: 'no-such.yaml', entries: [] })
  expect(existsSync(summaryFile(folder))).toBe(false)
  const write = join(folder, 'new.yaml')
  expect(sumUp(folder, whole, { ...settings, write }).wrote).toEqual({ file: write, added: 1 })
  expect(readFileSync(write, 'utf8')).toContain('operation: createUser')
})
