/** For tests: `rehearsal test` with two targets, as a user would have it. */
import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { outside } from '../prove/serving.ts'
import { personas, tokenVariable } from '../target.ts'
import type { Comparison } from './comparison.ts'

const root = dirname(fileURLToPath(import.meta.resolve('rehearsal/package.json')))

export interface Outcome {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
  /** The file that it leaves; undefined when it compared nothing. */
  readonly parity: Comparison | undefined
  /** The ledger, if it keeps one. */
  readonly ledger: string | undefined
}

/** @param args what follows `rehearsal test` */
export async function compare(args: readonly string[]): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), 'rehearsal-parity-'))
  const read = (file: string) => {
    try {
      return readFileSync(join(folder, file), 'utf8')
    } catch {
      return undefined
    }
  }
  try {
    const ended = await run([join(root, 'dist/mock/cli.js'), 'test', ...args], folder)
    const parity = read('test-results/rehearsal/parity.json')
    return {
      ...ended,
      parity: parity === undefined ? undefined : JSON.parse(parity),
      ledger: read('rehearsal.parity.json'),
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The tokens that a deployment which is not seen to be a mock is given. */
function tokensOfB(): NodeJS.ProcessEnv {
  const apis = ['formstack', 'gotomeeting', 'hub', 'laurel', 'nexus', 'scim.v1', 'scim.v2']
  const all = apis.flatMap((api) =>
    [...personas, 'application' as const].map((persona) => [
      tokenVariable(api, persona).replace('REHEARSAL_', 'REHEARSAL_B_'),
      `${persona}-token`,
    ]),
  )
  return Object.fromEntries(all)
}

function run(args: string[], cwd: string): Promise<Pick<Outcome, 'code' | 'stdout' | 'stderr'>> {
  const env = { ...outside(), ...tokensOfB(), NO_COLOR: '1' }
  return new Promise((resolve) => {
    execFile(process.execPath, args, { cwd, env, maxBuffer: 1e8 }, (error, stdout, stderr) => {
      const code = error ? Number(error.code ?? 1) : 0
      resolve({ code, stdout, stderr })
    })
  })
}
