/** Properties that hold of every filter: printing, refusing and matching on random ones. */

import fc from 'fast-check'
import { expect, expectEqual, test } from '#test'
import type { AttributePath } from './attribute-path.ts'
import { equalities } from './filter-conditions.ts'
import { anyText, filters, holds, type PlainResource } from './filters.test.kit.ts'
import { matchFilter } from './match-filter.ts'
import { printFilter } from './print-filter.ts'
import { type CompareValue, type Filter, FilterSyntaxError, parseFilter } from './scim-filter.ts'

test('a printed filter is read as the same tree', () => {
  const printed = fc.property(filters(anyPath, anyValue), (filter) => {
    expectEqual(treeOf(printFilter(filter)), filter)
  })
  fc.assert(printed, { numRuns: 500 })
})

test('no round bracket of a printed filter can go', () => {
  const minimal = fc.property(filters(smallPath, fc.integer()), (filter) => {
    const text = printFilter(filter)
    for (const [open, close] of bracketPairs(text)) {
      const inside = text.slice(open + 1, close)
      const shorter = `${text.slice(0, open)} ${inside} ${text.slice(close + 1)}`
      expect(treeOf(shorter)).not.toEqual(filter)
    }
  })
  fc.assert(minimal, { numRuns: 200 })
})

test('a text is read or refused with a place in it, and nothing else happens', () => {
  const refused = fc.property(garbage, (text) => {
    return (faultOf(text)?.position ?? 0) <= text.length
  })
  fc.assert(refused, { numRuns: 1000 })
})

test('matching agrees with a naive reading of the RFC', () => {
  const agrees = fc.property(filters(smallPath, smallValue), resources, (filter, resource) => {
    return matchFilter(filter, resource) === naively(filter, resource)
  })
  fc.assert(agrees, { numRuns: 3000 })
})

test('what matches satisfies each of the equalities', () => {
  const satisfied = fc.property(filters(smallPath, smallValue), resources, (filter, resource) => {
    fc.pre(matchFilter(filter, resource))
    return equalities(filter).every(({ attribute, value }) =>
      naively({ kind: 'compare', attribute, operator: 'eq', value, position: 0 }, resource),
    )
  })
  fc.assert(satisfied, { numRuns: 1000 })
})

// Random names, values and resources.

const anyName = fc
  .oneof(fc.stringMatching(/^[a-zA-Z][\w$-]{0,8}$/), fc.constantFrom('$ref', 'and', 'PR', 'true'))
  .filter((name) => name.toLowerCase() !== 'not')

const anyPath: fc.Arbitrary<AttributePath> = fc.record(
  {
    urn: fc.constantFrom('urn:scim:schemas:core:1.0', 'urn:a:extension:b:2.0:User', 'http://c/#d'),
    name: anyName,
    sub: anyName,
  },
  { requiredKeys: ['name'] },
)

const anyValue: fc.Arbitrary<CompareValue> = fc.oneof(
  anyText,
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number + 0),
  fc.constantFrom(true, false, null),
)

const smallPath: fc.Arbitrary<AttributePath> = fc.record(
  { name: fc.constantFrom('a', 'B', 'c'), sub: fc.constantFrom('value', 'X') },
  { requiredKeys: ['name'] },
)

const smallValue = fc.constantFrom('', 'a', 'A', 'ab', 'B', 0, 1, 2, null)

function treeOf(text: string): Filter | undefined {
  if (faultOf(text) !== undefined) return undefined
  const atZero = (key: string, value: unknown) => {
    if (key === 'groupedAt') return undefined
    return key === 'position' ? 0 : value
  }
  return JSON.parse(JSON.stringify(parseFilter(text), atZero))
}

function faultOf(text: string): FilterSyntaxError | undefined {
  try {
    parseFilter(text)
    return undefined
  } catch (error) {
    if (error instanceof FilterSyntaxError) return error
    throw error
  }
}

function bracketPairs(text: string): readonly (readonly [number, number])[] {
  const open: number[] = []
  return [...text].flatMap((character, index) => {
    if (character === '(') open.push(index)
    return character === ')' ? [[open.pop() ?? 0, index] as const] : []
  })
}

const pieces = ['(', ')', '[', ']', '"', '\\', ' ', 'not', 'and', 'or', 'pr', 'eq', 'gt', 'a', '.']
const words = ['a.b', 'urn:a:2.0:b', '"x"', '1', 'null', 'emails[', 'a pr']
const garbage = fc.oneof(
  anyText,
  fc.array(fc.constantFrom(...pieces)).map((list) => list.join('')),
  fc.array(fc.constantFrom(...pieces, ...words)).map((list) => list.join(' ')),
  fc
    .tuple(filters(anyPath, anyValue).map(printFilter), fc.nat())
    .map(([text, cut]) => text.slice(0, cut % text.length)),
)

const complex = fc.record({ Value: smallValue, x: smallValue }, { requiredKeys: [] })
const single = fc.oneof(smallValue, complex)
const attribute = fc.oneof(single, fc.array(single, { maxLength: 3 }))
const resources = fc.record({ A: attribute, b: attribute, c: attribute }, { requiredKeys: [] })

/** Puts every name and string in lower case first: nothing is case exact without rules. */
function naively(filter: Filter, resource: object): boolean {
  const lower = JSON.stringify([filter, resource])
    .toLowerCase()
    .replaceAll('valuepath', 'valuePath')
  const [lowerFilter, lowerResource] = JSON.parse(lower) as [Filter, PlainResource]
  return holds(lowerFilter, lowerResource)
}
