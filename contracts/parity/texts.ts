/** Whether two texts are the same but for what is a deployment's own. */
import { areTimes, timeOf, timesDiffer } from './moments.ts'
import type { Kind, Reading } from './reading.ts'
import type { Side } from './sides.ts'

/** RFC 9110 section 8.8.3. */
const entityTag = /^(W\/)?"[^"]*"$/
const opaque = /^(?=.*\d.*\d)[A-Za-z0-9_~.=+-]{16,}$/
const pieces = /\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:?\d\d)?|<[\w: ]+>|[\w~.=+%-]+|[^\w~.=+%<-]+|./g

export interface Place {
  readonly pointer: string
  /** A's id of the resource that it belongs to, if it belongs to one. */
  readonly owner: string | undefined
  /** The path below that resource. */
  readonly below: string
  /** What a value at this place is called. */
  readonly kind: string
}

/** @returns in which way they differ. */
export function textsDiffer(
  reading: Reading,
  a: string,
  b: string,
  place: Place,
): Kind | undefined {
  if (entityTag.test(a) && entityTag.test(b)) return tagsDiffer(reading, a, b, place)
  if (areTimes(a, b)) {
    const slot = place.owner && `${place.owner} ${place.below}`
    return timesDiffer(reading, { a, b, slot })
  }
  const known = whole(reading, a, b, place)
  if (known !== 'unknown') return known
  if (a === b) return undefined
  return piecesDiffer(reading, a, b, place)
}

/** Tags are a resource's own: `W/"1"` may be that of many. */
function tagsDiffer({ bonds }: Reading, a: string, b: string, place: Place): Kind | undefined {
  if (a.startsWith('W/') !== b.startsWith('W/')) return 'value'
  return bonds.tie(`tag of ${place.owner}`, a, b, 'etag') ? undefined : 'reference'
}

/** A text as a whole: what is tied, or may be, decides; `unknown` says that nothing does. */
function whole(
  reading: Reading,
  a: string,
  b: string,
  { kind, below }: Place,
): Kind | undefined | 'unknown' {
  const { bonds } = reading
  const tied = bonds.nameOf('A', '', a) ?? bonds.nameOf('B', '', b)
  const named = isIdentity(reading, below) && /\d/.test(a) && /\d/.test(b)
  const volatile = named || (isVolatile(reading, 'A', a) && isVolatile(reading, 'B', b))
  // What was sent as it came back is nothing that was made.
  const both = reading.ids.A.has(a) && reading.ids.B.has(b) && !reading.sent.A.has(a)
  if (!tied && (a === b ? !both : !volatile)) return 'unknown'
  return bonds.tie('', a, b, kind) ? undefined : 'reference'
}

/** Whether a place has the id of a resource, as the API calls it. */
export function isIdentity({ identity }: Reading, below: string): boolean {
  return identity.includes(below.slice(1))
}

function piecesDiffer(reading: Reading, a: string, b: string, place: Place): Kind | undefined {
  const [ofA, ofB] = [a.match(pieces) ?? [], b.match(pieces) ?? []]
  if (ofA.length !== ofB.length || ofA.length < 2) return 'value'
  const pairs = ofA.map((piece, at) => [piece, ofB[at] ?? ''] as const)
  const foreign = pairs.filter(
    ([one, other]) => one !== other && !areTimes(one, other) && !mayStand(reading, one, other),
  )
  if (foreign.length > 0) return 'value'
  const kinds = pairs.map(([one, other], at) => {
    if (areTimes(one, other)) return undefined
    return whole(reading, one, other, { ...place, kind: kindBefore(ofA, at) ?? place.kind })
  })
  return kinds.includes('reference') ? 'reference' : undefined
}

function mayStand(reading: Reading, a: string, b: string): boolean {
  const { bonds } = reading
  if (bonds.nameOf('A', '', a) || bonds.nameOf('B', '', b)) return true
  return isVolatile(reading, 'A', a) && isVolatile(reading, 'B', b)
}

/** In `/Users/51`, 51 is a user. */
export function kindBefore(parts: readonly string[], at: number): string | undefined {
  const segment = parts.slice(0, at).findLast((part) => /^[A-Za-z]\w+$/.test(part))
  return segment?.replace(/ies$/, 'y').replace(/s$/, '').toLowerCase()
}

/** What a deployment makes up: an id, or what looks drawn by lot. What was sent is not. */
export function isVolatile({ ids, sent, mark }: Reading, side: Side, text: string): boolean {
  if (sent[side].has(text) || text.includes(mark)) return false
  return ids[side].has(text) || opaque.test(text)
}

/** A text as either side may have it: with names for what is tied, and none for what may be. */
export function plain(reading: Reading, side: Side, text: string): string {
  const { bonds } = reading
  if (entityTag.test(text)) return '<etag>'
  if (timeOf(text) !== undefined) return '<time>'
  const name = (piece: string) =>
    bonds.nameOf(side, '', piece) ??
    (timeOf(piece) !== undefined ? '<time>' : isVolatile(reading, side, piece) ? '<new>' : piece)
  const all = name(text)
  return all === text ? (text.match(pieces) ?? []).map(name).join('') : all
}
