/** Which operation of a document a request is for. */
import type { Operation } from '../../specs/read.ts'

export interface Route {
  readonly operation: Operation
  /** The values of the path's parameters, decoded. */
  readonly path: Readonly<Record<string, string>>
}

export type FindRoute = (method: string, path: string) => Route | undefined

const BRACES = /\{([^}]+)\}/g

/** A path that is written out wins over one with parameters (OpenAPI 3.1 section 4.8.8.2). */
export function routesOf(operations: readonly Operation[]): FindRoute {
  const ways = operations
    .map((operation) => ({ operation, pattern: patternOf(operation.path) }))
    .sort((one, other) =>
      vagueness(one.operation.path).localeCompare(vagueness(other.operation.path)),
    )
  return (method, path) => {
    const segments = path.split('/').map(decoded).join('/')
    const fits = ways.filter(({ pattern }) => pattern.test(segments))
    const best = fits.filter(({ operation }) => operation.path === fits[0]?.operation.path)
    const found = best.find(({ operation }) => operation.method.toUpperCase() === method)
    if (!found) return undefined
    const values = found.pattern
      .exec(segments)
      ?.slice(1)
      .map((text) => text.replaceAll(SLASH, '/'))
    const names = Array.from(found.operation.path.matchAll(BRACES), ([, name = '']) => name)
    return {
      operation: found.operation,
      path: Object.fromEntries(names.map((name, at) => [name, values?.[at] ?? ''])),
    }
  }
}

/** Stands for a slash that was encoded, and so is no end of a segment. */
const SLASH = '\u0000'

function patternOf(template: string): RegExp {
  const parts = template.split(BRACES)
  const source = parts.map((part, at) => (at % 2 === 1 ? '([^/]+)' : escaped(part))).join('')
  return new RegExp(`^${source}$`)
}

/** Sorts a template behind those whose first segments say more. */
function vagueness(template: string): string {
  const ranks = template.split('/').map((segment) => {
    if (!segment.includes('{')) return '0'
    return /^\{[^}]+\}$/.test(segment) ? '2' : '1'
  })
  return ranks.join('')
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment).replaceAll('/', SLASH)
  } catch {
    return segment
  }
}
