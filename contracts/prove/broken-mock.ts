/** A mock with one rule broken: a copy of the source with a patch, built and started elsewhere. */
import { execFile } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { applyPatch, parsePatch } from 'diff'
import { outside, startServe } from './serving.ts'

const run = promisify(execFile)
const root = dirname(fileURLToPath(import.meta.resolve('rehearsal/package.json')))

export interface Breakage {
  readonly name: string
  /** The rule, in a sentence. */
  readonly rule: string
  /** The API, or the realm of its faces, and the title of the scenario that guards it. */
  readonly api: string
  readonly scenario: string
  readonly patch: string
}

/** Reads a patch with its two lines of heading: `Rule: ...` and `Guard: <api>, <title of the scenario>`. */
export function readBreakage(name: string): Breakage {
  const patch = readFileSync(join(root, 'contracts/prove/breakages', `${name}.patch`), 'utf8')
  const [, rule = ''] = /^Rule: (.+)$/m.exec(patch) ?? []
  const [, api = '', scenario = ''] = /^Guard: ([\w.]+), (.+)$/m.exec(patch) ?? []
  if (!rule || !scenario) throw new Error(`${name}.patch lacks its Rule or its Guard`)
  return { name, rule, api, scenario, patch }
}

/**
 * Builds a mock with the breakage in a folder of its own. @returns the folder.
 * @throws Error when the patch does not fit the source any more: it has to be made anew.
 */
export async function buildBroken({ name, patch }: Breakage): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), `rehearsal-broken-${name}-`))
  for (const part of ['specs', 'fixtures', 'mock', 'contracts', 'package.json', 'tsconfig.json']) {
    const filter = (file: string) => !/\.test\.ts$/.test(file)
    cpSync(join(root, part), join(folder, part), { recursive: true, filter })
  }
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  for (const part of parsePatch(patch)) {
    const file = join(folder, (part.newFileName ?? '').replace(/^b\//, ''))
    const broken = applyPatch(readFileSync(file, 'utf8'), part)
    if (broken === false) throw new Error(`${name}.patch does not fit ${part.newFileName} any more`)
    writeFileSync(file, broken)
  }
  const tsc = join(
    dirname(createRequire(import.meta.url).resolve('typescript/package.json')),
    'bin/tsc',
  )
  // A broken rule often leaves something unused behind.
  await run(process.execPath, [tsc, '--noCheck', '--incremental', 'false'], { cwd: folder })
  return folder
}

export interface Verdict {
  readonly code: number
  readonly output: string
}

/** Runs one scenario of the suite, as a user would, against the mock built in `folder`. */
export async function judge(folder: string, { api, scenario }: Breakage): Promise<Verdict> {
  const mock = await startServe([process.execPath, join(folder, 'dist/mock/cli.js')], folder)
  try {
    const { url } = mock
    // Playwright puts a scenario's tags behind its title.
    const title = `${scenario.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}( @\\w+)*$`
    const flags = ['--target', url, '--allow-writes', '--throw-away']
    const command = [join(root, 'dist/mock/cli.js'), 'test', api, ...flags]
    return await outcome([...command, '--', '--grep', title, '--workers=1'], folder)
  } finally {
    mock.end()
  }
}

async function outcome(args: readonly string[], cwd: string): Promise<Verdict> {
  try {
    const { stdout } = await run(process.execPath, args, { cwd, env: outside() })
    return { code: 0, output: stdout }
  } catch (error) {
    const { code, stdout = '' } = error as { code?: number; stdout?: string }
    return { code: code ?? 1, output: stdout }
  }
}

export function discard(folder: string): void {
  rmSync(folder, { recursive: true, force: true })
}
