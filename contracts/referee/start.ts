/** Puts Prism between the suite and each API that it asks, and says in the end where the two differ. */
import type { FullConfig } from '@playwright/test'
import { named, type Target, targetOf } from '../target.ts'
import { contribute } from '../verdict.ts'
import { comparedIn } from './compared.ts'
import { hold, readExplanations } from './explained.ts'
import type { Judge } from './observed.ts'
import { OPINION_FIELD, PROXIES, written } from './opinion-field.ts'
import { prismJudge } from './prism.ts'
import { type Relay, startRelay } from './relay.ts'
import { linesOf, verdictsOf } from './report.ts'
import { specOf } from './spec-of.ts'
import { isOf, isWhole } from './whole.ts'

/** @returns what ends it, and throws when the run has to fail by it. */
export async function startReferee(
  config: FullConfig,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<() => Promise<void>> {
  const relays = new Map<string, Relay>()
  for (const api of Object.keys(named(environment, 'REHEARSAL_TARGETS'))) {
    relays.set(api, await relayFor(targetOf(api, environment)))
  }
  const urls = [...relays].map(([api, { url }]) => [api, url])
  environment[PROXIES] = JSON.stringify(Object.fromEntries(urls))
  return async () => {
    for (const relay of relays.values()) await relay.close()
    // Only the mock is known to do all that needs explaining.
    conclude(config, environment.REHEARSAL_MOCK === '1' && isWhole(config))
  }
}

/** @throws Error that fails a run whose differences nobody has explained. */
function conclude(config: FullConfig, whole: boolean): void {
  const outputDir = config.projects[0]?.outputDir ?? ''
  const compared = comparedIn(outputDir)
  const held = hold(compared, readExplanations())
  const stale = whole ? held.unused.filter(({ api }) => isOf(api, config)) : []
  const found = { compared, held, stale }
  process.stdout.write(`${linesOf(found).join('\n')}\n`)
  const verdicts = verdictsOf(found)
  contribute(outputDir, 'referee', verdicts)
  if (verdicts.length > 0) throw new Error(verdicts.map(({ text }) => text).join('\n'))
}

/** A document is read when it is first needed: a run is seldom of all APIs. */
function relayFor(target: Target): Promise<Relay> {
  let judge: Promise<Judge> | undefined
  return startRelay({
    upstream: new URL(target.url),
    host: '127.0.0.1',
    port: 0,
    passed: async ({ seen }): Promise<Record<string, string>> => {
      if (typeof seen === 'string') return {}
      judge ??= prismJudge(specOf(target))
      return { [OPINION_FIELD]: written(await (await judge)(seen)) }
    },
  })
}
