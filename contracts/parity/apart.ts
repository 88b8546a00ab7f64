/** Says of requests that should be the same in which way they are not. */
import { compareBodies } from './bodies.ts'
import type { Difference, Pair, Reading } from './reading.ts'
import type { Side } from './sides.ts'
import { plain } from './texts.ts'
import type { Entry } from './transcript.ts'

/** @param at the place of the pair, from 0; the side that was done by then has no request in it */
export function apart(reading: Reading, at: number, pair: Partial<Pair>): string {
  const { A, B } = pair
  const both = [`A: ${named(reading, 'A', A)}`, `B: ${named(reading, 'B', B)}`]
  const differing = A && B ? firstDifference(reading, { A, B }) : []
  const what = [...both, ...differing].join(', ')
  return `requests went apart at the ${at + 1}. request (${what}): the rest is not compared`
}

function named(reading: Reading, side: Side, entry: Entry | undefined): string {
  if (!entry) return 'none any more'
  const { method, path } = entry.request
  const caller = entry.as === 'admin' ? '' : ` as ${entry.as}`
  return `${method} ${path
    .split('/')
    .map((part) => plain(reading, side, part))
    .join('/')}${caller}`
}

/** Where methods and paths are the same, it is something that they carry. */
function firstDifference(reading: Reading, { A, B }: Pair): string[] {
  if (named(reading, 'A', A) !== named(reading, 'B', B)) return []
  const found: Difference[] = []
  const now = { pair: { A, B }, at: 0, scoped: true }
  const quiet = { ...reading, now, differ: (one: Difference) => found.push(one), leave: () => {} }
  for (const part of ['query', 'headers', 'body'] as const) {
    compareBodies(quiet, A.request[part], B.request[part], `/${part}`)
  }
  return found.slice(0, 1).map(({ pointer, a, b }) => `and ${pointer} is ${a} and ${b}`)
}
