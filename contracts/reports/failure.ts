/** What a person needs to act on a failure: what was promised and where, what was said, and how to repeat it. */
import type { TestInfo } from '@playwright/test'
import { resolve, split } from '../../specs/pointers.ts'
import type { Operation, Spec } from '../../specs/read.ts'
import { documentedStatuses, replyTo } from '../../specs/replies.ts'
import { type Breach, breachesIn } from '../conformance.ts'
import { curl, type Exchange, type Redact, showReply, showSent } from '../exchange.ts'
import { PROMISE } from '../promises.ts'
import { isInconclusive } from '../verdict.ts'

/** The name of the attachment that holds a `Failure` as JSON. */
export const FAILURE = 'failure'

export interface Failure {
  readonly operation: string
  readonly promises: readonly Promised[]
  /** The departures from the document that its checks found. */
  readonly breaches: readonly Breach[]
  readonly request: string
  readonly reply: string
  /** Repeats the request, once $TOKEN is set. */
  readonly curl: string
}

/** A sentence of the document, with its evidence and source, and where it stands. */
export interface Promised {
  readonly sentence: string
  readonly pointer: string
}

type Failed = Pick<TestInfo, 'annotations' | 'errors'>

/** @returns undefined when there is nothing to explain: no reply came. */
export function failureOf(
  { annotations, errors }: Failed,
  exchanges: readonly Exchange[],
  { spec, redact }: { spec: Spec; redact: Redact },
): Failure | undefined {
  const text = errors.map(({ message = '' }) => message).join('\n')
  const told = exchanges.findLast(({ reply }) => text.includes(curl(reply.sent, redact)))
  const { operation = '', reply } = told ?? exchanges.at(-1) ?? {}
  if (!reply || isInconclusive(errors)) return undefined
  const cited = annotations.filter(({ type }) => type === PROMISE)
  const promises = cited.map(({ description = '' }) => ({
    sentence: description,
    pointer: placeOf(spec, description.replace(/:.*$/s, '')),
  }))
  const breaches = breachesIn(text)
  const documented = spec.operations.find(({ id }) => id === operation)
  const own = documented ? [promiseOf(spec, documented, reply.status)] : []
  return {
    operation,
    promises: promises.length === 0 || breaches.length > 0 ? [...promises, ...own] : promises,
    breaches,
    request: showSent(reply.sent, redact),
    reply: showReply(reply, redact),
    curl: curl(reply.sent, redact),
  }
}

/** The places in the document that a failure is about. */
export function pointersOf({ promises, breaches }: Failure): string[] {
  return [
    ...new Set([...breaches, ...promises].map((one) => ('spec' in one ? one.spec : one.pointer))),
  ]
}

/** Puts into the first error what it does not say yet, so that every report shows it. */
export function explain(errors: Failed['errors'], failure: Failure): void {
  const [error] = errors
  if (!error) return
  const { message = '', stack } = error
  const said = message.includes(failure.curl)
  const lines = [
    '',
    ...failure.promises.map(({ sentence, pointer }) => `promised: ${sentence}\n  at ${pointer}`),
    ...(said ? [] : ['', failure.request, failure.reply, failure.curl]),
  ]
  const facts = lines.join('\n')
  error.message = `${message}\n${facts}`
  if (stack) error.stack = stack.replace(/(?=\n {4}at )|$/, () => `\n${facts}`)
}

/** Where a behaviour stands. */
function placeOf(spec: Spec, id: string): string {
  const owners = [{ at: '#', behaviours: spec.behaviours }].concat(
    spec.operations.map((one) => ({ at: one.pointer, behaviours: [...one.behaviours] })),
  )
  for (const { at, behaviours } of owners) {
    const index = behaviours.findIndex((one) => one.id === id)
    if (index >= 0) return `${at}/x-behaviours/${index}`
  }
  return '#'
}

/** What the document says of a reply, for a failure of a scenario that cites nothing. */
function promiseOf(spec: Spec, operation: Operation, status: number): Promised {
  const documented = replyTo(operation, status)
  const own = at(spec, operation.pointer)
  if (!documented) {
    const statuses = documentedStatuses(operation).join(', ')
    const sentence = `${operation.id} answers ${statuses} (${sources(own)})`
    return { sentence, pointer: `${operation.pointer}/responses` }
  }
  const raw = at(spec, documented.pointer)
  const words = String(raw.description ?? '')
    .replaceAll(/\s+/g, ' ')
    .replace(/\.? *$/, '')
  const said = sources('x-evidence' in raw ? raw : own)
  return {
    sentence: `${operation.id} answers ${status}: ${words} (${said})`,
    pointer: documented.pointer,
  }
}

function sources(raw: Readonly<Record<string, unknown>>): string {
  const said = [raw['x-evidence'], raw['x-source'], raw['x-reason']]
  return said.filter((one) => one !== undefined).join('; ')
}

function at({ document }: Spec, place: string): Readonly<Record<string, unknown>> {
  return (resolve(document, split(place)).value ?? {}) as Record<string, unknown>
}
