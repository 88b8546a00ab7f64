/** Requests that the document allows, each with one text that a server tends to choke on. */
import type { Operation, Parameter, Schema } from '../../specs/read.ts'
import type { Call } from '../call.ts'
import { type Awkward, awkwardTexts, blended } from './awkward-values.ts'
import { at, isObject, type Path, type Place, placesOf, pointerTo, put } from './places.ts'
import { shuffled } from './seed.ts'
import { typed } from './wrong-requests.ts'

/** One place of a good call with one awkward text in it; which call, is said later. */
export interface Awkwardness {
  readonly name: string
  /** Where in the body; undefined for a parameter. */
  readonly path?: Path
  readonly awkward: Awkward
  /** The call so altered; undefined when the document does not allow it. */
  alter(call: Call): Call | undefined
}

export interface Given {
  readonly document: Schema
  readonly operation: Operation
  readonly call: Call
  readonly seed: number
  readonly prefix: string
  /** How many cases there may be; which, the seed says. */
  readonly limit: number
}

/**
 * Each place has its turn before any has a second one, and each kind of text before any comes again:
 * where there are fewer cases than kinds, those first that servers choke on most.
 */
export function awkwardRequests(given: Given): Awkwardness[] {
  const { operation, call, seed, limit } = given
  const queues = [...bodyPlaces(given), ...parameters(given)].map((one) =>
    shuffled(one, seed, `${operation.id} ${one[0]?.name}`).filter(({ alter }) => alter(call)),
  )
  const used = new Map<string, number>()
  const holders = counted(queues.flat().map(({ awkward }) => awkward.what))
  // What few places allow may have no turn later.
  const rank = ({ awkward: { what, first } }: Awkwardness) =>
    (2 * (used.get(what) ?? 0) + (first ? 0 : 1)) * (queues.length + 1) + (holders.get(what) ?? 0)
  const cases: Awkwardness[] = []
  while (cases.length < limit && queues.some(({ length }) => length > 0)) {
    for (const queue of queues) {
      const next = lowest(queue, rank)
      if (!next) continue
      queue.splice(queue.indexOf(next), 1)
      used.set(next.awkward.what, (used.get(next.awkward.what) ?? 0) + 1)
      cases.push(next)
    }
  }
  return cases.slice(0, limit)
}

/** The first of those with the lowest rank. */
function lowest<T>(all: readonly T[], rank: (one: T) => number): T | undefined {
  return all.reduce<T | undefined>(
    (best, one) => (best === undefined || rank(one) < rank(best) ? one : best),
    undefined,
  )
}

function counted(all: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const one of all) counts.set(one, (counts.get(one) ?? 0) + 1)
  return counts
}

function bodyPlaces({ document, operation, call, seed, prefix }: Given): Awkwardness[][] {
  const { body } = operation
  if (!body || call.body === undefined) return []
  const places = placesOf(document, body.schema, call.body)
    .filter(isText)
    .filter(({ path }) => !isAddress(call.body, path))
  return places.map(({ path, schemas }) =>
    awkwardTexts(seed, pointerTo(path), most(schemas)).map((awkward) => ({
      name: `body ${pointerTo(path)}: ${awkward.what}`,
      path,
      awkward,
      alter: (good) => {
        const value = blended(String(at(good.body, path)), awkward, prefix)
        const altered = put(good.body, path, value)
        return body.check(altered).length === 0 ? { ...good, body: altered } : undefined
      },
    })),
  )
}

function parameters({ operation, seed }: Given): Awkwardness[][] {
  return operation.parameters
    .filter((one) => one.in === 'query')
    .map((one) =>
      awkwardTexts(seed, one.name, most([one.schema])).map((awkward) => inQuery(one, awkward)),
    )
}

function inQuery({ name, schema, check }: Parameter, awkward: Awkward): Awkwardness {
  return {
    name: `query ${name}: ${awkward.what}`,
    awkward,
    alter: ({ query, ...call }) =>
      check(typed(schema, awkward.text)).length === 0
        ? { ...call, query: { ...query, [name]: awkward.text } }
        : undefined,
  }
}

/** `schemas` is no value of a resource: RFC 7643 section 3 has it name what the resource is. */
function isText({ path, value }: Place): boolean {
  return typeof value === 'string' && path[0] !== 'schemas'
}

/** In a job: what it is done to, and how. An odd one may be done to what is somebody's. */
function isAddress(body: unknown, path: Path): boolean {
  const job = at(body, path.slice(0, -1))
  return /^(method|path)$/.test(path.at(-1) ?? '') && isObject(job) && 'method' in job
}

function most(schemas: readonly Schema[]): number | undefined {
  const bounds = schemas.map(({ maxLength }) => maxLength).filter((one) => typeof one === 'number')
  return bounds.length > 0 ? Math.min(...bounds) : undefined
}
