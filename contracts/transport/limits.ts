/** What a run may do to a target, by the twins of the flags of `rehearsal test`. */
import { durationOf } from './duration.ts'

export interface Limits {
  /** Undefined when there is no list. */
  readonly hosts?: readonly string[]
  readonly maxRequests?: number
  readonly maxCreated?: number
  /** Requests a second. */
  readonly rate?: number
  /** In ms, over the whole run. */
  readonly maxWait: number
  /** How long, in ms, a write may take until it is seen everywhere. */
  readonly settle: number
}

type Environment = Readonly<Record<string, string | undefined>>

export const usualWait = '2m'

/** @throws Error that names the variable which cannot be read */
export function limitsOf(environment: Environment = process.env): Limits {
  const read = <T>(name: string, reader: (text: string) => T): T | undefined => {
    const text = environment[name]
    if (!text) return undefined
    try {
      return reader(text)
    } catch (error) {
      throw new Error(`${name}: ${(error as Error).message}`)
    }
  }
  const hosts = read('REHEARSAL_ALLOW_HOST', (text) => text.split(','))
  const maxRequests = read('REHEARSAL_MAX_REQUESTS', countOf)
  const maxCreated = read('REHEARSAL_MAX_CREATED', countOf)
  const rate = read('REHEARSAL_RATE', rateOf)
  return {
    ...(hosts && { hosts }),
    ...(maxRequests !== undefined && { maxRequests }),
    ...(maxCreated !== undefined && { maxCreated }),
    ...(rate !== undefined && { rate }),
    maxWait: read('REHEARSAL_MAX_WAIT', durationOf) ?? durationOf(usualWait),
    settle: read('REHEARSAL_SETTLE', durationOf) ?? 0,
  }
}

/** @throws Error with what it takes */
export function countOf(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text)
  throw new Error(`It takes a whole number, not ${text}.`)
}

/** With less, a run of a few requests would take hours. */
const LEAST_RATE = 0.01

/** @throws Error with what it takes */
export function rateOf(text: string): number {
  const rate = Number(text)
  if (/^\d{1,6}(\.\d+)?$/.test(text) && rate >= LEAST_RATE) return rate
  throw new Error(`It takes requests per second, as 5 or 0.5, from ${LEAST_RATE}; not ${text}.`)
}
