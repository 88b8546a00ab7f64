/** JSON Pointer (RFC 6901) of a place, as a URI fragment: `#/paths/~1Users/get`. */
export function pointer(place: readonly string[]): string {
  const escaped = place.map((part) => part.replaceAll('~', '~0').replaceAll('/', '~1'))
  return `#${escaped.map((part) => `/${encodeURIComponent(part)}`).join('')}`
}

/**
 * Follows a place in a document and every `$ref` met on the way.
 * @returns the value, undefined when there is none, and the place where it really stands.
 */
export function resolve(
  document: unknown,
  place: readonly string[],
): { value: unknown; at: readonly string[] } {
  let value: unknown = document
  let at: readonly string[] = []
  for (const part of place) {
    value = (value as Record<string, unknown> | undefined)?.[part]
    at = [...at, part]
    const seen = new Set<string>()
    for (let ref = reference(value); ref; ref = reference(value)) {
      if (seen.has(ref)) throw new Error(`${ref} refers to itself`)
      seen.add(ref)
      const target = resolve(document, split(ref))
      value = target.value
      at = target.at
    }
  }
  return { value, at }
}

function reference(value: unknown): string | undefined {
  const ref = (value as { $ref?: unknown } | undefined | null)?.$ref
  return typeof ref === 'string' && ref.startsWith('#/') ? ref : undefined
}

/** The place that a pointer names. */
export function split(ref: string): string[] {
  return ref
    .slice(2)
    .split('/')
    .map((part) => decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~'))
}
