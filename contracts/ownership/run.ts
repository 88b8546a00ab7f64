/** The run that this process belongs to, from its beginning to its end. */
import type { Target } from '../target.ts'
import { contribute } from '../verdict.ts'
import { headingOf } from './alive.ts'
import {
  beginLog,
  endLog,
  logFile,
  type Open,
  type OwnershipLog,
  ownedFolder,
  prefixOf,
} from './log.ts'
import { placesIn } from './places.ts'
import { readLog } from './read-log.ts'
import { type Swept, sweepLog } from './sweep.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** What every name begins with that the run gives; no other run's does. */
export function runPrefix(environment: Environment = process.env): string {
  return prefixOf(environment.REHEARSAL_RUN || String(process.pid))
}

/** The run's prefix and, where it may write and the target stays, the log of what it owns. */
export function ownRun(
  { given }: Pick<Target, 'given'>,
  environment: Environment = process.env,
  folder = ownedFolder(),
): { prefix: string; log?: string } {
  const { REHEARSAL_RUN: run, REHEARSAL_ALLOW_WRITES: writes } = environment
  const prefix = runPrefix(environment)
  return { prefix, ...(given && run && writes === '1' && { log: logFile(folder, run) }) }
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
  if (!log) return undefined
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
  const wanted = () => true
  const swept = await sweepLog(readLog(file), {
    environment,
    outputDir,
    settleMs: SETTLE_MS,
    wanted,
  })
  const after = readLog(file)
  if (placesIn(after).length === 0) return endLog(file)
  const lines = [...linesOf(after), ...strayLines(swept, after), ADVICE]
  const text = `clean-up failed, and ${lines.join('\n')}`
  contribute(outputDir, 'ownership', [{ kind: 'inconclusive', text }])
  process.stderr.write(`\n${text}\n`)
}

const ADVICE = 'To remove it: npx rehearsal sweep'

function linesOf({ open }: OwnershipLog): string[] {
  return open.length > 0 ? ['this is left at the target:', ...open.map(line)] : []
}

/** What the log does not own; where nobody could look, that is said once. */
function strayLines(swept: readonly Swept[], { open, heading }: OwnershipLog): string[] {
  const known = open.flatMap(({ made }) => made?.map(({ id }) => id) ?? [])
  const lines = swept
    .filter(({ outcome, stray }) => stray && outcome === 'left')
    .filter(({ id = '' }) => !known.includes(id))
    .map(({ api, operation, id, why }) => {
      const what =
        id === undefined ? 'nobody knows what else is left' : `${operation} ${id} is left`
      return `${what} at ${api} (${why}): look for names that begin with ${heading.prefix}`
    })
  return [...new Set(lines)]
}

function line({ intent, made, left }: Open): string {
  const things = made?.map(({ operation, id }) => `${operation} ${id}`) ?? [intent.operation]
  const why = left ? `: ${left}` : ''
  return `- ${intent.api} ${things.join(', ')} (${intent.names.join(', ')})${why}`
}
