/** What an independent deployment does otherwise than the RFCs say, as committed in deviations.yaml. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { load } from 'js-yaml'

export interface Deviation {
  readonly deviation: string
  readonly operation: string
  readonly section: string
  readonly sentence: string
  /** The RFC's own word, or `defined`. */
  readonly level: string
  /** Shows it without the suite. */
  readonly curl: string
  /** A part of what the curl prints. */
  readonly answers: string
  /** What happens, in words. */
  readonly instead: string
  /** A header that is missing from the replies of these operations, whatever scenario asks. */
  readonly lacks?: { readonly header: string; readonly operations: readonly string[] }
  /** Titles of the scenarios that fail because of it. */
  readonly scenarios: readonly string[]
}

export function readDeviations(): readonly Deviation[] {
  const file = fileURLToPath(new URL('deviations.yaml', import.meta.url))
  return load(readFileSync(file, 'utf8')) as readonly Deviation[]
}
