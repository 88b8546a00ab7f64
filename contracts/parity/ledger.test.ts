import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '#test'
import { ageOf, readLedger, textOf, updated, writeLedger } from './ledger.ts'

const run = { between: 'mock = staging.example', date: '2026-11-27', version: '0.1.0' }
const seen = { api: 'hub', operation: 'createUser', agreed: 3, differences: 0 }

test('what agrees gets the date of the run, and what differs keeps its own', () => {
  const before = updated({}, { ...run, date: '2026-11-02' }, [
    seen,
    { ...seen, operation: 'getUser', agreed: 5 },
  ])
  const after = updated(before, run, [
    { ...seen, agreed: 4 },
    { ...seen, operation: 'getUser', differences: 1 },
    { ...seen, operation: 'login', agreed: 0 },
  ])
  expect(after.hub?.[run.between]).toEqual({
    createUser: { agreed: '2026-11-27', exchanges: 4, version: '0.1.0' },
    getUser: { agreed: '2026-11-02', exchanges: 5, version: '0.1.0' },
    login: { agreed: null, exchanges: 0, version: '0.1.0' },
  })
})

test('other deployments and APIs keep their lines', () => {
  const before = updated({}, { ...run, between: 'mock = prod.example' }, [seen])
  const after = updated(before, run, [{ ...seen, api: 'nexus' }])
  expect(after).toMatchObject(before)
  expect(Object.keys(after)).toEqual(['hub', 'nexus'])
})

test('it says for how long an operation has not been seen to agree', () => {
  const ledger = updated({}, { ...run, date: '2026-11-02' }, [seen])
  expect(ageOf(ledger, run, seen)).toBe('not seen to agree since 2026-11-02 (25 days)')
  expect(ageOf(ledger, run, { ...seen, operation: 'login' })).toBe('never seen to agree')
  expect(ageOf(updated(ledger, run, [seen]), run, seen)).toBeUndefined()
})

test('the file is JSON with a line for each operation, in the order of their names', () => {
  const other = { ...seen, operation: 'addMember' }
  const text = textOf(updated({}, run, [seen, other]))
  expect(text).toBe(textOf(updated({}, run, [other, seen])))
  expect(text.split('\n').filter((line) => line.includes('"agreed"'))).toHaveLength(2)
  const folder = mkdtempSync(join(tmpdir(), 'ledger-'))
  const file = join(folder, 'rehearsal.parity.json')
  writeLedger(file, updated({}, run, [seen]))
  expect(readLedger(file)).toEqual(updated({}, run, [seen]))
  writeFileSync(file, '{ broken')
  expect(() => readLedger(file)).toThrow(/JSON/)
  expect(readFileSync(file, 'utf8')).toBe('{ broken')
  rmSync(folder, { recursive: true })
})
