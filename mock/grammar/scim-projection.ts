import { ScimFault } from './scim-fault.ts'
import { isObject } from './scim-message.ts'
import type { PatchOperation } from './scim-patch.ts'
import { parsePatchPath } from './scim-patch-path.ts'
import { targetOf } from './scim-patch-target.ts'
import { givenAttributes, type Resource } from './scim-resource.ts'
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
  readonly only?: ReadonlySet<string>
  readonly without: ReadonlySet<string>
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
  return { ...(only && { only }), without: without ?? new Set() }
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
  { only, without }: Projection,
  resource: Resource,
  written: ReadonlySet<string> = new Set(),
): Resource {
  const root = [
    ...model.common,
    ...model.base.attributes,
    ...model.extensions.map(extensionAttribute),
  ]
  const view = { only, without, written, inherited: only === undefined }
  return projectMembers(root, resource, (attribute) => attribute.name, view)
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

interface View {
  readonly only: ReadonlySet<string> | undefined
  readonly without: ReadonlySet<string>
  readonly written: ReadonlySet<string>
  /** Whether what is returned by default is, for want of a request or by that for its parent. */
  readonly inherited: boolean
}

function projectMembers(
  attributes: readonly Attribute[],
  object: Resource,
  pathOf: (attribute: Attribute) => string,
  view: View,
): Resource {
  const known = new Map(attributes.map((attribute) => [attribute.name, attribute]))
  // By name: a value that is not wanted may be dear to work out.
  const entries = Object.keys(object).flatMap((name) => {
    const attribute = known.get(name)
    const place = attribute && { attribute, path: pathOf(attribute) }
    const part = place && projectValue(place, () => object[name], view)
    return part === undefined ? [] : [[name, part] as const]
  })
  return Object.fromEntries(entries)
}

function projectValue(place: Place, read: () => unknown, view: View): unknown {
  const { attribute, path } = place
  const key = path.toLowerCase()
  const isExtension = attribute.name.includes(':')
  if (!isExtension && !isWanted(attribute, key, view)) return undefined
  const value = read()
  const within: View = {
    ...view,
    inherited: isExtension
      ? (view.inherited || view.only?.has(key) === true) && !view.without.has(key)
      : view.only === undefined || isNamed(attribute, key, view),
  }
  if (!Array.isArray(value)) return projectElement(place, value, within)
  const elements = value
    .map((each) => projectElement(place, each, within))
    .filter((each) => each !== undefined)
  return elements.length === 0 ? undefined : elements
}

function projectElement({ attribute, path }: Place, value: unknown, view: View): unknown {
  if (!isObject(value)) return value
  const part = projectMembers(
    attribute.subAttributes ?? [],
    value,
    ({ name }) => subPath(attribute, path, name),
    view,
  )
  return Object.keys(part).length === 0 ? undefined : part
}

function isWanted(attribute: Attribute, key: string, view: View): boolean {
  const { returned, mutability } = attribute
  if (returned === 'never' || mutability === 'writeOnly') return false
  if (returned === 'always') return true
  if (view.without.has(key)) return false
  const hasNamedSub = [...(view.only ?? [])].some((name) => name.startsWith(`${key}.`))
  return hasNamedSub || isNamed(attribute, key, view)
}

/** Whether an attribute is wanted as a whole. */
function isNamed({ returned }: Attribute, key: string, view: View): boolean {
  if (view.only?.has(key) || returned === 'always') return true
  if (returned === 'default') return view.inherited
  return view.only === undefined && view.written.has(key)
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
