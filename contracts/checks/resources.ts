/** Where what a call is about can be read. */
import type { Operation, Spec } from '../../specs/read.ts'
import type { Call } from '../call.ts'
import type { Condition, Driver, Phrase } from '../drivers/driver.ts'
import { Absent } from '../drivers/driver.ts'
import type { Reply } from '../exchange.ts'
import { isObject, placesOf } from './places.ts'

type Read = Phrase<unknown>

/** Reads what the path of a call names, or what stands around it; undefined where nothing does. */
export function readOf(spec: Spec, operation: Operation, call: Call): Read | undefined {
  const around = spec.operations
    .filter(({ method, path }) => method === 'get' && holds(path, operation.path))
    .filter(({ parameters }) => !parameters.some((one) => one.required && one.in !== 'path'))
    .filter(({ path, parameters }) => path.endsWith('}') || !isList(parameters))
    .sort((one, other) => other.path.length - one.path.length)
  const [nearest] = around
  if (!nearest) return undefined
  const { path, as, headers: { authorization } = {} } = call
  return reading(nearest, {
    ...(path && { path }),
    ...(as && { as }),
    ...(authorization && { headers: { authorization } }),
  })
}

/** Reads what a call has made, by the id in the reply. */
export function readOfMade(
  { spec, driver }: { readonly spec: Spec; readonly driver: Driver },
  operation: Operation,
  { call, reply }: { readonly call: Call; readonly reply: Reply },
): Read | undefined {
  const undo = driver.undo[operation.id]
  if (!isObject(reply.body)) return undefined
  const own = reply.body[undo?.idIn ?? 'id']
  const below = spec.operations.find(
    ({ method, path }) =>
      method === 'get' &&
      path.startsWith(`${operation.path}/{`) &&
      path.indexOf('/', operation.path.length + 1) < 0,
  )
  if (below) {
    const name = below.path.slice(operation.path.length + 2, -1)
    const id = reply.body[name] ?? own
    if (id === undefined) return undefined
    return reading(below, { path: { ...call.path, [name]: String(id) } })
  }
  const { getUser, getGroup } = driver.verbs
  const verb = undo?.gone === 'missingGroup' ? getGroup : getUser
  return undo && own !== undefined && !(verb instanceof Absent) ? verb(String(own)) : undefined
}

/**
 * Finds the users and groups that have a name which the body gives and which is the test's alone,
 * so that it can be seen that there is nobody of that name afterwards.
 */
export function listsOf(driver: Driver, { body }: Call, prefix: string): Read[] {
  const names = placesOf({}, {}, body)
    .map(({ value }) => value)
    .filter((value): value is string => typeof value === 'string' && value.startsWith(prefix))
  return [...new Set(names)].flatMap((name) => [
    ...listing(driver, 'users', 'userName', name),
    ...listing(driver, 'groups', 'displayName', name),
  ])
}

function listing(
  driver: Driver,
  kind: 'users' | 'groups',
  field: Condition['field'],
  value: string,
): Read[] {
  const list = kind === 'users' ? driver.verbs.listUsers : driver.verbs.listGroups
  if (list instanceof Absent || !driver.filters[kind][field]?.includes('eq')) return []
  return [list({ where: { field, operator: 'eq', value } })]
}

function reading(operation: Operation, call: Call): Read {
  return { operation: operation.id, call, status: 200, read: ({ body }) => body }
}

/** Whether a path template is another, or stands above it. */
function holds(above: string, below: string): boolean {
  return below === above || below.startsWith(`${above}/`)
}

/** What others make in the meantime would be in it. */
function isList(parameters: Operation['parameters']): boolean {
  return parameters.some(({ name }) => /^(count|top|page\[limit\]|filter|search)$/.test(name))
}
