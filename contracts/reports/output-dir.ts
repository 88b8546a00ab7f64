/** Where a run leaves what it found. */
import { join, resolve } from 'node:path'
import type { Environment } from '../target.ts'

/**
 * Not beside the suite, for an installed package is not a place to write to, and in a folder of its
 * own, for Playwright empties it and test-results may be somebody else's.
 */
export function outputDir({ REHEARSAL_OUTPUT }: Environment = process.env): string {
  return REHEARSAL_OUTPUT
    ? resolve(REHEARSAL_OUTPUT)
    : join(process.cwd(), 'test-results', 'rehearsal')
}
