import { existsSync, readdirSync } from 'node:fs'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { test as base, expect } from '#test'
import type { Row, Schema, Table } from '../directory/realm.ts'
import { type RealmRules, Store } from './store.ts'

interface Note extends Row {
  readonly text: string
}

const notes: Table<Note> = { name: 'notes', noun: 'note' }
const schema: Schema = [{ table: notes, indexes: [], references: [] }]

/** A realm that begins with one note; one that is not served has no beginning. */
function served(seed = 'fixture'): RealmRules {
  const first: Note = { id: 'first', text: seed }
  return { schema, begin: () => ({ seed, rows: [['notes', first]] }) }
}

const both = new Map([
  ['a', served()],
  ['b', served()],
])
const onlyA = new Map([
  ['a', served()],
  ['b', { schema }],
])

const test = base.extend<{ file: string }>({
  file: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'store-'))
    await use(join(folder, 'deep', 'state.json'))
    await rm(folder, { recursive: true })
  },
})

async function write(store: Store, id: string, realm = 'a'): Promise<void> {
  store.realm(realm).put(notes, { id, text: 'written' })
  store.commit(realm)
  await store.written()
}

function ids(store: Store, realm = 'a'): string {
  return Array.from(store.realm(realm).contents(), ({ row }) => row.id).join(' ')
}

/** What a crash at this moment leaves: the files as they are, in another folder, unlocked. */
async function crashed(file: string): Promise<string> {
  const copy = join(dirname(file), '..', `crashed-${readdirSync(join(dirname(file), '..')).length}`)
  await cp(dirname(file), copy, { recursive: true })
  await rm(join(copy, 'state.json.lock'))
  return join(copy, 'state.json')
}

async function reopened(file: string, rules = both): Promise<string> {
  const store = await Store.open(rules, { file })
  const found = ids(store)
  await store.close()
  return found
}

test('without a file the realms begin anew each time, and nothing is written', async () => {
  const store = await Store.open(both)
  await write(store, 'x')
  await store.close()
  expect(ids(await Store.open(both))).toBe('first')
})

test('the folder of the state is made, and holds nothing but the state after the end', async ({
  file,
}) => {
  const store = await Store.open(both, { file })
  expect(existsSync(`${file}.lock`)).toBe(true)
  await write(store, 'x')
  await store.close()
  const rest = readdirSync(dirname(file)).filter((name) => !name.includes('journal'))
  expect(rest).toEqual(['state.json'])
})

test('what was committed is there after the end and a new start, in every realm', async ({
  file,
}) => {
  const store = await Store.open(both, { file })
  await write(store, 'x')
  await write(store, 'y', 'b')
  store.realm('a').remove(notes, 'first')
  store.commit('a')
  await store.close()
  const again = await Store.open(both, { file })
  expect([ids(again), ids(again, 'b')]).toEqual(['x', 'y first'])
  expect(again.realm('a').changes).toEqual([])
  await again.close()
})

test('what was committed survives a crash, and what was not does not', async ({ file }) => {
  const store = await Store.open(both, { file })
  for (let number = 0; number < 20; number++) {
    await write(store, `n${number % 7}`)
    store.realm('a').put(notes, { id: 'lost', text: 'not committed' })
    const copy = await crashed(file)
    store.realm('a').undo()
    expect(await reopened(copy)).toBe(ids(store))
  }
  await store.close()
})

test('a crash after a crash loses nothing either', async ({ file }) => {
  let current = file
  for (const number of [1, 2, 3]) {
    const store = await Store.open(both, { file: current })
    await write(store, `n${number}`)
    current = await crashed(current)
    await store.close()
  }
  expect(await reopened(current)).toBe('n1 n2 n3 first')
})

test('a crash between the new snapshot and the end of its journal replays nothing twice', async ({
  file,
}) => {
  const store = await Store.open(both, { file })
  await write(store, 'x')
  const before = await crashed(file)
  store.realm('a').remove(notes, 'x')
  store.commit('a')
  await store.close()
  const [journal = ''] = readdirSync(dirname(before)).filter((name) => name.includes('journal'))
  await cp(join(dirname(before), journal), join(dirname(file), journal))
  expect(await reopened(file)).toBe('first')
  expect(existsSync(join(dirname(file), journal))).toBe(false)
})

test('a journal whose snapshot was removed is not taken for that of the next state', async ({
  file,
}) => {
  const store = await Store.open(both, { file })
  await write(store, 'old')
  const copy = await crashed(file)
  await store.close()
  await rm(copy)
  const next = await Store.open(both, { file: copy })
  expect(ids(next)).toBe('first')
  await write(next, 'new')
  const again = await crashed(copy)
  await next.close()
  expect(await reopened(again)).toBe('new first')
})

test('a state that nobody changed is not written again', async ({ file }) => {
  await reopened(file)
  const before = readdirSync(dirname(file)).sort()
  const store = await Store.open(both, { file })
  store.commit('a')
  await store.close()
  expect(readdirSync(dirname(file)).sort()).toEqual(before)
})

test('a realm keeps the world from which it began, whatever is asked for later', async ({
  file,
}) => {
  const first = await Store.open(new Map([['a', served('fixture')]]), { file })
  await first.close()
  const later = new Map([
    ['a', served('generated')],
    ['b', served('generated')],
  ])
  const second = await Store.open(later, { file })
  expect([second.seedOf('a'), second.seedOf('b')]).toEqual(['fixture', 'generated'])
  expect(second.realm('a').get(notes, 'first')?.text).toBe('fixture')
  await second.close()
})

test('a realm that is not served is kept, through changes and a reset of others and a crash', async ({
  file,
}) => {
  const first = await Store.open(both, { file })
  await write(first, 'kept', 'b')
  const copy = await crashed(file)
  await first.close()
  const second = await Store.open(onlyA, { file: copy })
  await write(second, 'x')
  await second.reset()
  const again = await crashed(copy)
  await second.close()
  const third = await Store.open(both, { file: again })
  expect([ids(third), ids(third, 'b')]).toEqual(['first', 'kept first'])
  await third.close()
})

test('a realm that this version does not know is damage that is named', async ({ file }) => {
  await reopened(file)
  const rules = new Map([['a', served()]])
  await expect(Store.open(rules, { file })).rejects.toThrow('it has a realm called b')
  expect(existsSync(`${file}.lock`)).toBe(false)
  expect(await reopened(file)).toBe('first')
})

test('a realm that does not exist is named', async () => {
  const store = await Store.open(both)
  expect(() => store.realm('c')).toThrow('no realm is called c')
})
