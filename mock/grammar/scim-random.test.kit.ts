/** Random resources and operations of a resource type, for properties. */

import fc from 'fast-check'
import type { PatchOperation } from './scim-patch.ts'
import { type Resource, readResource } from './scim-resource.ts'
import {
  type Attribute,
  type FoundAttribute,
  printFound,
  type ResourceModel,
} from './scim-schema.ts'

type Json = fc.Arbitrary<unknown>

const formats: Readonly<Record<string, Json>> = {
  country: fc.constantFrom('US', 'us', 'DE'),
  locale: fc.constantFrom('en', 'en_US'),
  timezone: fc.constantFrom('UTC', 'Europe/Berlin'),
  preferredLanguage: fc.constantFrom('en', 'de, en;q=0.5'),
}

const simple: Readonly<Record<string, Json>> = {
  string: fc.constantFrom('a', 'A', 'b', 'ab'),
  boolean: fc.boolean(),
  integer: fc.constantFrom(0, 1, 2),
  decimal: fc.constantFrom(0, 0.5, 1),
  dateTime: fc.constantFrom(
    '2020-01-01T00:00:00Z',
    '2020-01-01T01:00:00+01:00',
    '2021-01-01T00:00:00Z',
  ),
  binary: fc.constantFrom('TQ==', 'TWFu'),
  reference: fc.constantFrom('https://x.test/a', '../a'),
}

/** A value that the attribute may have. */
export function valueFor(attribute: Attribute): Json {
  const one = elementFor(attribute)
  if (!attribute.multiValued) return one
  return fc.array(one, { minLength: 1, maxLength: 3 }).map(withOnePrimary)
}

/** One element of a multi-valued attribute, or the value of another. */
export function elementFor({ name, type, subAttributes }: Attribute): Json {
  if (type !== 'complex') return formats[name] ?? simple[type] ?? fc.constant('a')
  const subs = (subAttributes ?? []).filter(({ mutability }) => mutability !== 'readOnly')
  const needed = subs.filter(({ required }) => required).map((sub) => sub.name)
  const some = needed.length > 0 ? needed : subs.slice(0, 1).map((sub) => sub.name)
  return fc.record(Object.fromEntries(subs.map((sub) => [sub.name, valueFor(sub)])), {
    requiredKeys: some,
  })
}

/** The attributes that a client may write, those of extensions too. */
export function writable({ base, extensions }: ResourceModel): readonly FoundAttribute[] {
  const all = [
    ...base.attributes.map((attribute) => ({ attribute })),
    ...extensions.flatMap(({ schema }) =>
      schema.attributes.map((attribute) => ({ urn: schema.id, attribute })),
    ),
  ]
  return all.filter(({ attribute }) => attribute.mutability !== 'readOnly')
}

/** Resources as they are stored, frozen so that nothing can change them. */
export function resourcesOf(model: ResourceModel): fc.Arbitrary<Resource> {
  const needed = writable(model).filter(({ attribute }) => attribute.required)
  const others = writable(model).filter(({ attribute }) => !attribute.required)
  return fc
    .subarray(others, { maxLength: Math.min(4, others.length) })
    .chain((some) =>
      fc.record(
        Object.fromEntries(
          [...needed, ...some].map((found) => [printFound(found), valueFor(found.attribute)]),
        ),
      ),
    )
    .map((body) => frozen(readResource(model, bodyOf(model, body))))
}

/** The resource as a client sends it. */
export function bodyOf({ base, extensions }: ResourceModel, resource: Resource): Resource {
  return { schemas: [base.id, ...extensions.map(({ schema }) => schema.id)], ...resource }
}

/** Operations of which most can be done. */
export function operationsOf(model: ResourceModel): fc.Arbitrary<PatchOperation> {
  return fc.oneof(
    ...writable(model).map((found) => {
      const { attribute } = found
      const whole = fc.constant(printFound(found))
      const subs = (attribute.subAttributes ?? []).filter(
        ({ mutability }) => mutability !== 'readOnly',
      )
      const inSubs = subs.map((sub) => onPath(fc.constant(printFound({ ...found, sub })), sub))
      const filtered = fc
        .constantFrom('type eq "a"', 'value sw "a"', 'primary eq true', 'type pr')
        .map((filter) => `${printFound(found)}[${filter}]`)
      const single = { ...attribute, multiValued: false }
      const elements = attribute.multiValued ? [onPath(filtered, single)] : []
      return fc.oneof(onPath(whole, attribute), ...inSubs, ...elements)
    }),
  )
}

function onPath(paths: fc.Arbitrary<string>, attribute: Attribute): fc.Arbitrary<PatchOperation> {
  const value = fc.oneof(
    { arbitrary: valueFor(attribute), weight: 8 },
    { arbitrary: fc.constantFrom(null, [], {}, 'a', true), weight: 1 },
  )
  return fc.oneof(
    fc.record({ op: fc.constantFrom('add' as const, 'replace' as const), path: paths, value }),
    fc.record({ op: fc.constant('remove' as const), path: paths }),
    value.chain((given) =>
      paths.map((path) => ({ op: 'replace' as const, value: { [path]: given } })),
    ),
  )
}

function withOnePrimary(elements: readonly unknown[]): readonly unknown[] {
  const isPrimary = (element: unknown) => (element as { primary?: unknown }).primary === true
  const first = elements.findIndex(isPrimary)
  return elements.map((element, at) =>
    isPrimary(element) && at !== first ? { ...(element as object), primary: false } : element,
  )
}

export function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null)
    Object.values(Object.freeze(value)).forEach(frozen)
  return value
}
