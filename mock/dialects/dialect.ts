import type { Failure } from '../directory/failure.ts'
import type { World as Basics, Reader, Realm, Schema } from '../directory/realm.ts'

/** Who calls, as far as the credential tells. */
export interface Caller {
  /** The organisation or customer whose data the caller sees. */
  readonly tenant: string
  readonly roles: readonly string[]
  /** The id of the caller's own user, where there is one. */
  readonly user?: string
}

/** What a credential stands for. A refused one was good once: it `has expired`, or `was revoked`. */
export type Persona = Caller & { readonly refused?: string }

/** A request that the spec allows, made by a caller who may make it. */
export interface Call {
  readonly operation: string
  readonly path: Readonly<Record<string, string>>
  /** As the spec types them: a `count` is a number. Absent ones are missing. */
  readonly query: Readonly<Record<string, unknown>>
  /** The names of all query parameters that came, those that the spec does not know included. */
  readonly parameters: readonly string[]
  /** The header parameters that the spec names and that came, by their names in lower case. */
  readonly headers: Readonly<Record<string, string>>
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

/** Time, identifiers, and what takes long: hashing and signing. */
export interface World extends Basics {
  /** A salted, memory-hard hash, with all that `verify` needs. */
  hash(password: string): Promise<string>
  verify(password: string, hash: string): Promise<boolean>
  /** A private key as a JWK; who makes one keeps it in a row. */
  newKey(): Promise<Key>
  /** The part of a key that everybody may see. */
  publicPart(key: Key): Key
  /** A JWT (RFC 7519) that says so until `expiresIn` seconds from now. */
  sign(claims: Claims, key: Key, expiresIn: number): Promise<string>
  /** Text that a client can hold and give back, and cannot read a meaning into or make up. */
  seal(text: string): string
  /** What was sealed here; undefined for anything else. */
  unseal(sealed: string): string | undefined
  /** The claims of a JWT that this key signed and that has not expired; undefined otherwise. */
  claimsOf(token: string, key: Key): Promise<Claims | undefined>
}

export type Key = Readonly<Record<string, unknown>>
export type Claims = Readonly<Record<string, unknown>>

/** What an operation does. It throws a Failure, and then nothing has happened. */
export type Behaviour = (realm: Realm, call: Call, world: World) => Reply

/** A behaviour with work that takes time, done beforehand. */
export interface Slow {
  /**
   * Reads, starts what takes time and returns the promise of it. When a row that it got has
   * changed by the time the promise is kept, it is asked again.
   */
  prepare(realm: Reader, call: Call, world: World): Promise<unknown>
  /** What the operation does, once everything is ready. */
  perform(ready: unknown): Behaviour
}

/** Ties what `prepare` makes ready to what `perform` takes. */
export function slow<T>(
  prepare: (realm: Reader, call: Call, world: World) => Promise<T>,
  perform: (ready: T) => Behaviour,
): Slow {
  return { prepare, perform: (ready) => perform(ready as T) }
}

export interface NotImplemented {
  readonly reason: string
}

/** What a user sets of how an API is played. */
export interface Tuning {
  /** A named set of switches, where real clients and servers disagree. */
  readonly profile?: string
  /** Schemas that an API publishes and obeys beside its own, as a file has them. */
  readonly schemas?: readonly unknown[]
  /** The header of an application's own token, where an API asks for one beside the caller's. */
  readonly applicationTokenHeader?: string
}

/** One API, or one face of it: wire -> directory verb -> wire. */
export interface Dialect {
  /** `hub`, or for one of several faces of an API `scim.v2`; the faces share one realm. */
  readonly name: string
  readonly schema: Schema
  /** Exactly one for each operation of the spec, by `operationId`. */
  readonly behaviours: Readonly<Record<string, Behaviour | Slow | NotImplemented>>
  /** Who comes with a token that the API issued itself; undefined when it did not. */
  recognise?(realm: Reader, token: string, world: World): Promise<Persona | undefined>
  /** Whether a POST may name the method that it stands for in `X-HTTP-Method-Override`. */
  readonly methodOverride?: true
  /** What a path may end in to name the format of the reply, such as `.json`. */
  readonly formatSuffix?: string
  /**
   * The same API as it is to be played.
   * @throws Failure `invalid` for a profile or a schema that it does not know.
   */
  tune?(tuning: Tuning): Dialect
  /** The media types of failures, the usual one first, where the caller has a choice. */
  readonly failureTypes?: readonly string[]
  /** A failure as this API says it. */
  failure(failure: Failure): Reply
}

/** For an operation that is documented, and that we do not play: it answers 501 with the reason. */
export function notImplemented(reason: string): NotImplemented {
  return { reason }
}
