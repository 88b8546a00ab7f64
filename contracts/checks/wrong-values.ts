/** What a schema is likely to refuse in the place of a right value. Whether it does, its check says. */
import type { Schema } from '../../specs/read.ts'
import type { Place } from './places.ts'
import { isObject } from './places.ts'
import { shuffled, texts } from './seed.ts'

export interface Wrong {
  /** What is wrong with it: `null`, `too long`. */
  readonly how: string
  readonly value: unknown
}

interface Kind {
  readonly how: string
  /** One of them is enough. */
  readonly values: readonly unknown[]
}

export interface Choice {
  readonly seed: number
  /** Whether the document refuses the value in this place. */
  refused(value: unknown): boolean
}

/** One value of each kind that is refused. */
export function wrongValues(place: Place, { seed, refused }: Choice): Wrong[] {
  return kindsOf(place, seed).flatMap(({ how, values }) => {
    const found = values.find(refused)
    return found === undefined ? [] : [{ how, value: found }]
  })
}

function kindsOf({ path, value, schemas }: Place, seed: number): Kind[] {
  const purpose = path.join('/')
  const others = [true, 12.5, 'rehearsal', ['rehearsal'], { rehearsal: true }]
  const strangers = shuffled(
    others.filter((other) => typeOf(other) !== typeOf(value)),
    seed,
    purpose,
  )
  return [
    { how: 'null', values: [null] },
    { how: 'another type', values: strangers },
    ...schemas.flatMap((schema) => [
      ...ofNumbers(schema),
      ...ofTexts(schema, value, texts(20, seed, purpose)),
      ...ofChoices(schema, value),
      ...ofLists(schema, value),
    ]),
    ...(isObject(value) ? ofObjects(value) : []),
  ]
}

function ofNumbers({ minimum, maximum, multipleOf, type }: Schema): Kind[] {
  const integer = [type].flat().includes('integer')
  return [
    ...(typeof minimum === 'number' ? [{ how: 'below the least', values: [minimum - 1] }] : []),
    ...(typeof maximum === 'number' ? [{ how: 'beyond the most', values: [maximum + 1] }] : []),
    ...(integer || multipleOf ? [{ how: 'a fraction', values: [0.5] }] : []),
  ]
}

function ofTexts(schema: Schema, value: unknown, random: readonly string[]): Kind[] {
  const { minLength, maxLength, pattern, format } = schema
  const text = typeof value === 'string' ? value : ''
  return [
    ...(typeof minLength === 'number'
      ? [{ how: 'too short', values: [text.slice(0, Math.max(0, minLength - 1)), ''] }]
      : []),
    ...(typeof maxLength === 'number'
      ? [{ how: 'too long', values: [text.padStart(maxLength + 1, 'x')] }]
      : []),
    ...(pattern || format
      ? [
          { how: 'not of the form', values: ['', ' ', ...random] },
          { how: 'at random', values: random },
          { how: 'of the form with more behind it', values: [`${text}\n`, `${text} `] },
        ]
      : []),
  ]
}

function ofChoices(schema: Schema, value: unknown): Kind[] {
  if (!('enum' in schema || 'const' in schema)) return []
  const text = typeof value === 'string' ? value : 'rehearsal'
  const swapped = text === text.toUpperCase() ? text.toLowerCase() : text.toUpperCase()
  return [
    { how: 'none of the choices', values: ['rehearsal', 12, ''] },
    { how: 'in another case', values: [swapped] },
  ]
}

function ofLists({ minItems, maxItems, uniqueItems }: Schema, value: unknown): Kind[] {
  const items = Array.isArray(value) ? value : []
  const [first = 'rehearsal'] = items
  return [
    ...(minItems ? [{ how: 'too few', values: [items.slice(0, Number(minItems) - 1)] }] : []),
    ...(typeof maxItems === 'number'
      ? [{ how: 'too many', values: [new Array(maxItems + 1).fill(first)] }]
      : []),
    ...(uniqueItems ? [{ how: 'the same twice', values: [[...items, first, first]] }] : []),
  ]
}

function ofObjects(value: Readonly<Record<string, unknown>>): Kind[] {
  return [
    { how: 'empty', values: [{}] },
    { how: 'with an unknown property', values: [{ ...value, rehearsalUnknown: 'x' }] },
  ]
}

function typeOf(value: unknown): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'array' : typeof value
}
