/** Times: they differ between two deployments, and their form, their distance and their order may not. */
import type { Kind, Reading } from './reading.ts'
import type { Side } from './sides.ts'
import type { Entry } from './transcript.ts'

const iso = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?$/
const http = /^\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT$/

/** Clocks may be apart by this, and no promise is nearer. */
const APART_MS = 600_000
const YEARS_MS = 20 * 365 * 86_400_000

/** In ms since the epoch; undefined when it is no time. */
export function timeOf(value: unknown): number | undefined {
  if (typeof value === 'string' && http.test(value)) return Date.parse(value)
  if (typeof value === 'string' && iso.test(value)) {
    const text = value.replace(' ', 'T')
    return Date.parse(/(Z|[+-]\d\d:?\d\d)$/.test(text) ? text : `${text}Z`)
  }
  if (typeof value !== 'number' || !Number.isInteger(value)) return undefined
  const ms = value > 1e11 ? value : value * 1000
  return value > 1e8 && Math.abs(ms - Date.now()) < YEARS_MS ? ms : undefined
}

interface Times {
  readonly a: string | number
  readonly b: string | number
  /** The resource and the property whose time it is; undefined when it is nobody's. */
  readonly slot: string | undefined
}

/** @returns in which way two times differ that should not. */
export function timesDiffer(reading: Reading, { a, b, slot }: Times): Kind | undefined {
  if (formOf(a) !== formOf(b)) return 'type'
  const now = { a: timeOf(a) ?? 0, b: timeOf(b) ?? 0 }
  const { pair, at } = reading.now
  const apart = now.a - pair.A.sent - (now.b - pair.B.sent)
  if (a !== b && Math.abs(apart) > APART_MS) return 'time'
  if (slot === undefined) return undefined
  const before = reading.moments.get(slot)
  reading.moments.set(slot, { ...now, at })
  if (!before) return undefined
  const [movedA, movedB] = [Math.sign(now.a - before.a), Math.sign(now.b - before.b)]
  if (movedA === movedB) return undefined
  if (movedA * movedB < 0) return 'time'
  const still: Side = movedA === 0 ? 'A' : 'B'
  const value = still === 'A' ? a : b
  return tooFast(reading, { still, from: before.at, value }) ? undefined : 'time'
}

/** Two changes of the same tick have the same time. */
function tooFast(
  { pairs, now }: Reading,
  { still, from, value }: { still: Side; from: number; value: string | number },
): boolean {
  const entries = pairs.map((pair) => pair[still])
  const tick = /\.\d*[1-9]|^\d{12,}$/.test(String(value)) ? 1 : 1000
  const first = lastChange(entries, from)
  const second = lastChange(entries, now.at)
  if (!first || !second || first === second) return false
  return second.sent - first.received < 2 * tick
}

function lastChange(entries: readonly Entry[], upTo: number): Entry | undefined {
  return entries.slice(0, upTo + 1).findLast(({ request }) => request.method !== 'GET')
}

/** A fraction may be zero and left out; a zone may not. */
function formOf(value: string | number): string {
  if (typeof value === 'number') return value > 1e11 ? 'ms' : 's'
  return value.replace(/\.\d+/, '').replaceAll(/\d/g, '0')
}

/** Whether both are times. */
export function areTimes(a: unknown, b: unknown): boolean {
  return timeOf(a) !== undefined && timeOf(b) !== undefined
}
