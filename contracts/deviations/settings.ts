/** Where the deviations file is, whether a proposal is wanted, and which day it is. */
import { DeviationsError } from './entry.ts'

export interface Settings {
  readonly file: string
  /** One that somebody named has to be there. A mock of our own has to keep all, unless one is named. */
  readonly reads: 'if it is there' | 'always' | 'never'
  /** The file that a proposal is added to. */
  readonly write?: string
  /** As 2026-11-27; a day begins and ends as in UTC. */
  readonly today: string
}

type Environment = Readonly<Record<string, string | undefined>>

export const DEFAULT_FILE = 'rehearsal.deviations.yaml'

/** How far ahead an entry may expire. */
export const MOST_DAYS = 180

/** How far ahead a proposed entry expires. */
export const PROPOSED_DAYS = 90

const DAY_MS = 86_400_000

/** @throws DeviationsError when REHEARSAL_TODAY is no date */
export function settingsOf(environment: Environment = process.env): Settings {
  const given = environment.REHEARSAL_DEVIATIONS
  const file = given || DEFAULT_FILE
  const unasked = environment.REHEARSAL_FRESH_MOCK === '1' ? 'never' : 'if it is there'
  const write = environment.REHEARSAL_WRITE_DEVIATIONS ?? ''
  const today = environment.REHEARSAL_TODAY || new Date().toISOString().slice(0, 10)
  if (!isDate(today)) {
    throw new DeviationsError(`REHEARSAL_TODAY takes a date, as 2026-11-27; not ${today}`)
  }
  return {
    file,
    reads: given ? 'always' : unasked,
    today,
    ...(!/^(0|false|)$/i.test(write) && { write: /^(1|true)$/i.test(write) ? file : write }),
  }
}

export function isDate(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false
  const time = Date.parse(`${text}T00:00:00Z`)
  // There is no 30th of February, and JavaScript takes it for the 2nd of March.
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text)
}

/** How many days lie between two dates; negative when the second is the earlier. */
export function daysFrom(one: string, other: string): number {
  return Math.round((Date.parse(other) - Date.parse(one)) / DAY_MS)
}

export function daysAfter(date: string, days: number): string {
  return new Date(Date.parse(date) + days * DAY_MS).toISOString().slice(0, 10)
}
