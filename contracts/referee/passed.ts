/** One exchange that went by, and what of it there is to judge. */
import type { IncomingMessage } from 'node:http'
import { headersOf, type RawFields } from './fields.ts'
import type { Message, Observed } from './observed.ts'
import { partsOf, targetOf } from './request-target.ts'
import type { Tap } from './tap.ts'

/** One exchange that is over, as it went by. */
export interface Passed {
  readonly method: string
  /** Of the request, without the query. */
  readonly path: string
  readonly headers: RawFields
  /** Absent when the client did not wait for one. */
  readonly status?: number
  /** What there is to judge, or why there is nothing. */
  readonly seen: Observed | string
}

/** A message, and a copy of its body. */
export interface Copied {
  readonly head: IncomingMessage
  readonly body: Tap
}

export function passedOf(
  request: IncomingMessage,
  seen: Passed['seen'],
  status: number | undefined,
): Passed {
  const { method = 'GET', rawHeaders: headers } = request
  const { path } = partsOf(targetOf(request))
  return { method, path, headers, seen, ...(status !== undefined && { status }) }
}

/** @param base the path of the API's base URL */
export function observed(base: string, asked: Copied, answered: Copied): Passed['seen'] {
  const { head: request } = asked
  const { path, search } = partsOf(targetOf(request))
  if (!`${path}/`.startsWith(`${base}/`)) return 'it is not below the base path'
  if (!request.complete) return 'the reply came before the whole request'
  try {
    return {
      method: request.method ?? 'GET',
      path: path.slice(base.length),
      query: new URLSearchParams(search),
      asked: messageOf(asked),
      status: answered.head.statusCode ?? 0,
      answered: messageOf(answered),
    }
  } catch (error) {
    return (error as Error).message
  }
}

function messageOf({ head, body }: Copied): Message {
  const headers = headersOf(head.rawHeaders)
  return { headers, body: body.text(headers.get('content-encoding')) }
}
