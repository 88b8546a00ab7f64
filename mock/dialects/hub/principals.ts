import { groupById } from '../../directory/groups.ts'
import type { Reader } from '../../directory/realm.ts'
import { type Group, groups, type User, users } from '../../directory/tables.ts'
import type { Behaviour, Call } from '../dialect.ts'
import { answerItems, deletedView, equal } from './lists.ts'
import { groupsOfOne } from './members.ts'
import { principalView } from './records.ts'

export const principalReads: Record<string, Behaviour> = {
  queryPrincipals: (realm, call) =>
    answerItems<User | Group>(principals(realm, call), aboutGroups(call) ? timeless(call) : call, {
      view: (principal) => ({ ...principalView(principal), deleted: principal.deleted }),
      render: principalView,
    }),
  getPrincipalGroups: (realm, call) => {
    const id = call.path.principalId ?? ''
    const { tenant } = call.caller
    const user = realm.get(users, id)
    if (user && user.tenant === tenant && user.deleted === undefined) {
      return groupsOfOne(realm, { kind: 'user', id }, call)
    }
    return groupsOfOne(realm, { kind: 'group', id: groupById(realm, tenant, id).id }, call)
  },
}

/** All users before all groups. */
function* principals(realm: Reader, call: Call): Generator<User | Group> {
  const within = [call.caller.tenant]
  const shown = deletedView(call)
  if (!aboutGroups(call)) {
    const index = shown === 'notDeletedOnly' ? 'live' : 'all'
    for (const user of realm.scan(users, { index, within })) {
      if (shown !== 'deletedOnly' || user.deleted !== undefined) yield user
    }
  }
  const usersAlone = shown === 'deletedOnly' && !aboutGroups(call)
  if (usersAlone || equal(call, '_type') === 'User') return
  yield* realm.scan(groups, { index: 'live', within })
}

function aboutGroups(call: Call): boolean {
  return equal(call, '_type') === 'Group'
}

/** Groups are deleted for good: what is asked about deletion is not about them. */
function timeless(call: Call): Call {
  const asked = Object.entries(call.query).filter(([name]) => !name.startsWith('filter[deleted]'))
  return { ...call, query: Object.fromEntries(asked) }
}
