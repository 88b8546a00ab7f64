/** `/Me`: the user to whom the token belongs (RFC 7644 section 3.11). */
import { Failure } from '../../directory/failure.ts'
import type { Reader } from '../../directory/realm.ts'
import type { User } from '../../directory/tables.ts'
import { userById } from '../../directory/users.ts'
import type { Behaviour, Call, Slow } from '../dialect.ts'
import type { Face } from './face.ts'
import { operationsOn } from './users.ts'

export function meBehaviours(face: Face): Record<string, Behaviour | Slow> {
  return {
    createMe: () => {
      throw new Failure('notImplemented', 'nobody signs up here: an administrator makes users')
    },
    ...operationsOn(face, caller, {
      get: 'getMe',
      replace: 'replaceMe',
      patch: 'patchMe',
      remove: 'deleteMe',
    }),
  }
}

function caller(realm: Reader, { caller: { tenant, user } }: Call): User {
  if (user !== undefined) return userById(realm, tenant, user)
  throw new Failure('notFound', 'no user has this token', { subject: 'user' })
}
