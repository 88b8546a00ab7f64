/** Puts a token where the document wants it. */
import type { Operation, Spec } from '../specs/read.ts'

export interface Tokens {
  /** The caller's. */
  readonly token: string
  /** That of the application through which the caller comes, for an API that asks for both. */
  application(): string
}

/** The headers that present the tokens, by the first way in which the operation lets a caller in. */
export function credentialHeaders(
  spec: Spec,
  operation: Operation | undefined,
  { token, application }: Tokens,
): Record<string, string> {
  const [requirement = {}] = operation ? operation.security : (spec.operations[0]?.security ?? [])
  const headers: Record<string, string> = {}
  for (const name of Object.keys(requirement)) {
    const scheme = spec.securitySchemes[name]
    if (scheme?.type === 'apiKey' && scheme.in === 'header') {
      const alone = Object.keys(requirement).length === 1
      headers[scheme.name ?? ''] = alone ? token : application()
    } else if (scheme?.scheme?.toLowerCase() === 'basic') headers.authorization = basic(token)
    else headers.authorization = `Bearer ${token}`
  }
  return headers
}

function basic(token: string): string {
  return `Basic ${Buffer.from(`${token}:${token}`).toString('base64')}`
}
