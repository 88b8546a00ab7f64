import type { Check } from './schemas.ts'

export type Evidence = 'stated' | 'public' | 'inferred'
export type Method = 'get' | 'put' | 'post' | 'delete' | 'patch' | 'head' | 'options'
export type Schema = Readonly<Record<string, unknown>>

export interface Parameter {
  readonly name: string
  readonly in: 'path' | 'query' | 'header'
  readonly required: boolean
  readonly schema: Schema
  readonly check: Check
}

export interface Body {
  readonly required: boolean
  /** Media types that the operation reads, lower case, without parameters. */
  readonly mediaTypes: readonly string[]
  readonly schema: Schema
  readonly check: Check
  /** Whether the document gives no more than a frame (`x-frame`), which says little of what is right. */
  readonly frame: boolean
}

export interface Header {
  readonly required: boolean
  /** Its own, if the document gives it one apart from the reply's. */
  readonly evidence: Evidence | undefined
}

export interface Reply {
  readonly evidence: Evidence | undefined
  readonly mediaTypes: readonly string[]
  /** Absent when the reply has no body. */
  readonly check: Check | undefined
  readonly schema: Schema | undefined
  /** By the names of the documented headers, lower case. */
  readonly headers: ReadonlyMap<string, Header>
  readonly pointer: string
}

/** One alternative: every scheme named must be satisfied, with the roles listed. */
export type Requirement = Readonly<Record<string, readonly string[]>>

export interface SecurityScheme {
  readonly type: 'http' | 'apiKey' | 'oauth2' | 'openIdConnect'
  readonly scheme?: string
  readonly in?: 'header' | 'query' | 'cookie'
  readonly name?: string
}

/** What a document promises beyond shapes. A scenario cites the `id`. */
export interface Behaviour {
  readonly id: string
  readonly promise: string
  readonly evidence: Evidence
  readonly source?: string
  readonly reason?: string
}

export interface Operation {
  readonly id: string
  readonly method: Method
  readonly path: string
  readonly summary: string
  readonly evidence: Evidence
  readonly pointer: string
  readonly parameters: readonly Parameter[]
  readonly body: Body | undefined
  readonly replies: ReadonlyMap<number, Reply>
  /** What is documented of several statuses at once: `2XX`, or `default` for all others. */
  readonly ranges: ReadonlyMap<string, Reply>
  readonly security: readonly Requirement[]
  readonly behaviours: readonly Behaviour[]
}

export interface Spec {
  readonly api: string
  readonly file: string
  readonly title: string
  /** The path part of the first server, without a slash at its end. */
  readonly basePath: string
  readonly operations: readonly Operation[]
  readonly securitySchemes: Readonly<Record<string, SecurityScheme>>
  readonly behaviours: readonly Behaviour[]
  readonly document: Schema
}
