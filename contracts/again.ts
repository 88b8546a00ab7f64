/** Checks again what others of the run, or the clock, may have kept from being so. */
import { setTimeout as wait } from 'node:timers/promises'

const TIMES = 20
const MOST_MS = 400

/**
 * Runs a check until it passes, a number of times and not for a time: what it waits for the target
 * is no reason to give up. What ends a test ends it at once.
 */
export async function again(check: () => Promise<unknown>): Promise<void> {
  for (let failed = 0; ; failed += 1) {
    try {
      await check()
      return
    } catch (error) {
      if (failed + 1 >= TIMES || isEnd(error as Error)) throw error
    }
    await wait(Math.min(MOST_MS, 5 * 2 ** failed))
  }
}

/** Playwright's own error has no name: it is what ends a test that does not run. */
function isEnd({ name, message }: Error): boolean {
  return ['Unreachable', 'Inconclusive'].includes(name) || message.startsWith('Test is skipped: ')
}
