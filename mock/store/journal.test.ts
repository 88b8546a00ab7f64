import {
  appendFileSync,
  closeSync,
  openSync,
  readFileSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base, expect } from '#test'
import { DamagedState } from './damage.ts'
import { Journal, lineOf, readJournal } from './journal.ts'

const test = base.extend<{ file: string }>({
  file: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'journal-'))
    await use(join(folder, 'journal'))
    await rm(folder, { recursive: true })
  },
})

async function read(file: string): Promise<unknown[]> {
  const entries: unknown[] = []
  for await (const entry of readJournal(file)) entries.push(entry)
  return entries
}

function written(file: string, ...entries: readonly unknown[]): void {
  const journal = new Journal(file)
  for (const entry of entries) journal.append(lineOf(entry))
  journal.close()
}

const odd = [
  ['text', ['a\nb', 'c\r\nd', '\u2028\u2029', '\0', '\ud800', '漢字 🦊', '"\\']],
  ['values', [null, 0, -1.5, true, {}, []]],
  ['prototype', JSON.parse('{"__proto__":1}')],
]

test('entries come back in order and as they were, over several openings', async ({ file }) => {
  written(file, odd[0], odd[1])
  written(file, odd[2])
  expect(await read(file)).toEqual(odd)
})

test('a new journal is empty, and knows its length', async ({ file }) => {
  const journal = new Journal(file)
  expect([journal.length, await read(file)]).toEqual([0, []])
  journal.append(lineOf('ä'))
  expect(journal.length).toBe(readFileSync(file).length)
  journal.close()
})

test('a last line that was cut anywhere is dropped, and what stands before it is whole', async ({
  file,
}) => {
  written(file, 'first', 'second')
  const whole = readFileSync(file)
  const start = whole.indexOf(10) + 1
  for (let cut = start; cut < whole.length; cut++) {
    writeFileSync(file, whole.subarray(0, cut))
    expect(await read(file)).toEqual(['first'])
    expect(readFileSync(file).length).toBe(start)
  }
})

test('after a cut line was dropped, the next entry follows the last whole one', async ({
  file,
}) => {
  written(file, 'first', 'second')
  writeFileSync(file, readFileSync(file).subarray(0, -3))
  await read(file)
  written(file, 'third')
  expect(await read(file)).toEqual(['first', 'third'])
})

test('what a failed write left behind is cut off before the next entry', async ({ file }) => {
  const journal = new Journal(file)
  journal.append(lineOf('first'))
  appendFileSync(file, '0123abcd ["half of a line that is longer than the next one')
  journal.append(lineOf('second'))
  expect(readFileSync(file).length).toBe(journal.length)
  expect(await read(file)).toEqual(['first', 'second'])
  journal.close()
})

test('every flipped bit of a middle line is reported with its line, and the file is left', async ({
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
      const fault = await faultOf(file)
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
  test(`${given} is damage, whatever follows`, async ({ file }) => {
    written(file, 'first')
    appendFileSync(file, text)
    written(file, 'third')
    expect((await faultOf(file))?.message).toContain(want)
  })
}

test('damage in the middle leaves a half last line too, for nothing may be altered', async ({
  file,
}) => {
  written(file, 'first', 'second')
  const damaged = Buffer.from(readFileSync(file))
  damaged[12] = 0x21
  writeFileSync(file, Buffer.concat([damaged, Buffer.from('0123abcd ["half')]))
  const before = readFileSync(file)
  expect((await faultOf(file))?.message).toContain('line 1 ')
  expect(readFileSync(file).equals(before)).toBe(true)
})

async function faultOf(file: string): Promise<Error | undefined> {
  try {
    await read(file)
  } catch (error) {
    return error as Error
  }
  return undefined
}

test('a journal that was let go of writes nothing into the file that has its number now', async ({
  file,
}) => {
  const journal = new Journal(file)
  journal.append(lineOf('first'))
  journal.close()
  const other = openSync(`${file}.other`, 'w')
  writeSync(other, 'theirs')
  expect(() => journal.append(lineOf('second'))).toThrow('closed')
  closeSync(other)
  expect(await read(file)).toEqual(['first'])
  expect(readFileSync(`${file}.other`, 'utf8')).toBe('theirs')
})
