/** A copy of a body on its way through, as far as it is to be read. */
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib'

/** A larger body is passed on and not judged, in bytes; packed or not. */
export const JUDGED_LIMIT = 4 * 2 ** 20

export interface Tap {
  take(part: Buffer): void
  isTooLarge(): boolean
  /** What was taken, as text. @throws Error that says why it cannot be read. */
  text(encoding: string | null): string
}

export function createTap(limit = JUDGED_LIMIT): Tap {
  const parts: Buffer[] = []
  let size = 0
  const isTooLarge = () => size > limit
  return {
    isTooLarge,
    take: (part) => {
      size += part.length
      if (isTooLarge()) parts.length = 0
      else parts.push(part)
    },
    text: (encoding) => {
      if (isTooLarge()) throw new Error(`a body of more than ${limit} bytes`)
      if (size === 0) return ''
      return unpacked(Buffer.concat(parts), encoding ?? '', limit).toString()
    },
  }
}

/** There are files that unpack to themselves, as often as one likes. */
const CODINGS_LIMIT = 4

type Unpack = (bytes: Buffer, options: { maxOutputLength: number }) => Buffer

const unpackers: Readonly<Record<string, Unpack>> = {
  gzip: gunzipSync,
  'x-gzip': gunzipSync,
  deflate: inflateSync,
  br: brotliDecompressSync,
  identity: (bytes) => bytes,
}

/** RFC 9110 section 8.4: the codings stand in the order in which they were applied. */
function unpacked(bytes: Buffer, encoding: string, limit: number): Buffer {
  const codings = encoding.split(',').map((each) => each.trim().toLowerCase())
  const applied = codings.filter((each) => each !== '')
  if (applied.length > CODINGS_LIMIT) throw new Error(`a body in ${applied.length} codings`)
  return applied.reduceRight((rest, coding) => {
    const unpack = unpackers[coding]
    if (!unpack) throw new Error(`a body in the coding ${coding.slice(0, 40)}`)
    try {
      return unpack(rest, { maxOutputLength: limit })
    } catch {
      throw new Error(`a body that is no ${coding}, or of more than ${limit} bytes when unpacked`)
    }
  }, bytes)
}
