/**
 * The name of a SCIM attribute as a client writes it: `userName`, `name.givenName`,
 * `urn:ietf:params:scim:schemas:core:2.0:User:userName`, `members.$ref`. Case is kept.
 *
 * @see RFC 7644 section 3.4.2.2, figure 1 (`attrPath`), and section 3.10
 */
export type AttributePath = {
  readonly urn?: string
  readonly name: string
  readonly sub?: string
}

// RFC 7643 section 2.1 has "$" among the nameChars but not in front, though `$ref` is an attribute.
const names = /^(\$ref|[a-z][\w$-]*)(?:\.(\$ref|[a-z][\w$-]*))?$/i

// RFC 3986, without the brackets, which end a word in a filter.
const uri = /^[a-z][a-z\d+.-]*:[\w.~:/?#@!$&'*+,;=%-]+$/i

/**
 * Reads a whole attribute path; `undefined` when the text is not one.
 *
 * A URN has dots of its own (`core:2.0:User`), so a sub-attribute is looked for after its last
 * colon only.
 */
export function parseAttributePath(text: string): AttributePath | undefined {
  const colon = text.lastIndexOf(':')
  const urn = colon === -1 ? undefined : text.slice(0, colon)
  const [, name, sub] = names.exec(text.slice(colon + 1)) ?? []
  if (name === undefined || (urn !== undefined && !uri.test(urn))) return undefined
  return { ...(urn !== undefined && { urn }), name, ...(sub !== undefined && { sub }) }
}

/** The path as text, in the case it was written in. */
export function printAttributePath({ urn, name, sub }: AttributePath): string {
  return `${urn === undefined ? '' : `${urn}:`}${name}${sub === undefined ? '' : `.${sub}`}`
}

/** The path in lower case, to look it up by: names and URNs are case-insensitive (section 3.10). */
export function attributeKey(path: AttributePath): string {
  return printAttributePath(path).toLowerCase()
}

/**
 * The full path of a name inside a value path: `type` inside `emails[...]` is `emails.type`.
 *
 * SCIM has no complex attribute inside another (RFC 7643 section 2.3.8); should a client write
 * one, `sub` has dots, which no attribute of a schema has.
 */
export function insideValuePath(parent: AttributePath, child: AttributePath): AttributePath {
  const names = [parent.sub, child.name, child.sub]
  return { ...parent, sub: names.filter((name) => name !== undefined).join('.') }
}
