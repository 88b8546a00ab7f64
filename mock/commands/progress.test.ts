import { stripVTControlCharacters } from 'node:util'
import { expect, test } from '#test'
import { progressIn } from './progress.ts'

function said(tone: { json?: boolean; quiet?: boolean }): string {
  let [text, time] = ['', 0]
  const err = (line: string) => {
    text += stripVTControlCharacters(line)
  }
  const told = progressIn({ ...tone, to: { out: () => undefined, err } }, () => time)
  for (time = 0; time <= 2400; time += 400) told('rows are read', time * 10, 24_000)
  return text
}

test('long work says once a second how far it is, and nothing within the first', () => {
  expect(said({})).toBe('12,000 of 24,000 rows are read\n24,000 of 24,000 rows are read\n')
})

test('quiet work and work for programs say nothing of how far they are', () => {
  expect(said({ quiet: true }) + said({ json: true })).toBe('')
})
