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

/**
 * Routes of one API, in a radix tree: a fixed segment wins over a parameter,
 * so `/Users/me` is found before `/Users/{userKey}`. HEAD goes where GET goes.
 */
export function routes(operations: readonly Operation[]): FindRoute {
  const router = findMyWay({ maxParamLength: 2 ** 16 })
  const methods = new Set(operations.map(({ method }) => method.toUpperCase()))
  for (const operation of operations) {
    router.on(operation.method.toUpperCase() as 'GET', wayOf(operation.path), nothing, operation)
  }
  return (asked, path) => {
    const method = asked === 'HEAD' ? 'GET' : asked
    const found = router.find(method as 'GET', path)
    if (found) return { operation: found.store, path: found.params as Route['path'] }
    const allowed = [...methods].filter((each) => router.find(each as 'GET', path))
    if (allowed.length > 0) throw new WrongMethod(asked, allowed)
    throw new Failure('unknownPath', `this API has no path ${path}`)
  }
}

/** `/Users/{userKey}/$sync` as the router writes it; a colon of the path itself is doubled there. */
function wayOf(path: string): string {
  return path.replaceAll(':', '::').replace(/\{([^}]+)\}/g, ':$1')
}

/** The router wants a function for each route; which operation it is stands beside it. */
function nothing(): void {}
