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
  append(log, intentAt(url))
  append(log, { intent: '1', made: [{ operation: 'createUser', id: '1' }] })
  people.set('1', { id: '1', userName: 'rehearsal-r1-1' })
  return { end, log }
}

/** A run in which a create was answered with an id that was gone when its test was over. */
function closedRunAt({ url }: Deployment, folder: string, own: Partial<Intent> = {}) {
  const environment = { ...writing, REHEARSAL_SCIM_V2_OTHER_TENANT_TOKEN: 'of-abroad' }
  const end = beginRun(folder, environment, folder)
  const log = join(folder, 'r1.jsonl')
  append(log, { ...intentAt(url), ...own })
  append(log, { intent: '1', made: [{ operation: 'createUser', id: '9' }] })
  append(log, { intent: '1', ended: 'gone', id: '9' })
  return { end, log }
}

function intentAt(url: string): Intent {
  return {
    ...{ intent: '1', api: 'scim.v2', target: url, mock: false, as: 'admin' },
    ...{ operation: 'createUser', names: ['rehearsal-r1-1'], at: '2026-11-27T10:00:00.000Z' },
  }
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
  expect([deployment.people.size, existsSync(log)]).toEqual([0, true])
  const text = [
    'clean-up failed, and nobody knows what else is left at scim.v2 (listUsers answers 200 with what is no list): look for names that begin with rehearsal-r1-',
    'To remove it: npx rehearsal sweep',
  ].join('\n')
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

test('what a create made that told a wrong id is found by its name, and removed', async ({
  deployment,
  folder,
}) => {
  const { end, log } = closedRunAt(deployment, folder)
  deployment.people.set('7', { id: '7', userName: 'rehearsal-r1-1' })
  deployment.people.set('5', { id: '5', userName: 'ceo@corp.example' })
  await end?.()
  expect([...deployment.people.keys()]).toEqual(['5'])
  expect({ log: existsSync(log), verdicts: verdictsIn(folder) }).toEqual({
    log: false,
    verdicts: [],
  })
})

test('where a write shows late, the search waits until the last has had its time', async ({
  deployment,
  folder,
}) => {
  const end = beginRun(folder, { ...writing, REHEARSAL_SETTLE: '200ms' }, folder)
  const begun = Date.now()
  append(join(folder, 'r1.jsonl'), { ...intentAt(deployment.url), at: new Date(begun).toJSON() })
  append(join(folder, 'r1.jsonl'), { intent: '1', made: [] })
  await end?.()
  expect(Date.now() - begun).toBeGreaterThanOrEqual(200)
  expect(deployment.requests.length).toBeGreaterThan(0)
})

test('another organization is looked through by who made something there', async ({
  deployment,
  folder,
}) => {
  const { end } = closedRunAt(deployment, folder, { as: 'other-tenant' })
  for (const people of [deployment.people, deployment.abroad]) {
    people.set('7', { id: '7', userName: 'rehearsal-r1-1' })
  }
  await end?.()
  expect([deployment.people.size, deployment.abroad.size]).toEqual([1, 0])
})

test('another organization that made nothing is not asked', async ({ deployment, folder }) => {
  const { end, log } = closedRunAt(deployment, folder)
  append(log, { ...intentAt(deployment.url), intent: '2', as: 'other-tenant' })
  append(log, { intent: '2', made: [] })
  deployment.abroad.set('7', { id: '7', userName: 'rehearsal-r1-1' })
  await end?.()
  expect([deployment.abroad.size, verdictsIn(folder)]).toEqual([1, []])
})

for (const [how, own, refused] of [
  ['may not be asked how names begin', { api: 'formstack' }, []],
  ['refuses to be asked how names begin', {}, ['sw']],
] as const) {
  test(`where a list ${how}, it is asked for each name that was given`, async ({
    deployment,
    folder,
  }) => {
    for (const operator of refused) deployment.refused.add(operator)
    const { end } = closedRunAt(deployment, folder, own)
    deployment.people.set('7', { id: '7', userName: 'rehearsal-r1-1', name: {} })
    await end?.()
    expect(deployment.people.size).toBe(0)
    expect(verdictsIn(folder)).toEqual([])
  })
}

test('who has a name of the run and was there long before it is told, and the log stays', async ({
  deployment,
  folder,
}) => {
  const { end, log } = closedRunAt(deployment, folder)
  const meta = { created: '2019-04-01T08:00:00Z' }
  deployment.people.set('5', { id: '5', userName: 'rehearsal-r1-1', meta })
  await end?.()
  expect(deployment.deletes).toEqual([])
  expect(existsSync(log)).toBe(true)
  const text = expect.stringContaining('createUser 5 is left at scim.v2 (it was there before')
  expect(verdictsIn(folder)).toEqual([{ kind: 'inconclusive', text }])
})

test('who has a name of the run and was seen under another is told, and not touched', async ({
  deployment,
  folder,
}) => {
  const { end, log } = closedRunAt(deployment, folder)
  const at = { api: 'scim.v2', target: deployment.url }
  append(log, { shown: [{ operation: 'createUser', id: '5' }], at })
  append(log, { shown: [{ operation: 'createUser', id: '7' }], at: { ...at, api: 'scim.v1' } })
  for (const id of ['5', '7']) deployment.people.set(id, { id, userName: 'rehearsal-r1-1' })
  await end?.()
  expect(deployment.deletes).toEqual(['7'])
  const why = 'it was there before, under another name'
  const text = expect.stringContaining(`createUser 5 is left at scim.v2 (${why})`)
  expect(verdictsIn(folder)).toEqual([{ kind: 'inconclusive', text }])
})

test('a target that does not answer at the end may have anything left', async ({
  deployment,
  folder,
}) => {
  const { end, log } = closedRunAt(deployment, folder)
  deployment.down = true
  await end?.()
  expect(existsSync(log)).toBe(true)
  const text = expect.stringContaining(
    'nobody knows what else is left at scim.v2 (scim.v2: no reply',
  )
  expect(verdictsIn(folder)).toContainEqual({ kind: 'inconclusive', text })
})

test('a run that was about to make nothing asks nothing at its end', async ({
  deployment,
  folder,
}) => {
  const end = beginRun(folder, writing, folder)
  await end?.()
  expect(deployment.requests).toEqual([])
  expect(existsSync(join(folder, 'r1.jsonl'))).toBe(false)
})
