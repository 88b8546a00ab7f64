/** Pages by cursor (RFC 9865): opaque, sealed, and good for a while. */
import type { ScimType } from '../../grammar/scim-fault.ts'
import type { World } from '../dialect.ts'
import { ScimFailure } from './failure.ts'
import { limits } from './limits.ts'
import type { Place } from './sorting.ts'

interface Cursor {
  /** Behind whom the page begins. */
  readonly after: Place
  /** What was asked on the first page; it has to stay the same. */
  readonly asked: string
  readonly count: number
  /** When it was given out. */
  readonly since: string
}

export function cursorAfter(
  after: Place,
  { asked, count, world }: { asked: string; count: number; world: World },
): string {
  const cursor: Cursor = { after, asked, count, since: world.now() }
  return world.seal(JSON.stringify(cursor))
}

/** @throws ScimFailure `invalidCursor`, `expiredCursor` or `invalidCount` (RFC 9865 section 2.1). */
export function placeIn(
  sealed: string,
  { asked, count, world }: { asked: string; count: number; world: World },
): Place {
  const text = world.unseal(sealed)
  if (text === undefined) throw refusal('invalidCursor', 'the cursor was not given out here')
  const cursor = JSON.parse(text) as Cursor
  const age = Date.parse(world.now()) - Date.parse(cursor.since)
  if (age > limits.cursorTimeout * 1000) throw refusal('expiredCursor', 'the cursor has expired')
  if (cursor.asked !== asked) {
    throw refusal('invalidCursor', 'the cursor belongs to another query')
  }
  if (cursor.count !== count) {
    throw refusal('invalidCount', `count was ${cursor.count} on the page before`)
  }
  return cursor.after
}

function refusal(scimType: ScimType, message: string): ScimFailure {
  const field = scimType === 'invalidCount' ? 'count' : 'cursor'
  return new ScimFailure(message, { scimType, field })
}
