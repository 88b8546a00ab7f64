/** `rehearsal sweep` at a deployment that is not as tame as the mock. */
import { expect } from '@playwright/test'
import { append, logFiles, ownedFolder } from '../contracts/ownership/log.ts'
import { left, prefix, sweep, test, there } from './sweep.test.kit.ts'

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
  const wrong = await sweep(terminal, ['--token', 'never-accepted'])
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
    const { code, stdout } = await sweep(terminal, other)
    expect(code).toBe(0)
    expect(stdout).not.toMatch(/nothing is left$/m)
    expect(deployment.people.size).toBe(1)
  }
  const { stdout } = await sweep(terminal, ['--target', 'http://127.0.0.1:1'])
  expect(stdout).toContain(`nothing is left there, but something at ${deployment.url}`)
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

test('who bears a name of the run and was there long before it is not removed', async ({
  deployment,
  terminal,
}) => {
  const leave = left(terminal, deployment)
  leave(`${prefix}1`, '1')
  leave(`${prefix}2`)
  const meta = { created: '2019-04-01T08:00:00Z' }
  for (const id of ['1', '2', '3']) {
    deployment.people.set(id, { id, userName: `${prefix}${id}`, meta })
  }
  const { code, stdout } = await sweep(terminal)
  expect(stdout).toContain('createUser 3')
  expect(stdout).toContain('it was there before the run')
  expect([code, deployment.deletes]).toEqual([3, []])
})

/** A create whose reply told an id that was gone when its test was over. */
function closed(file: string): string {
  append(file, { intent: '1', made: [{ operation: 'createUser', id: '9' }] })
  append(file, { intent: '1', ended: 'gone', id: '9' })
  return file
}

test('what a create of a killed run made that told a wrong id is found by its name', async ({
  deployment,
  terminal,
}) => {
  closed(left(terminal, deployment)(`${prefix}1`))
  there(deployment, '7', `${prefix}1`)
  deployment.stuck.add('7')
  const stuck = await sweep(terminal)
  expect(stuck.stdout).toContain('createUser 7 (found by its name): deleteUser answers 500')
  expect(stuck.code).toBe(3)
  deployment.stuck.clear()
  const { code, stdout } = await sweep(terminal)
  expect([code, stdout]).toEqual([0, 'run r1: 1 removed, nothing is left\n'])
  expect((await sweep(terminal)).stdout).toBe('no run has left anything\n')
})

test('a place that was not looked through keeps the log, and is named', async ({
  deployment,
  terminal,
}) => {
  const leave = left(terminal, deployment)
  closed(leave(`${prefix}1`))
  leave(`${prefix}2`, '2', 'http://a.example')
  const two = await sweep(terminal)
  expect([two.code, two.stderr]).toEqual([2, expect.stringContaining('http://a.example')])
  const { code, stdout } = await sweep(terminal, ['--target', deployment.url])
  expect([code, stdout]).toEqual([
    0,
    'run r1: nothing is left there, but something at http://a.example\n',
  ])
  const forgotten = await terminal.run(['sweep', '--forget', 'r1'])
  expect(forgotten.stdout).not.toContain(deployment.url)
})

test('a place that nobody looked through is named when it is given up', async ({
  deployment,
  terminal,
}) => {
  closed(left(terminal, deployment)(`${prefix}1`))
  const { stdout } = await terminal.run(['sweep', '--forget', 'r1'])
  expect(stdout).toContain(`scim.v2 at ${deployment.url}: nobody knows what else\n`)
})
