/** A mock with one rule broken: a copy of the source with a patch, built and started elsewhere. */
import { execFile } from 'node:child_process'
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
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

/** What the patch makes of each file of the source that it breaks. @throws Error when it does not fit. */
export function brokenSource({ name, patch }: Breakage): Map<string, string> {
  const files = parsePatch(patch).map((part): [string, string] => {
    const file = (part.newFileName ?? '').replace(/^b\//, '')
    const broken = applyPatch(readFileSync(join(root, file), 'utf8'), part)
    if (broken === false) {
      throw new Error(`${name}.patch does not fit ${file} any more: it has to be made anew`)
    }
    return [file, broken]
  })
  if (files.length === 0) throw new Error(`${name}.patch alters nothing`)
  return new Map(files)
}

/**
 * Puts a mock with the breakage into a folder of its own: what is built, with the broken files
 * built anew, and without the one file that has all of them. @returns the folder.
 */
export async function buildBroken(breakage: Breakage): Promise<string> {
  const broken = brokenSource(breakage)
  const folder = mkdtempSync(join(tmpdir(), `rehearsal-broken-${breakage.name}-`))
  for (const part of [
    'package.json',
    'specs',
    'fixtures',
    'dist/specs',
    'dist/fixtures',
    'dist/mock',
  ]) {
    const filter = (file: string) => !/\.(ts|test\.js|bundle\.js)$/.test(file)
    cpSync(join(root, part), join(folder, part), { recursive: true, filter })
  }
  // Nothing of the suite is broken.
  for (const part of ['node_modules', 'dist/contracts']) {
    symlinkSync(join(root, part), join(folder, part))
  }
  for (const [file, text] of broken) {
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    writeFileSync(join(folder, file), text)
  }
  await transpile(folder, [...broken.keys()])
  return folder
}

/** File by file, unchecked: a broken rule often leaves something unused behind. */
async function transpile(folder: string, files: readonly string[]): Promise<void> {
  const compilerOptions = {
    rootDir: folder,
    outDir: join(folder, 'dist'),
    incremental: false,
    tsBuildInfoFile: null,
    declaration: false,
    noCheck: true,
    noResolve: true,
    types: [],
  }
  const config = { extends: join(root, 'tsconfig.json'), compilerOptions, files, include: [] }
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config))
  const typescript = createRequire(import.meta.url).resolve('typescript/package.json')
  await run(process.execPath, [join(dirname(typescript), 'bin/tsc')], { cwd: folder })
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
