/** Sends one operation, holds the reply against the document, and records both. */
import type { Operation, Spec } from '../specs/read.ts'
import type { Call, Client, Draft } from './call.ts'
import { acceptedAgainstSpec, type Breach, breaches } from './conformance.ts'
import { credentialHeaders } from './credentials.ts'
import { TENANT } from './drivers/driver.ts'
import type { Exchange, Reply, Sent } from './exchange.ts'
import { type Judging, judge } from './judge.ts'
import { type Barring, barred, type Guarding } from './ownership/barred.ts'
import { doubtOf, type Proof } from './ownership/proof.ts'
import { type Asking, type Target, tenantVariable, tokenVariable } from './target.ts'
import { Ended, type Purpose, type Transport } from './transport.ts'

/** Where the client tells what it sees. */
export interface Watch extends Judging, Barring {
  readonly target: Target
  readonly spec: Spec
  readonly transport: Transport
  /** Whether it removes what a test made, which goes on when a budget is spent. */
  readonly cleaning?: boolean
  /** What else a request is for. */
  purpose?(operation: string | undefined, sent: Sent): Purpose
  /** Ends the test as not run. */
  notRun(lacks: string): never
  exchanged(exchange: Exchange): void
  /** Who keeps account of what is made, and says what must not be sent. */
  readonly owning?: Guarding
  /** What else is wrong with a reply, seen with more than the document. */
  closer?(exchange: Exchange): readonly Breach[]
}

export const READS = ['GET', 'HEAD', 'OPTIONS']

export function createClient(watch: Watch): Client {
  return {
    send: async (id, given = {}) => perform(watch, prepared(watch, id, given)),
    raw: async (given) => perform(watch, drafted(watch, given)),
    may: (given) => barred(watch, drafted(watch, given)) === undefined,
    objection: (id, given = {}) => barred(watch, prepared(watch, id, given)),
  }
}

/** What is needed to write a request. */
type Writing = Pick<Watch, 'target' | 'spec' | 'notRun'>

/** The request of an operation, as `send` sends it. */
export function sentFor(writing: Writing, id: string, given: Call): Sent {
  return requestOf(writing, find(writing.spec, id), inTenant(writing, given))
}

/** Fills the braces of a path template. */
export function fill(template: string, values: Readonly<Record<string, string>>): string {
  return template.replaceAll(/\{([^}]+)\}/g, (_, name: string) => {
    const value = values[name]
    if (value === undefined) throw new Error(`${template} needs a value for ${name}`)
    return encodeURIComponent(value)
  })
}

function find(spec: Spec, id: string): Operation {
  const operation = spec.operations.find((one) => one.id === id)
  if (!operation) throw new Error(`${spec.file} has no operation ${id}`)
  return operation
}

/** A request with the id of the caller's organization where it says so. */
function inTenant<T extends { readonly as?: Asking }>(watch: Writing, request: T): T {
  const text = JSON.stringify(request)
  if (!text.includes(TENANT)) return request
  const of = request.as === 'other-tenant' ? 'otherTenant' : 'tenant'
  const variable = tenantVariable(watch.target.api, of)
  const lacks = `the id of the caller's organization: give ${variable}`
  const id = watch.target[of] ?? watch.notRun(lacks)
  return JSON.parse(text.replaceAll(TENANT, id)) as T
}

function requestOf(watch: Writing, operation: Operation, call: Call): Sent {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(call.query ?? {})) query.set(name, String(value))
  // Not every server reads a plus sign as a space.
  const search = query.size === 0 ? '' : `?${query.toString().replaceAll('+', '%20')}`
  const type = operation.body?.mediaTypes[0] ?? 'application/json'
  return {
    method: operation.method.toUpperCase(),
    url: watch.target.url + fill(operation.path, call.path ?? {}) + search,
    headers: {
      ...credentials(watch, operation, call.as),
      ...(call.body !== undefined && { 'content-type': type }),
      ...call.headers,
    },
    ...(call.body !== undefined && { body: JSON.stringify(call.body) }),
  }
}

function draftOf(watch: Watch, operation: Operation | undefined, draft: Draft): Sent {
  const type = operation?.body?.mediaTypes[0] ?? 'application/json'
  return {
    method: draft.method ?? operation?.method.toUpperCase() ?? 'GET',
    url: watch.target.url + (draft.path ?? operation?.path ?? ''),
    headers: {
      ...credentials(watch, operation, draft.as),
      ...(draft.body !== undefined && { 'content-type': type }),
      ...draft.headers,
    },
    ...(draft.body !== undefined && { body: draft.body }),
  }
}

function credentials(
  watch: Writing,
  operation: Operation | undefined,
  as: Asking = 'admin',
): Record<string, string> {
  if (as === 'nobody') return {}
  const { api, mock, tokens } = watch.target
  const token = tokens[as]
  if (token) {
    const application = () =>
      tokens.application ??
      watch.notRun(`a token of the application: give ${tokenVariable(api, 'application')}`)
    return credentialHeaders(watch.spec, operation, { token, application })
  }
  const shared = as === 'admin' && !mock ? '--token, or ' : ''
  return watch.notRun(`a token of the persona ${as}: give ${shared}${tokenVariable(api, as)}`)
}

function prepared(watch: Watch, id: string, given: Call): Prepared {
  const call = inTenant(watch, given)
  const operation = find(watch.spec, id)
  const { as = 'admin', body, wants } = call
  const sent = requestOf(watch, operation, call)
  return { operation, as, sent, body, ...(wants && { wants }) }
}

function drafted(watch: Watch, given: Draft): Prepared {
  const draft = inTenant(watch, given)
  const { like, as = 'admin' } = draft
  const operation = like === undefined ? undefined : find(watch.spec, like)
  return { operation, as, sent: draftOf(watch, operation, draft) }
}

interface Prepared {
  readonly operation: Operation | undefined
  readonly as: Asking
  readonly sent: Sent
  /** The body before it was written out, if it was sound. */
  readonly body?: unknown
  readonly wants?: readonly number[]
}

async function perform(watch: Watch, request: Prepared): Promise<Reply> {
  const { operation, as, sent, body } = request
  if (!watch.target.writes && !READS.includes(sent.method)) {
    return watch.notRun('permission to write: give --allow-writes')
  }
  const needs = barred(watch, request)
  if (needs) return watch.notRun(needs)
  if (!watch.target.mock && Object.keys(sent.headers).some((name) => /^prefer$/i.test(name))) {
    return watch.notRun('a mock: Prefer is never sent to a deployment')
  }
  const { reply, proofs } = await travel(watch, request)
  const { api } = watch.target
  const exchange: Exchange = { api, operation: operation?.id ?? '(none)', as, reply }
  watch.exchanged(exchange)
  const doubt = await doubtOf(proofs, ({ read, as }) => {
    const purpose = { as, reads: true, proves: true, wants: [read.status] }
    return sending(watch, sentFor(watch, read.operation, { ...read.call, as }), purpose)
  })
  // A deployment that breaks its contract is cleaned up all the same.
  if (operation && !(watch.cleaning && watch.target.given)) {
    const found = [
      ...breaches(watch.spec.document, operation, reply),
      ...acceptedAgainstSpec(operation, body, reply.status),
      ...(watch.closer?.(exchange) ?? []),
    ]
    judge(watch, exchange, found, doubt)
  } else if (doubt) judge(watch, exchange, [], doubt)
  return reply
}

interface Answered {
  readonly reply: Reply
  readonly proofs: readonly Proof[]
}

async function travel(watch: Watch, { operation, as, sent, wants }: Prepared): Promise<Answered> {
  const { cleaning = false } = watch
  const purpose = { ...watch.purpose?.(operation?.id, sent), as, cleaning, ...(wants && { wants }) }
  const answered = watch.owning?.sending(as, sent)
  const reply = await sending(watch, sent, purpose, () => answered?.('not sent'))
  return { reply, proofs: answered?.(reply) ?? [] }
}

async function sending(
  watch: Watch,
  sent: Sent,
  purpose: Purpose,
  ended?: () => void,
): Promise<Reply> {
  try {
    return await watch.transport.send(sent, purpose)
  } catch (error) {
    if (!(error instanceof Ended)) throw error
    ended?.()
    return watch.notRun(error.message)
  }
}
