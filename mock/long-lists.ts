/** Lists that an API does not page: a long one is made, checked and sent in parts. */
import type { Reply } from './dialects/dialect.ts'
import { type Items, isItems, itemsIn } from './dialects/items.ts'
import type { Reader } from './directory/realm.ts'

/** A reply that can be sent. */
export interface Answer extends Reply {
  /** The whole body as text, where it is too long to be made at once; `body` is how it begins. */
  readonly parts?: Iterable<string>
}

/** Up to so many items, a list is a body like any other. */
const SHORT = 500
/** So many are made without a look at other requests: a millisecond or two. */
const PART = 100

interface Making {
  readonly realm: Reader & { fork(): Reader }
  /** Throws for a reply that breaks the spec. */
  check(reply: Reply): void
}

/**
 * Makes the items of a reply, and checks it. Those of a long list are made as they are sent, from
 * the realm as it is now, and each part of it is held against the spec as a list of its own.
 */
export function made(reply: Reply, { realm, check }: Making): Answer {
  const place = placeIn(reply.body)
  if (!place) {
    check(reply)
    return reply
  }
  const withItems = (items: readonly unknown[]) => ({ ...reply, body: place.around(items) })
  const begin = first(SHORT + 1, itemsIn(realm, place.items))
  const beginning = withItems(begin.slice(0, SHORT))
  check(beginning)
  if (begin.length <= SHORT) return beginning
  return { ...beginning, parts: parts(place, realm.fork(), (items) => check(withItems(items))) }
}

/** Where the list stands in a body. */
interface Place {
  readonly items: Items
  /** Undefined when the list is the body. */
  readonly name?: string
  around(items: readonly unknown[]): unknown
}

function placeIn(body: unknown): Place | undefined {
  if (isItems(body)) return { items: body, around: (items) => items }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return undefined
  for (const name of Object.keys(body)) {
    const value = (body as Readonly<Record<string, unknown>>)[name]
    if (!isItems(value)) continue
    return { items: value, name, around: (items) => ({ ...body, [name]: items }) }
  }
  return undefined
}

function* parts(
  { items, name, around }: Place,
  realm: Reader,
  check: (items: readonly unknown[]) => void,
): Generator<string> {
  const [head, tail] = ends(around([]), name)
  yield head
  let comma = ''
  for (const group of inGroups(itemsIn(realm, items), PART)) {
    check(group)
    yield comma + JSON.stringify(group).slice(1, -1)
    comma = ','
  }
  yield tail
}

/** What stands before and behind the items in the text of a body. */
function ends(body: unknown, name: string | undefined): [head: string, tail: string] {
  if (name === undefined) return ['[', ']']
  const members = Object.entries(body as object).filter(([, value]) => value !== undefined)
  const at = members.findIndex(([each]) => each === name)
  const texts = members.map(([each, value]) => `${JSON.stringify(each)}:${JSON.stringify(value)}`)
  const head = [...texts.slice(0, at), `${JSON.stringify(name)}:[`].join()
  return [`{${head}`, `${[']', ...texts.slice(at + 1)].join()}}`]
}

function first(count: number, items: Iterable<unknown>): unknown[] {
  const taken: unknown[] = []
  for (const item of items) if (taken.push(item) === count) break
  return taken
}

function* inGroups(items: Iterable<unknown>, size: number): Generator<readonly unknown[]> {
  let group: unknown[] = []
  for (const item of items) {
    if (group.length === size) {
      yield group
      group = []
    }
    group.push(item)
  }
  if (group.length > 0) yield group
}
