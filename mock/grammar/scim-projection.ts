import type { PatchOperation } from './scim-patch.ts'
import type { Resource } from './scim-resource.ts'
import type { ResourceModel } from './scim-schema.ts'

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
export function readProjection(
  _model: ResourceModel,
  { attributes, excludedAttributes = [] }: ProjectionRequest,
): Projection {
  const lower = (names: readonly string[]) => new Set(names.map((name) => name.toLowerCase()))
  return {
    ...(attributes && attributes.length > 0 && { only: lower(attributes) }),
    without: lower(excludedAttributes),
  }
}

export function project(
  _model: ResourceModel,
  { only, without }: Projection,
  resource: Resource,
  _written: ReadonlySet<string> = new Set(),
): Resource {
  const kept = Object.keys(resource).filter((name) => {
    const key = name.toLowerCase()
    if (key === 'id' || key === 'schemas') return true
    return !without.has(key) && (!only || [...only].some((one) => one.split('.')[0] === key))
  })
  return Object.fromEntries(kept.map((name) => [name, resource[name]]))
}

export function writtenBy(_model: ResourceModel, _body: unknown): ReadonlySet<string> {
  return new Set()
}

export function writtenByOperations(
  _model: ResourceModel,
  _operations: readonly PatchOperation[],
): ReadonlySet<string> {
  return new Set()
}
