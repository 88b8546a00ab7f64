/** Lists and searches: filter, count, sort, cut (RFC 7644 section 3.4.2). */
import type { Reader } from '../../directory/realm.ts'
import type { Call, Reply, World } from '../dialect.ts'
import { cursorAfter, placeIn } from './cursors.ts'
import type { Face, ResourceType } from './face.ts'
import { countAll, everything, type Found, findAll, resourceOf } from './finds.ts'
import { type Asked, type Query, readQuery } from './query.ts'
import type { View } from './render.ts'
import { late, projector, viewFor, viewOf } from './resources.ts'
import { comparePlaces, type Place, type Placed, placing } from './sorting.ts'
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
  const { types, asked, realm, call } = listing
  const query = readQuery(asked, face)
  const shows = new Map(types.map((type) => [type, projector(face, type, { asked })]))
  const view = viewOf(realm, face, call)
  const page = query.cursor === undefined ? byIndex : byCursor
  const { found, ...facts } = page(late(view), query, listing)
  const seen = viewFor(view, asked)
  const body = {
    schemas: [face.edition.list],
    ...facts,
    itemsPerPage: found.length,
    Resources: found.map((each) => shows.get(each.type)?.(resourceOf(seen, each))),
  }
  return { status: 200, body }
}

interface Page {
  readonly totalResults: number
  readonly found: readonly Found[]
  readonly startIndex?: number
  readonly nextCursor?: string
}

function byIndex(view: View, query: Query, { types, realm, call }: Listing): Page {
  const { startIndex, count, filter, sort } = query
  const wanted = { types, tenant: call.caller.tenant, filter }
  const skip = startIndex - 1
  if (!filter && !sort) {
    const rest = everything(realm, wanted, { skip })
    return { totalResults: countAll(realm, wanted), startIndex, found: first(count, rest) }
  }
  const { found, inOrder } = findAll(view, wanted)
  const { total, kept } = inOrder && !sort ? cut(found, skip, count) : sorted(view, query, found)
  return { totalResults: total, startIndex, found: kept }
}

function byCursor(view: View, query: Query, listing: Listing): Page {
  const { cursor = '', count, filter, sort } = query
  const { asked, types, realm, call, world } = listing
  const { sortBy, sortOrder, attributes, excludedAttributes } = asked
  const same = [types, asked.filter, sortBy, sortOrder, attributes, excludedAttributes]
  // A digest, for a cursor has to go into a URL.
  const terms = { asked: digest([JSON.stringify(same)]), count, world }
  const behind = cursor === '' ? undefined : placeIn(cursor, terms)
  const wanted = { types, tenant: call.caller.tenant, filter }
  const { total, rest } =
    filter || sort
      ? restOf(view, query, { found: findAll(view, wanted).found, behind })
      : { total: countAll(realm, wanted), rest: everything(realm, wanted, { behind }) }
  const page = first(count + 1, rest)
  const found = page.slice(0, count)
  const last = found.at(-1)
  return {
    totalResults: total,
    found,
    ...(last &&
      page.length > found.length && {
        nextCursor: cursorAfter(placing(view, sort)(last).place, terms),
      }),
  }
}

/** What stands behind a place, in order. */
function restOf(
  view: View,
  { sort }: Query,
  { found, behind }: { found: Iterable<Found>; behind: Place | undefined },
): { total: number; rest: readonly Found[] } {
  const compare = comparePlaces(sort?.descending ?? false)
  const all = inPlaces(view, sort, found)
  const rest = behind ? all.filter(({ place }) => compare(place, behind) > 0) : all
  return { total: all.length, rest }
}

function sorted(view: View, { startIndex, count, sort }: Query, found: Iterable<Found>): Cut {
  const all = inPlaces(view, sort, found)
  return { total: all.length, kept: all.slice(startIndex - 1, startIndex - 1 + count) }
}

function inPlaces(view: View, sort: Query['sort'], found: Iterable<Found>): Placed[] {
  const compare = comparePlaces(sort?.descending ?? false)
  const placed = Array.from(found, placing(view, sort))
  return placed.sort((one, other) => compare(one.place, other.place))
}

interface Cut {
  readonly total: number
  readonly kept: readonly Found[]
}

/** A page of what is in order already: the others are counted, and let go. */
function cut(all: Iterable<Found>, skip: number, count: number): Cut {
  const kept: Found[] = []
  let total = 0
  for (const each of all) {
    if (total >= skip && kept.length < count) kept.push(each)
    total++
  }
  return { total, kept }
}

function first(count: number, all: Iterable<Found>): Found[] {
  const kept: Found[] = []
  if (count === 0) return kept
  for (const each of all) {
    kept.push(each)
    if (kept.length === count) break
  }
  return kept
}
