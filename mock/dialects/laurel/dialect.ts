import type { Failure, FailureCode } from '../../directory/failure.ts'
import { schema } from '../../directory/tables.ts'
import type { Dialect, Reply } from '../dialect.ts'
import { customerRules } from './customers.ts'
import { delegationRules } from './delegations.ts'
import { identityRules } from './identities.ts'
import { lookupBehaviours } from './lookups.ts'
import { permissionRules, roleRules } from './roles.ts'
import { clientRules, recognise, tokenBehaviours, tokenRules } from './tokens.ts'
import { userBehaviours } from './users.ts'

/** Laurel: customers in the path, external identities, and users who work on behalf of others. */
export const laurel: Dialect = {
  name: 'laurel',
  schema: schema({
    uniqueGroupNames: false,
    own: [
      customerRules,
      permissionRules,
      roleRules,
      identityRules,
      delegationRules,
      clientRules,
      tokenRules,
    ],
  }),
  behaviours: { ...userBehaviours, ...lookupBehaviours, ...tokenBehaviours },
  recognise,
  failure,
}

const answers: Record<FailureCode, readonly [status: number, error: string]> = {
  unauthenticated: [401, 'Unauthorized'],
  badCredential: [401, 'Unauthorized'],
  forbidden: [403, 'Forbidden'],
  malformed: [400, 'Bad Request'],
  invalid: [400, 'Bad Request'],
  invalidFilter: [400, 'Bad Request'],
  notFound: [404, 'Not Found'],
  unknownPath: [404, 'Not Found'],
  wrongMethod: [405, 'Method Not Allowed'],
  conflict: [409, 'Conflict'],
  tooLarge: [413, 'Payload Too Large'],
  unsupportedMedia: [415, 'Unsupported Media Type'],
  unexpected: [500, 'Internal Server Error'],
  notImplemented: [501, 'Not Implemented'],
  unavailable: [503, 'Service Unavailable'],
}

/** The form is that of the NestJS framework; the challenges are of RFC 6750 section 3. */
function failure({ code, message }: Failure): Reply {
  const [status, error] = answers[code]
  const body = { statusCode: status, message, error }
  if (status !== 401) return { status, body }
  const reason = code === 'badCredential' ? ', error="invalid_token"' : ''
  return { status, body, headers: { 'WWW-Authenticate': `Bearer realm="identity"${reason}` } }
}
