/** Which things of the target a request is about, by the paths of the document. */
import type { Operation, Spec } from '../../specs/read.ts'
import type { Asking } from '../target.ts'

/** A request as the rules on ownership see it. */
export interface Write {
  readonly method: string
  /** Below the base URL, without a query. */
  readonly path: string
  readonly as: Asking
  /** The body as it goes over the wire. */
  readonly text: string
  readonly authorization?: string
}

export interface Address {
  /** Undefined when the document has no such method there. */
  readonly operation: Operation | undefined
  /** The ids in the path, in its order; undefined when the document has no such path. */
  readonly ids: readonly PathId[] | undefined
}

export interface PathId {
  readonly id: string
  /** What stands before it in the path, as `users`. */
  readonly below: string
}

export type Locate = (write: Pick<Write, 'method' | 'path'>) => Address

/** What asks a server to take a POST for another method. */
const OVERRIDE = 'x-http-method-override'

interface Place {
  readonly pattern: RegExp
  /** What stands before each id. */
  readonly below: readonly string[]
  readonly operations: Readonly<Record<string, Operation>>
}

export function locator(spec: Spec): Locate {
  // The fewest ids first, for /Users/me is no user whose id is `me`.
  const places = placesOf(spec).sort((one, other) => one.below.length - other.below.length)
  return ({ method, path }) => {
    // SCIM 1.1 lets a path say in which format the answer shall be.
    const bare = path.replace(/\.(json|xml)$/, '').replace(/(.)\/+$/, '$1')
    for (const { pattern, operations, below } of places) {
      const found = pattern.exec(bare)
      const ids = found?.slice(1).map((id, at) => ({ id: decoded(id), below: below[at] ?? '' }))
      if (ids) return { operation: operations[method], ids }
    }
    return { operation: undefined, ids: undefined }
  }
}

/** @param base the URL below which the API is */
export function writeOf(
  base: string,
  as: Asking,
  sent: { method: string; url: string; headers: Readonly<Record<string, string>>; body?: string },
): Write {
  const headers = new Headers(sent.headers)
  const authorization = headers.get('authorization')
  return {
    method: (headers.get(OVERRIDE) ?? sent.method).toUpperCase(),
    path: new URL(sent.url).pathname.slice(new URL(base).pathname.replace(/\/$/, '').length),
    as,
    text: sent.body ?? '',
    ...(authorization !== null && { authorization }),
  }
}

function placesOf({ operations }: Spec): Place[] {
  const paths = [...new Set(operations.map(({ path }) => path))]
  return paths.map((path) => ({
    pattern: patternOf(path),
    below: belowIn(path),
    operations: Object.fromEntries(
      operations
        .filter((operation) => operation.path === path)
        .map((operation) => [operation.method.toUpperCase(), operation]),
    ),
  }))
}

/** What stands before each id of a path template. */
export function belowIn(path: string): string[] {
  return Array.from(path.matchAll(/([^/]*)\/\{/g), ([, name = '']) => name.toLowerCase())
}

function patternOf(path: string): RegExp {
  const parts = path.split(/\{[^}]+\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${parts.join('([^/]+)')}$`)
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
