import { equalFor, sameValue } from './scim-elements.ts'
import { ScimFault } from './scim-fault.ts'
import { givenAttributes } from './scim-given.ts'
import { checkSchemas, isObject, readMembers } from './scim-message.ts'
import {
  type Attribute,
  extensionAttribute,
  type FoundAttribute,
  printFound,
  type ResourceModel,
} from './scim-schema.ts'
import { checkRequired, type Place, type Reading, readValue, subPath } from './scim-value.ts'

/**
 * A resource as it is stored: plain JSON, attributes spelled as the schemas do, those of an
 * extension in an object under its URN. Nothing in it is null, an empty array or an empty object,
 * and it has neither `schemas` nor what is readOnly.
 */
export type Resource = Readonly<Record<string, unknown>>

export interface ReadOptions {
  /**
   * Off by default. Takes what Microsoft's clients send: "True" and "False" for booleans, a bare
   * text for a complex attribute with a `value` (a member, the manager), and "" for no such value.
   */
  readonly coerceValues?: boolean
  /** Off by default. In SCIM 1.1 an element may be sent as its plain `value`. */
  readonly plainValues?: boolean
  /** Off by default. SCIM 1.1 lets a request go without `schemas`. */
  readonly schemasOptional?: boolean
}

/**
 * Reads the body of a POST.
 *
 * Names match in any case, and may be qualified with a URN. What is readOnly or unknown to the
 * schemas is left out (ours for the unknown; the RFC is silent), as is what is null, an empty array
 * or object. Of two elements with the same `type` and `value` one is kept, with the sub-attributes
 * of both (RFC 7643 section 2.4). An extension that `schemas` does not list is read all the same.
 *
 * @throws ScimFault invalidSyntax for a body that is no object, lacks `schemas` or has a name
 *   twice; invalidValue for a URN in `schemas` that is not of this type, a wrong type or format, a
 *   second primary, and a required attribute without a value
 * @see RFC 7644 section 3.3
 */
export function readResource(
  model: ResourceModel,
  body: unknown,
  options: ReadOptions = {},
): Resource {
  const schemas = readMembers(body, '')('schemas')
  if (schemas !== undefined || !options.schemasOptional) {
    checkSchemas(schemas, model.base.id, extensionUrns(model))
  }
  const reading: Reading = { baseSchema: model.base.id, ...options }
  const resource: Record<string, unknown> = {}
  for (const given of givenAttributes(model, body)) {
    const { attribute } = given
    if (attribute.mutability === 'readOnly' || attribute.name === 'schemas') continue
    const value = readValue({ attribute, path: printFound(given) }, given.value, reading)
    if (value !== undefined) put(resource, given, value)
  }
  checkResource(model, resource)
  return resource
}

/**
 * The resource after a PUT; the one before, if nothing changes.
 *
 * What the client leaves out is cleared, except what it may not change (readOnly, immutable) and
 * what it cannot have read (writeOnly, returned never).
 *
 * @throws ScimFault as `readResource` does, and mutability for another value of an immutable
 *   attribute that has one
 * @see RFC 7644 section 3.5.1
 */
export function replaceResource(
  model: ResourceModel,
  before: Resource,
  body: unknown,
  options: ReadOptions = {},
): Resource {
  const sent = readResource(model, body, options)
  const after = allAttributes(model).reduce((replaced, found) => {
    const place = { attribute: found.attribute, path: printFound(found) }
    return withValue(
      replaced,
      found,
      replaceValue(place, valueAt(before, found), valueAt(sent, found)),
    )
  }, sent)
  return sameValue(before, after) ? before : after
}

/** Puts a value into a resource that is just being read. */
function put(resource: Record<string, unknown>, found: FoundAttribute, value: unknown): void {
  const { urn, attribute } = found
  if (urn === undefined) resource[attribute.name] = value
  else resource[urn] = { [attribute.name]: value, ...(resource[urn] as Resource | undefined) }
}

/** The value of an attribute, without regard to a sub-attribute; `undefined` for an absent one. */
export function valueAt(resource: Resource, { urn, attribute }: FoundAttribute): unknown {
  const holder = urn === undefined ? resource : member(resource, urn)
  return isObject(holder) ? member(holder, attribute.name) : undefined
}

/** The resource with another value of an attribute; `undefined` takes it away. */
export function withValue(resource: Resource, found: FoundAttribute, value: unknown): Resource {
  const { urn, attribute } = found
  if (urn === undefined) return withMember(resource, attribute.name, value)
  const extension = member(resource, urn)
  const changed = withMember(isObject(extension) ? extension : {}, attribute.name, value)
  return withMember(resource, urn, Object.keys(changed).length === 0 ? undefined : changed)
}

export function member(object: Resource, name: string): unknown {
  return Object.hasOwn(object, name) ? object[name] : undefined
}

export function withMember(object: Resource, name: string, value: unknown): Resource {
  if (value !== undefined) return Object.assign({}, object, { [name]: value })
  return Object.fromEntries(Object.entries(object).filter(([each]) => each !== name))
}

/** The `schemas` of a resource: the base URN, and those of the extensions it has (section 3). */
export function schemasOf(model: ResourceModel, resource: Resource): readonly string[] {
  return [model.base.id, ...extensionUrns(model).filter((urn) => Object.hasOwn(resource, urn))]
}

export function extensionUrns({ extensions }: ResourceModel): readonly string[] {
  return extensions.map(({ schema }) => schema.id)
}

/**
 * Checks that a resource has what its schemas require. An extension that is not required may be
 * absent as a whole (RFC 7643 section 6).
 *
 * @throws ScimFault invalidValue
 */
export function checkResource({ base, extensions }: ResourceModel, resource: Resource): void {
  checkAttributes(base.attributes, resource, (name) => name)
  checkAttributes(extensions.map(extensionAttribute), resource, (name) => name)
}

function checkAttributes(
  attributes: readonly Attribute[],
  object: Resource,
  pathOf: (name: string) => string,
): void {
  checkRequired(attributes, object, pathOf)
  for (const attribute of attributes) {
    const value = member(object, attribute.name)
    const elements = Array.isArray(value) ? value : [value]
    for (const element of elements.filter(isObject)) {
      checkAttributes(attribute.subAttributes ?? [], element, (name) =>
        subPath(attribute, pathOf(attribute.name), name),
      )
    }
  }
}

function allAttributes({ base, extensions, common }: ResourceModel): readonly FoundAttribute[] {
  return [
    ...[...common, ...base.attributes].map((attribute) => ({ attribute })),
    ...extensions.flatMap(({ schema }) =>
      schema.attributes.map((attribute) => ({ urn: schema.id, attribute })),
    ),
  ]
}

/**
 * What another value makes of one that is replaced as a whole.
 *
 * @throws ScimFault mutability
 */
export function replaceValue({ attribute, path }: Place, before: unknown, sent: unknown): unknown {
  const { mutability, returned, subAttributes } = attribute
  if (mutability === 'readOnly') return before
  if (mutability === 'writeOnly' || returned === 'never') return sent ?? before
  if (mutability === 'immutable' && before !== undefined) {
    if (sent === undefined || equalFor(attribute, before, sent)) return before
    throw new ScimFault('mutability', path, 'is immutable and has a value')
  }
  if (!isObject(before) || !isObject(sent)) return sent
  return (subAttributes ?? []).reduce((replaced, sub) => {
    const place = { attribute: sub, path: subPath(attribute, path, sub.name) }
    const value = replaceValue(place, member(before, sub.name), member(sent, sub.name))
    return withMember(replaced, sub.name, value)
  }, sent)
}
