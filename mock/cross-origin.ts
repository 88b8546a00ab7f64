/** Pages on other origins may call the APIs and read what they answer (the Fetch standard, CORS). */
import cors from 'cors'

/** What a page on another origin may read beside the body. */
const exposedHeaders = [
  'Allow',
  'ETag',
  'Location',
  'Rehearsal-Failure',
  'Rehearsal-Violations',
  'WWW-Authenticate',
]

/** Answers an OPTIONS; every other request has `openToPages` on its reply. */
export const preflight = cors({ exposedHeaders, maxAge: 600, preflightContinue: false })

/** The same for every reply, so that none has to be worked out. */
export const openToPages = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Expose-Headers': exposedHeaders.join(),
}
