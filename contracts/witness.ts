/** What is seen of a test at its target: gathered while it goes on, and concluded from when it ends. */
import { cleanUpAfter } from './cleanup.ts'
import type { Watch } from './client.ts'
import { Watching } from './deviations/watch.ts'
import type { Exchange } from './exchange.ts'
import { runPrefix } from './ownership/run.ts'
import type { Recorder } from './parity/recorder.ts'
import { environmentOf } from './parity/sides.ts'
import { excuse, isExcused } from './promises.ts'
import { attachFailure, explained, record } from './record.ts'
import { explain } from './reports/failure.ts'
import { notRun, type TestInfo } from './test.ts'
import { purposeOf } from './transport/purpose.ts'
import type { Transport } from './transport.ts'
import type { Options, PerWorker } from './worker.ts'

export interface Witness {
  readonly watch: Watch
  /** So far. */
  readonly exchanges: readonly Exchange[]
  /** What is known of the target. */
  readonly watching: Watching
}

/** Of the fixtures, what is watched and who is told. */
type Watched = Pick<
  PerWorker,
  'target' | 'spec' | 'driver' | 'closer' | 'secrets' | 'deviations'
> & { readonly transport: Transport; readonly recorder: Recorder }

export function witnessOf(watched: Watched, info: TestInfo): Witness {
  const { target, spec, driver, closer, secrets, transport, deviations, recorder } = watched
  const { redact } = secrets
  const exchanges: Exchange[] = []
  secrets.watch(exchanges)
  const watching = new Watching(deviations, info, redact)
  const watch: Watch = {
    target,
    spec,
    transport: recorder.over(transport),
    redact,
    purpose: (operation, sent) => purposeOf(driver, operation, sent),
    lasting: (operation) => driver.lasting?.[operation]?.reason,
    notRun: (lacks) => notRun(info, `needs ${lacks}`),
    finding: (description) => info.annotations.push({ type: 'finding', description }),
    exchanged: (exchange) => {
      exchanges.push(exchange)
      recorder.noted(exchange)
    },
    judged: recorder.judged,
    covered: (exchange, breach) => watching.covered(exchange, breach),
    closer: closer.judge,
  }
  return { watch, exchanges, watching }
}

/** Of the fixtures, what removes things and keeps records. */
type Concluding = Pick<PerWorker, 'driver' | 'owning' | 'tally'> &
  Pick<Options, 'side'> & { readonly recorder: Recorder }

/** Removes what the test made, and leaves what it stood on. @throws Error that fails it after all */
export async function conclude(
  { watch, exchanges, watching }: Witness,
  { driver, owning, tally, side, recorder }: Concluding,
  info: TestInfo,
): Promise<void> {
  const { target, spec, redact } = watch
  const last = exchanges.at(-1)
  const failure = await attachFailure(info, exchanges, { spec, target, redact })
  try {
    const prefix = runPrefix(environmentOf(side))
    await recorder.beside(() => cleanUpAfter(watch, { driver, owning, prefix }))
    const late = watching.complaint(last, isExcused(target, info))
    if (late) throw await explained(info, exchanges, { spec, target, redact, late })
    excuse(target, info)
    watching.excuse(last)
  } finally {
    record(info, exchanges, { tally, redact })
    recorder.write(info)
    watching.keep(info.project.outputDir, info.workerIndex, { exchanges, redact })
    if (failure) explain(info.errors, failure)
  }
}
