/** Two values of replies that have nothing below them. */
import { areTimes, timesDiffer } from './moments.ts'
import { type Kind, placeOf, type Reading } from './reading.ts'
import { show } from './showing.ts'
import { isIdentity, type Place, textsDiffer } from './texts.ts'

/** Compares two values that are neither lists nor objects, and of one type. */
export function compareLeaves(reading: Reading, a: unknown, b: unknown, place: Place): void {
  if (typeof a === 'string' && typeof b === 'string') {
    const kind = textsDiffer(reading, a, b, place)
    const prose = kind === 'value' && a.includes(' ') && b.includes(' ')
    const refused = reading.now.pair.A.answer.status >= 400
    if (kind) tell(reading, prose && refused ? 'wording' : kind, { a, b, place })
  } else if (typeof a === 'number' && typeof b === 'number') {
    const kind = numbersDiffer(reading, a, b, place)
    if (kind) tell(reading, kind, { a, b, place })
  } else if (a !== b) tell(reading, 'value', { a, b, place })
}

function numbersDiffer(reading: Reading, a: number, b: number, place: Place): Kind | undefined {
  const { ids, counts, bonds, now } = reading
  const at = placeOf(now.pair.A.operation, place.pointer.replace(/^\/body/, ''))
  const used = ids.A.has(String(a)) && ids.B.has(String(b)) && !counts.has(at)
  const tied = bonds.nameOf('A', '', String(a)) ?? bonds.nameOf('B', '', String(b))
  if (used || isIdentity(reading, place.below)) {
    return bonds.tie('', String(a), String(b), place.kind) ? undefined : 'reference'
  }
  // A count may be as large as an id.
  if (tied && bonds.fits('', String(a), String(b))) return undefined
  if (a === b) return undefined
  if (!areTimes(a, b)) return 'value'
  const slot = place.owner && `${place.owner} ${place.below}`
  return timesDiffer(reading, { a, b, slot })
}

/** Two values and where they stand. */
export interface Told {
  readonly a: unknown
  readonly b: unknown
  readonly place: Place
}

/** Tells of a difference. */
export function tell(reading: Reading, kind: Kind, { a, b, place }: Told): void {
  const { pointer } = place
  reading.differ({ kind, pointer, a: show(reading, 'A', a), b: show(reading, 'B', b) })
}
