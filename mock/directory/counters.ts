import type { Realm } from './realm.ts'
import { counters } from './tables.ts'

/** The next number of a series, from 1. The series is a row, so that a number never comes twice. */
export function nextNumber(realm: Realm, series: string): number {
  const value = (realm.get(counters, series)?.value ?? 0) + 1
  realm.put(counters, { id: series, value })
  return value
}
