import type { Operation, Spec, Violation } from '../specs/read.ts'
import { replyTo } from '../specs/replies.ts'
import { type Door, identify } from './callers.ts'
import type { Behaviour, Call, Dialect, Reply, Slow, World } from './dialects/dialect.ts'
import { Failure } from './directory/failure.ts'
import type { Reader, Realm } from './directory/realm.ts'
import { type Answer, made } from './long-lists.ts'
import { whenPrepared } from './preparation.ts'
import { breaches } from './replies.ts'
import {
  checkPath,
  type Incoming,
  readBody,
  readHeaders,
  readQuery,
  Violations,
} from './requests.ts'
import { type FindRoute, WrongMethod } from './routes.ts'

/** One API, ready to answer. */
export interface Mount {
  readonly spec: Spec
  readonly dialect: Dialect
  readonly findRoute: FindRoute
  readonly door: Door
  readonly world: World
  /** The realm as it is now: a reset puts another in its place. */
  realm(): Realm & { undo(): void; fork(): Reader }
  /** Makes the changes of the realm last, once they are written. */
  commit(): void
  /**
   * Settled when all that has been committed is written, undefined when it is. Rejects with Failure
   * `unavailable` when it cannot be; it has been undone then.
   */
  written(): Promise<void> | undefined
}

/** Some proxies give up on more than 8 KiB of headers. */
const HEADER_LIMIT = 4096

/** The life of one request, from top to bottom. It never throws, but a part of a long list may. */
export async function answer(mount: Mount, incoming: Incoming): Promise<Answer> {
  try {
    const { operation, path } = mount.findRoute(
      methodOf(mount.dialect, incoming),
      pathOf(mount.dialect, incoming),
    )
    const caller = await identify({ operation, spec: mount.spec }, incoming, mount.door)
    const behaviour = behaviourOf(mount.dialect, operation)
    checkPath(operation, path)
    const query = readQuery(operation, incoming.query)
    const body = readBody(operation, incoming, await incoming.body())
    const { base } = incoming
    const headers = readHeaders(operation, incoming)
    const parameters = [...incoming.query.keys()]
    const call = { operation: operation.id, path, query, parameters, headers, body, caller, base }
    const reply = await lasting(mount, () => replyOf(mount, operation, { behaviour, call }))
    return typed(operation, reply, incoming)
  } catch (error) {
    return refuse(mount.dialect, error, incoming)
  }
}

/** Nobody is told of a change, by whomever it is, that could still be undone. */
async function lasting<T>({ written }: Mount, work: () => Promise<T> | T): Promise<T> {
  try {
    return await work()
  } finally {
    const writing = written()
    if (writing) await writing
  }
}

function replyOf(
  mount: Mount,
  operation: Operation,
  { behaviour, call }: { behaviour: Behaviour | Slow; call: Call },
): Promise<Answer> | Answer {
  const act = (behaviour: Behaviour) => perform(mount, operation, { behaviour, call })
  if (typeof behaviour === 'function') return act(behaviour)
  return whenPrepared(behaviour, mount.realm, { call, world: mount.world, act })
}

/** From here on nothing waits: no other request comes between reading the state and changing it. */
function perform(
  mount: Mount,
  operation: Operation,
  { behaviour, call }: { behaviour: Behaviour; call: Call },
): Answer {
  const realm = mount.realm()
  try {
    const check = (reply: Reply) => refuseBreach(operation, reply)
    const reply = made(behaviour(realm, call, mount.world), { realm, check })
    mount.commit()
    return reply
  } catch (error) {
    realm.undo()
    throw error
  }
}

/** @throws BrokenReply */
function refuseBreach(operation: Operation, reply: Reply): void {
  const broken = breaches(operation, reply)
  if (broken.length > 0) throw new BrokenReply(operation, broken)
}

/** A refusal in the API's own words, with what we know beside it in headers. */
export function refuse(
  dialect: Dialect,
  error: unknown,
  { preferred }: Pick<Incoming, 'preferred'>,
): Reply {
  const failure = error instanceof Failure ? error : new Failure('unexpected', String(error))
  if (!(error instanceof Failure)) console.error(error)
  const reply = dialect.failure(failure)
  const violations = failure instanceof Violations ? failure.violations : [violation(failure)]
  const { failureTypes: types = [] } = dialect
  const type = types[0] && (preferred(types) ?? types[0])
  const headers: Record<string, string> = {
    ...(type && { 'Content-Type': type }),
    ...reply.headers,
    'Rehearsal-Failure': failure.code,
    'Rehearsal-Violations': inHeader(violations),
  }
  if (failure instanceof WrongMethod) headers.Allow = failure.allowed.join(', ')
  return { ...reply, headers }
}

/** What a rule of the directory refused, in the form in which a schema's violations are told. */
function violation({ code, message, field }: Failure): Violation {
  return {
    pointer: field ? `/${field}` : '',
    keyword: code,
    specPath: '',
    hint: message,
  }
}

/** The mock was about to break the contract: loud, and never a wrong answer. */
class BrokenReply extends Failure {
  constructor(operation: Operation, broken: readonly { hint: string; specPath: string }[]) {
    const places = broken.map(({ hint, specPath }) => `${hint} (${specPath})`)
    super('unexpected', `the reply of ${operation.id} breaks its spec: ${places.join('; ')}`)
  }
}

/** What a client asks for that can send nothing but GET and POST, where the API has a way for it. */
function methodOf({ methodOverride }: Dialect, { method, headers }: Incoming): string {
  const override = headers['x-http-method-override']
  if (!methodOverride || method !== 'POST' || typeof override !== 'string') return method
  return override.toUpperCase()
}

/** The path without the ending that asks for the format which the API has anyway. */
function pathOf({ formatSuffix }: Dialect, { path }: Incoming): string {
  return formatSuffix && path.endsWith(formatSuffix) ? path.slice(0, -formatSuffix.length) : path
}

function behaviourOf({ behaviours }: Dialect, { id }: Operation): Behaviour | Slow {
  const behaviour = behaviours[id]
  if (typeof behaviour === 'function' || (behaviour && 'prepare' in behaviour)) return behaviour
  const reason = behaviour?.reason ?? 'the document in use has it, and the mock does not play it'
  throw new Failure('notImplemented', `${id} is not implemented: ${reason}`)
}

/** The media type that the caller prefers of those which the spec gives for this reply, or its first. */
function typed(operation: Operation, reply: Answer, { preferred }: Incoming): Answer {
  const types = replyTo(operation, reply.status)?.mediaTypes ?? []
  if (reply.body === undefined || types[0] === undefined) return reply
  const type = preferred(types) ?? types[0]
  return Object.assign({}, reply, { headers: { 'Content-Type': type, ...reply.headers } })
}

/** Header values are short and ASCII; JSON can write everything else so. */
function inHeader(violations: readonly Violation[]): string {
  const told = violations.slice(0, 8).map((each) => ascii(JSON.stringify(shortened(each))))
  while (told.length > 1 && told.join().length > HEADER_LIMIT) told.pop()
  return `[${told.join()}]`
}

/** A name in a pointer is as long as its caller likes, and each letter may take six. */
function shortened({ pointer, keyword, specPath, hint }: Violation): Violation {
  return { pointer: pointer.slice(0, 200), keyword, specPath, hint: hint.slice(0, 400) }
}

function ascii(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, (letter) => {
    return `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`
  })
}
