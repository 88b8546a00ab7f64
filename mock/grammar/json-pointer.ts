/** JSON Pointer, RFC 6901. */

export class PointerSyntaxError extends Error {
  override readonly name = 'PointerSyntaxError'
}

/**
 * The parts of a pointer, with `~1` read as a slash and `~0` as a tilde; none is the whole document.
 * @throws PointerSyntaxError when it does not begin with a slash, or has another tilde.
 */
export function parsePointer(pointer: string): string[] {
  if (pointer === '') return []
  const text = JSON.stringify(pointer)
  if (!pointer.startsWith('/')) throw new PointerSyntaxError(`${text} does not begin with a slash`)
  if (/~(?![01])/.test(pointer)) {
    throw new PointerSyntaxError(`${text} has a tilde that neither 0 nor 1 follows`)
  }
  // In this order, as section 4 says: ~01 is ~1 and no slash.
  return pointer
    .slice(1)
    .split('/')
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
}
