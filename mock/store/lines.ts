import { createReadStream } from 'node:fs'

const NEWLINE = 10

/** A file in blocks of whole lines; the last may lack the byte that ends it. */
export async function* blocksOf(file: string): AsyncGenerator<Buffer> {
  let rest: Buffer[] = []
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 18 })) {
    const bytes = chunk as Buffer
    const end = bytes.lastIndexOf(NEWLINE) + 1
    if (end > 0) yield Buffer.concat([...rest, bytes.subarray(0, end)])
    rest = end > 0 ? [bytes.subarray(end)] : [...rest, bytes]
  }
  const last = Buffer.concat(rest)
  if (last.length > 0) yield last
}

/** The lines of a file with the byte that ends them. (`readline` also breaks at U+2028.) */
export async function* linesOf(file: string): AsyncGenerator<Buffer> {
  for await (const block of blocksOf(file)) yield* linesIn(block)
}

export function* linesIn(block: Buffer): Generator<Buffer> {
  for (let from = 0; from < block.length; ) {
    const end = block.indexOf(NEWLINE, from)
    const next = end < 0 ? block.length : end + 1
    yield block.subarray(from, next)
    from = next
  }
}
