import { expect, test } from '#test'
import type { Figure } from './figures.ts'
import { table, targetTable } from './table.ts'

const columns = [
  { name: 'ours', title: 'rehearsal' },
  { name: 'json-server', title: 'json-server 1' },
] as const

const figures: readonly Figure[] = [
  { server: 'ours', measure: 'get', size: 10_000, value: 50, cpuMicros: 40, rounds: [50] },
  { server: 'ours', measure: 'get', size: 1000, value: 100, cpuMicros: 80, rounds: [100] },
  { server: 'json-server', measure: 'get', size: 1000, value: 4000, rounds: [4000] },
  { server: 'ours', measure: 'open', size: 1000, value: 1_500_000, rounds: [1_500_000] },
  { server: 'ours', measure: 'resident', size: 1000, value: 80_000_000, rounds: [80_000_000] },
]

test('a table has a row for each measure and size in order, and a gap where nothing was measured', () => {
  const cells = table(figures, columns)
    .split('\n')
    .map((line) => line.split('|').slice(1, -1))
    .map((row) => row.map((text) => text.trim()))
  expect(cells).toEqual([
    ['measure', 'users', 'rehearsal', 'json-server 1'],
    expect.arrayContaining([expect.stringMatching(/^-+$/)]),
    ['get by id', '1,000', '10,000/s, 80 µs', '250/s'],
    ['get by id', '10,000', '20,000/s, 40 µs', ''],
    ['start with these users to the first reply', '1,000', '1.5 s', ''],
    ['memory, after a garbage collection', '1,000', '80 MB', ''],
  ])
})

test('what was too slow to be asked again is marked, and so are the sizes that were left out', () => {
  const slow = figures.map(
    (each): Figure =>
      each.server === 'json-server' ? { ...each, value: 4e6, tooSlow: true } : each,
  )
  const lines = table(slow, columns).split('\n')
  expect(lines[2]).toMatch(/1,000 .*\| 0\.25\/s, too slow +\|/)
  expect(lines[3]).toMatch(/10,000 .*\| too slow +\|/)
})

test('all lines of a table are of one length', () => {
  const lengths = new Set(
    table(figures, columns)
      .split('\n')
      .map(({ length }) => length),
  )
  expect(lengths.size).toBe(1)
})

test('a target is met, not met or not measured', () => {
  const text = targetTable([
    { says: 'one', found: '2×', met: true },
    { says: 'two', found: '1×', met: false },
    { says: 'three', found: undefined, met: undefined },
  ])
  expect(text).toMatch(/one +\| 2× +\| met /)
  expect(text).toMatch(/two +\| 1× +\| not met /)
  expect(text).toMatch(/three +\| +\| not measured /)
})
