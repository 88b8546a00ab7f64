/** What a client can be asked to send. */
import type { Reply } from './exchange.ts'
import type { Asking } from './target.ts'

export interface Call {
  readonly path?: Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, string | number>>
  readonly body?: unknown
  readonly as?: Asking
  readonly headers?: Readonly<Record<string, string>>
  /** The statuses of success, where the caller knows them. */
  readonly wants?: readonly number[]
}

/** A request that is wrong on purpose. What `like` does not fill in has to be given. */
export interface Draft {
  /** The operation that the request is a bad case of; its replies are checked as usual. */
  readonly like?: string
  readonly method?: string
  /** Below the base URL, as it goes over the wire. */
  readonly path?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  readonly as?: Asking
}

export interface Client {
  /** @param operation an operationId of the document */
  send(operation: string, call?: Call): Promise<Reply>
  raw(draft: Draft): Promise<Reply>
  /** Whether a request may be sent; at somebody's deployment not all may. */
  may(draft: Draft): boolean
  /** What it would take to send a call that may not be sent there. */
  objection(operation: string, call?: Call): string | undefined
}
