/** Pages on other origins may call the APIs and read what they answer (the Fetch standard, CORS). */
import cors from 'cors'
import type { NextFunction, Request, Response } from 'express'

/** What a page on another origin may read beside the body. */
const exposedHeaders = [
  'Allow',
  'ETag',
  'Location',
  'Rehearsal-Failure',
  'Rehearsal-Violations',
  'WWW-Authenticate',
]

const answerPreflight = cors({ exposedHeaders, maxAge: 600, preflightContinue: false })

/** Answers OPTIONS; every other request is for the APIs, with `openToPages` on its reply. */
export function preflight(request: Request, response: Response, next: NextFunction): void {
  if (request.method === 'OPTIONS') answerPreflight(request, response, next)
  else next()
}

/** The same for every reply, so that none has to be worked out. */
export const openToPages = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Expose-Headers': exposedHeaders.join(),
}
