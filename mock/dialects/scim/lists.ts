/** Lists and searches: filter, count, sort, cut (RFC 7644 section 3.4.2). */
import type { Reader } from '../../directory/realm.ts'
import type { Call, Reply, World } from '../dialect.ts'
import { cursorAfter, placeIn } from './cursors.ts'
import type { Face, ResourceType } from './face.ts'
import { countAll, type Found, findAll } from './finds.ts'
import { type Asked, type Query, readQuery } from './query.ts'
import { projector, viewOf } from './resources.ts'
import { comparePlaces, type Placed, placing } from './sorting.ts'
import { digest } from './versions.ts'

interface Listing {
  readonly types: readonly ResourceType[]
  readonly asked: Asked
  readonly realm: Reader
  readonly call: Call
  readonly world: World
}

/** A ListResponse with the page that was asked for. */
export function answerQuery(face: Face, listing: Listing): Reply {
  const { types, asked } = listing
  const query = readQuery(asked, face)
  const shows = new Map(types.map((type) => [type, projector(face, type, { asked })]))
  const page = query.cursor === undefined ? byIndex : byCursor
  const { found, ...facts } = page(face, query, listing)
  const body = {
    schemas: [face.edition.list],
    ...facts,
    itemsPerPage: found.length,
    Resources: found.map(({ type, resource }) => shows.get(type)?.(resource)),
  }
  return { status: 200, body }
}

interface Page {
  readonly totalResults: number
  readonly found: readonly Found[]
  readonly startIndex?: number
  readonly nextCursor?: string
}

function byIndex(face: Face, query: Query, listing: Listing): Page {
  const { startIndex, count, filter, sort } = query
  const offset = startIndex - 1
  if (filter || sort) {
    const found = ordered(face, query, listing)
    return { totalResults: found.length, startIndex, found: found.slice(offset, offset + count) }
  }
  const { types, realm, call } = listing
  const { tenant } = call.caller
  const totalResults = countAll(realm, types, tenant)
  const all = findAll(viewOf(realm, face, call), { types, tenant })
  return { totalResults, startIndex, found: [...cut(all, offset, count)] }
}

function byCursor(face: Face, query: Query, listing: Listing): Page {
  const { cursor = '', count, sort } = query
  const { asked, types, world } = listing
  const { filter, sortBy, sortOrder, attributes, excludedAttributes } = asked
  const same = [types, filter, sortBy, sortOrder, attributes, excludedAttributes]
  // A digest, for a cursor has to go into a URL.
  const terms = { asked: digest([JSON.stringify(same)]), count, world }
  const compare = comparePlaces(sort?.descending ?? false)
  const after = cursor === '' ? undefined : placeIn(cursor, terms)
  const all = ordered(face, query, listing)
  const rest = after ? all.filter(({ place }) => compare(place, after) > 0) : all
  const found = rest.slice(0, count)
  const last = found.at(-1)
  return {
    totalResults: all.length,
    found,
    ...(last && rest.length > found.length && { nextCursor: cursorAfter(last.place, terms) }),
  }
}

function ordered(face: Face, { filter, sort }: Query, { types, realm, call }: Listing): Placed[] {
  const { tenant } = call.caller
  const view = viewOf(realm, face, call)
  const found = findAll(view, { types, tenant, ...(filter && { filter }) })
  const placed = Array.from(found, placing(face, sort))
  const compare = comparePlaces(sort?.descending ?? false)
  return placed.sort((one, other) => compare(one.place, other.place))
}

function* cut(all: Iterable<Found>, offset: number, count: number): Generator<Found> {
  let passed = 0
  if (count === 0) return
  for (const each of all) {
    if (passed++ >= offset) yield each
    if (passed === offset + count) return
  }
}
