/** Two targets for one API: the run plays both and compares them. */

import { tokensOfBoth } from '../../contracts/parity/credentials.ts'
import { ledgerFile, readLedger } from '../../contracts/parity/ledger.ts'
import {
  type Deployment,
  type Deployments,
  environmentOf,
  sides,
} from '../../contracts/parity/sides.ts'
import { targetOf } from '../../contracts/target.ts'
import { realmOf } from '../../fixtures/worlds.ts'
import type { Api } from '../mounts.ts'
import { UsageError } from '../usage-error.ts'
import { remark } from './output.ts'
import { findTargets, greet } from './targets.ts'
import type { Entry } from './test.ts'
import type { TestFlags } from './test-flags.ts'

export interface Asked {
  readonly apis: readonly Api[]
  /** As they were named. */
  readonly names: readonly string[]
  readonly flags: TestFlags
}

/**
 * Reads `--target A --target B`; `mock` stands for a mock of the suite's own.
 * @returns the deployments to compare; undefined when every API has one target.
 * @throws UsageError when an API has three, or a mock stands alone
 */
export async function findDeployments(asked: Asked): Promise<Deployments | undefined> {
  const { target: given = [] } = asked.flags
  if (given.length < 2 && !given.some(isMock)) return undefined
  const found: Deployment[] = []
  for (const text of given) found.push(await deploymentAt(text, asked))
  const apis = asked.apis.map(({ name }) => name)
  const both = apis.filter((api) => having(found, api).length === 2)
  const [crowded] = apis.filter((api) => having(found, api).length > 2)
  if (crowded) throw new UsageError(`${crowded} has more than two targets, and two are compared`)
  if (both.length === 0 && !given.some(isMock)) return undefined
  if (both.length === 0) throw new UsageError('mock is compared with another --target; give one')
  const alone = apis.filter((api) => having(found, api).length === 1)
  if (alone.length > 0) remark(asked.flags, `left out, for it has one target: ${alone.join(', ')}`)
  return { A: sideOf(found, both, 0), B: sideOf(found, both, 1) }
}

/** Asks both whether they let us in, each by its own credential, which is put into the environment. */
export async function enterBoth(
  deployments: Deployments,
  { apis, flags, environment, rest }: Entry,
): Promise<void> {
  const real = sides.some((side) => !deployments[side].mock)
  if (real && rest.some((each) => /^--trace\b/.test(each))) {
    throw new UsageError('a trace would show the credentials of a target: leave out --trace')
  }
  Object.assign(environment, await tokensOfBoth(environment))
  const asking = sides.flatMap((side) =>
    apis
      .filter(({ name }) => /^http/.test(deployments[side].targets[name] ?? ''))
      .map((api) => greet(api, targetOf(api.name, environmentOf(side, environment)))),
  )
  await Promise.all(asking)
  if (flags.allowWrites) return
  remark(flags, 'both are only read; what needs a write is not compared (--allow-writes runs it)')
}

/** @throws UsageError when the ledger is no JSON, for then the run could not go on with it */
export function refuseBadLedger(environment: NodeJS.ProcessEnv): void {
  const file = ledgerFile(environment)
  try {
    if (file !== undefined) readLedger(file)
  } catch (error) {
    throw new UsageError(`${file} is no ledger: ${(error as Error).message}`)
  }
}

function isMock(text: string): boolean {
  return /^([a-z0-9.]+=)?mock$/.test(text)
}

async function deploymentAt(text: string, { apis, names }: Asked): Promise<Deployment> {
  if (!isMock(text)) {
    const { urls, mock } = await findTargets([text], apis, names)
    return { targets: Object.fromEntries(urls), mock }
  }
  const [, named] = /^(.+)=mock$/.exec(text) ?? []
  const meant = apis.filter(({ name }) => !named || name === named || realmOf(name) === named)
  return {
    targets: Object.fromEntries(meant.map(({ name }) => [name, 'mock'])),
    mock: true,
    fresh: true,
  }
}

function having(found: readonly Deployment[], api: string): Deployment[] {
  return found.filter(({ targets }) => api in targets)
}

/** What is given first for an API is A. */
function sideOf(found: readonly Deployment[], apis: readonly string[], at: number): Deployment {
  const own = apis.map((api) => [api, having(found, api)[at] as Deployment] as const)
  return {
    targets: Object.fromEntries(own.map(([api, { targets }]) => [api, targets[api] ?? ''])),
    mock: own.every(([, { mock }]) => mock),
    fresh: own.every(([, { fresh }]) => fresh === true),
  }
}
