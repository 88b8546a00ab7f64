/** What a worker has for all its tests of an API. */
import { withApplicationHeader } from '../specs/application-header.ts'
import { readSpec, type Spec } from '../specs/read.ts'
import { type Closer, createCloser } from './closer.ts'
import { type Deviations, openDeviations } from './deviations/watch.ts'
import { driverOf } from './drivers/all.ts'
import type { Driver } from './drivers/driver.ts'
import type { Redact } from './exchange.ts'
import { createOwning, type Owning } from './ownership/owning.ts'
import { ownRun } from './ownership/run.ts'
import { environmentOf, type Side } from './parity/sides.ts'
import { createTally, type Tally } from './reports/tally.ts'
import { createSecrets, guard, type Secrets } from './secrets.ts'
import { type Target, targetOf } from './target.ts'
import { test as base, type PlaywrightWorkerOptions } from './test.ts'
import { openTransport } from './transport/open.ts'
import type { Transport } from './transport.ts'

export interface Options {
  /** The name of the API under test. */
  api: string
  /** Which of two deployments is at hand, when they are compared. */
  side: Side | ''
  /** For `--trace`, which goes by an option of this name. */
  trace: PlaywrightWorkerOptions['trace']
}

export interface PerWorker {
  target: Target
  spec: Spec
  driver: Driver
  closer: Closer
  secrets: Secrets
  /** Takes this target's credentials out of a text. */
  redact: Redact
  road: Transport
  /** What this process has made at the target. */
  owning: Owning
  deviations: Deviations
  tally: Tally
}

export const test = base.extend<object, Options & PerWorker>({
  api: ['', { option: true, scope: 'worker' }],
  side: ['', { option: true, scope: 'worker' }],
  trace: ['off', { option: true, scope: 'worker' }],
  target: [({ api, side }, use) => use(targetOf(api, environmentOf(side))), { scope: 'worker' }],
  spec: [
    ({ api, target }, use) =>
      use(withApplicationHeader(readSpec(api, target.spec), target.applicationTokenHeader)),
    { scope: 'worker' },
  ],
  driver: [({ api }, use) => use(driverOf(api)), { scope: 'worker' }],

  closer: [({ driver, target }, use) => use(createCloser(driver, target)), { scope: 'worker' }],
  secrets: [
    ({ target }, use) => {
      const secrets = createSecrets(Object.values(target.tokens))
      guard(secrets)
      return use(secrets)
    },
    { scope: 'worker' },
  ],
  redact: [({ secrets }, use) => use(secrets.redact), { scope: 'worker' }],
  road: [
    ({ target, spec, driver, redact, side }, use, { project: { outputDir } }) =>
      use(openTransport({ target, spec, driver, redact, outputDir }, environmentOf(side))),
    { scope: 'worker' },
  ],
  owning: [
    ({ driver, spec, target, side }, use) =>
      use(createOwning({ driver, spec, target, ...ownRun(target, environmentOf(side)) })),
    { scope: 'worker' },
  ],
  deviations: [({ api, spec }, use) => use(openDeviations(api, spec)), { scope: 'worker' }],
  tally: [({ api: _ }, use) => use(createTally()), { scope: 'worker' }],
})
