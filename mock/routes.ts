import findMyWay from 'find-my-way'
import type { Operation } from '../specs/read.ts'
import { Failure } from './directory/failure.ts'

export interface Route {
  readonly operation: Operation
  readonly path: Readonly<Record<string, string>>
}

/** Says which operation a request is for, by its method and the path below the mount. */
export type FindRoute = (method: string, path: string) => Route

/** A method that the path does not have; it says which ones it has. */
export class WrongMethod extends Failure {
  readonly allowed: readonly string[]

  constructor(method: string, allowed: readonly string[]) {
    super('wrongMethod', `${method} is not possible here; ${allowed.join(', ')} is`)
    this.allowed = allowed
  }
}

/** The operations of a path, by method. */
type Methods = Map<string, Operation>

/** What the router finds: the operations of a path, and its parameters as the document names them. */
interface Way {
  readonly methods: Methods
  readonly names: readonly string[]
}

/**
 * Routes of one API, in a radix tree: a fixed segment wins over a parameter, whatever the method,
 * so `/Users/me` is never read as `/Users/{userKey}`. HEAD goes where GET goes.
 */
export function routes(operations: readonly Operation[]): FindRoute {
  const paths = new Map<string, Methods>()
  for (const operation of operations) {
    const methods = paths.get(operation.path) ?? new Map<string, Operation>()
    paths.set(operation.path, methods.set(operation.method.toUpperCase(), operation))
  }
  const router = findMyWay({ maxParamLength: 2 ** 16 })
  for (const [path, methods] of paths) {
    const way: Way = { methods, names: Array.from(path.matchAll(BRACES), ([, name = '']) => name) }
    router.on('GET', wayOf(path), nothing, way)
  }
  return (asked, path) => {
    const found = router.find(
      'GET',
      path.includes('%') ? path.replace(encoded, decodeURIComponent) : path,
    )
    if (!found) throw new Failure('unknownPath', `this API has no path ${path}`)
    const { methods, names } = found.store as Way
    const operation = methods.get(asked === 'HEAD' ? 'GET' : asked)
    if (!operation) throw new WrongMethod(asked, [...methods.keys()])
    return { operation, path: named(names, found.params) }
  }
}

/** What a segment may hold as it stands (RFC 3986 section 3.3) is the same when it is encoded. */
const encoded = /%(?:24|26|2B|2C|3A|3B|3D|40)/gi

const BRACES = /\{([^}]+)\}/g

/**
 * A path template as the router writes it. Its parameters are numbered, for a name may hold what
 * the router does not take; one that shares its segment with text takes what the text leaves.
 * A colon of the path itself is doubled, and an asterisk is a parameter that is an asterisk.
 */
function wayOf(path: string): string {
  let number = 0
  const ways = path.split('/').map((segment) => {
    if (/^\{[^}]+\}$/.test(segment)) return `:p${number++}`
    const fixed = segment.replaceAll(':', '::').replaceAll('*', () => ':asterisk(\\*)')
    return fixed.replace(BRACES, () => `:p${number++}(.*)`)
  })
  return ways.join('/')
}

/** The parameters by the names that the document gives them. */
function named(names: readonly string[], params: Readonly<Record<string, string | undefined>>) {
  const path: Record<string, string> = {}
  for (const [at, name] of names.entries()) path[name] = params[`p${at}`] ?? ''
  return path
}

/** The router wants a function for each route; what it finds stands beside it. */
function nothing(): void {}
