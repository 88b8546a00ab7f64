/** What many failures have in common: one defect of a target turns every scenario red that meets it. */
import type { Failed } from './summary.ts'

export interface Cause {
  readonly api: string
  /** What was asked for and what was seen, in a line. */
  readonly what: string
  readonly tests: number
  /** The title of the first test that failed for it. */
  readonly first: string
}

/** @returns what was seen in several tests, the most frequent first. */
export function causesOf(failures: readonly Failed[]): Cause[] {
  const found = new Map<string, Cause>()
  for (const { api, operation, error, test } of failures) {
    const what = operation ? `${operation} ${error}` : error
    const key = `${api} ${what}`
    const known = found.get(key)
    found.set(key, { api, what, tests: (known?.tests ?? 0) + 1, first: known?.first ?? test })
  }
  const shared = [...found.values()].filter(({ tests }) => tests > 1)
  return shared.toSorted((one, other) => other.tests - one.tests)
}
