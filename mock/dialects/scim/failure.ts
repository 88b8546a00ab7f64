import { Failure, type FailureCode } from '../../directory/failure.ts'
import type { ScimType } from '../../grammar/scim-fault.ts'
import type { Reply } from '../dialect.ts'

/** A failure for which SCIM has a word of its own, or a status that no other API has. */
export class ScimFailure extends Failure {
  readonly scimType: ScimType | undefined
  readonly status: number | undefined

  constructor(
    message: string,
    { scimType, status, field }: { scimType?: ScimType; status?: number; field?: string },
  ) {
    super('invalid', message, field === undefined ? {} : { field })
    this.scimType = scimType
    this.status = status
  }
}

const answers: Record<FailureCode, readonly [status: number, scimType?: ScimType]> = {
  unauthenticated: [401],
  badCredential: [401],
  forbidden: [403],
  malformed: [400, 'invalidSyntax'],
  invalid: [400, 'invalidValue'],
  invalidFilter: [400, 'invalidFilter'],
  unsupportedMedia: [415],
  tooLarge: [413],
  notFound: [404],
  conflict: [409, 'uniqueness'],
  unknownPath: [404],
  wrongMethod: [405],
  notImplemented: [501],
  unavailable: [503],
  unexpected: [500],
}

/** The status and word of a failure. */
export function verdictOn(failure: Failure): { status: number; scimType: ScimType | undefined } {
  const [status, scimType] = answers[failure.code]
  if (!(failure instanceof ScimFailure)) return { status, scimType }
  return { status: failure.status ?? status, scimType: failure.scimType }
}

/** A 401 says how to come in (RFC 7644 section 2, RFC 9110 section 15.5.2). */
export function challengeOf({ code }: Failure): Record<string, string> {
  if (code !== 'unauthenticated' && code !== 'badCredential') return {}
  const error = code === 'badCredential' ? ', error="invalid_token"' : ''
  return { 'WWW-Authenticate': `Bearer realm="scim"${error}` }
}

/** An Error message (RFC 7644 section 3.12). */
export function errorBody(failure: Failure) {
  const { status, scimType } = verdictOn(failure)
  return {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
    ...(scimType && { scimType }),
    detail: failure.message,
    status: String(status),
  }
}

export function failure(failed: Failure): Reply {
  return {
    status: verdictOn(failed).status,
    body: errorBody(failed),
    headers: challengeOf(failed),
  }
}
