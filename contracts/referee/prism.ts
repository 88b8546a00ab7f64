/** The second opinion: Prism's, by its own reading of the document and its own validators. */
import type { IHttpRequest, IHttpResponse, PrismHttpComponents } from '@stoplight/prism-http'
import type { Spec, Violation } from '../../specs/read.ts'
import { type Judge, type Message, mediaTypeOf, type Observed, parsed } from './observed.ts'

type Forward = PrismHttpComponents['forward']
type Logger = PrismHttpComponents['logger']

/** As Prism's proxy is, and never asked over the network: what was answered is known. */
const config = {
  isProxy: true as const,
  upstream: new URL('http://upstream.invalid'),
  upstreamProxy: undefined,
  checkSecurity: true,
  validateRequest: true,
  validateResponse: true,
  errors: false,
  mock: { dynamic: false },
}

/**
 * Loads Prism, which takes a second, and lets it read the document.
 * @throws Error when it cannot.
 */
export async function prismJudge(spec: Spec): Promise<Judge> {
  const { createInstance, getHttpOperationsFromSpec } = await import('@stoplight/prism-http')
  const operations = await getHttpOperationsFromSpec(documentOf(spec))
  return async (observed) => {
    let operation: string | undefined
    // Prism's own puts a made-up 200 in the place of a 501 (its issue 2553).
    const forward: Forward = (_input, _upstream, _proxy, resource) => {
      operation = resource?.iid
      return () => async () => ({ _tag: 'Right', right: outputOf(observed) })
    }
    const prism = createInstance(config, { logger: silent, forward })
    const done = await prism.request(inputOf(observed), operations)()
    if (done._tag === 'Left') throw done.left
    if (operation === undefined) return { operation, request: [], reply: [] }
    const { input, output } = done.right.validations
    return {
      operation,
      request: [...unreadable(observed.asked), ...faults(input)],
      reply: [...unreadable(observed.answered), ...faults(output)],
    }
  }
}

/** A copy, for Prism writes into what it reads. */
function documentOf({ document, securitySchemes }: Spec): object {
  const components = { ...(document.components as object), securitySchemes }
  return structuredClone({ ...document, components })
}

function inputOf({ method, path, query, asked }: Observed): IHttpRequest {
  const headers = recordOf(asked)
  // It is by this one that Prism looks at the media type; a body in chunks comes without it.
  if (asked.body !== '') headers['content-length'] = String(Buffer.byteLength(asked.body))
  const values = [...new Set(query.keys())].map((name) => {
    const all = query.getAll(name)
    return [name, all.length === 1 ? all[0] : all]
  })
  return {
    method: method.toLowerCase() as IHttpRequest['method'],
    url: { path, query: Object.fromEntries(values) },
    headers,
    body: asked.body === '' ? null : bodyOf(asked),
  }
}

function outputOf({ status, answered }: Observed): IHttpResponse {
  return { statusCode: status, headers: recordOf(answered), body: bodyOf(answered) }
}

function recordOf({ headers }: Message): Record<string, string> {
  return Object.fromEntries(headers)
}

/** What Prism takes for JSON. */
function isJson(message: Message): boolean {
  return /^application\/(json|[^/]+\+json)$/.test(mediaTypeOf(message))
}

function bodyOf(message: Message): unknown {
  const value = isJson(message) ? parsed(message.body) : undefined
  return value === undefined ? message.body : value
}

/** Prism reads a body before it judges, and ends there if it is no JSON. */
function unreadable(message: Message): Violation[] {
  if (message.body === '' || !isJson(message) || parsed(message.body) !== undefined) return []
  return [{ pointer: '/body', keyword: 'json', specPath: '', hint: 'the body is no JSON' }]
}

interface Diagnostic {
  readonly message: string
  readonly code?: string | number
  readonly severity: number
  readonly path?: readonly string[]
}

/** Prism's errors; a warning does not make a message invalid. */
function faults(diagnostics: readonly Diagnostic[]): Violation[] {
  return diagnostics
    .filter(({ severity }) => severity === 0)
    .map(({ message, code, path = [] }) => ({
      pointer: path.map((part) => `/${part}`).join(''),
      keyword: code === undefined ? 'responses' : String(code),
      specPath: '',
      hint: message,
    }))
}

/** Prism logs every message with its headers, credentials and all. */
const silent = {
  ...Object.fromEntries(
    ['trace', 'debug', 'info', 'success', 'warn', 'error', 'fatal'].map((level) => [
      level,
      () => {},
    ]),
  ),
  child: () => silent,
} as unknown as Logger
