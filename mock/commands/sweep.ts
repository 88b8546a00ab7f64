import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { keepSecret } from '../../contracts/exchange.ts'
import { stateOf } from '../../contracts/ownership/alive.ts'
import {
  archiveLog,
  endLog,
  logFiles,
  type OwnershipLog,
  ownedFolder,
} from '../../contracts/ownership/log.ts'
import { placesIn } from '../../contracts/ownership/places.ts'
import { readLog } from '../../contracts/ownership/read-log.ts'
import { sweepLog } from '../../contracts/ownership/sweep.ts'
import { UsageError } from '../usage-error.ts'
import { say } from './output.ts'
import type { SweepFlags } from './sweep-flags.ts'
import { abandoned, report, type SweptRun } from './sweep-report.ts'

const INCONCLUSIVE = 3

/** A log, or why it cannot be read. */
interface Found {
  readonly run: string
  readonly file: string
  readonly log: OwnershipLog | Error
}

/**
 * Finishes what killed runs left at their targets.
 * @returns the exit code: 0 when nothing is left, 3 when something is or nobody can say.
 * @throws UsageError when one token would go to several deployments, for a mock's is no secret
 */
export async function sweep(flags: SweepFlags): Promise<number> {
  if (flags.token) keepSecret(flags.token)
  const found = logFiles(ownedFolder()).map(foundIn)
  if (flags.forget !== undefined) return told(flags, [forget(found, flags.forget, flags)])
  const wanted = found.filter(({ run }) => flags.run === undefined || run === flags.run)
  refuseSeveral(
    wanted.flatMap(({ log }) => (log instanceof Error || isAlive(log, flags) ? [] : [log])),
    flags,
  )
  const runs: SweptRun[] = []
  for (const one of wanted) runs.push(await sweepRun(one, flags))
  return told(flags, runs)
}

function told(flags: SweepFlags, runs: readonly SweptRun[]): number {
  say(
    flags,
    () => report(runs),
    () => ({ runs }),
  )
  return runs.every(({ state }) => state === 'swept' || state === 'forgotten') ? 0 : INCONCLUSIVE
}

function foundIn(file: string): Found {
  const run = basename(file, '.jsonl')
  try {
    const log = readLog(file)
    return { run: log.heading.run, file, log }
  } catch (error) {
    return { run, file, log: error as Error }
  }
}

/** Whether a run is going on, as far as its log tells. */
function isAlive({ heading }: OwnershipLog, { force }: SweepFlags): boolean {
  return !force && stateOf(heading) !== 'ended'
}

/** @throws UsageError when there is no such run */
function forget(found: readonly Found[], run: string, flags: SweepFlags): SweptRun {
  const one = found.find((each) => each.run === run)
  if (!one) {
    const others = found.map((each) => each.run).join(', ') || 'none'
    throw new UsageError(`no run ${run} has left anything; these have: ${others}`)
  }
  const { file, log } = one
  if (log instanceof Error) {
    return { run, log: archiveLog(file), state: 'forgotten', things: [], why: unreadable(log) }
  }
  if (isAlive(log, flags)) return alive(one, log)
  return {
    run,
    log: archiveLog(file),
    state: 'forgotten',
    things: placesIn(log).flatMap(abandoned),
  }
}

function unreadable({ message }: Error): string {
  return `nothing can be told of it: ${message}`
}

function alive({ run, file }: Found, { heading }: OwnershipLog): SweptRun {
  const state = stateOf(heading) === 'running' ? 'running' : 'unknown'
  return { run, log: file, state, things: [] }
}

async function sweepRun(found: Found, flags: SweepFlags): Promise<SweptRun> {
  const { run, file, log } = found
  if (log instanceof Error) return { run, log: file, state: 'spoilt', things: [], why: log.message }
  if (isAlive(log, flags)) return alive(found, log)
  try {
    return { run, log: file, ...(await sweepLogOf(log, flags)) }
  } catch (error) {
    return { run, log: file, state: 'left', things: [], why: (error as Error).message }
  }
}

async function sweepLogOf(
  log: OwnershipLog,
  flags: SweepFlags,
): Promise<Pick<SweptRun, 'state' | 'things' | 'elsewhere'>> {
  const wanted = (target: string) => isBelow(target, flags.target)
  const settleMs = flags.wait * 1000
  const outputDir = mkdtempSync(join(tmpdir(), 'rehearsal-sweep-'))
  try {
    const environment = environmentOf(flags)
    const things = await sweepLog(log, { environment, outputDir, settleMs, wanted })
    const targets = placesIn(readLog(log.file)).map(({ target }) => target)
    if (targets.length === 0) endLog(log.file)
    const isLeft = things.some(({ outcome }) => outcome === 'left') || targets.some(wanted)
    const others = targets.filter((target) => !wanted(target))
    const elsewhere = others.length > 0 && { elsewhere: [...new Set(others)] }
    return { state: isLeft ? 'left' : 'swept', things, ...elsewhere }
  } finally {
    rmSync(outputDir, { recursive: true, force: true })
  }
}

/** The log says where to send the token; that of one deployment must not go to another. */
function refuseSeveral(logs: readonly OwnershipLog[], flags: SweepFlags): void {
  const wanted = logs
    .flatMap(placesIn)
    .filter(({ mock, target }) => !mock && isBelow(target, flags.target))
  const origins = [...new Set(wanted.map(({ target }) => new URL(target).origin))]
  if (origins.length < 2) return
  throw new UsageError(
    `runs have left things at ${origins.join(' and ')}: name the one that the token is for by --target`,
  )
}

function isBelow(target: string, url: string | undefined): boolean {
  if (url === undefined) return true
  // As `test` takes it, with the name of an API before it.
  const base = url.replace(/^[a-z0-9.]+=/, '').replace(/\/+$/, '')
  return target === base || target.startsWith(`${base}/`)
}

function environmentOf(flags: SweepFlags): NodeJS.ProcessEnv {
  const { token, tokenCommand, allowHost, spec, applicationTokenHeader } = flags
  return {
    ...process.env,
    ...(token && { REHEARSAL_TOKEN: token }),
    ...(tokenCommand && { REHEARSAL_TOKEN_COMMAND: tokenCommand }),
    ...(allowHost && { REHEARSAL_ALLOW_HOST: allowHost }),
    ...(spec && { REHEARSAL_SPECS: JSON.stringify(spec) }),
    ...(applicationTokenHeader && { REHEARSAL_APPLICATION_TOKEN_HEADER: applicationTokenHeader }),
  }
}
