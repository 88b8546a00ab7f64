/** What was seen of a failure, in a line. */
import { stripVTControlCharacters } from 'node:util'
import { breachesIn } from '../conformance.ts'

const LINE_LIMIT = 240

/** The line that says most: what `expect` compares, and not how it is written. */
export function seenIn(message: string): string {
  const text = stripVTControlCharacters(message)
  const [first = '', ...rest] = text.split('\n').map((line) => line.trim())
  const after = (begin: RegExp) =>
    rest
      .find((line) => begin.test(line))
      ?.replace(begin, '')
      .replace(/,$/, '')
  const [breach] = breachesIn(text)
  if (breach) return shortened(`${breach.check}: ${breach.hint}`)
  const at = [first, ...rest].findIndex((line) => /^(Error: )?expect\(/.test(line))
  if (at < 0) return shortened(first)
  const about = at > 0 ? `${first.replace(/^Error: /, '')}: ` : ''
  const expected = after(/^Expected[^:]*:\s+/) ?? after(/^- (?!Expected {2})\s*/)
  const received = after(/^Received[^:]*:\s+/) ?? after(/^\+ (?!Received {2})\s*/)
  if (expected === undefined && received === undefined) return shortened(first)
  if (expected === undefined) return shortened(`${about || `${first}: `}received ${received}`)
  return shortened(`${about}expected ${expected}, received ${received ?? 'nothing of the kind'}`)
}

function shortened(line: string): string {
  return line.length > LINE_LIMIT ? `${line.slice(0, LINE_LIMIT)} ...` : line
}
