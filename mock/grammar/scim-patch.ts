import type { Resource } from './scim-resource.ts'
import type { ResourceModel } from './scim-schema.ts'

export interface PatchOperation {
  readonly op: 'add' | 'remove' | 'replace'
  readonly path?: string
  readonly value?: unknown
}

/** Where the RFC and real clients disagree; all are off in the RFC's own reading. */
export interface PatchSwitches {
  /** `remove` of a multi-valued attribute with a `value` removes the values listed there alone. */
  readonly removeListedMembers: boolean
  /** `add` and `replace` on a value path without a match make the element that would match. */
  readonly createMissingTarget: boolean
  /** As in `ReadOptions`. */
  readonly coerceValues: boolean
  /** The names of a value without `path` may be paths: `name.givenName`. */
  readonly dottedKeys: boolean
}

export const strictPatch: PatchSwitches = {
  removeListedMembers: false,
  createMissingTarget: false,
  coerceValues: false,
  dottedKeys: false,
}

export interface PatchOptions extends Partial<PatchSwitches> {
  /**
   * The resource as the client reads it, with what is readOnly: sending that again, in a value
   * without `path`, is no change and passes.
   */
  readonly current?: Resource
}

/**
 * Reads a PatchOp message; `op` in any case.
 *
 * @throws ScimFault as `readMessage` does; invalidSyntax for operations that are none; invalidValue
 *   for an add or replace without `value`, or with neither `path` nor an object; noTarget for a
 *   remove without `path`
 * @see RFC 7644 section 3.5.2
 */
export function readOperations(_body: unknown): readonly PatchOperation[] {
  throw new Error('readOperations is not written yet')
}

/**
 * The resource after all operations, in their order; the one before, if nothing has changed.
 *
 * @throws ScimFault for the first operation that cannot be done, and then nothing is: invalidPath,
 *   invalidFilter, noTarget, mutability, invalidValue
 * @see RFC 7644 section 3.5.2
 */
export function patchResource(
  _model: ResourceModel,
  _before: Resource,
  _operations: readonly PatchOperation[],
  _options: PatchOptions = {},
): Resource {
  throw new Error('patchResource is not written yet')
}
