import { nextNumber } from '../../directory/counters.ts'
import type { Realm } from '../../directory/realm.ts'

/** What a machine and its process would give, between the time and the counter. */
const MACHINE = '5eedface01'
const COUNTER_LIMIT = 2 ** 24

/**
 * An ObjectId of MongoDB (BSON): the seconds of `time`, the machine, and a counter in three bytes.
 * @param time ISO 8601
 */
export function newObjectId(realm: Realm, time: string): string {
  const seconds = Math.floor(Date.parse(time) / 1000)
  return hex(seconds, 8) + MACHINE + hex(nextNumber(realm, 'objectIds') % COUNTER_LIMIT, 6)
}

/** An id as sent: hexadecimal digits of either case. */
export function idGiven(text = ''): string {
  return text.toLowerCase()
}

function hex(number: number, digits: number): string {
  return number.toString(16).padStart(digits, '0')
}
