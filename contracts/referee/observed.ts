/** One exchange as a judge sees it, and what a judge says of it. */
import type { Violation } from '../../specs/read.ts'

export interface Observed {
  /** In capitals. */
  readonly method: string
  /** Below the base URL, as it went over the wire, without the query. */
  readonly path: string
  readonly query: URLSearchParams
  readonly asked: Message
  readonly status: number
  readonly answered: Message
}

export interface Message {
  readonly headers: Headers
  /** Decoded; '' when there is none. */
  readonly body: string
}

export interface Opinion {
  /** The operationId; undefined when the document has no operation for the request. */
  readonly operation: string | undefined
  /** Why the request is not as documented; none means that it is. */
  readonly request: readonly Violation[]
  /** The same of the reply. */
  readonly reply: readonly Violation[]
}

export type Judge = (observed: Observed) => Promise<Opinion>

/** A media type without its parameters, in lower case; '' when none is given. */
export function mediaTypeOf({ headers }: Message): string {
  return (headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
}

/** The value of a JSON text, or undefined when it is none. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
