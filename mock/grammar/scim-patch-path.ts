import { parseAttributePath } from './attribute-path.ts'
import { ScimFault } from './scim-fault.ts'
import { type AttributePath, type Filter, FilterSyntaxError, parseFilter } from './scim-filter.ts'

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
export function parsePatchPath(text: string): PatchPath {
  const bracket = text.indexOf('[')
  const attribute = parseAttributePath(bracket === -1 ? text : text.slice(0, bracket))
  if (attribute === undefined) throw malformed(text)
  if (bracket === -1) return { attribute }
  // Neither name has a bracket, so the last one closes the filter, though a string may have some.
  const close = text.lastIndexOf(']')
  const sub = /^(?:\.(\$ref|[a-z][\w$-]*))?$/i.exec(text.slice(close + 1))
  if (close < bracket || sub === null) throw malformed(text)
  const filter = filterOf(text.slice(0, close + 1))
  return { attribute, filter, ...(sub[1] !== undefined && { sub: sub[1] }) }
}

function filterOf(valuePath: string): Filter {
  try {
    const filter = parseFilter(valuePath)
    // Such as `emails[type pr] or ims[type pr]`.
    if (filter.kind !== 'valuePath') throw malformed(valuePath)
    return filter.filter
  } catch (error) {
    if (!(error instanceof FilterSyntaxError)) throw error
    throw new ScimFault('invalidFilter', valuePath, `is no path: ${error.message}`)
  }
}

function malformed(text: string): ScimFault {
  return new ScimFault('invalidPath', text, 'is no path of an attribute or value')
}
