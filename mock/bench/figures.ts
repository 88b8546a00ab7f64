/** What a run found, and the arithmetic on it. */
import type { Load } from './requests.ts'
import type { ServerName } from './servers.ts'

/** Under load, at a start, or of memory. */
export type Measure = Load | 'cold' | 'open' | 'resident' | 'peak'

/** One measure of one server at one size: medians of the rounds. */
export interface Figure {
  readonly server: ServerName
  readonly measure: Measure
  /** How many people there are. */
  readonly size: number
  /** Microseconds for each request or start; bytes for memory. */
  readonly value: number
  /** Microseconds of the server's work for each. */
  readonly cpuMicros?: number
  /** The value of each round. */
  readonly rounds: readonly number[]
  /** One request took so long that it was asked once, and with more people not at all. */
  readonly tooSlow?: true
}

export type Place = Pick<Figure, 'server' | 'measure' | 'size'>

export const measures: Readonly<Record<Measure, string>> = {
  get: 'get by id',
  filter: 'filter by userName',
  page: 'page of 100',
  sandbox: 'open a sandbox (one connection)',
  patch: 'patch',
  ten: 'add or remove a member, group of 10',
  crowd: 'add or remove a member, group of 100,000',
  create: 'create',
  cold: 'cold start to the first reply',
  open: 'start with these users to the first reply',
  resident: 'memory, after a garbage collection',
  peak: 'memory, at most while it started',
}

/** @throws RangeError for no numbers. */
export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((one, other) => one - other)
  const upper = sorted[Math.floor(sorted.length / 2)]
  const lower = sorted[Math.ceil(sorted.length / 2) - 1]
  if (upper === undefined || lower === undefined) throw new RangeError('no numbers, no median')
  return (upper + lower) / 2
}

export function figureAt(figures: readonly Figure[], place: Place): Figure | undefined {
  return figures.find(
    ({ server, measure, size }) =>
      server === place.server && measure === place.measure && size === place.size,
  )
}

export function perSecond({ value }: Figure): number {
  return 1e6 / value
}

/** Three digits that count: `12,300`, `4.56`, `0.0123`. */
export function rounded(number: number): string {
  if (number === 0) return '0'
  const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(number))))
  const scale = 10 ** Math.min(2, Math.floor(Math.log10(Math.abs(number))) - 2)
  const near = digits > 0 ? number : Math.round(number / scale) * scale
  return near.toLocaleString('en', { maximumFractionDigits: Math.min(digits, 6) })
}
