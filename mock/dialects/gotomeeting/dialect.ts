import type { Failure, FailureCode } from '../../directory/failure.ts'
import { schema } from '../../directory/tables.ts'
import type { Dialect, Reply } from '../dialect.ts'
import { discovery } from './discovery.ts'
import { domainRules } from './domains.ts'
import { groupBehaviours } from './groups.ts'
import { userBehaviours } from './users.ts'

/** GoToMeeting's SCIM 1.x: partial objects for PATCH, and 401 and 403 the other way round. */
export const gotomeeting: Dialect = {
  name: 'gotomeeting',
  schema: schema({ uniqueGroupNames: true, own: [domainRules] }),
  behaviours: { ...userBehaviours, ...groupBehaviours, ...discovery },
  failure,
}

const statuses: Record<FailureCode, number> = {
  unauthenticated: 401,
  badCredential: 403,
  forbidden: 401,
  malformed: 400,
  unsupportedMedia: 415,
  tooLarge: 413,
  invalid: 400,
  invalidFilter: 400,
  notFound: 404,
  conflict: 409,
  unknownPath: 404,
  wrongMethod: 405,
  notImplemented: 501,
  unavailable: 503,
  unexpected: 500,
}

/** SCIM 1.1 section 3.9; the challenges are of RFC 6750 section 3. */
function failure({ code, subject, message }: Failure): Reply {
  const status = code === 'notFound' && subject === 'group' ? 401 : statuses[code]
  const body = { Errors: [{ description: message, code: String(status) }] }
  if (status !== 401 && status !== 403) return { status, body }
  const error = challenges[code]
  const challenge = `Bearer realm="identity"${error ? `, error="${error}"` : ''}`
  return { status, body, headers: { 'WWW-Authenticate': challenge } }
}

const challenges: Partial<Record<FailureCode, string>> = {
  badCredential: 'invalid_token',
  forbidden: 'insufficient_scope',
}
