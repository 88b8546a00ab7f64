import { nextNumber } from '../../directory/counters.ts'
import type { Reader, Realm } from '../../directory/realm.ts'
import type { User } from '../../directory/tables.ts'
import { userById } from '../../directory/users.ts'
import type { Behaviour } from '../dialect.ts'
import { touch } from './changes.ts'
import { setIdentity } from './identities.ts'
import { renderUser } from './person.ts'
import { renderHeld, rolesOf } from './roles.ts'
import { type Attribute, attributes } from './tables.ts'

/** What an identity provider says of a user, and for whom the answer is. */
interface Sync {
  readonly audience: string
  readonly attributes: readonly { readonly key: string; readonly value?: string | null }[]
  readonly connection: {
    readonly connectionId: string
    readonly groups?: readonly string[] | null
  }
  readonly clientUpnKey?: string | null
}

export const syncBehaviours: Record<string, Behaviour> = {
  SyncUserIdentity: (realm, { path, body, caller }, world) => {
    const user = userById(realm, caller.tenant, path.userId ?? '')
    const sync = body as Sync
    const { connectionId: azoConnectionId, groups } = sync.connection
    const sent = groups ? { azoConnectionId, groups: [...new Set(groups)] } : { azoConnectionId }
    const changes = [setIdentity(realm, user, sent), ...setAttributes(realm, user, sync)]
    const shown = changes.includes(true) ? touch(realm, user, { caller, world }) : user
    return { status: 200, body: renderForAudience(realm, shown, { sync, now: world.now() }) }
  },
}

/** Merges by name, the last of several with one name. @returns for each whether it altered anything. */
function setAttributes(realm: Realm, user: User, sync: Sync): boolean[] {
  const wanted = new Map(sync.attributes.map(({ key, value }) => [key, value ?? null]))
  return Array.from(wanted, ([name, value]) => {
    const [before] = realm.scan(attributes, { index: 'name', within: [user.id, name] })
    if (before && before.value === value && before.expires === undefined) return false
    const id = before?.id ?? String(nextNumber(realm, 'attributes'))
    const next: Attribute = { id, user: user.id, name, value }
    realm.put(attributes, next)
    return true
  })
}

/** The user as one application is to see her: it knows one audience, and perhaps one UPN. */
function renderForAudience(realm: Reader, user: User, { sync, now }: { sync: Sync; now: string }) {
  const person = renderUser(realm, user, now)
  const { clientUpnKey } = sync
  const displayName = user.displayName || user.userName
  const held = rolesOf(realm, user, { now }).filter(({ role }) => role.audience === sync.audience)
  return {
    userId: user.id,
    displayName,
    givenName: user.givenName || displayName,
    familyName: user.familyName || displayName,
    isAuthenticated: user.active,
    roles: renderHeld(held),
    user: {
      ...person,
      customUpns: person.customUpns.filter(
        (upn) => clientUpnKey == null || upn.clientUpnKey === clientUpnKey,
      ),
    },
  }
}
