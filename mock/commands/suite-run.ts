/** Runs Playwright with the suite's configuration, and concludes from what it leaves. */
import { spawn } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { COMPARISON } from '../../contracts/parity/transcript.ts'
import { REPORT } from '../../contracts/reports/places.ts'
import type { Report } from '../../contracts/reports/reporter.ts'
import { exitCodeOf, gravestOf, verdictsIn } from '../../contracts/verdict.ts'
import { terminal } from './output.ts'
import type { TestFlags } from './test-flags.ts'

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
const root = dirname(fileURLToPath(import.meta.resolve('rehearsal/package.json')))

/** Where the suite leaves what it found; it empties the folder at its start. */
export function outputDir(): string {
  return join(process.cwd(), 'test-results', 'rehearsal')
}

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

/**
 * Says for programs what a run came to, with what was added to it since the reporters ended.
 * @returns the exit code of the gravest statement, or Playwright's own
 */
export function conclude({ json, to = terminal }: TestFlags, code: number): number {
  const statements = verdictsIn(outputDir())
  const exitCode = code === 130 ? code : exitCodeOf(statements) || code
  const file = join(outputDir(), REPORT)
  if (!existsSync(file)) return exitCode
  const made = JSON.parse(readFileSync(file, 'utf8')) as Report
  const verdict = gravestOf(statements) ?? (exitCode === 0 ? 'passed' : 'broken')
  const compared = join(outputDir(), COMPARISON)
  const parity = existsSync(compared) ? JSON.parse(readFileSync(compared, 'utf8')) : undefined
  const report = { ...made, verdict, exitCode, statements, parity }
  writeFileSync(file, `${JSON.stringify(report, undefined, 1)}\n`)
  if (json) to.out(`${JSON.stringify(report)}\n`)
  return exitCode
}
