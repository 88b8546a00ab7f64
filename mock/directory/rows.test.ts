import { expect, test } from '#test'
import { MemoryRealm } from '../store/realm.ts'
import type { Row, Schema, Table } from './realm.ts'
import { erase, eraseReferences, save } from './rows.ts'

interface Thing extends Row {
  readonly of: string
  readonly code?: string
}

/** Shelves hold boxes, boxes hold pens; no two boxes of a shelf share a code. */
const shelves: Table<Thing> = { name: 'shelves', noun: 'shelf' }
const boxes: Table<Thing> = { name: 'boxes', noun: 'box' }
const pens: Table<Thing> = { name: 'pens', noun: 'pen' }

const of = { name: 'of', key: ({ of }: Thing) => [of] }
const code = {
  name: 'code',
  key: ({ of, code }: Thing) => (code === undefined ? undefined : [of, code]),
  unique: 'code',
}

const schema = [
  { table: shelves, indexes: [], references: [] },
  { table: boxes, indexes: [of, code], references: [{ index: 'of', to: 'shelves' }] },
  { table: pens, indexes: [of], references: [{ index: 'of', to: 'boxes' }] },
] as unknown as Schema

function newRealm() {
  const realm = new MemoryRealm(schema)
  for (const id of ['1', '2']) {
    save(realm, shelves, { id, of: '' })
    for (const letter of ['a', 'b']) {
      save(realm, boxes, { id: `${id}${letter}`, of: id, code: letter })
      save(realm, pens, { id: `${id}${letter}!`, of: `${id}${letter}` })
    }
  }
  return realm
}

function left(realm: MemoryRealm): string {
  return Array.from(realm.contents(), ({ row }) => row.id).join(' ')
}

test('a row is erased with what refers to it, through every table', () => {
  const realm = newRealm()
  erase(realm, shelves, '1')
  expect(left(realm)).toBe('2 2a 2b 2a! 2b!')
})

test('a row in the middle is erased downwards only', () => {
  const realm = newRealm()
  erase(realm, boxes, '1b')
  expect(left(realm)).toBe('1 2 1a 2a 2b 1a! 2a! 2b!')
})

test('what refers to a row can go without the row', () => {
  const realm = newRealm()
  eraseReferences(realm, shelves, '2')
  expect(left(realm)).toBe('1 2 1a 1b 1a! 1b!')
})

test('an unknown row is erased without a change', () => {
  const realm = newRealm()
  realm.commit()
  erase(realm, shelves, '3')
  expect(realm.changes).toEqual([])
})

const codes: readonly { given: Thing; want: string | undefined }[] = [
  { given: { id: '1c', of: '1', code: 'a' }, want: 'code "a" is taken by another box' },
  { given: { id: '1a', of: '1', code: 'a' }, want: undefined },
  { given: { id: '1a', of: '1', code: 'b' }, want: 'code "b" is taken by another box' },
  { given: { id: '1c', of: '2', code: 'c' }, want: undefined },
  { given: { id: '1a', of: '2', code: 'a' }, want: 'code "a" is taken by another box' },
  { given: { id: '1c', of: '1' }, want: undefined },
]

for (const { given, want } of codes) {
  test(`${JSON.stringify(given)} is ${want ? 'refused' : 'stored'}`, () => {
    const realm = newRealm()
    const before = left(realm)
    if (want === undefined) {
      save(realm, boxes, given)
      expect(realm.get(boxes, given.id)).toEqual(given)
    } else {
      expect(() => save(realm, boxes, given)).toThrow(want)
      expect(left(realm)).toBe(before)
    }
  })
}

test('two rows without a key do not conflict', () => {
  const realm = newRealm()
  save(realm, boxes, { id: 'x', of: '1' })
  save(realm, boxes, { id: 'y', of: '1' })
  expect(realm.count(boxes, { index: 'of', within: ['1'] })).toBe(4)
})
