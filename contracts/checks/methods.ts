/** A method that a path does not have is refused, with those that it has. */
import type { Operation, Spec } from '../../specs/read.ts'
import { fill } from '../client.ts'
import { Absent } from '../drivers/driver.ts'
import type { Reply } from '../exchange.ts'
import { evidenceOfRefusal, type Fault, notRefused, type Subject, tryAll } from './subject.ts'

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']

interface Case {
  readonly name: string
  readonly method: string
  readonly path: string
}

/** Each path is tried once, with the first of its operations. */
export function isFirstAtPath(operation: Operation, operations: readonly Operation[]): boolean {
  return operations.find(({ path }) => path === operation.path) === operation
}

/** `unsupported_method`: at a path that is there. @returns how many cases there were */
export async function checkMethods(subject: Subject): Promise<number> {
  const { client, operation, spec } = subject
  const call = await subject.sample(operation.id)
  const documented = methodsAt(spec, operation)
  const path = fill(operation.path, call.path ?? {})
  const all = METHODS.filter((method) => !documented.includes(method)).map(
    (method): Case => ({ name: `${method} ${operation.path}`, method, path }),
  )
  const may = all.filter((one) => client.may(one))
  // Where none may be sent, the first says why.
  const cases = may.length > 0 ? may : all.slice(0, 1)
  await tryAll(subject, 'unsupported_method', cases, async (one) =>
    faultsOf(subject, documented, await client.raw({ method: one.method, path: one.path })),
  )
  return cases.length
}

function faultsOf(subject: Subject, documented: readonly string[], reply: Reply): Fault[] {
  const { wrongMethod } = subject.driver.refusals
  if (wrongMethod instanceof Absent) return []
  const refused = notRefused(subject, reply, (status) => status === wrongMethod.status)
  const fault = refused ?? otherMethods(documented, reply)
  if (!fault) return []
  const { pointer } = subject.operation
  const spec = pointer.slice(0, pointer.lastIndexOf('/'))
  const hint = `the path has ${documented.join(', ')} alone, ${fault}`
  return [{ hint, reply, spec, evidence: evidenceOfRefusal(subject, 'wrongMethod') }]
}

/** RFC 9110 section 15.5.6. HEAD and OPTIONS come with GET and with CORS; documents seldom name them. */
function otherMethods(documented: readonly string[], { headers }: Reply): string | undefined {
  const allow = headers.get('allow') ?? ''
  const named = allow.split(',').map((one) => one.trim().toUpperCase())
  const told = named.filter((one) => METHODS.includes(one)).toSorted()
  return told.join() === documented.toSorted().join() ? undefined : `and Allow is "${allow}"`
}

function methodsAt({ operations }: Spec, { path }: Operation): string[] {
  return operations.filter((one) => one.path === path).map(({ method }) => method.toUpperCase())
}
