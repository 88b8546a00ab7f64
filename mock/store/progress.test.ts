import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '#test'
import type { Row, Schema } from '../directory/realm.ts'
import { Store } from './store.ts'

const schema: Schema = [{ table: { name: 'notes', noun: 'note' }, indexes: [], references: [] }]
const rows = Array.from({ length: 2500 }, (_, at): [string, Row] => ['notes', { id: `${at}` }])
const rules = new Map([['one', { schema, begin: () => ({ seed: 'many', rows }) }]])

test('a start tells what it makes, orders and writes, and the next one what it reads', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'progress-'))
  const place = { file: join(folder, 'state.json') }
  const begin = async () => {
    const told: string[] = []
    const store = await Store.open(rules, place, (work, done) => told.push(`${done} ${work}`))
    await store.close()
    return told
  }
  try {
    expect(await begin()).toEqual([
      '1000 rows are made',
      '2000 rows are made',
      '2500 notes are put in order',
      '1000 rows are written',
      '2000 rows are written',
    ])
    expect(await begin()).toEqual([
      expect.stringMatching(/^\d+ bytes of the state are read$/),
      '2500 notes are put in order',
    ])
  } finally {
    rmSync(folder, { recursive: true })
  }
})
