/** A filter on resources with schemas agrees with a naive reading of RFC 7644 section 3.4.2.2. */

import fc from 'fast-check'
import { test } from '#test'
import { type AttributePath, parseAttributePath } from './attribute-path.ts'
import { combinations, holds, type Plain, type PlainResource } from './filters.test.kit.ts'
import { matchFilter } from './match-filter.ts'
import { printFilter } from './print-filter.ts'
import { compareOperators, type Filter, parseFilter } from './scim-filter.ts'
import { elementFor, resourcesOf, writable } from './scim-random.test.kit.ts'
import type { Resource } from './scim-resource.ts'
import {
  type Attribute,
  attributeNamed,
  type FoundAttribute,
  filterRules,
  findAttribute,
  printFound,
  type ResourceModel,
} from './scim-schema.ts'
import { deviceModel, groupModel, userModel } from './scim-schemas.test.kit.ts'

for (const [type, model] of Object.entries({ userModel, groupModel, deviceModel })) {
  test(`matching agrees with a naive reading of the RFC by the schemas of the ${type}`, () => {
    const rules = filterRules(model)
    const agrees = fc.property(filtersOf(model), resourcesOf(model), (filter, resource) => {
      const naively = holds(plainFilter(model, filter), plainResource(model, resource))
      const read = parseFilter(printFilter(filter))
      return matchFilter(read, resource, rules) === naively
    })
    fc.assert(agrees, { numRuns: 500 })
  })
}

// Random filters that the types of the attributes allow, names in any case, with the URN or not.

function filtersOf(model: ResourceModel): fc.Arbitrary<Filter> {
  const all = writable(model)
  const leaves = all.flatMap((found) => [
    ...(isComparable(found.attribute) ? [found] : []),
    ...subsOf(found.attribute).map((sub) => ({ ...found, sub })),
  ])
  const conditions = leaves.map((found) => conditionOn(pathsTo(model, found), comparedBy(found)))
  const plural = all.filter(({ attribute }) => attribute.multiValued && isComplex(attribute))
  const valuePaths = plural.map((found) =>
    fc.record({
      kind: fc.constant('valuePath' as const),
      attribute: pathsTo(model, found),
      filter: combinations(
        fc.oneof(...subsOf(found.attribute).map((sub) => conditionOn(pathsOf(sub.name), sub))),
      ),
      position: fc.constant(0),
    }),
  )
  return combinations(fc.oneof(...conditions, ...valuePaths))
}

function conditionOn(
  attribute: fc.Arbitrary<AttributePath>,
  compared: Attribute,
): fc.Arbitrary<Filter> {
  const position = fc.constant(0)
  const operators = compareOperators.filter((operator) => isFor(compared, operator))
  return fc.oneof(
    fc.record({ kind: fc.constant('present' as const), attribute, position }),
    fc.record({
      kind: fc.constant('compare' as const),
      attribute,
      operator: fc.constantFrom(...operators),
      value: fc.oneof(
        { arbitrary: elementFor(compared) as fc.Arbitrary<Plain>, weight: 9 },
        { arbitrary: fc.constant(null), weight: 1 },
      ),
      position,
    }),
  )
}

function isFor({ type }: Attribute, operator: string): boolean {
  if (operator === 'eq' || operator === 'ne') return true
  if (type === 'dateTime') return ['gt', 'ge', 'lt', 'le'].includes(operator)
  return type !== 'boolean' && type !== 'binary'
}

function pathsTo(model: ResourceModel, found: FoundAttribute): fc.Arbitrary<AttributePath> {
  const name = printFound(found)
  return found.urn === undefined ? pathsOf(name, `${model.base.id}:${name}`) : pathsOf(name)
}

function pathsOf(...names: readonly string[]): fc.Arbitrary<AttributePath> {
  return fc
    .constantFrom(...names.flatMap((name) => [name, name.toUpperCase()]))
    .map((name) => parseAttributePath(name) ?? { name })
}

// Names in lower case, texts too where their case means nothing, instants as numbers.

function plainFilter(model: ResourceModel, filter: Filter, parent?: FoundAttribute): Filter {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return { ...filter, operands: filter.operands.map((one) => plainFilter(model, one, parent)) }
    case 'not':
      return { ...filter, filter: plainFilter(model, filter.filter, parent) }
    case 'valuePath': {
      const found = foundAt(model, filter.attribute)
      return {
        ...filter,
        attribute: plainPath(found),
        filter: plainFilter(model, filter.filter, found),
      }
    }
    default: {
      const found = foundAt(model, filter.attribute, parent)
      const attribute = parent ? { name: filter.attribute.name.toLowerCase() } : plainPath(found)
      if (filter.kind === 'present') return { ...filter, attribute }
      const value = plainValue(comparedBy(found), filter.value) as Plain | null
      return { ...filter, attribute, value }
    }
  }
}

function foundAt(model: ResourceModel, path: AttributePath, parent?: FoundAttribute) {
  const found: FoundAttribute | undefined = parent
    ? { ...parent, ...subNamed(parent.attribute, path.name) }
    : findAttribute(model, path)
  if (found === undefined) throw new Error(`The model has no ${path.name}`)
  return found
}

function subNamed(attribute: Attribute, name: string): { sub?: Attribute } {
  const sub = attributeNamed(attribute.subAttributes ?? [], name)
  return sub === undefined ? {} : { sub }
}

function plainPath({ sub, ...found }: FoundAttribute): AttributePath {
  const name = printFound(found).toLowerCase()
  return sub === undefined ? { name } : { name, sub: sub.name.toLowerCase() }
}

function plainResource(model: ResourceModel, resource: Resource): PlainResource {
  const entries = writable(model).map((found) => {
    const holder = found.urn === undefined ? resource : (resource[found.urn] as Resource)
    return [plainPath(found).name, plainValue(found.attribute, holder?.[found.attribute.name])]
  })
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined))
}

function plainValue(attribute: Attribute, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((each) => plainValue(attribute, each))
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(([name, part]) => {
      const { sub } = subNamed(attribute, name)
      return [name.toLowerCase(), sub ? plainValue(sub, part) : part]
    })
    return Object.fromEntries(entries)
  }
  if (typeof value !== 'string') return value
  if (attribute.type === 'dateTime') return Date.parse(value)
  return attribute.caseExact ? value : value.toLowerCase()
}

function isComplex({ type }: Attribute): boolean {
  return type === 'complex'
}

function isComparable(attribute: Attribute): boolean {
  return !isComplex(attribute) || subNamed(attribute, 'value').sub !== undefined
}

function comparedBy({ attribute, sub }: FoundAttribute): Attribute {
  return sub ?? subNamed(attribute, 'value').sub ?? attribute
}

function subsOf({ subAttributes }: Attribute): readonly Attribute[] {
  return (subAttributes ?? []).filter(({ mutability }) => mutability !== 'readOnly')
}
