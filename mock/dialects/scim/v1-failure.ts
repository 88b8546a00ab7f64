import type { Failure } from '../../directory/failure.ts'
import type { Reply } from '../dialect.ts'
import { challengeOf, verdictOn } from './failure.ts'

/** The errors of SCIM 1.1 (draft-scim-api-01 section 3.9). */
export function errors(failure: Failure) {
  const { status } = verdictOn(failure)
  return { Errors: [{ description: failure.message, code: String(status) }] }
}

export function failure1(failed: Failure): Reply {
  return {
    status: verdictOn(failed).status,
    body: errors(failed),
    headers: { 'Content-Type': 'application/json', ...challengeOf(failed) },
  }
}
