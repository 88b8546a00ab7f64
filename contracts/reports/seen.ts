/** What was seen of a failure, in a line. */
import { stripVTControlCharacters } from 'node:util'
import { breachesIn } from '../conformance.ts'

const LINE_LIMIT = 240

/** The line that says most: what `expect` compares, and not how it is written. */
export function seenIn(message: string): string {
  const text = stripVTControlCharacters(message)
  const [first = '', ...rest] = text.split('\n').map((line) => line.trim())
  const after = (begin: RegExp) => rest.find((line) => begin.test(line))?.replace(begin, '')
  const [breach] = breachesIn(text)
  if (breach) return shortened(`${breach.check}: ${breach.hint}`)
  const at = [first, ...rest].findIndex((line) => /^(Error: )?expect\(/.test(line))
  if (at < 0) return shortened(first)
  const about = at > 0 ? `${first.replace(/^Error: /, '')}: ` : ''
  const differing = differingIn(rest)
  if (differing.moved !== undefined) {
    const order = 'all that was expected, in another order: not at its place is'
    return shortened(`${about}${order} ${differing.moved}`)
  }
  const expected = after(/^Expected[^:]*:\s+/) ?? differing.expected
  const received = after(/^Received[^:]*:\s+/) ?? differing.received
  if (expected === undefined && received === undefined) return shortened(first)
  if (expected === undefined) return shortened(`${about || `${first}: `}received ${received}`)
  return shortened(`${about}expected ${expected}, received ${received ?? 'nothing of the kind'}`)
}

interface Differing {
  readonly expected?: string | undefined
  readonly received?: string | undefined
  /** The first of what is there, and elsewhere, where nothing else differs. */
  readonly moved?: string | undefined
}

/** What a difference has on one side alone comes first: the rest has only moved. */
function differingIn(lines: readonly string[]): Differing {
  const marked = (sign: '-' | '+') =>
    lines
      .filter((line) => line.startsWith(`${sign} `) && !/^. (Expected|Received) {2}/.test(line))
      .map((line) => line.slice(1).trim().replace(/,$/, ''))
  const [wanted, got] = [marked('-'), marked('+')]
  const expected = wanted.find((line) => !got.includes(line))
  const received = got.find((line) => !wanted.includes(line))
  return expected === undefined && received === undefined
    ? { moved: wanted[0] }
    : { expected, received }
}

function shortened(line: string): string {
  return line.length > LINE_LIMIT ? `${line.slice(0, LINE_LIMIT)} ...` : line
}
