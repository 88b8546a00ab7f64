/** The filter language of RFC 7644 section 3.4.2.2 (figure 1): its tree and its parser. */

import { type AttributePath, parseAttributePath } from './attribute-path.ts'
import { FilterSyntaxError, type Token, TokenReader, unexpected } from './filter-tokens.ts'

export type { AttributePath }
export { FilterSyntaxError }

export const compareOperators = ['eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le'] as const
export type CompareOperator = (typeof compareOperators)[number]
export type CompareValue = string | number | boolean | null

/**
 * Where a node was written, as offsets in the text. `position` is that of the attribute in a
 * condition, and of the first operator word in `and`, `or` and `not`. `groupedAt` is the outermost
 * round bracket around the node, also one that changes nothing: some APIs refuse all of them.
 */
type Place = { readonly position: number; readonly groupedAt?: number }

export type CompareFilter = Place & {
  readonly kind: 'compare'
  readonly attribute: AttributePath
  readonly operator: CompareOperator
  readonly value: CompareValue
}

export type PresentFilter = Place & { readonly kind: 'present'; readonly attribute: AttributePath }

/** `attribute[filter]`: the filter's names are sub-attributes, and it holds no other value path. */
export type ValuePathFilter = Place & {
  readonly kind: 'valuePath'
  readonly attribute: AttributePath
  readonly filter: Filter
}

export type NotFilter = Place & { readonly kind: 'not'; readonly filter: Filter }

/** Two operands or more, in the order written. */
export type LogicalFilter = Place & {
  readonly kind: 'and' | 'or'
  readonly operands: readonly Filter[]
}

export type Filter = CompareFilter | PresentFilter | ValuePathFilter | NotFilter | LogicalFilter

/** Brackets may nest this deep (ours: the RFC names no limit), so that no input ends the stack. */
export const maximumDepth = 64

/**
 * Reads a whole filter. Operators and words are case-insensitive, JSON literals are not; `not`
 * binds tighter than `and`, and `and` tighter than `or`. Numbers become doubles.
 *
 * With `subAttributeFilters` a condition may follow a value path, as Entra writes it and figure 1
 * does not: `emails[type eq "work"].value eq "x"` is `emails[type eq "work" and value eq "x"]`.
 *
 * @throws FilterSyntaxError for anything else; no other error for any text
 * @see RFC 7644 section 3.4.2.2
 */
export function parseFilter(text: string, { subAttributeFilters = false } = {}): Filter {
  const level = { depth: 0, close: 'end', valuePaths: true, subAttributeFilters } as const
  return parseLevel(new TokenReader(text), level)
}

/** What surrounds the filter being read: the whole text, or a pair of brackets. */
type Level = {
  readonly depth: number
  readonly close: keyof typeof closings
  readonly valuePaths: boolean
  readonly subAttributeFilters: boolean
}

const closings = { end: 'the end of the filter', ')': '")"', ']': '"]"' }
const operatorsExpected = 'an operator (eq, ne, co, sw, ew, pr, gt, ge, lt, le)'
const valueExpected = 'a JSON value (a string in double quotes, a number, true, false or null)'
const literals = new Map<string, CompareValue>(
  Object.entries({ true: true, false: false, null: null }),
)
const jsonNumber = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:e[+-]?\d+)?$/i

function parseLevel(tokens: TokenReader, level: Level): Filter {
  const and = () => parseChain(tokens, 'and', () => parseTerm(tokens, level))
  const filter = parseChain(tokens, 'or', and)
  const token = tokens.take()
  if (token.kind !== level.close) throw unexpected(token, `"and", "or" or ${closings[level.close]}`)
  return filter
}

function parseChain(tokens: TokenReader, kind: 'and' | 'or', parseOperand: () => Filter): Filter {
  const first = parseOperand()
  const { position } = tokens.peek()
  const operands = [first]
  while (isWord(tokens.peek(), kind)) {
    tokens.take()
    operands.push(parseOperand())
  }
  return operands.length === 1 ? first : { kind, operands, position }
}

function parseTerm(tokens: TokenReader, level: Level): Filter {
  const token = tokens.take()
  if (token.kind === '(') {
    return { ...parseBracketed(tokens, token, { ...level, close: ')' }), groupedAt: token.position }
  }
  if (isWord(token, 'not')) return parseNot(tokens, token, level)
  const attribute = token.kind === 'word' ? parseAttributePath(token.text) : undefined
  if (attribute === undefined) throw unexpected(token, 'an attribute name, "not" or "("')
  return parseCondition(tokens, { attribute, position: token.position }, level)
}

/** Figure 1 allows `not` before a round bracket only. */
function parseNot(tokens: TokenReader, { position }: Token, level: Level): Filter {
  const bracket = tokens.take()
  if (bracket.kind !== '(') throw unexpected(bracket, '"(" after "not"')
  const filter = parseBracketed(tokens, bracket, { ...level, close: ')' })
  return { kind: 'not', filter, position }
}

function parseBracketed(tokens: TokenReader, { position, text }: Token, level: Level): Filter {
  if (level.depth === maximumDepth) {
    const expected = `at most ${maximumDepth} levels of brackets`
    throw new FilterSyntaxError(expected, position, `one more "${text}"`)
  }
  return parseLevel(tokens, { ...level, depth: level.depth + 1 })
}

function parseCondition(
  tokens: TokenReader,
  subject: { attribute: AttributePath; position: number },
  level: Level,
): Filter {
  const token = tokens.take()
  // Figure 1 would let a value path into another by way of logExp, against its intent: erratum 4690.
  if (token.kind === '[' && level.valuePaths) {
    const inner = { ...level, close: ']', valuePaths: false } as const
    const filter = parseBracketed(tokens, token, inner)
    return { kind: 'valuePath', ...subject, filter: parseBehind(tokens, filter, level) }
  }
  if (isWord(token, 'pr')) return { kind: 'present', ...subject }
  const operator = compareOperators.find((name) => isWord(token, name))
  if (operator === undefined) throw unexpected(token, operatorsExpected)
  return { kind: 'compare', ...subject, operator, value: parseValue(tokens.take()) }
}

/** A condition on the same element, which goes on right behind the bracket with a point. */
function parseBehind(tokens: TokenReader, filter: Filter, level: Level): Filter {
  const token = tokens.peek()
  if (!level.subAttributeFilters || token.kind !== 'word' || !token.text.startsWith('.')) {
    return filter
  }
  const { position } = tokens.take()
  const attribute = parseAttributePath(token.text.slice(1))
  if (attribute === undefined) throw unexpected(token, 'a sub-attribute')
  const inner = { ...level, valuePaths: false }
  const condition = parseCondition(tokens, { attribute, position }, inner)
  return { kind: 'and', operands: [filter, condition], position }
}

function parseValue(token: Token): CompareValue {
  if (token.kind === 'string') return token.value
  const literal = token.kind === 'word' ? literals.get(token.text) : undefined
  if (literal !== undefined) return literal
  const number = jsonNumber.test(token.text) ? Number(token.text) : Number.NaN
  // JSON has no infinity to print 1e999 as.
  if (!Number.isFinite(number)) throw unexpected(token, valueExpected)
  // JSON prints -0 as 0.
  return number + 0
}

function isWord(token: Token, lowerCase: string): boolean {
  return token.kind === 'word' && token.text.toLowerCase() === lowerCase
}
