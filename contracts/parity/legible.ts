/** A reply or request as a transcript keeps it: what can be compared, and no secret. */
import { createHash } from 'node:crypto'
import { hiding } from '../disguises.ts'

/** Deeper than this nothing is compared. */
const DEEP = 60
const LONG = 20_000
/** A shorter secret would be found in what is none. */
const SHORTEST = 8

const secret = /(password|secret|token|assertion)$/i
const jwt = /^([\w-]+)\.([\w-]+)\.[\w-]*$/

/**
 * A tree without secrets: what stands under such a name is `<secret>`, and a JWT is what it says,
 * without its signature.
 */
export function legible(value: unknown, name = '', depth = 0): unknown {
  if (depth > DEEP) return '<deep>'
  if (Array.isArray(value)) return value.map((item) => legible(item, name, depth + 1))
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value)
    return Object.fromEntries(entries.map(([key, item]) => [key, legible(item, key, depth + 1)]))
  }
  if (typeof value !== 'string') return value
  const told = claims(value)
  if (told) return legible(told, '', depth + 1)
  if (secret.test(name) && value !== '') return '<secret>'
  return short(value)
}

/** A request's body: JSON, a form, or a text. */
export function legibleBody(text: string | undefined, contentType = ''): unknown {
  if (text === undefined || text === '') return undefined
  if (contentType.includes('x-www-form-urlencoded')) {
    return legible(Object.fromEntries(new URLSearchParams(text)))
  }
  try {
    return legible(JSON.parse(text))
  } catch {
    return short(text)
  }
}

/** The values that `legible` hides. */
export function secretsIn(value: unknown, name = '', depth = 0): string[] {
  if (depth > DEEP) return []
  if (typeof value === 'string') {
    return value.length >= SHORTEST && secret.test(name) && !claims(value) ? [value] : []
  }
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, item]) =>
    secretsIn(item, Array.isArray(value) ? name : key, depth + 1),
  )
}

const telling = ['content-type', 'location', 'etag', 'allow', 'www-authenticate']

/** The headers that matter, and those that the document names; the rest is the transport's. */
export function headersThatMatter(headers: Headers, documented: Iterable<string>) {
  const names = new Set([...telling, ...documented])
  const kept: Record<string, string> = {}
  for (const name of [...names].sort()) {
    const value = headers.get(name)
    if (value !== null) kept[name] = inShort(name, value)
  }
  return kept
}

/** A charset and the words of a realm are for people, or a matter of course. */
function inShort(name: string, value: string): string {
  if (name === 'content-type') return value.split(';')[0]?.trim().toLowerCase() ?? ''
  if (name === 'www-authenticate') {
    return [/^\w+/.exec(value)?.[0], /error="[^"]*"/.exec(value)?.[0]].filter(Boolean).join(' ')
  }
  return short(value)
}

function claims(text: string): { header: unknown; claims: unknown } | undefined {
  const [, header, payload] = jwt.exec(text) ?? []
  if (!header?.startsWith('ey')) return undefined
  try {
    return { header: decoded(header), claims: decoded(payload ?? '') }
  } catch {
    return undefined
  }
}

function decoded(part: string): unknown {
  return JSON.parse(Buffer.from(part, 'base64url').toString())
}

function short(text: string): string {
  if (text.length <= LONG) return text
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 12)
  return `<${text.length} characters, ${hash}>`
}

export interface Settling {
  readonly secrets: readonly string[]
  /** A deployment's own values, and what stands for each. */
  readonly givens: ReadonlyMap<string, string>
  /** The name of the run, which on each side has a letter more. */
  readonly run: string
}

/** The text of a transcript with what is a side's own replaced, and no secret in it. */
export function settle(text: string, { secrets, givens, run }: Settling): string {
  const at = text.lastIndexOf('"curls":')
  const long = secrets.filter((one) => one.length >= SHORTEST)
  const hide = hiding(long, '<secret>')
  const known = [...givens].sort(([one], [other]) => other.length - one.length)
  const entries = known.reduce(
    (rest, [value, name]) => rest.replaceAll(value, name),
    text.slice(0, at),
  )
  // Names may have been sent in capitals; how they come back is compared.
  return hide(entries.replace(new RegExp(`(${run})[pq]-`, 'gi'), '$1-')) + hide(text.slice(at))
}
