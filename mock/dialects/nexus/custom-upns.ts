import { nextNumber } from '../../directory/counters.ts'
import { Failure } from '../../directory/failure.ts'
import type { Reader } from '../../directory/realm.ts'
import { save } from '../../directory/rows.ts'
import type { User } from '../../directory/tables.ts'
import { userById } from '../../directory/users.ts'
import type { Behaviour, Call } from '../dialect.ts'
import { altered, made, same, touch } from './changes.ts'
import { type CustomUpn, customUpns } from './tables.ts'

interface UpnBody {
  readonly clientUpnKey?: string | null
  readonly customUpnValue?: string | null
}

export const customUpnBehaviours: Record<string, Behaviour> = {
  CreateUserCustomUpn: (realm, call, world) => {
    const by = { caller: call.caller, world }
    const user = owner(realm, call)
    const { clientUpnKey, customUpnValue } = call.body as UpnBody
    const upn: CustomUpn = {
      id: world.uuid(),
      user: user.id,
      clientUpnKey: clientUpnKey ?? undefined,
      customUpnValue: customUpnValue ?? '',
      ...made(by),
      number: nextNumber(realm, 'customUpns'),
    }
    save(realm, customUpns, upn)
    touch(realm, user, by)
    return { status: 201, body: renderCustomUpn(upn) }
  },
  PatchUserCustomUpn: (realm, call, world) => {
    const by = { caller: call.caller, world }
    const user = owner(realm, call)
    const before = upnOf(realm, user, call)
    const { clientUpnKey, customUpnValue } = call.body as UpnBody
    const next = {
      ...before,
      clientUpnKey: clientUpnKey ?? before.clientUpnKey,
      customUpnValue: customUpnValue ?? before.customUpnValue,
    }
    if (same(before, next)) return { status: 200, body: renderCustomUpn(before) }
    const stamped = { ...next, ...altered(by) }
    save(realm, customUpns, stamped)
    touch(realm, user, by)
    return { status: 200, body: renderCustomUpn(stamped) }
  },
  DeleteUserCustomUpn: (realm, call, world) => {
    const user = owner(realm, call)
    realm.remove(customUpns, upnOf(realm, user, call).id)
    touch(realm, user, { caller: call.caller, world })
    return { status: 204 }
  },
}

/** The custom UPNs of a user, in the order in which they were made. */
export function customUpnsOf(realm: Reader, { id }: User): CustomUpn[] {
  return [...realm.scan(customUpns, { index: 'user', within: [id] })]
}

export function renderCustomUpn(upn: CustomUpn) {
  return {
    id: upn.id,
    userId: upn.user,
    clientUpnKey: upn.clientUpnKey ?? null,
    customUpnValue: upn.customUpnValue,
    created: upn.created,
    modified: upn.modified,
    createdBy: upn.createdBy ?? null,
    modifiedBy: upn.modifiedBy ?? null,
  }
}

function owner(realm: Reader, { path, caller }: Call): User {
  return userById(realm, caller.tenant, path.userId ?? '')
}

/** @throws Failure `notFound` when the user has no such UPN, though another may. */
function upnOf(realm: Reader, user: User, { path }: Call): CustomUpn {
  const id = path.upnId ?? ''
  const upn = realm.get(customUpns, id)
  if (upn?.user === user.id) return upn
  throw new Failure('notFound', `no custom UPN of the user has the id ${JSON.stringify(id)}`)
}
