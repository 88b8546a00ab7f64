/** What `rehearsal sweep` does about logs that nothing can be swept by. */
import { appendFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import { headingOf } from '../contracts/ownership/alive.ts'
import { logFiles, ownedFolder } from '../contracts/ownership/log.ts'
import { left, prefix, sweep, test, there } from './sweep.test.kit.ts'

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
