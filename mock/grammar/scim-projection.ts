import { remembered } from './remembered.ts'
import { ScimFault } from './scim-fault.ts'
import { givenAttributes } from './scim-given.ts'
import { isObject } from './scim-message.ts'
import type { PatchOperation } from './scim-patch.ts'
import { parsePatchPath } from './scim-patch-path.ts'
import { targetOf } from './scim-patch-target.ts'
import type { Resource } from './scim-resource.ts'
import {
  type Attribute,
  attributeNamed,
  extensionAttribute,
  findAttribute,
  printFound,
  type ResourceModel,
  readAttributePath,
} from './scim-schema.ts'
import { type Place, subPath } from './scim-value.ts'

/** The two query parameters, each cut at its commas. */
export interface ProjectionRequest {
  readonly attributes?: readonly string[]
  readonly excludedAttributes?: readonly string[]
}

/** Lower-case paths of attributes: those asked for, if any were, and those not wanted. */
export interface Projection {
  readonly only?: ReadonlySet<string> | undefined
  readonly without: ReadonlySet<string>
  /** The attributes of which a sub-attribute is asked for. */
  readonly partly: ReadonlySet<string>
}

/**
 * Reads what a client wants to see. A name that the model does not have asks for nothing (the RFC
 * is silent), and an empty list is no request.
 *
 * @throws ScimFault invalidValue when both are given, which exclude each other (section 3.9)
 * @see RFC 7644 section 3.4.2.5
 */
export function readProjection(model: ResourceModel, request: ProjectionRequest): Projection {
  const only = pathsOf(model, request.attributes)
  const without = pathsOf(model, request.excludedAttributes)
  if (only !== undefined && without !== undefined) {
    throw new ScimFault('invalidValue', 'excludedAttributes', 'may not stand beside attributes')
  }
  if (only === undefined && without === undefined) return everything
  const partly = [...(only ?? [])].flatMap(parentsOf)
  return { ...(only && { only }), without: without ?? none, partly: new Set(partly) }
}

/**
 * The part of a resource, in its rendered form, that is returned. What the model does not know is
 * not. Whoever asks for one sub-attribute gets those that are always returned with it.
 *
 * @param written what `writtenBy` or `writtenByOperations` gave, which has attributes come back that
 *   are returned on request
 * @see RFC 7643 section 7, `returned`; RFC 7644 section 3.9
 */
export function project(
  model: ResourceModel,
  projection: Projection,
  resource: Resource,
  written: ReadonlySet<string> = none,
): Resource {
  return projecting(model, projection, written)(resource)
}

/** `project`, for many resources. */
export function projecting(
  model: ResourceModel,
  projection: Projection,
  written: ReadonlySet<string> = none,
): (resource: Resource) => Resource {
  const names = knownIn(model)
  const { only, without, partly } = projection
  const view: View = { only, without, partly, written, inherited: only === undefined }
  return (resource) => projectMembers(names, resource, view)
}

/** Whether a model has attributes that only those get who ask for them or write them. */
export const hasOnRequest = remembered(({ common, base, extensions }: ResourceModel): boolean => {
  return isOnRequest([...common, ...base.attributes, ...extensions.map(extensionAttribute)])
})

function isOnRequest(attributes: readonly Attribute[]): boolean {
  return attributes.some(
    ({ returned, subAttributes = [] }) => returned === 'request' || isOnRequest(subAttributes),
  )
}

/** What the body of a POST or PUT names, for `project`, once it has been read. */
export function writtenBy(model: ResourceModel, body: unknown): ReadonlySet<string> {
  return new Set(
    givenAttributes(model, body).flatMap(({ value, ...found }) =>
      namedPaths({ attribute: found.attribute, path: printFound(found) }, value),
    ),
  )
}

/** What a PATCH names, for `project`, once it has been done. */
export function writtenByOperations(
  model: ResourceModel,
  operations: readonly PatchOperation[],
): ReadonlySet<string> {
  return new Set(
    operations.flatMap(({ path, value }) => {
      if (path === undefined) return [...writtenBy(model, value)]
      const { place, sub } = targetOf(model, parsePatchPath(path)) ?? {}
      return [
        ...(place ? namedPaths(place, sub === undefined ? value : undefined) : []),
        ...(sub ? [sub.path.toLowerCase()] : []),
      ]
    }),
  )
}

/** An attribute where it stands in a model. */
interface Known {
  readonly attribute: Attribute
  /** Its path in lower case. */
  readonly key: string
  readonly isExtension: boolean
  readonly parts: Names
}

type Names = ReadonlyMap<string, Known>

const none: ReadonlySet<string> = new Set()
const everything: Projection = { without: none, partly: none }

/** The attributes of a model by name. */
const knownIn = remembered(({ common, base, extensions }: ResourceModel): Names => {
  const root = [...common, ...base.attributes, ...extensions.map(extensionAttribute)]
  return namesOf(root, ({ name }) => name)
})

function namesOf(
  attributes: readonly Attribute[],
  pathOf: (attribute: Attribute) => string,
): Names {
  const known = attributes.map((attribute): Known => {
    const path = pathOf(attribute)
    return {
      attribute,
      key: path.toLowerCase(),
      isExtension: attribute.name.includes(':'),
      parts: namesOf(attribute.subAttributes ?? [], ({ name }) => subPath(attribute, path, name)),
    }
  })
  return new Map(known.map((each) => [each.attribute.name, each]))
}

interface View extends Projection {
  readonly written: ReadonlySet<string>
  /** Whether what is returned by default is, for want of a request or by that for its parent. */
  readonly inherited: boolean
}

/** The object itself where all of it is shown. */
function projectMembers(names: Names, object: Resource, view: View): Resource {
  let shown: Record<string, unknown> | undefined
  for (const name in object) {
    const known = names.get(name)
    // Not before: a value that is not wanted may be dear to work out.
    const value = known && isLookedInto(known, view) ? object[name] : undefined
    const part = known && projectValue(known, value, view)
    if (part === undefined || part !== value) shown ??= membersBefore(name, object)
    if (shown && part !== undefined) shown[name] = part
  }
  return shown ?? object
}

function membersBefore(end: string, object: Resource): Record<string, unknown> {
  const names = Object.keys(object)
  const before = names.slice(0, names.indexOf(end))
  return Object.fromEntries(before.map((name) => [name, object[name]]))
}

function isLookedInto(known: Known, view: View): boolean {
  return known.isExtension || isWanted(known, view)
}

function projectValue(known: Known, value: unknown, view: View): unknown {
  const { key, isExtension, parts } = known
  if (typeof value !== 'object' || value === null) return value
  const inherited = isExtension
    ? (view.inherited || view.only?.has(key) === true) && !view.without.has(key)
    : view.only === undefined || isNamed(known, view)
  const within = inherited === view.inherited ? view : { ...view, inherited }
  if (!Array.isArray(value)) return projectElement(parts, value, within)
  const elements = value.map((each) => projectElement(parts, each, within))
  if (elements.length > 0 && elements.every((each, at) => each === value[at])) return value
  const shown = elements.filter((each) => each !== undefined)
  return shown.length === 0 ? undefined : shown
}

function projectElement(parts: Names, value: unknown, view: View): unknown {
  if (!isObject(value)) return value
  const shown = projectMembers(parts, value, view)
  return Object.keys(shown).length === 0 ? undefined : shown
}

function isWanted(known: Known, view: View): boolean {
  const { returned, mutability } = known.attribute
  if (returned === 'never' || mutability === 'writeOnly') return false
  if (returned === 'always') return true
  if (view.without.has(known.key)) return false
  return view.partly.has(known.key) || isNamed(known, view)
}

/** Whether an attribute is wanted as a whole. */
function isNamed({ attribute: { returned }, key }: Known, view: View): boolean {
  if (view.only?.has(key) || returned === 'always') return true
  if (returned === 'default') return view.inherited
  return view.only === undefined && view.written.has(key)
}

/** What stands before each point of a path. */
function parentsOf(path: string): string[] {
  return Array.from(path.matchAll(/\./g), ({ index }) => path.slice(0, index))
}

function pathsOf(
  model: ResourceModel,
  names: readonly string[] = [],
): ReadonlySet<string> | undefined {
  const given = names.map((name) => name.trim()).filter((name) => name !== '')
  if (given.length === 0) return undefined
  const found = given.flatMap((name) => {
    const path = readAttributePath(model, name)
    const attribute = path && findAttribute(model, path)
    return attribute ? [printFound(attribute).toLowerCase()] : []
  })
  return new Set(found)
}

/** The paths of an attribute and of the sub-attributes that its value names. */
function namedPaths({ attribute, path }: Place, value: unknown): readonly string[] {
  const elements = Array.isArray(value) ? value : [value]
  const subs = elements.filter(isObject).flatMap((element) =>
    Object.keys(element).flatMap((name) => {
      const sub = attributeNamed(attribute.subAttributes ?? [], name)
      return sub === undefined ? [] : [subPath(attribute, path, sub.name)]
    }),
  )
  return [path, ...subs].map((each) => each.toLowerCase())
}
