/** What a request asks for, in each of the forms that its first line may have. */
import type { IncomingMessage } from 'node:http'

type Asked = Pick<IncomingMessage, 'method' | 'url'>

/**
 * The path and the query, or `*`; whose host a client names is all the same to us, who have one upstream.
 * RFC 9112 section 3.2.
 */
export function targetOf({ method, url = '/' }: Asked): string {
  const rest = url.replace(/^https?:\/\/[^/?#]*/i, '')
  if (rest === '') return method === 'OPTIONS' ? '*' : '/'
  return rest.startsWith('?') ? `/${rest}` : rest
}

/** A target's path, and what follows its question mark. */
export function partsOf(target: string): { path: string; search: string } {
  const [path = '', search = ''] = target.split(/\?(.*)/s)
  return { path, search }
}

export interface Refusal {
  readonly status: number
  readonly why: string
}

/** Why a request cannot be passed on as it is. */
export function unfit(
  request: Pick<IncomingMessage, 'method' | 'url' | 'rawHeaders' | 'headers'>,
): Refusal | undefined {
  const hosts = request.rawHeaders.filter((name, at) => at % 2 === 0 && /^host$/i.test(name))
  // RFC 9112 section 3.2: that is 400, for two servers may each believe another one.
  if (hosts.length > 1) return { status: 400, why: 'the request has several Host fields' }
  const coding = request.headers['transfer-encoding'] ?? 'chunked'
  // RFC 9112 section 6.1.
  if (!/^chunked$/i.test(coding))
    return { status: 501, why: 'only chunked is passed as a Transfer-Encoding' }
  if (!/^[/*]/.test(targetOf(request)))
    return { status: 400, why: 'the request target has no path' }
  return undefined
}
