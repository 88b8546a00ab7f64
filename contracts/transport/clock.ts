import { setTimeout as wait } from 'node:timers/promises'

export interface Clock {
  /** In ms since 1970. */
  now(): number
  /** At once when the time is past. */
  sleep(ms: number): Promise<void>
}

export const clock: Clock = {
  now: Date.now,
  sleep: async (ms) => {
    // A timer may come a moment early.
    if (ms > 0) await wait(Math.ceil(ms) + 1)
  },
}
