/** The words, strings and brackets of a SCIM filter. */

/**
 * A text that is not a filter of RFC 7644 section 3.4.2.2; in SCIM 2.0 a 400 with scimType
 * invalidFilter (section 3.12).
 *
 * `position` is the zero-based offset of the fault in UTF-16 units. The message says what was
 * expected, the column counted from 1, and what was found.
 */
export class FilterSyntaxError extends Error {
  override readonly name = 'FilterSyntaxError'
  readonly position: number

  constructor(expected: string, position: number, found: string) {
    super(`expected ${expected} at column ${position + 1}, found ${found}`)
    this.position = position
  }
}

export type Bracket = '(' | ')' | '[' | ']'

/** `text` is as written; `end` stands after the last character. */
export type Token =
  | { readonly kind: 'word' | Bracket | 'end'; readonly text: string; readonly position: number }
  | {
      readonly kind: 'string'
      readonly text: string
      readonly position: number
      readonly value: string
    }

/** Hands out the tokens of one text in order. Each character is read once. */
export class TokenReader {
  readonly #text: string
  #next: Token

  /** @throws FilterSyntaxError when the first token is a malformed string */
  constructor(text: string) {
    this.#text = text
    this.#next = readToken(text, 0)
  }

  peek(): Token {
    return this.#next
  }

  /** @throws FilterSyntaxError when the token after the one returned is a malformed string */
  take(): Token {
    const token = this.#next
    this.#next = readToken(this.#text, token.position + token.text.length)
    return token
  }
}

/** The error for a token in the wrong place; `expected` completes "expected ...". */
export function unexpected(token: Token, expected: string): FilterSyntaxError {
  return new FilterSyntaxError(expected, token.position, found(token))
}

/** A text short enough for a message: a filter may be a megabyte long. */
export function excerpt(text: string): string {
  return text.length <= 40 ? text : `${text.slice(0, 39)}…`
}

// The ABNF's SP is the blank alone. That blanks may be repeated, and left out beside a quote or a
// bracket, is ours: figure 2 writes `not (` where the ABNF has none (erratum 7319).
const blanks = / */y
const word = /[^ "()[\]]+/y
const jsonEscape = /\\(?:["\\/bfnrt]|u[\da-f]{4})/iy

function readToken(text: string, from: number): Token {
  const position = from + matchAt(blanks, text, from).length
  const first = text.charAt(position)
  if (first === '') return { kind: 'end', text: '', position }
  if (first === '"') return readString(text, position)
  if (isBracket(first)) return { kind: first, text: first, position }
  return { kind: 'word', text: matchAt(word, text, position), position }
}

function isBracket(character: string): character is Bracket {
  return '()[]'.includes(character)
}

/** A string as in RFC 8259 section 7, which RFC 7644 refers to. */
function readString(text: string, position: number): Token {
  const end = endOfString(text, position)
  const quoted = text.slice(position, end)
  return { kind: 'string', text: quoted, position, value: JSON.parse(quoted) as string }
}

function endOfString(text: string, start: number): number {
  let at = start + 1
  while (at < text.length) {
    const character = text.charAt(at)
    if (character === '"') return at + 1
    if (character < ' ') {
      throw new FilterSyntaxError('no control character', at, JSON.stringify(character))
    }
    at += character === '\\' ? escapeLength(text, at) : 1
  }
  throw new FilterSyntaxError("a closing '\"' for the string", start, 'the end of the filter')
}

function escapeLength(text: string, at: number): number {
  const { length } = matchAt(jsonEscape, text, at)
  if (length === 0) {
    throw new FilterSyntaxError('a JSON escape', at, JSON.stringify(text.slice(at, at + 2)))
  }
  return length
}

function matchAt(sticky: RegExp, text: string, at: number): string {
  sticky.lastIndex = at
  return sticky.exec(text)?.[0] ?? ''
}

function found(token: Token): string {
  if (token.kind === 'end') return 'the end of the filter'
  if (token.kind === 'string') return `the string ${excerpt(token.text)}`
  return JSON.stringify(excerpt(token.text))
}
