/**
 * The product as a user gets it: packed, unpacked in a folder elsewhere beside what it depends on
 * and nothing else, and run there.
 */
import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from '#test'
import { outside, startServe } from './prove/serving.ts'

const run = promisify(execFile)
const root = dirname(fileURLToPath(import.meta.resolve('rehearsal/package.json')))

interface Manifest {
  readonly bin: { readonly rehearsal: string }
  readonly dependencies: Readonly<Record<string, string>>
}

test('the packed product serves and tests in a folder elsewhere', async () => {
  test.setTimeout(120_000)
  await unpacked(async (command, folder) => {
    expect(await verdict(command, folder, ['formstack', '--', '--grep', 'filter'])).toMatch(
      /^[1-9]\d* passed, 0 failed/,
    )
  })
})

test('the packed product tests what it serves', { tag: '@long' }, async () => {
  test.setTimeout(120_000)
  await unpacked(async (command, folder) => {
    const { url, end } = await startServe([process.execPath, command], folder)
    try {
      const me = await fetch(`${url}/gotomeeting/identity/v1/Users/me`, {
        headers: { Authorization: 'Bearer member-token' },
      })
      expect(me.status).toBe(200)
      const target = ['gotomeeting', '--target', url, '--allow-writes']
      expect(await verdict(command, folder, [...target, '--', '--grep', 'nest'])).toMatch(
        /^[1-9]\d* passed, 0 failed/,
      )
    } finally {
      await end()
    }
  })
})

async function unpacked(act: (command: string, folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'rehearsal-package-'))
  try {
    await act(await install(folder), folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/**
 * As npm would, without asking a registry: Node looks for what our files import in the new folder,
 * and for what a linked package imports in ours. @returns the command.
 */
async function install(folder: string): Promise<string> {
  // The build is there already, and making it anew would disturb the other tests.
  const pack = ['pack', '--ignore-scripts', '--json', '--pack-destination', folder]
  const { stdout } = await run('npm', pack, { cwd: root })
  const [{ filename }] = JSON.parse(stdout) as [{ filename: string }]
  const home = join(folder, 'node_modules', 'rehearsal')
  mkdirSync(home, { recursive: true })
  await run('tar', ['-xzf', join(folder, filename), '-C', home, '--strip-components=1'])
  const { bin, dependencies } = JSON.parse(
    readFileSync(join(home, 'package.json'), 'utf8'),
  ) as Manifest
  for (const name of Object.keys(dependencies)) link(join('node_modules', name), folder)
  return join(home, bin.rehearsal)
}

function link(place: string, folder: string): void {
  mkdirSync(dirname(join(folder, place)), { recursive: true })
  symlinkSync(join(root, place), join(folder, place), 'dir')
}

/** The last line of `rehearsal test`. */
async function verdict(command: string, folder: string, args: readonly string[]): Promise<string> {
  const { stdout } = await run(process.execPath, [command, 'test', ...args, '--workers=1'], {
    cwd: folder,
    env: outside(),
  })
  return stdout.trim().split('\n').at(-1) ?? ''
}
