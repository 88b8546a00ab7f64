import type { ResourceModel } from './scim-schema.ts'

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
 * of both (RFC 7643 section 2.4).
 *
 * @throws ScimFault invalidSyntax for a body that is no object, lacks `schemas` or has a name
 *   twice; invalidValue for a URN in `schemas` that is not of this type, a wrong type or format, a
 *   second primary, and a required attribute without a value
 * @see RFC 7644 section 3.3
 */
export function readResource(
  _model: ResourceModel,
  _body: unknown,
  _options: ReadOptions = {},
): Resource {
  throw new Error('readResource is not written yet')
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
  _model: ResourceModel,
  _before: Resource,
  _body: unknown,
  _options: ReadOptions = {},
): Resource {
  throw new Error('replaceResource is not written yet')
}
