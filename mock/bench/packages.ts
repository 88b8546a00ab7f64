/** Packages that are fetched by npm when they are first needed, outside the project's own. */
import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

/** The load generator and the peers that the project does not have for its own tests. */
export const pinned = {
  autocannon: '9.0.0',
  'json-server': '1.0.0-beta.15',
  '@mockoon/cli': '9.9.0',
} as const

const cache = join(tmpdir(), 'rehearsal-bench')
const run = promisify(execFile)

/**
 * @returns the folder of the package, installed in a folder of the system for temporary files.
 * @throws Error when npm cannot install it.
 */
export async function fetched(name: keyof typeof pinned): Promise<string> {
  const version = pinned[name]
  const home = join(cache, `${name.replace('/', '-')}-${version}`)
  const folder = join(home, 'node_modules', name)
  if (versionAt(folder) === version) return folder
  mkdirSync(home, { recursive: true })
  writeFileSync(join(home, 'package.json'), '{"private":true}\n')
  const flags = ['--no-audit', '--no-fund', '--loglevel=error', '--save-exact']
  await run('npm', ['install', ...flags, `${name}@${version}`], { cwd: home })
  return folder
}

/** undefined where nothing is installed. */
export function versionAt(folder: string): string | undefined {
  const file = join(folder, 'package.json')
  if (!existsSync(file)) return undefined
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version
}
