/** The suite by way of Prism, as a user starts it. */
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from '#test'
import { outside } from '../prove/serving.ts'

const run = promisify(execFile)
const root = dirname(fileURLToPath(import.meta.resolve('rehearsal/package.json')))

async function refereed(args: readonly string[]): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'rehearsal-refereed-'))
  const command = [join(root, 'dist/mock/cli.js'), 'test', ...args]
  try {
    const options = { cwd: folder, env: outside(), maxBuffer: 2 ** 26 }
    return (await run(process.execPath, command, options)).stdout
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const SUMMARY = /A second opinion: of (\d+) exchanges Prism and Ajv find (\d+) messages valid/

test('Prism and Ajv agree on what an API says, or it is explained', async () => {
  test.setTimeout(120_000)
  const few = [
    '--',
    '--workers=1',
    '--grep',
    'a userName that another user has|a user is found by exactly',
  ]
  const said = await refereed(['gotomeeting', '--referee', ...few])
  const [, exchanges, valid] = SUMMARY.exec(said) ?? []
  expect(Number(exchanges)).toBeGreaterThan(10)
  expect(Number(valid)).toBeGreaterThan(10)
  expect(said.trim().split('\n').at(-1)).toMatch(/^[1-9]\d* passed, 0 failed/)
})

test('Prism and Ajv agree on the whole suite, or it is explained', { tag: '@long' }, async () => {
  test.setTimeout(900_000)
  const said = await refereed(['--referee'])
  expect(said).toMatch(SUMMARY)
  expect(said.trim().split('\n').at(-1)).toMatch(/^[1-9]\d* passed, 0 failed/)
})
