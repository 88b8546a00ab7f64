import type { Failure, FailureCode } from '../../directory/failure.ts'
import { schema } from '../../directory/tables.ts'
import { type Dialect, notImplemented, type Reply } from '../dialect.ts'
import { groupBehaviours } from './groups.ts'
import { permissionRules } from './permissions.ts'
import { placeBehaviours, placeRules } from './places.ts'
import { userBehaviours } from './users.ts'

const undocumented = notImplemented(
  'RFC 7644 section 4 has it, and nothing shows what Formstack answers',
)

/** Formstack's SCIM 2.0: levels on forms and folders by PATCH, dates of its own, numeric status. */
export const formstack: Dialect = {
  name: 'formstack',
  schema: schema({ uniqueGroupNames: true, own: [...placeRules, permissionRules] }),
  behaviours: {
    ...userBehaviours,
    ...groupBehaviours,
    ...placeBehaviours,
    getServiceProviderConfig: undocumented,
    listSchemas: undocumented,
    listResourceTypes: undocumented,
  },
  failure,
}

/** The status of each failure, and its detail where the API always has the same words. */
const answers: Record<FailureCode, readonly [status: number, detail?: string]> = {
  unauthenticated: [401, 'Unauthorized'],
  badCredential: [401, 'Unauthorized'],
  forbidden: [403, 'Forbidden'],
  malformed: [400, 'Invalid input'],
  invalid: [400, 'Invalid input'],
  invalidFilter: [400, 'An unsupported filter was specified'],
  unsupportedMedia: [415],
  tooLarge: [413],
  notFound: [404, 'Not Found'],
  conflict: [409],
  unknownPath: [404, 'Not Found'],
  wrongMethod: [405],
  notImplemented: [501],
  unavailable: [503],
  unexpected: [500],
}

function failure({ code, message }: Failure): Reply {
  const [status, detail = message] = answers[code]
  const schemas = ['urn:ietf:params:scim:api:messages:2.0:Error']
  const body = { schemas, scimType: null, detail, status }
  if (status !== 401) return { status, body }
  const error = code === 'badCredential' ? ', error="invalid_token"' : ''
  return { status, body, headers: { 'WWW-Authenticate': `Bearer realm="scim"${error}` } }
}
