/** The header fields that a message keeps on its way through, and those that end at each hop. */

/** Fields in the order in which they came: a name, its value, the next name. */
export type RawFields = readonly string[]

/** RFC 9110 section 7.6.1, with what older proxies send. */
const HOP_BY_HOP = [
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]

/** Whoever could have it dropped would choose where the next message begins (RFC 9112 section 11.2). */
const FRAMING = 'content-length'

/** The pairs that go on: all but those of this hop, and those that `Connection` names. */
export function endToEnd(raw: RawFields): [name: string, value: string][] {
  const all = pairs(raw)
  const named = all
    .filter(([name]) => name.toLowerCase() === 'connection')
    .flatMap(([, value]) => value.split(',').map((each) => each.trim().toLowerCase()))
  const ends = new Set([...HOP_BY_HOP, ...named])
  ends.delete(FRAMING)
  return all.filter(([name]) => !ends.has(name.toLowerCase()))
}

export function headersOf(raw: RawFields): Headers {
  return new Headers(pairs(raw))
}

function pairs(raw: RawFields): [string, string][] {
  return Array.from({ length: raw.length / 2 }, (_, at) => [
    raw[2 * at] ?? '',
    raw[2 * at + 1] ?? '',
  ])
}
