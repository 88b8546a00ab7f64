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
export function readProjection(_model: ResourceModel, _request: ProjectionRequest): Projection {
  throw new Error('readProjection is not written yet')
}

/**
 * The part of a resource, in its rendered form, that is returned.
 *
 * @param written what `writtenBy` or `writtenByOperations` gave, which has attributes come back that
 *   are returned on request
 * @see RFC 7643 section 7, `returned`; RFC 7644 section 3.9
 */
export function project(
  _model: ResourceModel,
  _projection: Projection,
  _resource: Resource,
  _written: ReadonlySet<string> = new Set(),
): Resource {
  throw new Error('project is not written yet')
}

/** What the body of a POST or PUT names, for `project`. */
export function writtenBy(_model: ResourceModel, _body: unknown): ReadonlySet<string> {
  throw new Error('writtenBy is not written yet')
}

/** What a PATCH names, for `project`. */
export function writtenByOperations(
  _model: ResourceModel,
  _operations: readonly PatchOperation[],
): ReadonlySet<string> {
  throw new Error('writtenByOperations is not written yet')
}
