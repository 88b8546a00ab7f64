import { expect, test } from '#test'
import { between } from './readme.ts'

const marked = (table: string) =>
  `before\n<!-- bench: npm run bench -- --write writes it -->\n\n${table}\n\n<!-- end of the bench -->\nafter`

test('a result takes the place of the one before, and nothing else is touched', () => {
  expect(between(marked('old'), 'new $1')).toBe(marked('new $1'))
})

test('a text without its markers is refused', () => {
  expect(() => between('no markers', 'new')).toThrow('README.md lacks')
})
