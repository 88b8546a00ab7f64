import { expect, test } from '#test'
import type { Row, Schema, Table } from '../directory/realm.ts'
import { MemoryRealm } from './realm.ts'

interface Note extends Row {
  readonly box?: string
  readonly text: string
}

const notes: Table<Note> = { name: 'notes', noun: 'note' }

/** By box, or nowhere when a note has no box; then by text. */
const schema = [
  {
    table: notes,
    indexes: [
      { name: 'box', key: ({ box }: Note) => (box === undefined ? undefined : [box]) },
      { name: 'text', key: ({ box = '', text }: Note) => [box, text] },
    ],
    references: [],
  },
] as unknown as Schema

function newRealm(...rows: readonly Note[]) {
  const realm = new MemoryRealm(schema)
  for (const row of rows) realm.put(notes, row)
  realm.commit()
  return realm
}

function ids(realm: MemoryRealm, index: string, ...within: readonly string[]): string[] {
  return Array.from(realm.scan(notes, { index, within }), ({ id }) => id)
}

test('a row is found by its id, and no other is', () => {
  const realm = newRealm({ id: '1', text: 'a' })
  expect(realm.get(notes, '1')).toEqual({ id: '1', text: 'a' })
  for (const id of ['', '01', '1\0', '__proto__', 'constructor']) {
    expect(realm.get(notes, id)).toBeUndefined()
  }
})

test('a row leaves the ranges of its old keys when it is replaced', () => {
  const realm = newRealm({ id: '1', box: 'a', text: 'x' }, { id: '2', box: 'a', text: 'y' })
  realm.put(notes, { id: '1', box: 'b', text: 'x' })
  realm.put(notes, { id: '2', text: 'y' })
  expect(ids(realm, 'box', 'a')).toEqual([])
  expect(ids(realm, 'box', 'b')).toEqual(['1'])
  expect(ids(realm, 'text', '')).toEqual(['2'])
  expect(realm.count(notes, { index: 'box', within: ['a'] })).toBe(0)
  expect(realm.count(notes, { index: 'box', within: ['b'] })).toBe(1)
})

test('numeric identifiers stand in the order of their numbers', () => {
  const numbers = ['100', '9', '10', '7310000000100', '1', '99']
  const realm = newRealm(...numbers.map((id) => ({ id, box: 'a', text: '' })))
  const sorted = ['1', '9', '10', '99', '100', '7310000000100']
  expect(ids(realm, 'box', 'a')).toEqual(sorted)
  expect(Array.from(realm.contents(), ({ row }) => row.id)).toEqual(sorted)
})

test('a change tells what was before and after, and a commit forgets it', () => {
  const realm = newRealm({ id: '1', text: 'a' })
  realm.put(notes, { id: '1', text: 'b' })
  realm.remove(notes, '1')
  realm.remove(notes, 'nobody')
  realm.put(notes, { id: '2', text: 'c' })
  const [a, b, c] = [
    { id: '1', text: 'a' },
    { id: '1', text: 'b' },
    { id: '2', text: 'c' },
  ]
  expect(realm.changes).toEqual([
    { table: 'notes', id: '1', before: a, after: b },
    { table: 'notes', id: '1', before: b, after: undefined },
    { table: 'notes', id: '2', before: undefined, after: c },
  ])
  realm.commit()
  expect(realm.changes).toEqual([])
  realm.undo()
  expect(realm.get(notes, '2')).toEqual(c)
})

test('undo takes everything back that was not committed', () => {
  const realm = newRealm({ id: '1', box: 'a', text: 'old' })
  realm.put(notes, { id: '1', box: 'b', text: 'new' })
  realm.put(notes, { id: '2', box: 'b', text: 'new' })
  realm.put(notes, { id: '2', box: 'c', text: 'newer' })
  realm.remove(notes, '1')
  realm.undo()
  expect(Array.from(realm.contents(), ({ row }) => row)).toEqual([
    { id: '1', box: 'a', text: 'old' },
  ])
  expect(['a', 'b', 'c'].map((box) => ids(realm, 'box', box).length)).toEqual([1, 0, 0])
})

test('an attempt that throws takes back its own changes alone', () => {
  const realm = newRealm()
  realm.put(notes, { id: '1', text: 'kept' })
  const outer = () =>
    realm.attempt(() => {
      realm.put(notes, { id: '2', text: 'outer' })
      const inner = () =>
        realm.attempt(() => {
          realm.put(notes, { id: '3', text: 'inner' })
          throw new Error('inner')
        })
      expect(inner).toThrow('inner')
      expect(realm.get(notes, '3')).toBeUndefined()
      expect(realm.get(notes, '2')).toBeDefined()
      throw new Error('outer')
    })
  expect(outer).toThrow('outer')
  expect(realm.changes.map(({ id }) => id)).toEqual(['1'])
})

test('an attempt that succeeds gives its result and can be undone with the rest', () => {
  const realm = newRealm()
  const result = realm.attempt(() => {
    realm.put(notes, { id: '1', text: 'a' })
    return 'done'
  })
  expect(result).toBe('done')
  realm.undo()
  expect(realm.get(notes, '1')).toBeUndefined()
})

test('a fork begins without changes to undo, and keeps what was not committed', () => {
  const realm = newRealm({ id: '1', text: 'a' })
  realm.put(notes, { id: '2', text: 'b' })
  const fork = realm.fork()
  expect(fork.changes).toEqual([])
  realm.undo()
  fork.undo()
  expect(realm.get(notes, '2')).toBeUndefined()
  expect(fork.get(notes, '2')).toEqual({ id: '2', text: 'b' })
})

test('a fork of what is kept lacks what is staged and what is under way', () => {
  const realm = newRealm({ id: '1', text: 'a' }, { id: '2', text: 'b' })
  realm.put(notes, { id: '1', text: 'staged' })
  realm.stage()
  realm.put(notes, { id: '1', text: 'under way' })
  realm.remove(notes, '2')
  realm.put(notes, { id: '3', text: 'c' })
  const fork = realm.forkOfKept()
  expect(Array.from(fork.contents(), ({ row }) => row)).toEqual([
    { id: '1', text: 'a' },
    { id: '2', text: 'b' },
  ])
  expect(fork.changes).toEqual([])
  expect(ids(realm, 'text', '')).toEqual(['3', '1'])
})

test('restoring a row is no change, and a size counts every row', () => {
  const realm = newRealm()
  realm.restore('notes', '1', { id: '1', box: 'a', text: 'a' } as Row)
  realm.restore('notes', '2', { id: '2', text: 'b' } as Row)
  expect(realm.size('notes')).toBe(2)
  realm.restore('notes', '1', undefined)
  expect(realm.size('notes')).toBe(1)
  expect(realm.changes).toEqual([])
  expect(ids(realm, 'box', 'a')).toEqual([])
})

test('a table or an index that does not exist is named', () => {
  const realm = newRealm()
  const other = { name: 'others', noun: 'other' }
  expect(() => realm.get(other, '1')).toThrow('no table is called others')
  expect(() => ids(realm, 'colour', 'a')).toThrow('table notes has no index colour')
})
