/** `rehearsal sweep` at a deployment that is not as tame as the mock. */
import { appendFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import { headingOf } from '../contracts/ownership/alive.ts'
import { type Deployment, withDeployment } from '../contracts/ownership/deployment.test.kit.ts'
import {
  append,
  beginLog,
  type Intent,
  logFiles,
  ownedFolder,
  type Thing,
} from '../contracts/ownership/log.ts'
import { test as base, type Ran, type Terminal } from './command.test.kit.ts'

const prefix = 'rehearsal-r1-'

const test = base.extend<{ deployment: Deployment }>({
  deployment: ({}, use) => withDeployment(use),
})

/** What a run of the past has left in the log. */
function left(terminal: Terminal, { url }: Deployment, pid = 0): Left {
  const file = join(ownedFolder(terminal.folder), 'r1.jsonl')
  beginLog(file, {
    ...headingOf('r1', prefix, pid || process.pid),
    ...(!pid && { born: 'before' }),
  })
  let intents = 0
  return (name, made, target = url) => {
    intents += 1
    const intent: Intent = {
      ...{ intent: `${intents}`, api: 'scim.v2', target, mock: false, as: 'admin' },
      ...{ operation: 'createUser', names: [name], at: '2026-11-27T10:00:00.000Z' },
    }
    append(file, intent)
    const things: Thing[] = [{ operation: 'createUser', id: made ?? '' }]
    if (made) append(file, { intent: intent.intent, made: things })
    return file
  }
}

type Left = (name: string, made?: string, target?: string) => string

function there({ people }: Deployment, id: string, userName: string): void {
  people.set(id, { id, userName })
}

function sweep(terminal: Terminal, args: readonly string[] = []): Promise<Ran> {
  return terminal.run(['sweep', '--token', 's3cret', ...args])
}

test('what a killed run left is removed, also what no reply told the id of', async ({
  deployment,
  terminal,
}) => {
  const leave = left(terminal, deployment)
  leave(`${prefix}1`, '1')
  leave(`${prefix}2`)
  leave(`${prefix}3`)
  leave(`${prefix}4`, '4')
  there(deployment, '1', `${prefix}1, renamed by a test`)
  there(deployment, '2', `${prefix}2`)
  there(deployment, '22', `${prefix}22`)
  there(deployment, '5', 'ann')
  const { code, stdout } = await sweep(terminal)
  expect(stdout).toBe('run r1: 3 removed, 1 gone, 1 not found, nothing is left\n')
  expect(code).toBe(0)
  expect([...deployment.people.keys()]).toEqual(['5'])
  expect(logFiles(ownedFolder(terminal.folder))).toEqual([])
  expect((await sweep(terminal)).stdout).toBe('no run has left anything\n')
})

test('whoever got the id of what a test deleted is left alone, and told of', async ({
  deployment,
  terminal,
}) => {
  const file = left(terminal, deployment)(`${prefix}1`, '1')
  append(file, { deleted: '1' })
  there(deployment, '1', 'ann')
  const { code, stdout } = await sweep(terminal)
  expect(stdout).toContain('createUser 1')
  expect(stdout).toContain('its name is not one of this run: it is somebody else')
  expect(code).toBe(3)
  expect(deployment.deletes).toEqual([])
  expect(logFiles(ownedFolder(terminal.folder))).toEqual([file])
})

test('what would not go is named, and tried again the next time', async ({
  deployment,
  terminal,
}) => {
  const leave = left(terminal, deployment)
  for (const id of ['1', '2']) {
    leave(`${prefix}${id}`, id)
    there(deployment, id, `${prefix}${id}`)
  }
  deployment.stuck.add('2')
  const { code, stdout } = await sweep(terminal, ['--json'])
  expect(JSON.parse(stdout)).toMatchObject({ runs: [{ run: 'r1', state: 'left' }] })
  expect(stdout).toContain('deleteUser answers 500')
  expect([code, [...deployment.people.keys()]]).toEqual([3, ['2']])
  deployment.stuck.clear()
  expect((await sweep(terminal)).code).toBe(0)
  expect(deployment.people.size).toBe(0)
})

test('without an answer or the right token nothing is known, and all stays in the log', async ({
  deployment,
  terminal,
}) => {
  left(terminal, deployment)(`${prefix}1`, '1')
  there(deployment, '1', `${prefix}1`)
  const wrong = await sweep(terminal, ['--token', 'other'])
  expect(wrong).toMatchObject({ code: 3, stdout: expect.stringContaining('refuses') })
  expect(wrong.stdout).not.toContain('took before')
  deployment.down = true
  const down = await sweep(terminal)
  expect(down).toMatchObject({ code: 3, stdout: expect.stringContaining('no reply to GET') })
  deployment.down = false
  expect((await sweep(terminal)).code).toBe(0)
})

test('a run that is going on is left alone, unless one insists', async ({
  deployment,
  terminal,
}) => {
  left(terminal, deployment, process.pid)(`${prefix}1`, '1')
  there(deployment, '1', `${prefix}1`)
  const alone = await sweep(terminal)
  expect(alone).toEqual({
    code: 3,
    stdout: 'run r1: is still going on, and left alone\n',
    stderr: '',
  })
  expect(deployment.people.size).toBe(1)
  expect((await sweep(terminal, ['--force', '--quiet'])).stdout).toBe('')
  expect(deployment.people.size).toBe(0)
})

test('only what was asked for is swept', async ({ deployment, terminal }) => {
  left(terminal, deployment)(`${prefix}1`, '1')
  there(deployment, '1', `${prefix}1`)
  for (const other of [
    ['--target', 'http://127.0.0.1:1'],
    ['--run', 'r2'],
  ]) {
    expect((await sweep(terminal, other)).code).toBe(0)
    expect(deployment.people.size).toBe(1)
  }
  await sweep(terminal, ['--target', `${deployment.url}/`, '--run', 'r1'])
  expect(deployment.people.size).toBe(0)
})

test('one token does not go to several deployments', async ({ deployment, terminal }) => {
  const leave = left(terminal, deployment)
  leave(`${prefix}1`, '1')
  leave(`${prefix}2`, '2', 'http://a.example')
  const { code, stderr } = await sweep(terminal)
  expect(stderr).toContain('name the one that the token is for by --target')
  expect(code).toBe(2)
})

const spoilt: readonly (readonly [what: string, text: string, said: string])[] = [
  ['no JSON', '{"intent":\n', 'r0.jsonl:2 is no JSON: look at it, and delete the line'],
  [
    'no object',
    'null\n',
    'r0.jsonl:2 says nothing that a log says: look at it, and delete the line',
  ],
  [
    'an intent without a target',
    '{"intent":"1","operation":"createUser","names":[]}\n',
    'r0.jsonl:2 says nothing that a log says: look at it, and delete the line',
  ],
]

for (const [what, text, said] of spoilt) {
  test(`a log with a line that is ${what} is named, and the others are swept`, async ({
    deployment,
    terminal,
  }) => {
    left(terminal, deployment)(`${prefix}1`, '1')
    there(deployment, '1', `${prefix}1`)
    const file = join(ownedFolder(terminal.folder), 'r0.jsonl')
    writeFileSync(file, `${JSON.stringify(headingOf('r0', 'rehearsal-r0-'))}\n${text}{}\n`)
    const { code, stdout, stderr } = await sweep(terminal)
    expect(stdout).toBe(
      `run r0: nothing can be told of it: ${join(ownedFolder(terminal.folder), said)}\nrun r1: 1 removed, nothing is left\n`,
    )
    expect({ code, stderr }).toEqual({ code: 3, stderr: '' })
    expect(logFiles(ownedFolder(terminal.folder))).toEqual([file])
  })
}

test('a log that names no process is not taken for a run that is going on', async ({
  deployment,
  terminal,
}) => {
  const file = left(terminal, deployment)(`${prefix}1`, '1')
  there(deployment, '1', `${prefix}1`)
  const [first = '', ...rest] = readFileSync(file, 'utf8').split('\n')
  const { pid: _, ...heading } = JSON.parse(first) as Record<string, unknown>
  writeFileSync(file, [JSON.stringify(heading), ...rest].join('\n'))
  const { code, stdout } = await sweep(terminal)
  expect(stdout).toBe(
    'run r1: may still be going on, for its log does not tell: --force sweeps it\n',
  )
  expect(code).toBe(3)
  expect((await sweep(terminal, ['--force'])).code).toBe(0)
})

test('a target that is gone is given up, and what is left there is named', async ({
  deployment,
  terminal,
}) => {
  const leave = left(terminal, deployment)
  const file = leave(`${prefix}1`, '1')
  leave(`${prefix}2`)
  deployment.down = true
  expect((await sweep(terminal)).code).toBe(3)
  const { code, stdout } = await terminal.run(['sweep', '--forget', 'r1'])
  const archive = join(ownedFolder(terminal.folder), 'forgotten', 'r1.jsonl')
  expect(stdout).toBe(
    [
      `run r1: forgotten, and this is left; its log is ${archive} now`,
      `  - scim.v2 at ${deployment.url}: createUser 1 (${prefix}1)`,
      `  - scim.v2 at ${deployment.url}: createUser, if it was made (${prefix}2)`,
      '',
    ].join('\n'),
  )
  expect({ code, there: existsSync(archive), logs: existsSync(file) }).toEqual({
    ...{ code: 0, there: true, logs: false },
  })
  expect((await sweep(terminal)).stdout).toBe('no run has left anything\n')
})

test('only a run that is over and has a log is forgotten', async ({ deployment, terminal }) => {
  const file = left(terminal, deployment, process.pid)(`${prefix}1`, '1')
  const running = await terminal.run(['sweep', '--forget', 'r1'])
  expect(running).toMatchObject({ code: 3, stdout: expect.stringContaining('still going on') })
  const unknown = await terminal.run(['sweep', '--forget', 'r2'])
  expect(unknown).toMatchObject({ code: 2, stderr: expect.stringContaining('r1') })
  expect(logFiles(ownedFolder(terminal.folder))).toEqual([file])
  appendFileSync(file, 'spoilt\nspoilt\n')
  const { code, stdout } = await terminal.run(['sweep', '--forget', 'r1'])
  expect(stdout).toContain('nothing can be told of it')
  expect([code, readdirSync(join(ownedFolder(terminal.folder), 'forgotten'))]).toEqual([
    0,
    ['r1.jsonl'],
  ])
})
