import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { keepSecret } from '../../contracts/exchange.ts'
import { stateOf } from '../../contracts/ownership/alive.ts'
import {
  endLog,
  logFiles,
  type OwnershipLog,
  ownedFolder,
  readLog,
} from '../../contracts/ownership/log.ts'
import { type Swept, sweepLog } from '../../contracts/ownership/sweep.ts'
import { UsageError } from '../usage-error.ts'
import { say } from './output.ts'
import type { SweepFlags } from './sweep-flags.ts'

const INCONCLUSIVE = 3

/** What has become of what one run left. */
interface SweptRun {
  readonly run: string
  readonly log: string
  readonly state: 'swept' | 'left' | 'running' | 'unknown'
  readonly things: readonly Swept[]
}

/**
 * Finishes what killed runs left at their targets.
 * @returns the exit code: 0 when nothing is left, 3 when something is or nobody can say.
 * @throws UsageError when one token would go to several deployments, for a mock's is no secret
 */
export async function sweep(flags: SweepFlags): Promise<number> {
  if (flags.token) keepSecret(flags.token)
  const logs = logFiles(ownedFolder())
    .map(readLog)
    .filter(({ heading }) => flags.run === undefined || heading.run === flags.run)
  const ended = logs.filter((log) => flags.force || stateOf(log.heading) === 'ended')
  refuseSeveral(ended, flags)
  const runs: SweptRun[] = []
  for (const log of logs) runs.push(await sweepRun(log, ended.includes(log), flags))
  say(
    flags,
    () => report(runs),
    () => ({ runs }),
  )
  return runs.some(({ state }) => state === 'left' || state === 'unknown') ? INCONCLUSIVE : 0
}

async function sweepRun(log: OwnershipLog, ended: boolean, flags: SweepFlags): Promise<SweptRun> {
  const { file, heading } = log
  const told = { run: heading.run, log: file }
  if (!ended)
    return { ...told, state: stateOf(heading) === 'running' ? 'running' : 'unknown', things: [] }
  const wanted = (target: string) => isBelow(target, flags.target)
  const settleMs = flags.wait * 1000
  const outputDir = mkdtempSync(join(tmpdir(), 'rehearsal-sweep-'))
  const environment = environmentOf(flags)
  const things = await sweepLog(log, { environment, outputDir, settleMs, wanted })
  rmSync(outputDir, { recursive: true, force: true })
  const { open } = readLog(file)
  if (open.length === 0) endLog(file)
  const left =
    things.some(({ outcome }) => outcome === 'left') ||
    open.some(({ intent }) => wanted(intent.target))
  return { ...told, state: left ? 'left' : 'swept', things }
}

/** The log says where to send the token; that of one deployment must not go to another. */
function refuseSeveral(logs: readonly OwnershipLog[], flags: SweepFlags): void {
  const intents = logs.flatMap(({ open }) => open.map(({ intent }) => intent))
  const wanted = intents.filter(({ mock, target }) => !mock && isBelow(target, flags.target))
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

const states = {
  swept: 'nothing is left',
  left: 'something is left; its log stays',
  running: 'is still going on, and left alone',
  unknown: 'was on another host, which may still be at it: left alone without --force',
}

function report(runs: readonly SweptRun[]): string {
  if (runs.length === 0) return 'no run has left anything'
  return runs.map(reportOf).join('\n')
}

function reportOf({ run, log, state, things }: SweptRun): string {
  const counts = ['removed', 'gone', 'not found', 'left']
    .map(
      (outcome) => [outcome, things.filter((thing) => thing.outcome === outcome).length] as const,
    )
    .filter(([, count]) => count > 0)
    .map(([outcome, count]) => `${count} ${outcome}`)
  const left = things.filter(({ outcome }) => outcome === 'left').map(reason)
  const head = `run ${run}: ${[...counts, states[state]].join(', ')}`
  return [head, ...left, ...(state === 'left' ? [`  (${log})`] : [])].join('\n')
}

function reason({ api, target, operation, id, names, why }: Swept): string {
  return `  - ${api} at ${target}: ${operation} ${id ?? ''} (${names.join(', ')}): ${why}`
}
