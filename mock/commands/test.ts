import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { keepSecret } from '../../contracts/exchange.ts'
import type { Deployments } from '../../contracts/parity/sides.ts'
import { COMPARISON } from '../../contracts/parity/transcript.ts'
import { REPORT } from '../../contracts/reports/places.ts'
import { targetOf } from '../../contracts/target.ts'
import { tokensFromCommands } from '../../contracts/transport/token-command.ts'
import { type Api, readApis } from '../mounts.ts'
import { UsageError } from '../usage-error.ts'
import { refuseBadDeviations } from './deviations.ts'
import { refuseBadExplanations } from './explained.ts'
import { forPlaywright, shardOf } from './for-playwright.ts'
import { remark } from './output.ts'
import { enterBoth, findDeployments, refuseBadLedger } from './parity.ts'
import { conclude, playwright } from './suite-run.ts'
import { findTargets, greet, refuseHosts, type Targets } from './targets.ts'
import { type TestFlags, twinsOf } from './test-flags.ts'

/**
 * Runs the suite against the mock, or against a target; `rest` goes to Playwright.
 * @returns the exit code: 0 kept, 1 broken, 2 bad usage, 3 inconclusive, 4 differs, 130 interrupted.
 * @throws UsageError or DeviationsError, or Inconclusive when the target gives no verdict.
 */
export async function test(
  names: readonly string[],
  flags: TestFlags,
  rest: readonly string[],
): Promise<number> {
  if (flags.token) keepSecret(flags.token)
  // Before anything is asked of a target.
  forPlaywright(flags, rest)
  const apis = readApis(names, new Map(Object.entries(flags.spec ?? {})))
  refuseHosts(flags.target ?? [], flags)
  refuseBadDeviations(flags)
  refuseBadExplanations(flags)
  const parity = await findDeployments({ apis, names, flags })
  if (parity) {
    if (shardOf(flags, rest)) {
      throw new UsageError('a comparison needs both sides in one run: leave out --shard')
    }
    if (flags.referee) throw new UsageError('--referee judges one target, and two are compared')
    const both = parityEnvironment(flags, parity)
    refuseBadLedger(both)
    await enterBoth(parity, { apis, flags, environment: both, rest })
    return play([], { flags, environment: both, rest })
  }
  const targets = flags.target ? await findTargets(flags.target, apis, names) : undefined
  const environment = environmentOf(flags, targets)
  if (targets) await enter(targets, { apis, flags, environment, rest })
  const tested = targets ? [...targets.urls.keys()] : apis.map(({ name }) => name)
  const projects = tested.map((name) => `--project=${name}`)
  return play(projects, { flags, environment, rest })
}

async function play(
  projects: readonly string[],
  { flags, environment, rest }: Omit<Entry, 'apis'>,
): Promise<number> {
  const { args, variables, folder } = forPlaywright(flags, rest)
  // Playwright empties the folder itself, once it has looked for what failed last.
  for (const stale of ['verdict', 'deviations', REPORT, COMPARISON]) {
    rmSync(join(folder, stale), { recursive: true, force: true })
  }
  const env = { ...environment, ...variables }
  const code = await playwright(['test', ...projects, ...args], { env, json: flags.json })
  return conclude(flags, { code, folder })
}

/**
 * Puts the tokens that commands print into the environment, asks every target whether it lets us in,
 * and says what is not going to be done to it.
 */
async function enter(
  { urls, mock }: Targets,
  { apis, flags, environment, rest }: Entry,
): Promise<void> {
  if (!mock && rest.some((each) => /^--trace\b/.test(each))) {
    throw new UsageError('a trace would show the credentials of the target: leave out --trace')
  }
  const tested = apis.filter(({ name }) => urls.has(name))
  const names = tested.map(({ name }) => name)
  if (!mock) Object.assign(environment, await tokensFromCommands(names, environment))
  await Promise.all(tested.map((api) => greet(api, targetOf(api.name, environment))))
  if (flags.allowWrites) return
  remark(flags, 'the target is only read; what needs a write is not run (--allow-writes runs it)')
}

export interface Entry {
  readonly apis: readonly Api[]
  readonly flags: TestFlags
  readonly environment: NodeJS.ProcessEnv
  readonly rest: readonly string[]
}

function environmentOf(flags: TestFlags, targets: Targets | undefined): NodeJS.ProcessEnv {
  const { REHEARSAL_TARGETS: _, REHEARSAL_PARITY: __, ...inherited } = process.env
  return {
    ...inherited,
    ...twinsOf(flags),
    ...(flags.spec && { REHEARSAL_SPECS: JSON.stringify(flags.spec) }),
    ...(targets && {
      REHEARSAL_TARGETS: JSON.stringify(Object.fromEntries(targets.urls)),
      REHEARSAL_MOCK: targets.mock ? '1' : '',
      REHEARSAL_FRESH_MOCK: '',
      REHEARSAL_ALLOW_WRITES: flags.allowWrites ? '1' : '',
    }),
  }
}

function parityEnvironment(flags: TestFlags, parity: Deployments): NodeJS.ProcessEnv {
  return {
    ...environmentOf(flags, undefined),
    REHEARSAL_PARITY: JSON.stringify(parity),
    REHEARSAL_MOCK: '',
    REHEARSAL_FRESH_MOCK: '',
    REHEARSAL_ALLOW_WRITES: flags.allowWrites ? '1' : '',
  }
}
