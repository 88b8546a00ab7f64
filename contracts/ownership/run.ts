/** The run that this process belongs to, from its beginning to its end. */
import type { Target } from '../target.ts'
import { contribute } from '../verdict.ts'
import { headingOf } from './alive.ts'
import { beginLog, endLog, logFile, type Open, ownedFolder, prefixOf } from './log.ts'
import { readLog } from './read-log.ts'
import { type Swept, sweepLog } from './sweep.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** What every name begins with that the run gives; no other run's does. */
export function runPrefix(environment: Environment = process.env): string {
  return prefixOf(environment.REHEARSAL_RUN || String(process.pid))
}

/** The run's prefix and, unless the target goes with it, the log of what it owns. */
export function ownRun(
  { given }: Pick<Target, 'given'>,
  environment: Environment = process.env,
  folder = ownedFolder(),
): { prefix: string; log?: string } {
  const { REHEARSAL_RUN: run } = environment
  const prefix = runPrefix(environment)
  return { prefix, ...(given && run && { log: logFile(folder, run) }) }
}

/**
 * Once for all processes of a run. @returns what ends it; undefined where it owns nothing.
 * @throws Error when a run of that name has left something
 */
export function beginRun(
  outputDir: string,
  environment: Environment = process.env,
  folder = ownedFolder(),
): (() => Promise<void>) | undefined {
  const given = environment.REHEARSAL_THROW_AWAY !== '1'
  const { log, prefix } = ownRun({ given }, environment, folder)
  if (!log || environment.REHEARSAL_ALLOW_WRITES !== '1') return undefined
  beginLog(log, headingOf(environment.REHEARSAL_RUN ?? '', prefix))
  return () => endRun(log, { outputDir, environment })
}

/** How long what a lost create has made may take to be found, in ms. */
export const SETTLE_MS = 5000

/** Tries again what the tests could not remove; what stays makes the run inconclusive. */
async function endRun(
  file: string,
  { outputDir, environment }: { outputDir: string; environment: Environment },
): Promise<void> {
  const before = readLog(file)
  const wanted = () => true
  const swept = await sweepLog(before, { environment, outputDir, settleMs: SETTLE_MS, wanted })
  const { open } = readLog(file)
  const known = open.flatMap(({ made }) => made?.map(({ id }) => id) ?? [])
  const strays = swept.filter(
    ({ outcome, stray, id = '' }) => stray && outcome === 'left' && !known.includes(id),
  )
  if (open.length === 0) endLog(file)
  if (open.length === 0 && strays.length === 0) return
  const lines = [
    ...(open.length > 0 ? ['this is left at the target:', ...open.map(line), ADVICE] : []),
    ...strays.map((one) => strayLine(one, before.heading.prefix)),
  ]
  const text = `clean-up failed, and ${lines.join('\n')}`
  contribute(outputDir, 'ownership', [{ kind: 'inconclusive', text }])
  process.stderr.write(`\n${text}\n`)
}

const ADVICE = 'To remove it: npx rehearsal sweep'

/** No log has it, so that `sweep` would not come by it again. */
function strayLine({ api, operation, id, why }: Swept, prefix: string): string {
  const what = id === undefined ? 'nobody knows what else is left' : `${operation} ${id} is left`
  return `${what} at ${api} (${why}): look for names that begin with ${prefix}`
}

function line({ intent, made, left }: Open): string {
  const things = made?.map(({ operation, id }) => `${operation} ${id}`) ?? [intent.operation]
  const why = left ? `: ${left}` : ''
  return `- ${intent.api} ${things.join(', ')} (${intent.names.join(', ')})${why}`
}
