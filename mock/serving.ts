/** How a request comes to its API, or to nobody. */
import { setTimeout as wait } from 'node:timers/promises'
import type { RequestHandler } from 'express'
import { answer, type Mount } from './answer.ts'
import { openToPages, preflight } from './cross-origin.ts'
import { incoming, send, targetOf } from './http.ts'

export interface Serving {
  /** What is mounted in the part of the server that a path lies in. */
  mountsAt(path: string): ReadonlyMap<string, Mount>
  readonly cors: boolean
  /** Milliseconds that each reply waits, drawn between these two. */
  readonly delay: readonly [least: number, most: number]
}

/** Answers what is asked of an API, and leaves the rest to others. */
export function toApis({ mountsAt, cors, delay }: Serving): RequestHandler {
  const shared = cors ? Object.entries(openToPages).flat() : []
  return async (request, response, next) => {
    const target = targetOf(request)
    const found = mountAt(mountsAt(target.pathname), target.pathname)
    if (!found) return next()
    if (cors && request.method === 'OPTIONS') return preflight(request, response, next)
    if (delay[1] > 0) await pause(delay)
    const [path, mounted] = found
    const reply = await answer(mounted, incoming(request, response, { path, target }))
    await send(request, response, { reply, shared })
  }
}

/** Answers what is asked of nobody: no API's error shape fits. */
export function toNobody({ cors, delay }: Omit<Serving, 'mountsAt'>): RequestHandler {
  return async (request, response, next) => {
    if (cors && request.method === 'OPTIONS') return preflight(request, response, next)
    await pause(delay)
    if (cors) response.set(openToPages)
    const error = `nothing is mounted at ${targetOf(request).pathname}`
    response.status(404).set('Rehearsal-Failure', 'unknownPath').json({ error, try: 'GET /' })
  }
}

/** Which of the mounts a path lies in. */
function mountAt(mounts: ReadonlyMap<string, Mount>, pathname: string) {
  for (const mounted of mounts) {
    const [path] = mounted
    const ends = pathname.length === path.length || pathname[path.length] === '/'
    if (ends && pathname.startsWith(path)) return mounted
  }
  return undefined
}

async function pause([least, most]: Serving['delay']): Promise<void> {
  if (most > 0) await wait(least + Math.random() * (most - least))
}
