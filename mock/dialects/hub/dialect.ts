import { Failure, type FailureCode } from '../../directory/failure.ts'
import type { Reader } from '../../directory/realm.ts'
import { schema } from '../../directory/tables.ts'
import { type Behaviour, type Call, type Dialect, type Reply, type Slow, slow } from '../dialect.ts'
import { groupChanges, groupReads } from './groups.ts'
import { invitationChanges, invitationReads, inviteeBehaviours } from './invitations.ts'
import { clearFailures, loginBehaviours } from './logins.ts'
import { memberChanges, memberReads } from './members.ts'
import { passwordBehaviours, publicPasswordBehaviours, validateForNew } from './passwords.ts'
import { refuseFormerUser } from './people.ts'
import { principalReads } from './principals.ts'
import { ownRules } from './tables.ts'
import { keyBehaviours, recognise, tokenBehaviours } from './tokens.ts'
import { userChanges, userReads } from './users.ts'

type Behaviours = Readonly<Record<string, Behaviour | Slow>>

const reads = {
  ...userReads,
  ...groupReads,
  ...memberReads,
  ...principalReads,
  ...invitationReads,
}

const changes: Behaviours = {
  ...userChanges,
  ...groupChanges,
  ...memberChanges,
  ...invitationChanges,
  ...passwordBehaviours,
  ...validateForNew,
  ...clearFailures,
  ...tokenBehaviours,
}

/** Altair SLC Hub: bracket filters, JSON Patch, nested groups, and accounts with passwords and tokens. */
export const hub: Dialect = {
  name: 'hub',
  schema: schema({ uniqueGroupNames: true, showsDeletedUsers: true, own: ownRules }),
  behaviours: {
    ...after(reads, (realm, call) => {
      refuseFormerUser(realm, call)
      refuseUnknownParameters(call)
    }),
    ...after(changes, refuseFormerUser),
    ...inviteeBehaviours,
    ...publicPasswordBehaviours,
    ...loginBehaviours,
    ...keyBehaviours,
  },
  recognise,
  failure,
}

type Check = (realm: Reader, call: Call) => void

function after(behaviours: Behaviours, check: Check): Behaviours {
  return Object.fromEntries(
    Object.entries(behaviours).map(([name, behaviour]) => [name, checked(behaviour, check)]),
  )
}

function checked(behaviour: Behaviour | Slow, check: Check): Behaviour | Slow {
  if (typeof behaviour === 'function') {
    return (realm, call, world) => {
      check(realm, call)
      return behaviour(realm, call, world)
    }
  }
  const { prepare, perform } = behaviour
  return slow(
    (realm, call, world) => {
      check(realm, call)
      return prepare(realm, call, world)
    },
    (ready) => checked(perform(ready), check) as Behaviour,
  )
}

/** A filter that is silently ignored answers with the wrong people. */
function refuseUnknownParameters({ parameters, query }: Call): void {
  const unknown = parameters.find(
    (name) => /^(filter|page|sort|fields|excludeFields)/.test(name) && !Object.hasOwn(query, name),
  )
  if (unknown === undefined) return
  const message = `this operation has no query parameter ${JSON.stringify(unknown)}`
  throw new Failure('invalid', message, { field: unknown })
}

const statuses: Record<FailureCode, number> = {
  unauthenticated: 401,
  badCredential: 401,
  forbidden: 403,
  malformed: 400,
  unsupportedMedia: 415,
  tooLarge: 413,
  invalid: 400,
  invalidFilter: 400,
  notFound: 404,
  conflict: 409,
  unknownPath: 404,
  wrongMethod: 405,
  notImplemented: 501,
  unavailable: 503,
  unexpected: 500,
}

function failure({ code, subject, message }: Failure): Reply {
  const status = subject === 'expired invitation' ? 410 : statuses[code]
  const body = { msg: message }
  if (status !== 401) return { status, body }
  const error = code === 'badCredential' ? ', error="invalid_token"' : ''
  return { status, body, headers: { 'WWW-Authenticate': `Bearer realm="hub"${error}` } }
}
