import { readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from '#test'
import { brokenSource, buildBroken, discard, judge, readBreakage } from './broken-mock.ts'

const root = dirname(fileURLToPath(import.meta.resolve('rehearsal/package.json')))
const breakages = readdirSync(join(root, 'contracts/prove/breakages'))
  .filter((file) => file.endsWith('.patch'))
  .map((file) => readBreakage(file.replace('.patch', '')))

/** `npm test` breaks this one; `npm run prove` breaks the others. */
const short = ['cycles']

for (const breakage of breakages) {
  const tag = short.includes(breakage.name) ? '@short' : '@long'
  test(`without the rule "${breakage.rule}" a scenario turns red`, { tag }, async () => {
    test.setTimeout(120_000)
    const broken = await buildBroken(breakage)
    try {
      const { code, output } = await judge(broken, breakage)
      expect(output).toContain('1 failed')
      expect(code).toBe(1)
    } finally {
      discard(broken)
    }
  })
}

test('at least twelve rules are broken, and one of them in the short run', () => {
  const names = breakages.map(({ name }) => name)
  expect(names.length).toBeGreaterThanOrEqual(12)
  expect(names.filter((name) => short.includes(name))).toEqual(short)
})

test('every API guards a rule that is broken', () => {
  const guards = new Set(breakages.map(({ api }) => api))
  const apis = readdirSync(join(root, 'specs')).filter((file) => file.endsWith('.yaml'))
  expect(apis.filter((file) => !guards.has(file.replace('.yaml', '')))).toEqual([])
})

test('every patch fits the source', () => {
  const stale = breakages.flatMap((breakage) => {
    try {
      brokenSource(breakage)
      return []
    } catch (error) {
      return [(error as Error).message]
    }
  })
  expect(stale).toEqual([])
})
