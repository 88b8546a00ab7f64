import { expect, test } from '#test'
import { type Call, type Slow, slow } from './dialects/dialect.ts'
import type { Reader, Realm, Row, Table } from './directory/realm.ts'
import { whenPrepared } from './preparation.ts'
import { MemoryRealm } from './store/realm.ts'
import { fixedWorld } from './world.ts'

interface Thing extends Row {
  readonly size: number
}

const things: Table<Thing> = { name: 'things', noun: 'thing' }
const bySize = { name: 'size', key: ({ size }: Thing) => [String(size)] }

function realmOf(...rows: readonly Thing[]): MemoryRealm {
  const realm = new MemoryRealm([{ table: things, indexes: [bySize], references: [] }])
  for (const row of rows) realm.put(things, row)
  return realm
}

/** Looks in some way, waits, and does what it was told then; `interrupt` comes while it waits. */
function lookingWith(
  look: (reader: Reader) => unknown,
  interrupt: (attempt: number) => void,
): Slow {
  let attempts = 0
  return slow(
    (reader) => {
      look(reader)
      return Promise.resolve().then(() => interrupt(++attempts))
    },
    () => () => ({ status: 200, body: attempts }),
  )
}

function perform(behaviour: Slow, realm: () => Realm): Promise<unknown> {
  const world = fixedWorld()
  const call = {} as Call
  const act = (ready: ReturnType<Slow['perform']>) => ready(realm(), call, world).body
  return whenPrepared(behaviour, realm, { call, world, act })
}

const one = { id: '1', size: 1 }
const bigger = { id: '1', size: 2 }
const another = { id: '2', size: 1 }

const byId = (reader: Reader) => reader.get(things, '1')
const all = (reader: Reader) => [...reader.scan(things, { index: 'size', within: ['1'] })]
const allIds = (reader: Reader) => [...reader.ids(things, { index: 'size', within: ['1'] })]
const first = (reader: Reader) => {
  for (const row of reader.scan(things, { index: 'size', within: ['1'] })) return row
  return undefined
}
const howMany = (reader: Reader) => reader.count(things, { index: 'size', within: ['1'] })

const meanwhile: readonly [
  look: string,
  how: (reader: Reader) => unknown,
  change: string,
  row: Thing,
  attempts: number,
][] = [
  ['a row', byId, 'it changes', bigger, 2],
  ['a row', byId, 'another one comes', another, 1],
  ['all of a range', all, 'one of it changes', bigger, 2],
  ['all of a range', all, 'another one comes into it', another, 2],
  ['the ids of a range', allIds, 'one of them leaves it', bigger, 2],
  ['the ids of a range', allIds, 'another one comes into it', another, 2],
  ['the ids of a range', allIds, 'a row of it changes otherwise', { ...one }, 1],
  ['the first of a range', first, 'it changes', bigger, 2],
  ['the first of a range', first, 'another one comes behind it', another, 1],
  ['the size of a range', howMany, 'another one comes into it', another, 2],
]

for (const [look, how, change, row, attempts] of meanwhile) {
  test(`what relies on ${look} is done at attempt ${attempts} when ${change} meanwhile`, async () => {
    const realm = realmOf(one)
    const behaviour = lookingWith(how, (attempt) => {
      if (attempt === 1) realm.put(things, row)
    })
    expect(await perform(behaviour, () => realm)).toBe(attempts)
  })
}

test('a row that is missing and comes meanwhile is looked at again', async () => {
  const realm = realmOf()
  const behaviour = lookingWith(byId, (attempt) => {
    if (attempt === 1) realm.put(things, one)
  })
  expect(await perform(behaviour, () => realm)).toBe(2)
})

test('a realm that is reset meanwhile is looked at again', async () => {
  let realm = realmOf(one)
  const behaviour = lookingWith(byId, (attempt) => {
    if (attempt === 1) realm = realmOf({ ...one })
  })
  expect(await perform(behaviour, () => realm)).toBe(2)
})

test('what changes at four attempts is done at the fifth', async () => {
  const realm = realmOf(one)
  const behaviour = lookingWith(byId, (attempt) => {
    if (attempt < 5) realm.put(things, { ...one, size: attempt })
  })
  expect(await perform(behaviour, () => realm)).toBe(5)
})

test('what changes at five attempts is refused, and nothing is done', async () => {
  const realm = realmOf(one)
  let attempts = 0
  const behaviour = lookingWith(byId, (attempt) => {
    attempts = attempt
    realm.put(things, { ...one, size: attempt })
  })
  const refused = await perform(behaviour, () => realm).catch((error: unknown) => error)
  expect(refused).toMatchObject({ code: 'unavailable', message: expect.stringContaining('again') })
  expect(attempts).toBe(5)
})

test('nothing comes between the last look and what is done', async () => {
  const realm = realmOf(one)
  let seen: Thing | undefined
  const behaviour = slow(
    (reader) => {
      const row = reader.get(things, '1')
      // One microtask later than the answer: in time if anything waits in between.
      return Promise.resolve().then(() => {
        queueMicrotask(() => queueMicrotask(() => realm.put(things, bigger)))
        return row
      })
    },
    (ready) => (at) => {
      seen = at.get(things, '1')
      return { status: seen === ready ? 200 : 409 }
    },
  )
  const status = await whenPrepared(behaviour, () => realm, {
    call: {} as Call,
    world: fixedWorld(),
    act: (ready) => ready(realm, {} as Call, fixedWorld()).status,
  })
  expect(status).toBe(200)
})
