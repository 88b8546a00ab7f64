import { expect, test } from '#test'
import { isOf, isWhole } from './whole.ts'

const start = ['node', 'cli.js', 'test', '-c', 'dist/contracts/playwright.config.js']
const cases = [
  { given: '--project=hub --workers=2', whole: true },
  { given: '--reporter html --workers 1 --project hub', whole: true },
  { given: '--grep nest', whole: false },
  { given: '-g nest', whole: false },
  { given: '--grep-invert=nest', whole: false },
  { given: '--last-failed', whole: false },
  { given: '-x', whole: false },
  { given: 'apis/hub-lists.spec.js', whole: false },
]

for (const { given, whole } of cases) {
  test(`a run with ${given} is ${whole ? 'the whole' : 'a part'}`, () => {
    expect(isWhole({ argv: [...start, ...given.split(' ')], shard: null })).toBe(whole)
  })
}

test('a shard is a part', () => {
  expect(isWhole({ argv: start, shard: { current: 1, total: 2 } })).toBe(false)
})

test('a run is of the projects that it names, or of all', () => {
  const argv = [...start, '--project=hub', '--project', 'nexus']
  expect(['hub', 'nexus', 'laurel'].map((name) => isOf(name, { argv }))).toEqual([
    true,
    true,
    false,
  ])
  expect(isOf('laurel', { argv: start })).toBe(true)
})
