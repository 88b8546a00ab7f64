/** Which exchange of one side belongs to which of the other. */
import type { Pair } from './reading.ts'
import type { Side } from './sides.ts'
import type { Entry } from './transcript.ts'

export interface Alignment {
  readonly pairs: readonly Pair[]
  /** The first requests that are not alike; the side that was done by then has none. */
  readonly apart?: Partial<Pair>
}

/** A scenario that looks again repeats no more requests than this. */
const LOOK = 12

/**
 * Pairs the n-th with the n-th. Where a side looked again, its last look is held against the
 * other's, unless a side was `cut` short. Behind requests that are not alike there are no pairs.
 */
export function align(
  ofA: readonly Entry[],
  ofB: readonly Entry[],
  cut: Readonly<Record<Side, boolean>>,
): Alignment {
  const pairs: Pair[] = []
  let [a, b] = [0, 0]
  while (a < ofA.length || b < ofB.length) {
    const [A, B] = [ofA[a], ofB[b]]
    if (A && B && sameRequest(A, B)) {
      pairs.push({ A, B })
      a += 1
      b += 1
      continue
    }
    const cutShort = cut.A || cut.B
    const again = {
      A: cutShort ? 0 : looksAgain(pairs.map(nameAt('A')), ofA.slice(a)),
      B: cutShort ? 0 : looksAgain(pairs.map(nameAt('B')), ofB.slice(b)),
    }
    if (again.A === 0 && again.B === 0) {
      return { pairs, apart: { ...(A && { A }), ...(B && { B }) } }
    }
    const size = again.A || again.B
    const earlier = pairs.splice(-size)
    for (const [at, pair] of earlier.entries()) {
      pairs.push(
        again.A ? { ...pair, A: ofA[a + at] as Entry } : { ...pair, B: ofB[b + at] as Entry },
      )
    }
    if (again.A) a += size
    else b += size
  }
  return { pairs }
}

/** How many of the next requests repeat as many of those that are paired. */
function looksAgain(paired: readonly string[], next: readonly Entry[]): number {
  for (let size = Math.min(LOOK, paired.length, next.length); size > 0; size--) {
    const slice = next.slice(0, size)
    if (slice.some(alters)) continue
    if (slice.map(nameOf).join('\n') === paired.slice(-size).join('\n')) return size
  }
  return 0
}

/** Who alters something again does not look: the other side left out a try, or gave it up. */
function alters({ request }: Entry): boolean {
  const { method, path } = request
  return method !== 'GET' && !(method === 'POST' && /search$/i.test(path))
}

function nameAt(side: Side): (pair: Pair) => string {
  return (pair) => nameOf(pair[side])
}

function sameRequest(one: Entry, other: Entry): boolean {
  return nameOf(one) === nameOf(other)
}

function nameOf({ operation, as, request }: Entry): string {
  return `${operation} ${as} ${request.method} ${request.path.split('/').length}`
}

/** Neighbours of which one was sent before the reply to another came. */
export function atOnce(pairs: readonly Pair[]): Pair[][] {
  const groups: Pair[][] = []
  for (const pair of pairs) {
    const group = groups.at(-1)
    const together = group?.some(
      (one) => pair.A.sent < one.A.received || pair.B.sent < one.B.received,
    )
    if (group && together) group.push(pair)
    else groups.push([pair])
  }
  return groups
}
