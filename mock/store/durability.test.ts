/** What is on disk when a reply is given, by durability, and how the journal stays short. */
import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import { test as base, expect } from '#test'
import type { Row, Schema, Table } from '../directory/realm.ts'
import { durabilities } from './durability.ts'
import { type Place, Store } from './store.ts'

interface Note extends Row {
  readonly text: string
}

const notes: Table<Note> = { name: 'notes', noun: 'note' }
const schema: Schema = [{ table: notes, indexes: [], references: [] }]
const rules = new Map([['a', { schema, begin: () => ({ seed: 'fixture', rows: [] }) }]])

const test = base.extend<{ file: string }>({
  file: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'durability-'))
    await use(join(folder, 'state.json'))
    await rm(folder, { recursive: true })
  },
})

function put(store: Store, id: string, text = 'written'): void {
  store.realm('a').put(notes, { id, text })
  store.commit('a')
}

function ids(store: Store): string {
  return Array.from(store.realm('a').contents(), ({ row }) => row.id).join(' ')
}

/** What a start would find if the process ended now: nothing else happens while it is copied. */
async function afterCrash({ file }: Place): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'crash-'))
  for (const name of readdirSync(dirname(file)).filter((each) => !each.endsWith('.lock'))) {
    copyFileSync(join(dirname(file), name), join(folder, name))
  }
  const store = await Store.open(rules, { file: join(folder, 'state.json') })
  const found = ids(store)
  await store.close()
  await rm(folder, { recursive: true })
  return found
}

for (const durability of durabilities) {
  test(`with durability ${durability}, what was written is there after a crash: ${durability !== 'none'}`, async ({
    file,
  }) => {
    const store = await Store.open(rules, { file, durability })
    put(store, 'x')
    put(store, 'y')
    await store.written()
    expect(await afterCrash({ file })).toBe(durability === 'none' ? '' : 'x y')
    await store.close()
    expect(await afterCrash({ file })).toBe('x y')
  })
}

test('many changes at once are one write, which the first of them waits for', async ({ file }) => {
  const store = await Store.open(rules, { file })
  const waits = ['x', 'y', 'z'].map((id) => {
    put(store, id)
    return store.written()
  })
  expect(await afterCrash({ file })).toBe('')
  await waits[0]
  expect(await afterCrash({ file })).toBe('x y z')
  expect(store.written()).toBeUndefined()
  await store.close()
})

test('a journal that has grown long is folded into the snapshot, and nothing is lost on the way', async ({
  file,
}) => {
  const store = await Store.open(rules, { file, foldAfter: 2000 })
  const journals = new Set<string>()
  const want: string[] = []
  for (let number = 10; number < 99; number++) {
    put(store, `n${number}`, 'x'.repeat(100))
    want.push(`n${number}`)
    await store.written()
    for (const name of readdirSync(dirname(file))) if (/journal/.test(name)) journals.add(name)
    if (number % 8 === 0) expect(await afterCrash({ file })).toBe(want.join(' '))
  }
  expect(journals.size).toBeGreaterThan(3)
  await store.close()
  expect(readFileSync(file, 'utf8')).toContain('n98')
  expect(readdirSync(dirname(file)).filter((name) => /journal/.test(name))).toHaveLength(1)
})

test('changes that come while a fold is written are in the journal after it', async ({ file }) => {
  const store = await Store.open(rules, { file, foldAfter: 1 })
  put(store, 'x')
  await store.written()
  put(store, 'y')
  await store.written()
  expect(existsSync(`${file}.journal-3`)).toBe(true)
  expect(await afterCrash({ file })).toBe('x y')
  await store.close()
})

test('a journal is folded while other changes wait for the device, and none is lost', async ({
  file,
}) => {
  const store = await Store.open(rules, { file, durability: 'fsync', foldAfter: 1 })
  put(store, 'x')
  const first = store.written()
  await turn()
  put(store, 'y')
  await first
  expect(existsSync(`${file}.journal-3`)).toBe(true)
  await store.written()
  expect(await afterCrash({ file })).toBe('x y')
  await store.close()
  expect(await afterCrash({ file })).toBe('x y')
})
