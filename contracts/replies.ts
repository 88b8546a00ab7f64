/** Holds one reply against what the test wanted. */
import type { Phrase, Refusal, RefusalName } from './drivers/driver.ts'
import { type Reply, redactor, show } from './exchange.ts'
import type { Target } from './target.ts'

export interface Wanted extends Refusal {
  readonly why: RefusalName
  /** The message that the driver found in the API's error envelope. */
  readonly message: string | undefined
}

/** The reply is not what the test wanted; the message has the line that repeats the request. */
export class Unexpected extends Error {
  override readonly name = 'Unexpected'
}

export function expectSuccess(target: Target, reply: Reply, phrase: Phrase<unknown>): void {
  if (reply.status === phrase.status || reply.status === phrase.also) return
  fail(target, reply, `${phrase.operation} should have answered ${phrase.status}`)
}

/** A refusal has the status that the API documents for it and the API's own envelope. */
export function expectRefusal(target: Target, reply: Reply, wanted: Wanted): void {
  const { status, why, message } = wanted
  if (reply.status !== status) fail(target, reply, `${why} should have been refused with ${status}`)
  if (!message) fail(target, reply, `the refusal of ${why} has no message in the API's envelope`)
}

function fail(target: Target, reply: Reply, wanted: string): never {
  const redact = redactor(Object.values(target.tokens))
  const what = `${target.api}: ${wanted}, and it answered ${reply.status}`
  throw new Unexpected(`${what}\n\n${show(reply, redact)}`)
}
