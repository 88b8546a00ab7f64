import type { AttributePath, Filter } from './scim-filter.ts'

/** `attribute[filter].sub`; without a filter, a sub-attribute is part of the `attribute`. */
export interface PatchPath {
  readonly attribute: AttributePath
  /** What stands in the brackets; its names are sub-attributes. */
  readonly filter?: Filter
  readonly sub?: string
}

/**
 * Reads the `path` of a PATCH operation.
 *
 * @throws ScimFault invalidPath for a text that is none, invalidFilter for what stands in brackets
 * @see RFC 7644 section 3.5.2, figure 7
 */
export function parsePatchPath(_text: string): PatchPath {
  throw new Error('parsePatchPath is not written yet')
}
