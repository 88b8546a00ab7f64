/** Random filters, and the RFC's sentences on what they match in the plainest code that says them. */

import fc from 'fast-check'
import type { AttributePath } from './attribute-path.ts'
import {
  type CompareFilter,
  type CompareValue,
  compareOperators,
  type Filter,
} from './scim-filter.ts'

export type Plain = string | number | boolean
export type Complex = { readonly [name: string]: Plain | null }
export type PlainResource = {
  readonly [name: string]: Plain | Complex | null | readonly (Plain | Complex)[]
}

const character = fc
  .oneof(fc.integer({ min: 0, max: 0xd7ff }), fc.integer({ min: 0xe000, max: 0x10ffff }))
  .map((code) => String.fromCodePoint(code), codeOf)

/** As with fast-check's unit `binary`, which takes a second to make, in every process that does. */
export const anyText = fc.string({ unit: character })

function codeOf(text: unknown): number {
  const [one = '', ...others] = String(text)
  if (others.length > 0) throw new Error(`${text} is more than a character`)
  return one.codePointAt(0) ?? -1
}

/** All positions are 0. */
export function filters(
  path: fc.Arbitrary<AttributePath>,
  value: fc.Arbitrary<CompareValue>,
): fc.Arbitrary<Filter> {
  const compare: fc.Arbitrary<Filter> = fc.record({
    kind: fc.constant('compare' as const),
    attribute: path,
    operator: fc.constantFrom(...compareOperators),
    value,
    position: fc.constant(0),
  })
  const present = path.map((attribute) => ({ kind: 'present', attribute, position: 0 }) as const)
  const condition = fc.oneof({ arbitrary: compare, weight: 3 }, { arbitrary: present, weight: 1 })
  const valuePath = fc
    .tuple(path, combinations(condition))
    .map(([attribute, filter]) => ({ kind: 'valuePath', attribute, filter, position: 0 }) as const)
  return combinations(
    fc.oneof({ arbitrary: condition, weight: 3 }, { arbitrary: valuePath, weight: 1 }),
  )
}

export function combinations(leaf: fc.Arbitrary<Filter>): fc.Arbitrary<Filter> {
  return fc.letrec<{ filter: Filter }>((tie) => ({
    filter: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      leaf,
      tie('filter').map((filter) => ({ kind: 'not', filter, position: 0 }) as const),
      fc.record({
        kind: fc.constantFrom('and', 'or'),
        operands: fc.array(tie('filter'), { minLength: 2, maxLength: 4 }),
        position: fc.constant(0),
      }),
    ),
  })).filter
}

/** Names and texts are compared as they are. */
export function holds(filter: Filter, resource: PlainResource): boolean {
  switch (filter.kind) {
    case 'and':
      return !filter.operands.some((operand) => !holds(operand, resource))
    case 'or':
      return !filter.operands.every((operand) => !holds(operand, resource))
    case 'not':
      return !holds(filter.filter, resource)
    case 'valuePath':
      return valuesOf(resource, filter.attribute).some((value) =>
        holds(filter.filter, typeof value === 'object' ? value : { value }),
      )
    case 'present':
      return valuesOf(resource, filter.attribute)
        .flatMap((value) => (typeof value === 'object' ? Object.values(value) : [value]))
        .some((value) => value !== null && value !== '')
    case 'compare':
      return compares(filter, valuesOf(resource, filter.attribute))
  }
}

function compares(
  { operator, value }: CompareFilter,
  found: readonly (Plain | Complex)[],
): boolean {
  const none = found.length === 0
  if (value === null) return (operator === 'eq' && none) || (operator === 'ne' && !none)
  if (operator === 'ne' && none) return true
  return found
    .map((item) => (typeof item === 'object' ? item.value : item))
    .some((item) => comparesOne(item, operator, value))
}

function comparesOne(item: Plain | null | undefined, operator: string, value: unknown): boolean {
  if (operator === 'eq') return item === value
  if (operator === 'ne') return item !== value
  if (typeof item === 'string' && typeof value === 'string') {
    if (operator === 'co') return item.indexOf(value) !== -1
    if (operator === 'sw') return item.slice(0, value.length) === value
    if (operator === 'ew') return item.slice(item.length - value.length) === value
    const order = [item, value].sort().indexOf(item) === 0 ? -1 : 1
    return ordered(item === value ? 0 : order, operator)
  }
  if (typeof item === 'number' && typeof value === 'number') return ordered(item - value, operator)
  return false
}

function ordered(difference: number, operator: string): boolean {
  if (difference === 0) return operator === 'ge' || operator === 'le'
  return difference > 0 ? operator.startsWith('g') : operator.startsWith('l')
}

function valuesOf(
  resource: PlainResource,
  { name, sub }: AttributePath,
): readonly (Plain | Complex)[] {
  const attribute = resource[name] ?? []
  const all = Array.isArray(attribute) ? attribute : [attribute]
  const values = all.filter((value) => value !== null)
  if (sub === undefined) return values
  return values
    .map((value) => {
      if (typeof value === 'object') return value[sub]
      return Array.isArray(attribute) && sub === 'value' ? value : null
    })
    .filter((value) => value !== null && value !== undefined)
}
