/** What a person needs to act on a failure: what was promised and where, what was said, and how to repeat it. */
import type { TestInfo } from '@playwright/test'
import { resolve, split } from '../../specs/pointers.ts'
import type { Operation, Spec } from '../../specs/read.ts'
import { documentedStatuses, replyTo } from '../../specs/replies.ts'
import { type Breach, breachesIn } from '../conformance.ts'
import { curl, type Exchange, type Redact, showReply, showSent } from '../exchange.ts'
import { PROMISE } from '../promises.ts'
import { isInconclusive } from '../verdict.ts'
import { seenIn } from './seen.ts'

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
  /** What came instead, in a line. */
  readonly seen: string
  /** Runs the test again, once $TOKEN is set. */
  readonly repeat?: string
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
  { spec, redact, repeat }: { spec: Spec; redact: Redact; repeat?: string | undefined },
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
    seen: redact(seenIn(errors[0]?.message ?? '')),
    ...(repeat !== undefined && { repeat: redact(repeat) }),
  }
}

/** The places in the document that a failure is about. */
export function pointersOf({ promises, breaches }: Failure): string[] {
  return [
    ...new Set([...breaches, ...promises].map((one) => ('spec' in one ? one.spec : one.pointer))),
  ]
}

/** What stands above a failure: the first promise that it is about, and what was seen. */
export function headlineOf({ promises, seen }: Pick<Failure, 'promises' | 'seen'>): string {
  const [promise] = promises
  return promise ? `${promise.sentence}: ${seen}` : seen
}

/**
 * Puts the promise before the first error, and what it does not say yet behind, so that every report
 * shows it. Whoever goes by what an error begins with has to be done with it.
 */
export function explain(errors: Failed['errors'], failure: Failure): void {
  const [error] = errors
  if (!error) return
  const { message = '', stack } = error
  const { promises, request, reply, curl: line, seen, repeat } = failure
  const said = message.includes(line)
  const head = [
    ...promises.map(({ sentence, pointer }) => `promised: ${sentence}\n  at ${pointer}`),
    ...(promises.length > 0 && !message.includes(seen) ? [`seen: ${seen}`] : []),
    '',
  ].join('\n')
  const lines = [
    ...(said ? [] : ['', request, reply, line]),
    ...(repeat === undefined ? [] : ['', `the test again: ${repeat}`]),
  ]
  const facts = lines.map((each) => `\n${each}`).join('')
  const before = promises.length > 0 ? `${head}\n` : ''
  error.message = `${before}${message}${facts}`
  if (stack) error.stack = before + stack.replace(/(?=\n {4}at )|$/, () => facts)
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
