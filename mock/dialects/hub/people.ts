import { Failure } from '../../directory/failure.ts'
import type { Reader } from '../../directory/realm.ts'
import type { User } from '../../directory/tables.ts'
import { userById } from '../../directory/users.ts'
import type { Call, Reply, World } from '../dialect.ts'
import { isActive, type Selection, selected, userView } from './records.ts'

/** The user whose id is in the path. */
export function byId(realm: Reader, { path, caller }: Call): User {
  return userById(realm, caller.tenant, path.userId ?? '')
}

/** The user to whom the token belongs. */
export function owner(realm: Reader, { caller: { tenant, user } }: Call): User {
  if (user !== undefined) return userById(realm, tenant, user)
  throw new Failure('badCredential', 'no user has this token')
}

/** @throws Failure `badCredential` when the user of the token was deleted or is inactive. */
export function refuseFormerUser(realm: Reader, { caller: { user } }: Call): void {
  if (user === undefined || isActive(realm, user)) return
  throw new Failure('badCredential', 'the user of this token is gone or inactive')
}

/** A user, as far as the call asks for. */
export function answerUser(
  realm: Reader,
  user: User,
  { call, world }: { call: Call; world: World },
): Reply {
  const view = userView(realm, user, world.now())
  return { status: 200, body: selected(view, call.query as Selection) }
}
