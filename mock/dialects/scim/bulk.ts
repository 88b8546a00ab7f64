/** Bulk operations (RFC 7644 section 3.7): one job, each operation by itself, failures and all. */
import { Failure } from '../../directory/failure.ts'
import type { Realm } from '../../directory/realm.ts'
import { messages } from '../../grammar/scim-message.ts'
import type { Behaviour, Call, Reply, Slow, World } from '../dialect.ts'
import { inSequence, type Job, type Operation, readJob, withIds } from './bulk-job.ts'
import { errorBody, ScimFailure, verdictOn } from './failure.ts'
import { withHashes } from './passwords.ts'
import type { Hashes } from './records.ts'

export type Behaviours = Readonly<Record<string, Behaviour | Slow>>

interface Result {
  readonly operation: Operation
  readonly reply: Reply
  /** The path of what was to be changed, where it can be one. */
  readonly place: string | undefined
}

/** What versions of the standard have otherwise. */
export interface BulkForm {
  /** The URN that a job has to carry, where it has to. */
  readonly request?: string
  /** The URN of the results. */
  readonly response: string
  /** Whether PUT, PATCH and DELETE have to say of which version. */
  readonly versionNeeded: boolean
  /** How an operation went. */
  outcome(reply: Reply): object
  /** What answers an operation that failed. */
  errorBody(failure: Failure): object
}

/** The form of RFC 7644. */
export const bulkForm2: BulkForm = {
  request: messages.bulk,
  response: 'urn:ietf:params:scim:api:messages:2.0:BulkResponse',
  versionNeeded: false,
  outcome: ({ status, body }) => ({
    status: String(status),
    ...(status >= 400 && { response: body }),
  }),
  errorBody,
}

export function bulkBehaviour(behaviours: Behaviours, form: BulkForm): Slow {
  return withHashes((hashes) => (realm, call, world) => {
    const job = readJob(call.body, form.request)
    const results = run(job, { behaviours, form, hashes, realm, call, world })
    const body = {
      schemas: [form.response],
      Operations: job.operations.flatMap((operation) => {
        const result = results.get(operation)
        return result ? [shown(result, form, call.base)] : []
      }),
    }
    return { status: 200, body }
  })
}

interface Context {
  readonly behaviours: Behaviours
  readonly form: BulkForm
  readonly hashes: Hashes
  readonly realm: Realm
  readonly call: Call
  readonly world: World
}

/** Goes on after failures, until there are as many as the client lets pass. */
function run(job: Job, context: Context): Map<Operation, Result> {
  const results = new Map<Operation, Result>()
  const ids = new Map(
    job.operations.flatMap(({ method, bulkId }) =>
      method !== 'POST' || bulkId === undefined ? [] : [[bulkId, context.world.uuid()] as const],
    ),
  )
  let failures = 0
  const { ordered, circular } = inSequence(job.operations)
  for (const operation of ordered) {
    const reply = attempt(operation, { ...context, ids, results, circular })
    results.set(operation, { operation, reply, place: placeOf(operation, ids) })
    if (reply.status < 400) continue
    failures += 1
    if (job.failOnErrors !== undefined && failures >= job.failOnErrors) break
  }
  return results
}

interface Attempt extends Context {
  /** What each thing that is made will be called. */
  readonly ids: ReadonlyMap<string, string>
  readonly results: ReadonlyMap<Operation, Result>
  readonly circular: ReadonlySet<Operation>
}

/** What fails changes nothing, and says why. */
function attempt(operation: Operation, context: Attempt): Reply {
  const { realm } = context
  try {
    return realm.attempt(() => performed(operation, context))
  } catch (error) {
    if (!(error instanceof Failure) || error.code === 'unexpected') throw error
    const failed = context.circular.has(operation) ? unresolved(error) : error
    return { status: verdictOn(failed).status, body: context.form.errorBody(failed) }
  }
}

/** Groups that would contain themselves: tried, and not possible (section 3.7.1). */
function unresolved(error: Failure): Failure {
  if (error.field !== 'members' && error.field !== 'data') return error
  return new ScimFailure(`the circle cannot be closed: ${error.message}`, { status: 409 })
}

function performed(operation: Operation, context: Attempt): Reply {
  const { behaviours, hashes, realm, call, world, ids, results } = context
  refuseLost(operation, results)
  if (context.form.versionNeeded) refuseVersionless(operation)
  const { name, id, data } = withIds(operation, ids)
  const behaviour = behaviours[name]
  if (!behaviour) throw new Failure('notImplemented', `${name} is not played`)
  const perform = typeof behaviour === 'function' ? behaviour : behaviour.perform(hashes)
  const { version, bulkId } = operation
  const own = bulkId === undefined ? undefined : ids.get(bulkId)
  return perform(
    realm,
    {
      ...call,
      operation: name,
      path: id === undefined ? {} : { id },
      query: {},
      parameters: [],
      headers: version === undefined ? {} : { 'if-match': version },
      body: data,
    },
    own === undefined ? world : { ...world, uuid: () => own },
  )
}

function refuseVersionless({ method, version }: Operation): void {
  if (method === 'POST' || version !== undefined) return
  throw new ScimFailure(`a ${method} needs the version that it is about`, {
    scimType: 'invalidValue',
    field: 'version',
  })
}

/** What it refers to was to be made, and was not. */
function refuseLost({ references }: Operation, results: Attempt['results']): void {
  for (const { operation, reply } of results.values()) {
    const { bulkId } = operation
    if (bulkId === undefined || reply.status < 400 || !references.includes(bulkId)) continue
    throw new ScimFailure(`bulkId:${bulkId} stands for what could not be made`, {
      scimType: 'invalidValue',
      field: 'data',
    })
  }
}

// RFC 3986 section 3.3.
const PATH = /^\/(?:[\w.~:/@!$&'()*+,;=-]|%[\da-f]{2})*$/i

/** Where a failed POST would have been made, there is nothing (section 3.7.3). */
function placeOf({ method, path }: Operation, ids: Attempt['ids']): string | undefined {
  if (method === 'POST' || !PATH.test(path)) return undefined
  return path.replace(/(?<=^\/\w+\/)bulkId:(.+)$/, (reference, id) => ids.get(id) ?? reference)
}

function shown({ operation, reply, place }: Result, form: BulkForm, base: string) {
  const { method, bulkId } = operation
  const { headers } = reply
  const location = headers?.Location ?? (place === undefined ? undefined : base + place)
  return {
    method,
    ...(bulkId !== undefined && { bulkId }),
    ...(location !== undefined && { location }),
    ...(headers?.ETag !== undefined && { version: headers.ETag }),
    ...form.outcome(reply),
  }
}
