/** A BulkRequest, read: its operations, what they refer to, and in which order they can be done. */
import { Failure } from '../../directory/failure.ts'
import { readMembers, readMessage } from '../../grammar/scim-message.ts'
import { ScimFailure } from './failure.ts'
import { limits } from './limits.ts'
import { passwordEntries } from './passwords.ts'
import { refusing } from './resources.ts'

/** The methods of a bulk job, and what each does to a user or a group. */
const verbs = { POST: 'create', PUT: 'replace', PATCH: 'patch', DELETE: 'delete' } as const

type Method = keyof typeof verbs

export interface Operation {
  readonly method: Method
  readonly path: string
  readonly bulkId: string | undefined
  readonly version: string | undefined
  readonly data: unknown
  /** The bulkIds that its data and path speak of. */
  readonly references: readonly string[]
}

export interface Job {
  readonly operations: readonly Operation[]
  readonly failOnErrors: number | undefined
}

/**
 * @param urn that `schemas` has to have, where it has to have one
 * @throws Failure for a job that is no job; a bad operation fails by itself later.
 */
export function readJob(body: unknown, urn?: string): Job {
  const given = refusing(() => (urn === undefined ? readMembers(body, '') : readMessage(body, urn)))
  const operations = given('Operations')
  if (!Array.isArray(operations) || operations.length === 0) {
    throw refusal('invalidSyntax', 'Operations', 'Operations is a list of one operation at least')
  }
  if (operations.length > limits.maxOperations) {
    throw new Failure(
      'tooLarge',
      `${operations.length} operations are more than maxOperations allows (${limits.maxOperations})`,
    )
  }
  const read = operations.map(readOperation)
  refuseTwins(read)
  return { operations: read, failOnErrors: threshold(given('failOnErrors')) }
}

function threshold(value: unknown): number | undefined {
  if (value === undefined || value === null) return undefined
  if (typeof value === 'number' && Number.isInteger(value) && value > 0) return value
  throw refusal('invalidValue', 'failOnErrors', 'failOnErrors is a whole number from 1')
}

function readOperation(given: unknown, index: number): Operation {
  const { method: named, path, bulkid, version, data } = lowerCased(given)
  const method = String(named).toUpperCase()
  // A result names one of the four methods (section 3.7.3): without one there can be no result.
  if (!isMethod(method) || typeof path !== 'string') {
    throw refusal(
      'invalidSyntax',
      `Operations/${index}`,
      `operation ${index} needs a path and a method, one of ${Object.keys(verbs).join(', ')}`,
    )
  }
  return {
    method,
    path,
    bulkId: typeof bulkid === 'string' && bulkid !== '' ? bulkid : undefined,
    version: typeof version === 'string' ? version : undefined,
    data,
    references: [
      ...new Set([...referencesIn(path.replace(/^\/\w+\//, '')), ...referencesIn(data)]),
    ],
  }
}

function isMethod(text: string): text is Method {
  return Object.hasOwn(verbs, text)
}

/** Names of a message are those of its schema in any case (RFC 7643 section 2.1). */
function lowerCased(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return {}
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name.toLowerCase(), each]))
}

function refuseTwins(operations: readonly Operation[]): void {
  const seen = new Set<string>()
  for (const { bulkId } of operations) {
    if (bulkId === undefined) continue
    if (seen.has(bulkId)) throw refusal('invalidValue', 'bulkId', `two are called ${bulkId}`)
    seen.add(bulkId)
  }
}

export interface Sequence {
  readonly ordered: readonly Operation[]
  /** Those that refer to one that refers to them. */
  readonly circular: ReadonlySet<Operation>
}

/** What others refer to comes first; in a circle somebody has to begin. */
export function inSequence(operations: readonly Operation[]): Sequence {
  const makers = new Map(operations.map((each) => [each.bulkId, each]))
  const ordered = new Set<Operation>()
  const circular = new Set<Operation>()
  const underWay: Operation[] = []
  const visit = (operation: Operation) => {
    const at = underWay.indexOf(operation)
    for (const each of at < 0 ? [] : underWay.slice(at)) circular.add(each)
    if (at >= 0 || ordered.has(operation)) return
    underWay.push(operation)
    for (const id of operation.references) {
      const maker = makers.get(id)
      if (maker) visit(maker)
    }
    underWay.pop()
    ordered.add(operation)
  }
  for (const operation of operations) visit(operation)
  return { ordered: [...ordered], circular }
}

interface Resolved {
  /** The `operationId` of what is to be done. */
  readonly name: string
  readonly id: string | undefined
  readonly data: unknown
}

/** The operation with the ids that its references stand for. @throws Failure for a bad one. */
export function withIds(operation: Operation, ids: ReadonlyMap<string, string>): Resolved {
  const { method, path, bulkId, data } = operation
  const [, type, place] = /^\/(User|Group)s(?:\/([^/?]+))?$/.exec(path) ?? []
  const verb = verbs[method]
  if (!type) throw new Failure('notFound', `no endpoint is called ${path}`)
  if ((verb === 'create') !== (place === undefined)) {
    throw refusal('invalidSyntax', 'path', `${method} does not go with the path ${path}`)
  }
  if (verb === 'create' && bulkId === undefined) {
    throw refusal('invalidSyntax', 'bulkId', 'a POST needs a bulkId')
  }
  if (verb !== 'delete' && (typeof data !== 'object' || data === null)) {
    throw refusal('invalidSyntax', 'data', `a ${method} needs data`)
  }
  const id = place === undefined ? undefined : decoded(String(resolved(place, ids)), path)
  return { name: `${verb}${type}`, id, data: resolved(data, ids) }
}

function decoded(place: string, path: string): string {
  try {
    return decodeURIComponent(place)
  } catch (error) {
    if (error instanceof URIError) throw new Failure('notFound', `no endpoint is called ${path}`)
    throw error
  }
}

const REFERENCE = /^bulkId:(.+)$/
const QUOTED = /"bulkId:([^"\\]+)"/g
/** No attribute has more than two levels (RFC 7643 section 2.3.8), and no recursion ends the stack. */
const DEEPEST = 64

function referencesIn(value: unknown, depth = 0): string[] {
  if (typeof value === 'string') {
    const [, id] = REFERENCE.exec(value) ?? []
    return id === undefined ? Array.from(value.matchAll(QUOTED), ([, each = '']) => each) : [id]
  }
  if (depth > DEEPEST) throw refusal('invalidSyntax', 'data', 'data is nested too deeply')
  return partsOf(value).flatMap(([, each]) => referencesIn(each, depth + 1))
}

function resolved(value: unknown, ids: ReadonlyMap<string, string>): unknown {
  if (typeof value === 'string') {
    const [, id] = REFERENCE.exec(value) ?? []
    if (id !== undefined) return known(id, ids)
    return value.replace(QUOTED, (_, quoted: string) => JSON.stringify(known(quoted, ids)))
  }
  if (Array.isArray(value)) return value.map((each) => resolved(each, ids))
  if (typeof value !== 'object' || value === null) return value
  const parts = partsOf(value).map(([name, each]) => [name, resolved(each, ids)])
  return { ...value, ...Object.fromEntries(parts) }
}

/** What may refer to others: a password stands for nothing but itself. */
function partsOf(value: unknown): [name: string, part: unknown][] {
  if (typeof value !== 'object' || value === null) return []
  const secret = new Set(passwordEntries(value).map(([name]) => name))
  return Object.entries(value).filter(([name]) => !secret.has(name))
}

function known(bulkId: string, ids: ReadonlyMap<string, string>): string {
  const id = ids.get(bulkId)
  if (id !== undefined) return id
  throw refusal('invalidValue', 'data', `no operation of the job has the bulkId ${bulkId}`)
}

function refusal(
  scimType: 'invalidSyntax' | 'invalidValue',
  field: string,
  message: string,
): ScimFailure {
  return new ScimFailure(message, { scimType, field })
}
