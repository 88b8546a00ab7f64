import { randomUUID } from 'node:crypto'
import type { World } from './directory/realm.ts'

/** The clock and identifiers of this machine: the only place that reads either. */
export const realWorld: World = {
  now: () => new Date().toISOString(),
  uuid: () => randomUUID(),
}

/** A world that repeats itself: a clock that moves on by a second a look, and counted identifiers. */
export function fixedWorld(start = '2026-01-01T00:00:00.000Z'): World {
  let time = Date.parse(start)
  let number = 0
  return {
    now: () => {
      const now = new Date(time).toISOString()
      time += 1000
      return now
    },
    uuid: () => `00000000-0000-4000-8000-${String(++number).padStart(12, '0')}`,
  }
}
