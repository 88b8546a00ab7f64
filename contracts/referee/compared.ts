/** What is kept of each exchange on which both have given their opinion. */
import { appendFileSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Disagreement, disagreements } from './disagreements.ts'
import type { Opinion } from './observed.ts'

export interface Compared {
  readonly api: string
  readonly operation: string
  readonly status: number
  /** Of request and reply, those that both find valid, and those that both refuse. */
  readonly valid: number
  readonly invalid: number
  readonly disagreements: readonly Disagreement[]
  /** Whether Prism has said nothing, for the exchange was too large or broke off. */
  readonly unjudged?: true
}

/** @param prism undefined when it has said nothing */
export function compare(
  api: string,
  status: number,
  { ajv, prism }: { readonly ajv: Opinion; readonly prism: Opinion | undefined },
): Compared {
  const seen = { api, operation: ajv.operation ?? '(none)', status, valid: 0, invalid: 0 }
  if (!prism) return { ...seen, disagreements: [], unjudged: true }
  if (ajv.operation === undefined && prism.operation === undefined) {
    return { ...seen, disagreements: [] }
  }
  const found = disagreements({ prism, ajv }, status)
  if (found.some(({ what }) => what === 'operation')) return { ...seen, disagreements: found }
  const agreed = (['request', 'reply'] as const).filter((what) =>
    found.every((one) => one.what !== what),
  )
  const invalid = agreed.filter((what) => ajv[what].length > 0).length
  return { ...seen, valid: agreed.length - invalid, invalid, disagreements: found }
}

/** Keeps what a worker has compared, a line of JSON for each. */
export function comparedWriter(outputDir: string, worker: number): (compared: Compared) => void {
  const folder = folderOf(outputDir)
  mkdirSync(folder, { recursive: true })
  const file = join(folder, `worker-${worker}.jsonl`)
  return (compared) => appendFileSync(file, `${JSON.stringify(compared)}\n`)
}

export function comparedIn(outputDir: string): Compared[] {
  return filesIn(folderOf(outputDir)).flatMap((file) =>
    readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Compared),
  )
}

function folderOf(outputDir: string): string {
  return join(outputDir, 'referee')
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder).map((file) => join(folder, file))
  } catch {
    return []
  }
}
