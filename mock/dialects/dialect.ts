import type { Failure } from '../directory/failure.ts'
import type { Realm, Schema, World } from '../directory/realm.ts'

/** Who calls, as far as the credential tells. */
export interface Caller {
  /** The organisation or customer whose data the caller sees. */
  readonly tenant: string
  readonly roles: readonly string[]
  /** The id of the caller's own user, where there is one. */
  readonly user?: string
}

/** A request that the spec allows, made by a caller who may make it. */
export interface Call {
  readonly operation: string
  readonly path: Readonly<Record<string, string>>
  /** As the spec types them: a `count` is a number. Absent ones are missing. */
  readonly query: Readonly<Record<string, unknown>>
  /** Already checked against the operation's schema. */
  readonly body: unknown
  readonly caller: Caller
  /** The absolute URL under which the API is mounted, without a slash at its end. */
  readonly base: string
}

export interface Reply {
  readonly status: number
  /** Sent as JSON; a reply without it has no content. */
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** What an operation does. It throws a Failure, and then nothing has happened. */
export type Behaviour = (realm: Realm, call: Call, world: World) => Reply

export interface NotImplemented {
  readonly reason: string
}

/** One API: wire -> directory verb -> wire. */
export interface Dialect {
  readonly name: string
  readonly schema: Schema
  /** Exactly one for each operation of the spec, by `operationId`. */
  readonly behaviours: Readonly<Record<string, Behaviour | NotImplemented>>
  /** A failure as this API says it. */
  failure(failure: Failure): Reply
}

/** For an operation that is documented, and that we do not play: it answers 501 with the reason. */
export function notImplemented(reason: string): NotImplemented {
  return { reason }
}
