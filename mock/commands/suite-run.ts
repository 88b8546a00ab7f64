/** Runs Playwright with the suite's configuration, and concludes from what it leaves. */
import { spawn } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { COMPARISON } from '../../contracts/parity/transcript.ts'
import { REPORT } from '../../contracts/reports/places.ts'
import type { Report } from '../../contracts/reports/summary.ts'
import { exitCodeOf, gravestOf, type Verdict, verdictsIn } from '../../contracts/verdict.ts'
import { terminal } from './output.ts'
import type { TestFlags } from './test-flags.ts'

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
const root = dirname(fileURLToPath(import.meta.resolve('rehearsal/package.json')))

/** What the suite's reporters read. */
export function reportVariables(
  { report = [], json, quiet }: TestFlags,
  { sharded, reporters }: { sharded?: boolean; reporters?: string } = {},
): NodeJS.ProcessEnv {
  return {
    REHEARSAL_REPORT: ['list', ...report, ...(sharded ? ['blob'] : [])].join(','),
    REHEARSAL_JSON: json ? '1' : '',
    REHEARSAL_QUIET: quiet ? '1' : '',
    ...(reporters !== undefined && { REHEARSAL_REPORTER: reporters }),
  }
}

/**
 * @param args begin with Playwright's command; the configuration is added
 * @param json whether stdout is for programs, so that Playwright may not write to it
 * @returns the exit code
 */
export function playwright(
  [command = '', ...args]: readonly string[],
  { env, json }: { env: NodeJS.ProcessEnv; json?: boolean | undefined },
): Promise<number> {
  const cli = createRequire(import.meta.url).resolve('@playwright/test/cli')
  const config = join(root, 'dist', 'contracts', 'playwright.config.js')
  const child = spawn(process.execPath, [cli, command, '-c', config, ...args], {
    stdio: ['inherit', json ? 2 : 'inherit', 'inherit'],
    env,
  })
  // Playwright ends in good order by SIGINT alone: it lets the tests clean up.
  const passOn = () => child.kill('SIGINT')
  for (const signal of signals) process.on(signal, passOn)
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => {
      for (const signal of signals) process.off(signal, passOn)
      resolve(code ?? 130)
    })
  })
}

/** What Playwright left. */
export interface Ended {
  readonly code: number
  /** Where it left it. */
  readonly folder: string
}

/**
 * Says for programs what a run came to, with what was added to it since the reporters ended.
 * @returns the exit code of the gravest statement, or Playwright's own
 */
export function conclude(flags: TestFlags, { code, folder }: Ended): number {
  const { json, to = terminal } = flags
  if (code !== 0 && code !== 130 && !hasBegun(folder)) return concludeNothing(flags)
  const statements = verdictsIn(folder)
  const exitCode = code === 130 ? code : exitCodeOf(statements) || code
  const file = join(folder, REPORT)
  const verdict = gravestOf(statements) ?? (exitCode === 0 ? 'passed' : 'broken')
  if (!existsSync(file)) {
    if (json) to.out(`${JSON.stringify({ verdict, exitCode, statements })}\n`)
    return exitCode
  }
  const made = JSON.parse(readFileSync(file, 'utf8')) as Report
  const compared = join(folder, COMPARISON)
  const parity = existsSync(compared) ? JSON.parse(readFileSync(compared, 'utf8')) : undefined
  const report = { ...made, verdict, exitCode, statements, parity }
  writeFileSync(file, `${JSON.stringify(report, undefined, 1)}\n`)
  if (json) to.out(`${JSON.stringify(report)}\n`)
  return exitCode
}

/** Whether Playwright came as far as to tell our reporter how the tests went. */
export function hasBegun(folder: string): boolean {
  return existsSync(join(folder, 'verdict', 'tests.json'))
}

/** Playwright has said itself what it does not understand. */
function concludeNothing({ json, to = terminal }: TestFlags): number {
  const text = 'Playwright ran nothing, and says above why: look at what follows --'
  const statements: readonly Verdict[] = [{ kind: 'usage', text }]
  const exitCode = exitCodeOf(statements)
  if (json) to.out(`${JSON.stringify({ verdict: 'usage', exitCode, statements })}\n`)
  else to.err(`usage: ${text}\n`)
  return exitCode
}
