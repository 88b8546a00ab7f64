/** An id that nobody has, or that nobody has any more, is answered as the API answers it. */
import type { Operation } from '../../specs/read.ts'
import type { Call } from '../call.ts'
import { isOptional } from './good-calls.ts'
import { type Fault, notRefused, type Subject, statusesOf, tryAll } from './subject.ts'

/** Ids that are read wrongly where a path is put together or taken apart by hand. */
const odd = ['no-such-id', '__proto__', '%', '0', '..%2f', '🦊', 'a\u0000b']

/** Those that are odd only as a whole. */
const whole = ['__proto__', '0']

interface Case {
  readonly name: string
  readonly call: Call
  /** By which it may be refused beside the usual ones. */
  readonly also: readonly number[]
}

/** `unknown_id_rejection`: in the place of each part of the path. @returns how many cases there were */
export async function checkUnknownIds(subject: Subject): Promise<number> {
  const { operation } = subject
  const call = await subject.sample(operation.id)
  const cases = unknownIds(subject, call)
  await tryAll(subject, 'unknown_id_rejection', cases, async (one) => gone(subject, one))
  return cases.length
}

type Unknown = Pick<Subject, 'driver' | 'operation' | 'target' | 'prefix'>

/** At somebody's deployment a write names nobody but the run's, so that it finds nobody else. */
export function unknownIds({ driver, operation, target, prefix }: Unknown, call: Call): Case[] {
  return operation.parameters
    .filter((one) => one.in === 'path')
    .flatMap(({ name, check }) =>
      [driver.missingId, ...odd].map((text) => {
        const isSafe = !target.given || operation.method === 'get' || text === driver.missingId
        const id = isSafe || whole.includes(text) ? text : `${prefix}-${text}`
        const other = renamed(call, name, id)
        const malformed = check(id).length > 0 || refusesBody(operation, other)
        // Another organization may be forbidden rather than missing.
        const foreign = call.path?.[name] === target.tenant
        const also = [...(malformed ? [400] : []), ...(foreign ? [403] : [])]
        return { name: `path ${name}: ${JSON.stringify(text)}`, call: other, also }
      }),
    )
}

/** A body may have to name the thing as well. */
function refusesBody({ body }: Operation, call: Call): boolean {
  return body !== undefined && call.body !== undefined && body.check(call.body).length > 0
}

/** `use_after_free`: after its deletion, each operation on the thing. @returns how many cases there were */
export async function checkDeleted(subject: Subject): Promise<number> {
  const { client, operation } = subject
  const call = await subject.sample(operation.id)
  const cases = await afterDeletion(subject, call)
  const reply = await client.send(operation.id, call)
  if (isOptional(subject, reply)) return 0
  await tryAll(subject, 'use_after_free', cases, async ({ of, ...one }) =>
    gone({ ...subject, operation: of }, { ...one, also: [] }),
  )
  return cases.length
}

/** Good calls of all that can be done with a thing, each about the one that is going to be deleted. */
async function afterDeletion(subject: Subject, { path = {} }: Call) {
  const { operation, spec } = subject
  const name = idOf(operation)
  const id = path[name] ?? ''
  const cases: { name: string; of: Operation; call: Call }[] = []
  const others = spec.operations.filter((one) => isWithin(operation, one) && subject.has(one.id))
  for (const of of others) {
    const call = { ...(await subject.sample(of.id)) }
    const parts = { ...call.path, ...path }
    cases.push({ name: of.id, of, call: { ...renamed(call, name, id), path: parts } })
  }
  return cases
}

export function deletesById({ method, path }: Operation): boolean {
  return method === 'delete' && path.endsWith('}')
}

function isWithin({ path }: Operation, other: Operation): boolean {
  return other.path === path || other.path.startsWith(`${path}/`)
}

/** The parameter that ends the path. */
function idOf({ path }: Operation): string {
  return path.slice(path.lastIndexOf('{') + 1, -1)
}

/** The call about another thing: a body may name it too. */
function renamed(call: Call, name: string, id: string): Call {
  const before = call.path?.[name]
  const text = JSON.stringify(call.body, (_, value: unknown) =>
    String(value) === before && value !== null ? id : value,
  )
  return {
    ...call,
    path: { ...call.path, [name]: id },
    ...(call.body !== undefined && { body: JSON.parse(text) as unknown }),
  }
}

async function gone(subject: Subject, one: Case): Promise<Fault[]> {
  const { client, driver, operation } = subject
  const reply = await client.send(operation.id, one.call)
  if (isOptional(subject, reply)) return []
  const missing = statusesOf(driver, 'missingUser', 'missingGroup', 'foreignUser', 'foreignGroup')
  const statuses = [404, 410, ...missing, ...one.also]
  const fault = notRefused(subject, reply, (status) => statuses.includes(status))
  if (!fault) return []
  const { evidence, pointer, replies } = operation
  const hint = `there is nothing of this id, ${fault}`
  return [
    { hint, reply, spec: `${pointer}/responses`, evidence: replies.get(404)?.evidence ?? evidence },
  ]
}
