/** How an operation on a SCIM resource is given values for attributes. */
import type { Operation } from '../../specs/read.ts'
import type { Call } from '../call.ts'
import { blended } from './awkward-values.ts'
import { at, isObject, leaveOut, type Path, put } from './places.ts'
import type { Published } from './scim-model.ts'
import { shuffled } from './seed.ts'
import type { Subject } from './subject.ts'

/** An attribute and the whole of its value; undefined leaves it out. */
export interface Given extends Published {
  readonly value: unknown
}

/** A good call with other values of some attributes, and no condition or projection. */
export function withValues(operation: Operation, call: Call, given: readonly Given[]): Call {
  const { query: _query, headers: _headers, ...rest } = call
  return { ...rest, body: bodyWith(operation, call.body, given) }
}

/** Of RFC 7644 section 3.5.2 each form has its turn: which, the seed and the purpose say. */
export function patchedInTurn(call: Call, given: Given, seed: number, purpose: string): Call {
  const [form = 'add'] = shuffled(
    ['add', 'replace', 'add with a path', 'replace with a path'],
    seed,
    purpose,
  )
  const [op = 'add', ...withPath] = form.split(' ')
  const { urn, attribute, value } = given
  const path = urn === undefined ? attribute.name : `${urn}:${attribute.name}`
  const operation = withPath.length > 0 ? { op, path, value } : { op, value: nested([given]) }
  const { query: _query, headers: _headers, ...rest } = call
  return { ...rest, body: patchOf(call.body, operation) }
}

/** What a call makes under a name that nothing has yet. */
export function withAnotherName(
  { driver, operation, prefix }: Pick<Subject, 'driver' | 'operation' | 'prefix'>,
  call: Call,
  number: number,
): Call {
  const { nameIn } = driver.undo[operation.id] ?? {}
  const name = nameIn === undefined ? undefined : at(call.body, [nameIn])
  if (nameIn === undefined || typeof name !== 'string') return call
  const another = blended(name, { what: 'another', text: `-${number}` }, prefix)
  return { ...call, body: put(call.body, [nameIn], another) }
}

export function pathOf({ urn, attribute }: Published): Path {
  return urn === undefined ? [attribute.name] : [urn, attribute.name]
}

/** A name for people, and what its choices are drawn by. */
export function nameOf({ urn, attribute }: Published, part?: string): string {
  const name = urn === undefined ? attribute.name : `${urn}:${attribute.name}`
  return part === undefined ? name : `${name}.${part}`
}

/** Whether the body of a patch is a message of SCIM 2.0, and no part of a resource. */
export function isPatchOp(body: unknown): boolean {
  return isObject(body) && 'Operations' in body
}

function bodyWith({ method }: Operation, body: unknown, given: readonly Given[]): unknown {
  if (isPatchOp(body)) return patchOf(body, { op: 'replace', value: nested(given) })
  // A patch of SCIM 1.1 is a part of the resource.
  if (method === 'patch') return { schemas: at(body, ['schemas']), ...nested(given) }
  // A password is dear to keep, and no value needs one beside it.
  const cheap = at(body, ['password']) === undefined ? body : leaveOut(body, ['password'])
  return given.reduce<unknown>((altered, one) => {
    if (one.value !== undefined) return put(altered, pathOf(one), one.value)
    return at(altered, pathOf(one)) === undefined ? altered : leaveOut(altered, pathOf(one))
  }, cheap)
}

function patchOf(body: unknown, operation: object): unknown {
  return { schemas: at(body, ['schemas']), Operations: [operation] }
}

function nested(given: readonly Given[]): Readonly<Record<string, unknown>> {
  return given.reduce<unknown>((all, one) => put(all, pathOf(one), one.value), {}) as Readonly<
    Record<string, unknown>
  >
}
