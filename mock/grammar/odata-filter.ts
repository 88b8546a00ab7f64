/**
 * The part of OData's `$filter` that lists of people need: `eq`, `startswith` and `contains`,
 * joined by `and`, `or` and parentheses (OData 4.01, URL Conventions, section 5.1.1).
 * Names and operators are known in one case only; texts are compared in any.
 */

export type FieldType = 'text' | 'flag'
export type Value = string | boolean | null
export type Predicate = (at: (field: string) => Value) => boolean

/** A filter that cannot be read; the message has the column, from 1. */
export class ODataSyntaxError extends Error {
  override readonly name = 'ODataSyntaxError'

  constructor(message: string, position: number) {
    super(`${message} at column ${position + 1}`)
  }
}

interface Token {
  readonly kind: 'word' | 'text' | 'mark' | 'end'
  readonly text: string
  readonly position: number
}

/** Deeper ones say nothing that a person would. */
const MOST_PARENTHESES = 50

/** @throws ODataSyntaxError */
export function parseODataFilter(
  text: string,
  fields: Readonly<Record<string, FieldType>>,
): Predicate {
  return new Parser(tokens(text), fields).whole()
}

class Parser {
  readonly #tokens: readonly Token[]
  readonly #fields: Readonly<Record<string, FieldType>>
  #at = 0
  #depth = 0

  constructor(tokens: readonly Token[], fields: Readonly<Record<string, FieldType>>) {
    this.#tokens = tokens
    this.#fields = fields
  }

  whole(): Predicate {
    const holds = this.#either()
    const { kind, position } = this.#peek()
    if (kind !== 'end') throw new ODataSyntaxError('expected and, or, or the end', position)
    return holds
  }

  #either(): Predicate {
    const parts = [this.#both()]
    while (this.#takes('or')) parts.push(this.#both())
    return (at) => parts.some((holds) => holds(at))
  }

  #both(): Predicate {
    const parts = [this.#one()]
    while (this.#takes('and')) parts.push(this.#one())
    return (at) => parts.every((holds) => holds(at))
  }

  #one(): Predicate {
    if (this.#takes('(')) return this.#grouped()
    if (this.#takes('startswith')) return this.#call((whole, part) => whole.startsWith(part))
    if (this.#takes('contains')) return this.#call((whole, part) => whole.includes(part))
    const field = this.#field()
    this.#expect('eq')
    const wanted = this.#literal(field)
    return (at) => folded(at(field)) === folded(wanted)
  }

  #grouped(): Predicate {
    this.#depth += 1
    if (this.#depth > MOST_PARENTHESES) {
      throw new ODataSyntaxError('too many parentheses', this.#peek().position)
    }
    const holds = this.#either()
    this.#expect(')')
    this.#depth -= 1
    return holds
  }

  #call(compare: (whole: string, part: string) => boolean): Predicate {
    this.#expect('(')
    const { position } = this.#peek()
    const field = this.#field()
    if (this.#fields[field] !== 'text') throw new ODataSyntaxError(`${field} is no text`, position)
    this.#expect(',')
    const part = this.#next('text', "a text in 'quotes'")
    this.#expect(')')
    return (at) => {
      const value = folded(at(field))
      return typeof value === 'string' && compare(value, String(folded(part)))
    }
  }

  #field(): string {
    const { position } = this.#peek()
    const name = this.#next('word', 'a field')
    if (Object.hasOwn(this.#fields, name)) return name
    const known = Object.keys(this.#fields).join(', ')
    throw new ODataSyntaxError(`${name} is no field (there are ${known})`, position)
  }

  #literal(field: string): Value {
    if (this.#takes('null')) return null
    if (this.#fields[field] === 'text') return this.#next('text', "null or a text in 'quotes'")
    if (this.#takes('true')) return true
    this.#expect('false')
    return false
  }

  #peek(): Token {
    return this.#tokens[this.#at] as Token
  }

  /** Takes a word or mark that stands here. A text in quotes is never one. */
  #takes(text: string): boolean {
    const token = this.#peek()
    if (token.kind === 'text' || token.kind === 'end' || token.text !== text) return false
    this.#at += 1
    return true
  }

  #expect(text: string): void {
    if (!this.#takes(text)) throw new ODataSyntaxError(`expected ${text}`, this.#peek().position)
  }

  #next(kind: Token['kind'], called: string): string {
    const token = this.#peek()
    if (token.kind !== kind) throw new ODataSyntaxError(`expected ${called}`, token.position)
    this.#at += 1
    return token.text
  }
}

function tokens(text: string): Token[] {
  const found: Token[] = []
  const pattern = /\s*(?:([A-Za-z][A-Za-z/]*)|'((?:[^']|'')*)'|([(),]))/y
  while (pattern.lastIndex < text.trimEnd().length) {
    const start = pattern.lastIndex
    const match = pattern.exec(text)
    if (!match) throw new ODataSyntaxError(`cannot read ${text.slice(start, start + 20)}`, start)
    const [whole, word, quoted, mark] = match
    const position = start + whole.search(/\S/)
    if (word !== undefined) found.push({ kind: 'word', text: word, position })
    else if (mark !== undefined) found.push({ kind: 'mark', text: mark, position })
    else found.push({ kind: 'text', text: (quoted ?? '').replaceAll("''", "'"), position })
  }
  return [...found, { kind: 'end', text: '', position: text.length }]
}

function folded(value: Value): Value {
  return typeof value === 'string' ? value.normalize('NFC').toLowerCase() : value
}
