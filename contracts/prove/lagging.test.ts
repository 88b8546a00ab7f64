import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { expect, test } from '#test'
import { startLagging } from './lagging.ts'
import { outside, startServe } from './serving.ts'

const root = dirname(fileURLToPath(import.meta.resolve('rehearsal/package.json')))
const command = [process.execPath, join(root, 'dist', 'mock', 'cli.js')]
const scenarios = ['scenarios/users.spec', 'scenarios/memberships.spec', 'scim.v2-groups.spec']

const tag = '@long'

test('a deployment that shows writes late keeps the contract when it is waited for, and not else', {
  tag,
}, async () => {
  test.setTimeout(600_000)
  const folder = mkdtempSync(join(tmpdir(), 'rehearsal-lagging-'))
  const serving = await startServe(command, folder)
  const lagging = await startLagging(serving.url, 300)
  try {
    const asked = [lagging.url, '--token', 'admin-token', '--allow-writes']
    const at = await judge(folder, asked)
    const settled = await judge(folder, [...asked, '--settle', '300ms'])
    expect(at.failed).toBeGreaterThan(5)
    expect(settled).toEqual({ failed: 0, passed: expect.any(Number) })
    expect(settled.passed).toBeGreaterThan(at.passed)
  } finally {
    lagging.close()
    serving.end()
    rmSync(folder, { recursive: true })
  }
})

async function judge(cwd: string, asked: readonly string[]) {
  const [program = '', ...args] = command
  const told = [...args, 'test', 'scim', '--target', ...asked, '--', ...scenarios]
  const child = spawn(program, told, { cwd, env: outside(), stdio: ['ignore', 'pipe', 'inherit'] })
  const output = await text(child.stdout)
  const [, passed, failed] = /(\d+) passed, (\d+) failed[^\n]*\n$/.exec(output) ?? []
  if (passed === undefined) throw new Error(output)
  return { passed: Number(passed), failed: Number(failed) }
}
