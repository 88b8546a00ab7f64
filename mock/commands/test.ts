import { spawn } from 'node:child_process'
import { rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Deployments } from '../../contracts/parity/sides.ts'
import { exitCodeOf, verdictsIn } from '../../contracts/verdict.ts'
import { type Api, readApis } from '../mounts.ts'
import { complain } from './output.ts'
import { enterBoth, findDeployments } from './parity.ts'
import { findTargets, greet, type Targets, tokenFor } from './targets.ts'
import { type TestFlags, twinsOf } from './test-flags.ts'

const root = dirname(fileURLToPath(import.meta.resolve('rehearsal/package.json')))

/**
 * Runs the suite against the mock, or against a target; `rest` goes to Playwright.
 * @returns the exit code: 0 kept, 1 broken, 2 bad usage, 3 inconclusive, 4 differs, 130 interrupted.
 * @throws UsageError, or Inconclusive when the target gives no verdict.
 */
export async function test(
  names: readonly string[],
  flags: TestFlags,
  rest: readonly string[],
): Promise<number> {
  const apis = readApis(names, new Map(Object.entries(flags.spec ?? {})))
  const parity = await findDeployments({ apis, names, flags })
  if (parity) {
    await enterBoth(parity, { apis, names, flags })
    return play(rest, parityEnvironment(flags, parity))
  }
  const targets = flags.target ? await findTargets(flags.target, apis, names) : undefined
  if (targets) await enter(targets, { apis, flags })
  const tested = targets ? [...targets.urls.keys()] : apis.map(({ name }) => name)
  const projects = tested.map((name) => `--project=${name}`)
  return play([...projects, ...rest], environmentOf(flags, targets))
}

async function play(args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  rmSync(join(outputDir(), 'verdict'), { recursive: true, force: true })
  const code = await playwright(args, env)
  return code === 130 ? code : exitCodeOf(verdictsIn(outputDir())) || code
}

/** Asks every target whether it lets us in, and says what is not going to be done to it. */
async function enter(
  { urls, mock }: Targets,
  { apis, flags }: { apis: readonly Api[]; flags: TestFlags },
): Promise<void> {
  const asking = [...urls].map(([name, url]) =>
    greet(apis, { name, url, token: tokenFor(name, flags, mock) }),
  )
  await Promise.all(asking)
  if (flags.allowWrites) return
  complain(flags, 'the target is only read; what needs a write is not run (--allow-writes runs it)')
}

/** Where the suite leaves what it found; it empties the folder at its start. */
function outputDir(): string {
  return join(process.cwd(), 'test-results', 'rehearsal')
}

function environmentOf(flags: TestFlags, targets: Targets | undefined): NodeJS.ProcessEnv {
  const { REHEARSAL_TARGETS: _, ...inherited } = process.env
  return {
    ...inherited,
    ...twinsOf(flags),
    ...(flags.spec && { REHEARSAL_SPECS: JSON.stringify(flags.spec) }),
    ...(targets && {
      REHEARSAL_TARGETS: JSON.stringify(Object.fromEntries(targets.urls)),
      REHEARSAL_MOCK: targets.mock ? '1' : '',
      REHEARSAL_ALLOW_WRITES: flags.allowWrites ? '1' : '',
    }),
  }
}

function parityEnvironment(flags: TestFlags, parity: Deployments): NodeJS.ProcessEnv {
  return {
    ...environmentOf(flags, undefined),
    REHEARSAL_PARITY: JSON.stringify(parity),
    REHEARSAL_ALLOW_WRITES: flags.allowWrites ? '1' : '',
    REHEARSAL_JSON: flags.json ? '1' : '',
  }
}

function playwright(args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  const command = createRequire(import.meta.url).resolve('@playwright/test/cli')
  const config = join(root, 'dist', 'contracts', 'playwright.config.js')
  const child = spawn(process.execPath, [command, 'test', '-c', config, ...args], {
    stdio: 'inherit',
    env,
  })
  const passOn = () => child.kill('SIGINT')
  process.on('SIGINT', passOn)
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => {
      process.off('SIGINT', passOn)
      resolve(code ?? 130)
    })
  })
}
