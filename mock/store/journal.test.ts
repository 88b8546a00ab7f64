import { appendFileSync, readFileSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base, expect } from '#test'
import { DamagedState } from './damage.ts'
import { Journal, readJournal } from './journal.ts'

const test = base.extend<{ file: string }>({
  file: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'journal-'))
    await use(join(folder, 'journal'))
    await rm(folder, { recursive: true })
  },
})

function written(file: string, ...entries: readonly unknown[]): void {
  const journal = new Journal(file)
  for (const entry of entries) journal.append(entry)
  journal.close()
}

const odd = [
  ['text', ['a\nb', 'c\r\nd', '\u2028\u2029', '\0', '\ud800', '漢字 🦊', '"\\']],
  ['values', [null, 0, -1.5, true, {}, []]],
  ['prototype', JSON.parse('{"__proto__":1}')],
]

test('entries come back in order and as they were, over several openings', ({ file }) => {
  written(file, odd[0], odd[1])
  written(file, odd[2])
  expect(readJournal(file)).toEqual(odd)
})

test('a new journal is empty, and knows its length', ({ file }) => {
  const journal = new Journal(file)
  expect([journal.length, readJournal(file)]).toEqual([0, []])
  journal.append('ä')
  expect(journal.length).toBe(readFileSync(file).length)
  journal.close()
})

test('a last line that was cut anywhere is dropped, and what stands before it is whole', ({
  file,
}) => {
  written(file, 'first', 'second')
  const whole = readFileSync(file)
  const start = whole.indexOf(10) + 1
  for (let cut = start; cut < whole.length; cut++) {
    writeFileSync(file, whole.subarray(0, cut))
    expect(readJournal(file)).toEqual(['first'])
    expect(readFileSync(file).length).toBe(start)
  }
})

test('after a cut line was dropped, the next entry follows the last whole one', ({ file }) => {
  written(file, 'first', 'second')
  writeFileSync(file, readFileSync(file).subarray(0, -3))
  readJournal(file)
  written(file, 'third')
  expect(readJournal(file)).toEqual(['first', 'third'])
})

test('what a failed write left behind is cut off before the next entry', ({ file }) => {
  const journal = new Journal(file)
  journal.append('first')
  appendFileSync(file, '0123abcd ["half of a line that is longer than the next one')
  journal.append('second')
  expect(readFileSync(file).length).toBe(journal.length)
  expect(readJournal(file)).toEqual(['first', 'second'])
  journal.close()
})

test('an entry that cannot be written throws, and the journal is as it was', ({ file }) => {
  const journal = new Journal(file)
  journal.append('first')
  journal.close()
  expect(() => journal.append('second')).toThrow('EBADF')
  expect(readJournal(file)).toEqual(['first'])
})

test('every flipped bit of a middle line is reported with its line, and the file is left', ({
  file,
}) => {
  written(file, ['first', 'ä'], ['second', 'ß'], 'third')
  const whole = readFileSync(file)
  const lines = whole.toString().split('\n')
  const start = Buffer.byteLength(`${lines[0]}\n`)
  const end = start + Buffer.byteLength(`${lines[1]}`)
  for (let at = start; at < end; at++) {
    for (let bit = 1; bit < 256; bit *= 2) {
      const damaged = Buffer.from(whole)
      damaged[at] = (damaged[at] ?? 0) ^ bit
      writeFileSync(file, damaged)
      const fault = faultOf(file)
      expect(fault).toBeInstanceOf(DamagedState)
      expect(fault?.message).toContain(`${file} is damaged: line 2 `)
      expect(readFileSync(file).equals(damaged)).toBe(true)
    }
  }
})

const damages = [
  { given: 'an empty line in the middle', text: '\n', want: 'line 2 ' },
  { given: 'a line without a checksum', text: '"entry"\n', want: 'line 2 ' },
  { given: 'a run of NULs', text: `${'\0'.repeat(64)}\n`, want: 'line 2 ' },
  { given: 'a line of another checksum', text: '00000000 "entry"\n', want: 'line 2 ' },
]

for (const { given, text, want } of damages) {
  test(`${given} is damage, whatever follows`, ({ file }) => {
    written(file, 'first')
    appendFileSync(file, text)
    written(file, 'third')
    expect(faultOf(file)?.message).toContain(want)
  })
}

test('damage in the middle leaves a half last line too, for nothing may be altered', ({ file }) => {
  written(file, 'first', 'second')
  const damaged = Buffer.from(readFileSync(file))
  damaged[12] = 0x21
  writeFileSync(file, Buffer.concat([damaged, Buffer.from('0123abcd ["half')]))
  const before = readFileSync(file)
  expect(faultOf(file)?.message).toContain('line 1 ')
  expect(readFileSync(file).equals(before)).toBe(true)
})

function faultOf(file: string): Error | undefined {
  try {
    readJournal(file)
  } catch (error) {
    return error as Error
  }
  return undefined
}
