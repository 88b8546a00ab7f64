/** What a store does when the disk refuses, and when it is told twice. */

import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { mkdir, mkdtemp, rm, rmdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base, expect } from '#test'
import type { Row, Schema, Table } from '../directory/realm.ts'
import { DamagedState } from './damage.ts'
import { Store } from './store.ts'

interface Note extends Row {
  readonly text: unknown
}

const notes: Table<Note> = { name: 'notes', noun: 'note' }
const schema: Schema = [{ table: notes, indexes: [], references: [] }]
const first: Note = { id: 'first', text: '' }
const rules = new Map([
  ['a', { schema, begin: () => ({ seed: 'fixture', rows: [['notes', first] as const] }) }],
])

const test = base.extend<{ file: string }>({
  file: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'store-'))
    await use(join(folder, 'state.json'))
    await rm(folder, { recursive: true })
  },
})

async function write(store: Store, id: string): Promise<void> {
  store.realm('a').put(notes, { id, text: 'written' })
  store.commit('a')
  await store.written()
}

function ids(store: Store): string {
  return Array.from(store.realm('a').contents(), ({ row }) => row.id).join(' ')
}

async function reopened(file: string): Promise<string> {
  const store = await Store.open(rules, { file })
  const found = ids(store)
  await store.close()
  return found
}

/** Where the next snapshot would be written there is a folder: every snapshot fails. */
function obstacle(file: string): string {
  return `${file}.new`
}

test('a commit that cannot be written throws, and can be undone, and later ones work', async ({
  file,
}) => {
  const store = await Store.open(rules, { file })
  store.realm('a').put(notes, { id: 'lost', text: 1n })
  expect(() => store.commit('a')).toThrow(TypeError)
  store.realm('a').undo()
  await write(store, 'x')
  await store.close()
  expect(await reopened(file)).toBe('x first')
})

test('a reset begins every realm again, also on disk, and changes after it are kept', async ({
  file,
}) => {
  const store = await Store.open(rules, { file })
  await write(store, 'x')
  await store.reset()
  expect(ids(store)).toBe('first')
  await write(store, 'y')
  await store.close()
  expect(await reopened(file)).toBe('y first')
})

test('a reset that cannot be written leaves everything as it was', async ({ file }) => {
  const store = await Store.open(rules, { file })
  await write(store, 'x')
  await mkdir(obstacle(file))
  await expect(store.reset()).rejects.toThrow('EISDIR')
  expect(ids(store)).toBe('x first')
  await write(store, 'y')
  await rmdir(obstacle(file))
  await store.close()
  expect(await reopened(file)).toBe('x y first')
})

test('a reset whose journal cannot be made leaves everything as it was, after a restart too', async ({
  file,
}) => {
  const store = await Store.open(rules, { file })
  await write(store, 'x')
  await mkdir(`${file}.journal-3`)
  await expect(store.reset()).rejects.toThrow('EISDIR')
  await write(store, 'y')
  await rmdir(`${file}.journal-3`)
  await mkdir(obstacle(file))
  // The journal has to do.
  await expect(store.close()).rejects.toThrow('EISDIR')
  await rmdir(obstacle(file))
  expect(await reopened(file)).toBe('x y first')
})

test('a fold that fails loses nothing at the end, also of what is in memory alone', async ({
  file,
}) => {
  const store = await Store.open(rules, { file, durability: 'none', foldAfter: 1 })
  await mkdir(obstacle(file))
  await write(store, 'x')
  // Waits for the fold, and fails as it does.
  await expect(store.reset()).rejects.toThrow('EISDIR')
  await rmdir(obstacle(file))
  await store.close()
  expect(await reopened(file)).toBe('x first')
})

test('two resets at once are both done, and the state is whole', async ({ file }) => {
  const store = await Store.open(rules, { file })
  for (let round = 0; round < 5; round++) {
    await write(store, 'x')
    await Promise.all([store.reset(), store.reset(), store.reset()])
    expect(ids(store)).toBe('first')
    await write(store, `n${round}`)
  }
  await store.close()
  expect(await reopened(file)).toBe('n4 first')
})

test('an end that cannot write its snapshot still lets go of the lock, and loses nothing', async ({
  file,
}) => {
  const store = await Store.open(rules, { file })
  await write(store, 'x')
  await mkdir(obstacle(file))
  await expect(store.close()).rejects.toThrow('EISDIR')
  expect(existsSync(`${file}.lock`)).toBe(false)
  await rmdir(obstacle(file))
  expect(await reopened(file)).toBe('x first')
})

test('an end that is told twice is an end, and does not take the lock of the next', async ({
  file,
}) => {
  const store = await Store.open(rules, { file })
  await write(store, 'x')
  await store.close()
  const next = await Store.open(rules, { file })
  await store.close()
  expect(existsSync(`${file}.lock`)).toBe(true)
  expect(ids(next)).toBe('x first')
  await next.close()
})

test('a state that cannot be begun lets go of the lock', async ({ file }) => {
  const begin = () => {
    throw new Error('no such world')
  }
  await expect(Store.open(new Map([['a', { schema, begin }]]), { file })).rejects.toThrow('no such')
  expect(existsSync(`${file}.lock`)).toBe(false)
})

for (const part of ['state.json', 'state.json.journal-2']) {
  test(`damage in ${part} is told, nothing is altered, and the lock is let go`, async ({
    file,
  }) => {
    const store = await Store.open(rules, { file })
    await write(store, 'x')
    const damaged = join(file, '..', part)
    const bytes = readFileSync(damaged)
    bytes[20] = (bytes[20] ?? 0) ^ 1
    const copy = `${file}.copy`
    writeFileSync(copy, readFileSync(file))
    const copyOfPart = part === 'state.json' ? copy : `${copy}.journal-2`
    writeFileSync(copyOfPart, bytes)
    await store.close()
    const fault = await Store.open(rules, { file: copy }).catch((error) => error)
    expect(fault).toBeInstanceOf(DamagedState)
    expect(fault.message).toContain(`${copyOfPart} is damaged`)
    expect(fault.message).toContain("run 'rehearsal reset --db ")
    expect(readFileSync(copyOfPart).equals(bytes)).toBe(true)
    expect(existsSync(`${copy}.lock`)).toBe(false)
  })
}
