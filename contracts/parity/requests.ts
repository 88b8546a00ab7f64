/** Whether two requests are the same but for what is a deployment's own. */
import { compareBodies } from './bodies.ts'
import { isOurs } from './owners.ts'
import type { Difference, Pair, Reading } from './reading.ts'
import { keyOf } from './showing.ts'
import type { Side } from './sides.ts'
import { isVolatile, kindBefore } from './texts.ts'
import type { Entry } from './transcript.ts'

/** The same for requests that may be the same. */
export function requestKey(reading: Reading, side: Side, entry: Entry): string {
  const { method, path, query, headers, body } = entry.request
  // How many to list may depend on how many there are.
  const counted = Object.entries(query).map(([name, value]) => [
    name,
    /^\d+$/.test(value) && !isAboutOurs(reading, side, entry) ? '<number>' : value,
  ])
  return keyOf(reading, side, {
    method,
    path: decodeURI(path.replaceAll(/%(?![0-9A-Fa-f]{2})/g, '%25')),
    query: Object.fromEntries(counted),
    headers,
    body,
  })
}

function isAboutOurs(reading: Reading, side: Side, { request }: Entry): boolean {
  const { ids, query, body } = request
  return isOurs(reading, side, { ids, query, body })
}

/** Whether the reply is about what the scenario made, and not about everybody. */
export function isScoped(reading: Reading, { A, B }: Pair, searches: readonly string[]): boolean {
  const reads = /^(GET|HEAD|OPTIONS)$/.test(A.request.method) || searches.includes(A.operation)
  return !reads || (isAboutOurs(reading, 'A', A) && isAboutOurs(reading, 'B', B))
}

/**
 * Ties what the requests name alike.
 * @returns whether they are about the same.
 */
export function tieRequests(reading: Reading, { A, B }: Pair): boolean {
  if (requestKey(reading, 'A', A) !== requestKey(reading, 'B', B)) return false
  const found: Difference[] = []
  const quiet: Reading = { ...reading, differ: (one) => found.push(one), leave: () => undefined }
  const ids = A.request.ids.every((id, at) => tieId(reading, id, B.request.ids[at] ?? '', A))
  for (const part of ['query', 'headers', 'body'] as const) {
    const [a, b] = [A.request[part], B.request[part]]
    if (keyOf(reading, 'A', a) === keyOf(reading, 'B', b)) compareBodies(quiet, a, b)
  }
  for (const [side, { request }] of [
    ['A', A],
    ['B', B],
  ] as const) {
    remember(reading, side, [request.ids, request.query, request.body])
  }
  return ids && found.every(({ kind }) => kind === 'time')
}

/** An id that comes first in a path was picked from what was there before. */
function tieId(reading: Reading, a: string, b: string, { request }: Entry): boolean {
  const { bonds, strangers } = reading
  const known = bonds.nameOf('A', '', a) ?? bonds.nameOf('B', '', b)
  if (known !== undefined) return bonds.fits('', a, b)
  if (a === b) return true
  if (!isVolatile(reading, 'A', a) || !isVolatile(reading, 'B', b)) return false
  const parts = request.path.split('/')
  const name = bonds.tie('', a, b, kindBefore(parts, parts.length) ?? 'id')
  if (name) strangers.add(name)
  return name !== undefined
}

/** Keeps the texts that a body sends; what comes back of them is not made up. */
function remember(reading: Reading, side: Side, value: unknown): void {
  if (typeof value === 'string') {
    if (reading.bonds.nameOf(side, '', value) === undefined) reading.sent[side].add(value)
  } else if (typeof value === 'object' && value !== null) {
    for (const item of Object.values(value)) remember(reading, side, item)
  }
}
