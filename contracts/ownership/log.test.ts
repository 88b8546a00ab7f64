import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base, expect } from '#test'
import { headingOf, stateOf } from './alive.ts'
import { append, beginLog, type Intent } from './log.ts'
import { placesIn } from './places.ts'
import { readLog } from './read-log.ts'
import { ownRun } from './run.ts'

const test = base.extend<{ log: string }>({
  log: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'rehearsal-log-'))
    await use(join(folder, 'owned', 'run.jsonl'))
    rmSync(folder, { recursive: true })
  },
})

const heading = headingOf('run', 'rehearsal-run-')
const intent = (id: string): Intent => ({
  ...{ intent: id, api: 'hub', target: 'http://a', mock: false, operation: 'createUser' },
  ...{ as: 'admin', names: [`rehearsal-run-${id}`], at: '2026-11-27T10:00:00.000Z' },
})
const user = (id: string) => ({ operation: 'createUser', id })

test('what is open is what was intended and not ended, in its order', ({ log }) => {
  beginLog(log, heading)
  for (const id of ['lost', 'refused', 'made', 'gone', 'twice', 'never', 'stuck'])
    append(log, intent(id))
  append(log, { intent: 'refused', made: [] })
  append(log, { intent: 'made', made: [user('1')] })
  append(log, { intent: 'gone', made: [user('2')] })
  append(log, { intent: 'twice', made: [user('3'), user('4')] })
  append(log, { intent: 'stuck', made: [user('5')] })
  append(log, { intent: 'gone', ended: 'removed', id: '2' })
  append(log, { intent: 'twice', ended: 'gone', id: '3' })
  append(log, { intent: 'never', ended: 'not found' })
  append(log, { intent: 'stuck', left: 'no', id: '5' })
  append(log, { deleted: '1' })
  const { open, deleted } = readLog(log)
  expect(open).toEqual([
    { intent: intent('lost'), made: undefined },
    { intent: intent('made'), made: [user('1')] },
    { intent: intent('twice'), made: [user('4')] },
    { intent: intent('stuck'), made: [user('5')], left: 'no' },
  ])
  expect([...deleted]).toEqual(['1'])
})

test('half a line at the end was never acted on, and in the midst it is an error', ({ log }) => {
  beginLog(log, heading)
  append(log, intent('a'))
  appendFileSync(log, '{"intent":"b","op')
  expect(readLog(log).open).toHaveLength(1)
  appendFileSync(log, '\n')
  append(log, intent('c'))
  expect(() => readLog(log)).toThrow('run.jsonl:3 is no JSON')
})

test('a run does not go on in the log of another of its name', ({ log }) => {
  beginLog(log, heading)
  expect(() => beginLog(log, heading)).toThrow(
    /a run run has left .*run\.jsonl: npx rehearsal sweep/,
  )
})

test('a run is going on as long as its process is there', async () => {
  const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60000)'])
  const running = headingOf('run', 'rehearsal-run-', child.pid)
  expect(stateOf(running)).toBe('running')
  expect(stateOf({ ...running, host: 'elsewhere' })).toBe('unknown')
  child.kill('SIGKILL')
  await once(child, 'exit')
  expect(stateOf(running)).toBe('ended')
})

test('a process that came later and has the same number is another one', () => {
  test.skip(heading.born === undefined, 'the system does not tell when a process began')
  expect(stateOf({ ...heading, born: '1' })).toBe('ended')
  expect(stateOf(heading)).toBe('running')
})

test('a log whose names are not those of its run is no log: they could be anybody’s', ({ log }) => {
  beginLog(log, { ...heading, prefix: '' })
  expect(() => readLog(log)).toThrow('does not begin as a log')
})

test('a job whose reply names somebody else is looked for by all of its names', ({ log }) => {
  beginLog(log, heading)
  append(log, intent('job'))
  append(log, { intent: 'job', made: [user('ceo'), user('1')] })
  append(log, { intent: 'job', foreign: user('ceo') })
  expect(readLog(log).open).toEqual([{ intent: intent('job'), made: undefined }])
})

test('who was seen under another name was there before, unless the run had made it', ({ log }) => {
  beginLog(log, heading)
  append(log, intent('a'))
  append(log, { intent: 'a', made: [user('7')] })
  const at = { api: 'hub', target: 'http://a' }
  append(log, { shown: [user('5'), user('7')], at })
  append(log, { shown: [user('7')], at: { ...at, target: 'http://b' } })
  expect(readLog(log).shown).toEqual([
    { shown: [user('5')], at },
    { shown: [user('7')], at: { ...at, target: 'http://b' } },
  ])
})

test('a place is searched until something is about to be made there again', ({ log }) => {
  beginLog(log, heading)
  append(log, intent('a'))
  append(log, { intent: 'a', made: [] })
  const searched = { api: 'hub', target: 'http://a' }
  append(log, { searched })
  expect(placesIn(readLog(log))).toEqual([])
  append(log, { ...intent('b'), api: 'laurel' })
  expect(placesIn(readLog(log))).toMatchObject([{ api: 'laurel' }])
  append(log, intent('c'))
  append(log, { intent: 'c', made: [] })
  expect(placesIn(readLog(log))).toMatchObject([{ api: 'hub', open: [] }, { api: 'laurel' }])
})

test('a run that only reads has no log', () => {
  const reading = { REHEARSAL_RUN: 'r1' }
  expect(ownRun({ given: true }, reading).log).toBeUndefined()
  expect(ownRun({ given: true }, { ...reading, REHEARSAL_ALLOW_WRITES: '1' }).log).toBeDefined()
})
