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
    const judge = judgeOf(targetOf(api, environment))
    // Before the first request, whose time is limited; another face may never be asked.
    if (isOf(api, config)) await judge()
    relays.set(api, await relayFor(targetOf(api, environment), judge))
  }
  const urls = [...relays].map(([api, { url }]) => [api, url])
  environment[PROXIES] = JSON.stringify(Object.fromEntries(urls))
  return async () => {
    for (const relay of relays.values()) await relay.close()
    conclude(config, environment)
  }
}

/** @throws Error that fails a run whose differences nobody has explained. */
function conclude(config: FullConfig, environment: NodeJS.ProcessEnv): void {
  const outputDir = config.projects[0]?.outputDir ?? ''
  const compared = comparedIn(outputDir)
  const own = environment.REHEARSAL_EXPLAINED
  const explanations = [...readExplanations(), ...(own ? readExplanations(own) : [])]
  const held = hold(compared, explanations)
  // Only of a mock is it known that a whole run does all that needs explaining.
  const whole = environment.REHEARSAL_MOCK === '1' && isWhole(config)
  const stale = whole ? held.unused.filter(({ api }) => isOf(api, config)) : []
  const found = { compared, held, stale }
  process.stdout.write(`${linesOf(found).join('\n')}\n`)
  const verdicts = verdictsOf(found)
  contribute(outputDir, 'referee', verdicts)
  if (verdicts.length > 0) throw new Error(verdicts.map(({ text }) => text).join('\n'))
}

/** Reads the document once, when it is first needed. */
function judgeOf(target: Target): () => Promise<Judge> {
  let judge: Promise<Judge> | undefined
  return () => {
    judge ??= prismJudge(specOf(target))
    return judge
  }
}

function relayFor({ url }: Target, judge: () => Promise<Judge>): Promise<Relay> {
  return startRelay({
    upstream: new URL(url),
    host: '127.0.0.1',
    port: 0,
    passed: async ({ seen }): Promise<Record<string, string>> => {
      if (typeof seen === 'string') return {}
      // Prism breaks down on what is nested too deeply; the run then counts it as not judged.
      return (await judge())(seen).then(
        (opinion) => ({ [OPINION_FIELD]: written(opinion) }),
        () => ({}),
      )
    },
  })
}
