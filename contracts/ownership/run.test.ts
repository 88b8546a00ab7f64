import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base, expect } from '#test'
import { verdictsIn } from '../verdict.ts'
import { type Deployment, withDeployment } from './deployment.test.kit.ts'
import { append, type Intent } from './log.ts'
import { beginRun } from './run.ts'

const test = base.extend<{ deployment: Deployment; folder: string }>({
  deployment: ({}, use) => withDeployment(use),
  folder: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'rehearsal-run-'))
    await use(folder)
    rmSync(folder, { recursive: true })
  },
})

const writing = {
  REHEARSAL_RUN: 'r1',
  REHEARSAL_ALLOW_WRITES: '1',
  REHEARSAL_TOKEN: 's3cret',
}

/** A run in which a test has made user 1, and could not remove her. */
function runAt({ url, people }: Deployment, folder: string) {
  const end = beginRun(folder, writing, folder)
  const log = join(folder, 'r1.jsonl')
  const intent: Intent = {
    ...{ intent: '1', api: 'scim.v2', target: url, mock: false, as: 'admin' },
    ...{ operation: 'createUser', names: ['rehearsal-r1-1'], at: '2026-11-27T10:00:00.000Z' },
  }
  append(log, intent)
  append(log, { intent: '1', made: [{ operation: 'createUser', id: '1' }] })
  people.set('1', { id: '1', userName: 'rehearsal-r1-1' })
  return { end, log }
}

test('the end of a run removes what its tests could not', async ({ deployment, folder }) => {
  const { end, log } = runAt(deployment, folder)
  await end?.()
  expect(deployment.people.size).toBe(0)
  expect({ log: existsSync(log), verdicts: verdictsIn(folder) }).toEqual({
    log: false,
    verdicts: [],
  })
})

test('somebody whose name is not one of the run stays, whatever the log says', async ({
  deployment,
  folder,
}) => {
  const { end, log } = runAt(deployment, folder)
  deployment.people.set('1', { id: '1', userName: 'ceo@corp.example' })
  await end?.()
  expect([...deployment.people.keys()]).toEqual(['1'])
  expect(existsSync(log)).toBe(true)
  expect(verdictsIn(folder)).toMatchObject([{ kind: 'inconclusive' }])
})

test('what would not go makes the run inconclusive, and is named', async ({
  deployment,
  folder,
}) => {
  const { end, log } = runAt(deployment, folder)
  deployment.stuck.add('1')
  await end?.()
  expect(verdictsIn(folder)).toEqual([
    {
      kind: 'inconclusive',
      text: [
        'clean-up failed, and this is left at the target:',
        '- scim.v2 createUser 1 (rehearsal-r1-1): deleteUser answers 500',
        'To remove it: npx rehearsal sweep',
      ].join('\n'),
    },
  ])
  expect(existsSync(log)).toBe(true)
})

test('a run that only reads, or at a target that nobody keeps, has no log', ({ folder }) => {
  expect(beginRun(folder, { ...writing, REHEARSAL_ALLOW_WRITES: '' }, folder)).toBeUndefined()
  expect(beginRun(folder, { ...writing, REHEARSAL_THROW_AWAY: '1' }, folder)).toBeUndefined()
  expect(existsSync(join(folder, 'r1.jsonl'))).toBe(false)
})

test('where nobody can be looked for by name, the run says what to look for', async ({
  deployment,
  folder,
}) => {
  const { end, log } = runAt(deployment, folder)
  deployment.unlisted = true
  await end?.()
  expect([deployment.people.size, existsSync(log)]).toEqual([0, false])
  const text =
    'clean-up failed, and nobody knows what else is left at scim.v2 (listGroups answers 200 with what is no list): look for names that begin with rehearsal-r1-'
  expect(verdictsIn(folder)).toEqual([{ kind: 'inconclusive', text }])
})

test('what has a name of the run and is not in its log is told when it would not go', async ({
  deployment,
  folder,
}) => {
  const { end } = runAt(deployment, folder)
  deployment.people.set('2', { id: '2', userName: 'rehearsal-r1-2' })
  deployment.stuck.add('2')
  await end?.()
  const text = expect.stringContaining(
    'createUser 2 is left at scim.v2 (deleteUser answers 500): look for names',
  )
  expect(verdictsIn(folder)).toEqual([{ kind: 'inconclusive', text }])
})
