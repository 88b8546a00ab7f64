/** The header in which an application shows its own token, beside that of the caller. */
import type { Spec } from './operation.ts'

const FIELD_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/

/** Whether a token can come in a header of this name; RFC 9110 section 5.1 says what one is. */
export function isTokenHeader(name: string): boolean {
  return FIELD_NAME.test(name) && !/^authorization$/i.test(name)
}

/** The name of the header, if the document asks for such a token. */
export function applicationHeaderOf(spec: Spec): string | undefined {
  return spec.securitySchemes[schemeOf(spec) ?? '']?.name
}

/** The document with another name for the header; one that asks for no such token stays as it is. */
export function withApplicationHeader(spec: Spec, name: string | undefined): Spec {
  const key = schemeOf(spec)
  const scheme = spec.securitySchemes[key ?? '']
  if (name === undefined || key === undefined || !scheme) return spec
  return { ...spec, securitySchemes: { ...spec.securitySchemes, [key]: { ...scheme, name } } }
}

/** A key that stands alone is the caller's own. */
function schemeOf({ operations, securitySchemes }: Spec): string | undefined {
  return operations
    .flatMap(({ security }) => security.map(Object.keys))
    .filter(({ length }) => length > 1)
    .flat()
    .find((key) => {
      const scheme = securitySchemes[key]
      return scheme?.type === 'apiKey' && scheme.in === 'header'
    })
}
