/** Puts Prism between the suite and each API that it asks. */
import { withApplicationHeader } from '../../specs/application-header.ts'
import { readSpec } from '../../specs/read.ts'
import { type Target, targetOf } from '../target.ts'
import type { Judge } from './observed.ts'
import { OPINION_FIELD, PROXIES, written } from './opinion-field.ts'
import { prismJudge } from './prism.ts'
import { type Relay, startRelay } from './relay.ts'

/** @returns what ends it. */
export async function startReferee(
  apis: readonly string[],
  environment: NodeJS.ProcessEnv = process.env,
): Promise<() => Promise<void>> {
  const relays = new Map<string, Relay>()
  for (const api of apis) relays.set(api, await relayFor(targetOf(api, environment)))
  const urls = [...relays].map(([api, { url }]) => [api, url])
  environment[PROXIES] = JSON.stringify(Object.fromEntries(urls))
  return async () => {
    for (const relay of relays.values()) await relay.close()
  }
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
      judge ??= judgeFor(target)
      return { [OPINION_FIELD]: written(await (await judge)(seen)) }
    },
  })
}

function judgeFor({ api, spec, applicationTokenHeader }: Target): Promise<Judge> {
  return prismJudge(withApplicationHeader(readSpec(api, spec), applicationTokenHeader))
}
