/** The product as a user gets it: packed, installed in an empty folder elsewhere, and run there. */
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from '#test'
import { outside, startServe } from './prove/serving.ts'

const run = promisify(execFile)
const root = dirname(fileURLToPath(import.meta.resolve('rehearsal/package.json')))

test('the packed product serves and tests in an empty folder elsewhere', async () => {
  test.setTimeout(120_000)
  const folder = mkdtempSync(join(tmpdir(), 'rehearsal-package-'))
  try {
    await install(folder)
    const { url, end } = await startServe(['npx', 'rehearsal'], folder)
    try {
      const me = await fetch(`${url}/gotomeeting/identity/v1/Users/me`, {
        headers: { Authorization: 'Bearer member-token' },
      })
      expect(me.status).toBe(200)
      const target = ['--target', url, '--allow-writes', '--', '--grep', 'nest']
      expect(await lastLine(folder, ['test', 'gotomeeting', ...target])).toMatch(
        /^[1-9]\d* passed, 0 failed/,
      )
    } finally {
      end()
    }
    expect(await lastLine(folder, ['test', 'formstack', '--', '--grep', 'filter'])).toMatch(
      /^[1-9]\d* passed, 0 failed/,
    )
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})

async function install(folder: string): Promise<void> {
  // The build is there already, and making it anew would disturb the other tests.
  const pack = ['pack', '--ignore-scripts', '--json', '--pack-destination', folder]
  const { stdout } = await run('npm', pack, { cwd: root })
  const [{ filename }] = JSON.parse(stdout) as [{ filename: string }]
  writeFileSync(join(folder, 'package.json'), '{"private": true}')
  const flags = ['--no-audit', '--no-fund', '--prefer-offline']
  await run('npm', ['install', join(folder, filename), ...flags], { cwd: folder })
}

async function lastLine(folder: string, args: readonly string[]): Promise<string> {
  const { stdout } = await run('npx', ['rehearsal', ...args], { cwd: folder, env: outside() })
  return stdout.trim().split('\n').at(-1) ?? ''
}
