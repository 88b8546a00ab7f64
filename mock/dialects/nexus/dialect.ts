import type { Failure, FailureCode } from '../../directory/failure.ts'
import { schema } from '../../directory/tables.ts'
import type { Dialect, Reply } from '../dialect.ts'
import { customUpnBehaviours } from './custom-upns.ts'
import { identityBehaviours } from './identities.ts'
import { memberBehaviours } from './members.ts'
import { newUserBehaviours } from './new-users.ts'
import { roleBehaviours } from './roles.ts'
import { syncBehaviours } from './sync.ts'
import { ownRules } from './tables.ts'
import { userBehaviours } from './users.ts'

/** ECI Nexus: users of an account, their organizations, and what identity providers say of them. */
export const nexus: Dialect = {
  name: 'nexus',
  schema: schema({ uniqueGroupNames: false, userNamesCrossTenants: true, own: ownRules }),
  behaviours: {
    ...syncBehaviours,
    ...newUserBehaviours,
    ...userBehaviours,
    ...identityBehaviours,
    ...customUpnBehaviours,
    ...roleBehaviours,
    ...memberBehaviours,
  },
  failure,
}

const answers: Record<FailureCode, readonly [status: number, title: string]> = {
  unauthenticated: [401, 'Unauthorized'],
  badCredential: [401, 'Unauthorized'],
  forbidden: [403, 'Forbidden'],
  malformed: [400, 'Bad Request'],
  unsupportedMedia: [415, 'Unsupported Media Type'],
  tooLarge: [413, 'Content Too Large'],
  invalid: [400, 'Bad Request'],
  invalidFilter: [400, 'Bad Request'],
  notFound: [404, 'Not Found'],
  conflict: [409, 'Conflict'],
  unknownPath: [404, 'Not Found'],
  wrongMethod: [405, 'Method Not Allowed'],
  notImplemented: [501, 'Not Implemented'],
  unavailable: [503, 'Service Unavailable'],
  unexpected: [500, 'Internal Server Error'],
}

/** RFC 9457 section 3.1, with the `errors` that ASP.NET adds. */
function failure(fault: Failure): Reply {
  const { code, message } = fault
  const [status, title] = answers[code]
  const errors = status === 400 ? errorsOf(fault) : {}
  const body = {
    type: 'about:blank',
    title,
    status,
    detail: message,
    instance: null,
    ...(Object.keys(errors).length > 0 && { errors }),
  }
  const headers = { 'Content-Type': 'application/problem+json' }
  if (status !== 401) return { status, body, headers }
  const error = code === 'badCredential' ? ', error="invalid_token"' : ''
  const challenges = `Bearer realm="nexus"${error}, Basic realm="nexus"`
  return { status, body, headers: { ...headers, 'WWW-Authenticate': challenges } }
}

function errorsOf({ parts, field, message }: Failure): Record<string, string[]> {
  const errors: Record<string, string[]> = {}
  const named = parts.length > 0 ? parts : [{ pointer: field ? `/${field}` : '', message }]
  for (const part of named.filter(({ pointer }) => pointer !== '')) {
    const name = inWords(part.pointer)
    errors[name] = [...(errors[name] ?? []), part.message]
  }
  return errors
}

/** `/attributes/0/key` as ASP.NET writes it: `attributes[0].key`. */
function inWords(pointer: string): string {
  return pointer
    .slice(1)
    .replace(/\/(\d+)(?=\/|$)/g, '[$1]')
    .replaceAll('/', '.')
}
