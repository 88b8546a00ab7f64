import { timingSafeEqual } from 'node:crypto'
import express, { type Request, type RequestHandler, type Router } from 'express'

export interface AdminDesk {
  /** Host names under which the mock is reached; a page elsewhere names another. Any with a token. */
  readonly hosts: readonly string[] | undefined
  /** Required when the mock is bound off loopback. */
  readonly token: string | undefined
  health(): unknown
  reset(): Promise<void>
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
  router.use((request, response) => {
    const error = `there is no ${request.method} ${request.originalUrl}`
    response.status(404).json({ error, try: ['GET /__admin/health', 'POST /__admin/reset'] })
  })
  return router
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
