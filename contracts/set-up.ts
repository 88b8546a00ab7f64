/** Playwright's global set-up: names the run, starts the mock unless there is a target, and what goes between. */
import { randomBytes } from 'node:crypto'
import type { FullConfig } from '@playwright/test'
import { beginRun } from './ownership/run.ts'
import { reachBoth } from './parity/reach.ts'
import { deployments } from './parity/sides.ts'
import { serveMock } from './serve.ts'
import { named } from './target.ts'
import { tokensFromCommands } from './transport/token-command.ts'

type End = () => Promise<void>

export default async function setUp(config: FullConfig): Promise<End> {
  // What a run owns goes by this name: two that begin at the same moment must not share it.
  process.env.REHEARSAL_RUN ||= Date.now().toString(36) + randomBytes(2).toString('hex')
  refuseOddRun(process.env.REHEARSAL_RUN)
  const endTarget = await reachTarget(config)
  const endReferee = await referee(config).catch(async (error: unknown) => {
    await endTarget?.()
    throw error
  })
  return async () => {
    try {
      await endReferee?.()
    } finally {
      await endTarget?.()
    }
  }
}

/** With other characters, the names of one run could begin as those of another do. */
function refuseOddRun(run: string): void {
  if (/^[a-z0-9]{1,40}$/i.test(run)) return
  throw new Error(`REHEARSAL_RUN takes 1 to 40 letters and digits, not ${JSON.stringify(run)}`)
}

async function reachTarget({ projects }: FullConfig): Promise<End | undefined> {
  if (deployments()) return reachBoth(projects[0]?.outputDir ?? '')
  if (!process.env.REHEARSAL_TARGETS) return serveMock()
  await findTokens()
  return beginRun(projects[0]?.outputDir ?? '')
}

/** Once for all workers, which inherit the environment. */
async function findTokens(): Promise<void> {
  if (process.env.REHEARSAL_MOCK === '1') return
  const apis = Object.keys(named(process.env, 'REHEARSAL_TARGETS'))
  Object.assign(process.env, await tokensFromCommands(apis))
}

/** Puts Prism in between, if it is asked for. */
async function referee(config: FullConfig): Promise<End | undefined> {
  if (!process.env.REHEARSAL_REFEREE) return undefined
  const { startReferee } = await import('./referee/start.ts')
  return startReferee(config)
}
