import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { test as base, expect } from '#test'
import { clearState } from './clear.ts'
import { Journal, lineOf } from './journal.ts'
import { Lock, Locked } from './lock.ts'
import { SnapshotFile } from './snapshot.ts'

const test = base.extend<{ file: string }>({
  file: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'clear-'))
    await use(join(folder, 'state.json'))
    await rm(folder, { recursive: true })
  },
})

async function newState(file: string): Promise<void> {
  await new SnapshotFile(file).write({ header: { journal: 2, seeds: {} }, rows: [] })
  const journal = new Journal(`${file}.journal-2`)
  journal.append(lineOf(['a', []]))
  journal.close()
}

function left(file: string): string[] {
  return readdirSync(dirname(file)).sort()
}

test('where there is no state, or no folder, that is said', async ({ file }) => {
  expect(await clearState(file)).toContain('there was no state')
  const deeper = join(dirname(file), 'none', 'state.json')
  expect(await clearState(deeper)).toContain('there was no state')
  expect(left(file)).toEqual([])
})

test('a whole state is removed with its journals, and its neighbours stay', async ({ file }) => {
  await newState(file)
  const neighbours = ['other.json', 'state.json.backup', 'state.json.journal-x', 'xstate.json']
  for (const name of neighbours) writeFileSync(join(dirname(file), name), 'mine')
  expect(await clearState(file)).toContain(`${file} was removed`)
  expect(left(file)).toEqual(neighbours)
})

for (const part of ['state.json', 'state.json.journal-2']) {
  test(`with damage in ${part} the whole state is kept aside, byte by byte`, async ({ file }) => {
    await newState(file)
    const damaged = join(dirname(file), part)
    writeFileSync(damaged, `x${readFileSync(damaged, 'utf8')}`)
    const before = ['', '.journal-2'].map((end) => readFileSync(file + end, 'utf8'))
    const said = await clearState(file)
    const [, kept = ''] = /was kept as (\S+);/.exec(said) ?? []
    expect(existsSync(file)).toBe(false)
    expect(left(file)).toHaveLength(2)
    const suffix = kept.slice(file.length)
    const after = ['', '.journal-2'].map((end) => readFileSync(file + end + suffix, 'utf8'))
    expect(after).toEqual(before)
    expect(await clearState(file)).toContain('there was no state')
    expect(left(file)).toHaveLength(2)
  })
}

test('damage is kept as it was found, a half last line of the journal too', async ({ file }) => {
  await newState(file)
  writeFileSync(file, 'damaged')
  const half = `${readFileSync(`${file}.journal-2`, 'utf8')}0123abcd ["half`
  writeFileSync(`${file}.journal-2`, half)
  await clearState(file)
  const [journal = ''] = left(file).filter((name) => name.includes('journal'))
  expect(readFileSync(join(dirname(file), journal), 'utf8')).toBe(half)
})

test('a state without its snapshot is cleared too, so that nothing of it comes back', async ({
  file,
}) => {
  await newState(file)
  await rm(file)
  await clearState(file)
  expect(left(file).filter((name) => /journal-\d+$/.test(name))).toEqual([])
})

test('a state that a living process holds is refused and left', async ({ file }) => {
  await newState(file)
  const lock = new Lock(`${file}.lock`)
  const before = left(file)
  await expect(clearState(file)).rejects.toThrow(Locked)
  expect(left(file)).toEqual(before)
  lock.release()
  expect(await clearState(file)).toContain('was removed')
})
