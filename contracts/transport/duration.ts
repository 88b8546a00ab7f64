/** How long something may take, as people write it: `500ms`, `2s`, `5m`. */

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000 }

/** Longer than any run waits, and shorter than a test may wait in all. */
const MOST_MS = 300 * 60_000

/** @returns milliseconds; @throws Error with what it takes */
export function durationOf(text: string): number {
  const [, number = '', unit = ''] = /^(\d+(?:\.\d+)?)(ms|s|m)$/.exec(text) ?? []
  const factor = UNITS[unit]
  if (factor === undefined) throw new Error(`It takes a duration, as 500ms, 2s or 5m; not ${text}.`)
  const ms = Number(number) * factor
  if (ms > MOST_MS) throw new Error(`It takes a duration up to ${MOST_MS / 60_000}m, not ${text}.`)
  return ms
}

export function inWords(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${Math.round(ms / 100) / 10} s`
}
