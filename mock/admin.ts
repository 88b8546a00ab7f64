import { timingSafeEqual } from 'node:crypto'
import express, {
  type NextFunction,
  type Request,
  type RequestHandler,
  type Response,
  type Router,
} from 'express'
import type { Tuning } from './dialects/dialect.ts'
import type { Sandbox, Sandboxes } from './sandboxes.ts'
import { UsageError } from './usage-error.ts'

export interface AdminDesk {
  /** Host names under which the mock is reached; a page elsewhere names another. Any with a token. */
  readonly hosts: readonly string[] | undefined
  /** Required when the mock is bound off loopback. */
  readonly token: string | undefined
  health(): unknown
  reset(): Promise<void>
  readonly sandboxes: Sandboxes
}

/** `/__admin`: what a test bench needs and no vendor has. It never allows another origin. */
export function admin(desk: AdminDesk): Router {
  const router = express.Router()
  router.use(guard(desk))
  router.get('/health', (_request, response) => {
    response.json(desk.health())
  })
  router.post('/reset', async (_request, response) => {
    try {
      await desk.reset()
      response.status(204).end()
    } catch (error) {
      response.status(503).json({ error: `nothing was reset: ${(error as Error).message}` })
    }
  })
  sandboxRoutes(router, desk.sandboxes)
  router.use((request, response) => {
    const error = `there is no ${request.method} ${request.originalUrl}`
    response.status(404).json({ error, try: entries })
  })
  return router
}

const entries = [
  'GET /__admin/health',
  'POST /__admin/reset',
  'GET /__admin/sandboxes',
  'PUT /__admin/sandboxes/{id}',
  'DELETE /__admin/sandboxes/{id}',
]

function sandboxRoutes(router: Router, sandboxes: Sandboxes): void {
  const shown = (request: Request, { id, path, profile }: Sandbox) => {
    const url = `${request.protocol}://${request.headers.host}${path}`
    return { id, url, profile }
  }
  router.get('/sandboxes', (request, response) => {
    response.json({ sandboxes: sandboxes.list().map((each) => shown(request, each)) })
  })
  // Whatever its type: curl calls every body a form unless it is told otherwise.
  router.put('/sandboxes/:id', express.json({ type: () => true }), (request, response) => {
    try {
      const tuning = tuningIn(request.body)
      response.status(201).json(shown(request, sandboxes.open(request.params.id, tuning)))
    } catch (error) {
      if (!(error instanceof UsageError)) throw error
      response.status(400).json({ error: error.message })
    }
  })
  router.delete('/sandboxes/:id', (request, response) => {
    if (sandboxes.close(request.params.id)) response.status(204).end()
    else response.status(404).json({ error: `no sandbox is called ${request.params.id}` })
  })
  router.use((error: Error, _request: Request, response: Response, next: NextFunction) => {
    if (response.headersSent) next(error)
    else response.status(400).json({ error: error.message })
  })
}

/** @throws UsageError for a profile that is no text, and for anything else. */
function tuningIn(body: unknown): Tuning {
  const { profile, ...others } = (body ?? {}) as { profile?: unknown }
  const [stranger] = Object.keys(others)
  if (stranger !== undefined) throw new UsageError(`a sandbox has a profile, and no ${stranger}`)
  if (profile === undefined) return {}
  if (typeof profile === 'string') return { profile }
  throw new UsageError('profile is the name of one')
}

/** A web page elsewhere must not reach what resets state, by its own name or a rebound one. */
function guard({ hosts, token }: AdminDesk): RequestHandler {
  return (request, response, next) => {
    const refusal = stranger(request, hosts) ?? unproven(request, token)
    if (refusal) response.status(refusal.status).json({ error: refusal.error })
    else next()
  }
}

interface Refusal {
  readonly status: number
  readonly error: string
}

function stranger(request: Request, hosts: AdminDesk['hosts']): Refusal | undefined {
  const host = nameOf(`http://${request.headers.host ?? ''}`)
  if (hosts && !hosts.includes(host))
    return { status: 403, error: `the host ${host} is not this mock's` }
  const { origin } = request.headers
  if (origin === undefined || origin === `http://${request.headers.host}`) return undefined
  return { status: 403, error: `the origin ${origin} may not use /__admin` }
}

function unproven(request: Request, token: string | undefined): Refusal | undefined {
  if (token === undefined) return undefined
  const given = Buffer.from(request.headers.authorization ?? '')
  const wanted = Buffer.from(`Bearer ${token}`)
  if (given.length === wanted.length && timingSafeEqual(given, wanted)) return undefined
  return { status: 401, error: 'send the admin token that was printed at start as a bearer token' }
}

function nameOf(url: string): string {
  try {
    return new URL(url).hostname
  } catch {
    return ''
  }
}
