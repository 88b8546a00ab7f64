/** What a document names of an API and a run can exercise: replies, parameters and properties. */
import type { Operation, Reply, Spec } from '../../specs/read.ts'
import { properties } from './properties.ts'

/** Each is counted by itself: a sum would let many properties make up for an error never seen. */
export const kinds = ['reply', 'parameter', 'sent', 'received'] as const
export type Kind = (typeof kinds)[number]

export interface Item {
  readonly operation: string
  readonly kind: Kind
  /** A status, a parameter as `query filter`, or the pointer of a property. */
  readonly name: string
  /** The reply that a property is received in: a status, or a range as `4XX`. */
  readonly status?: string
}

/** What is documented of a fault of the server is left out: no caller can ask for one. */
export function itemsOf(spec: Spec): Item[] {
  return spec.operations.flatMap((operation) => [
    ...replies(operation).map(([name]) => item(operation, 'reply', name)),
    ...operation.parameters.map((one) => item(operation, 'parameter', parameterName(one))),
    ...sent(spec, operation).map((name) => item(operation, 'sent', name)),
    ...replies(operation).flatMap(([status, reply]) =>
      received(spec, reply).map((name) => ({ ...item(operation, 'received', name), status })),
    ),
  ])
}

/** In a few words, as `getUser 200 /name/givenName`. */
export function nameOf({ operation, kind, name, status }: Item): string {
  if (kind === 'sent') return `${operation} sent ${name}`
  return kind === 'received' ? `${operation} ${status} ${name}` : `${operation} ${name}`
}

function item({ id }: Operation, kind: Kind, name: string): Item {
  return { operation: id, kind, name }
}

function parameterName(one: Operation['parameters'][number]): string {
  return `${one.in} ${one.in === 'header' ? one.name.toLowerCase() : one.name}`
}

function replies(operation: Operation): [string, Reply][] {
  const single = [...operation.replies].map(([status, reply]) => [String(status), reply] as const)
  const ranges = [...operation.ranges].filter(([range]) => range !== 'default')
  return [...single, ...ranges]
    .filter(([status]) => !status.startsWith('5'))
    .map(([status, reply]) => [status, reply])
}

function sent({ document }: Spec, { body }: Operation): string[] {
  return body ? properties(document, body.schema, 'sent') : []
}

function received({ document }: Spec, { schema }: Reply): string[] {
  return schema ? properties(document, schema, 'received') : []
}
