import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '#test'
import { expectKnown, titleOf } from './known.ts'

test('a scenario has the same title from its source and from its build', () => {
  const title = 'filtering › a filter › finds'
  expect(titleOf(['scenarios/filtering.spec.ts', 'a filter', 'finds'])).toBe(title)
  expect(titleOf(['scenarios/filtering.spec.js', 'a filter', 'finds'])).toBe(title)
})

test('a failure that is known of the target is expected, and no other', () => {
  const folder = mkdtempSync(join(tmpdir(), 'rehearsal-known-'))
  try {
    const file = join(folder, 'known.json')
    writeFileSync(file, JSON.stringify({ 'filtering › finds': 'it has no filter' }))
    const expected = (title: string, environment: Record<string, string>) => {
      const calls: unknown[] = []
      const fail = (...args: unknown[]) => calls.push(args)
      const titlePath = ['scenarios/filtering.spec.ts', title]
      expectKnown({ titlePath, fail } as never, environment)
      return calls
    }
    expect(expected('finds', { REHEARSAL_KNOWN: file })).toEqual([[true, 'it has no filter']])
    expect(expected('sorts', { REHEARSAL_KNOWN: file })).toEqual([])
    expect(expected('finds', {})).toEqual([])
  } finally {
    rmSync(folder, { recursive: true })
  }
})
