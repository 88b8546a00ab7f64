import { groupsOf } from '../../directory/memberships.ts'
import type { Reader } from '../../directory/realm.ts'
import type { User } from '../../directory/tables.ts'
import { renderCustomer } from './customers.ts'
import { renderDelegates, renderDelegators } from './delegations.ts'
import { identitiesOf, renderIdentity } from './identities.ts'
import { renderPermissions, renderRoles } from './roles.ts'

/** Texts that are left out as long as nobody has set them. */
const placeNames = ['seniority', 'department', 'office', 'subdepartment', 'pod'] as const

/** The texts that the API keeps of a user and the directory does not know. */
export const textNames = ['nickname', 'jobTitle', ...placeNames] as const

/** What the API keeps of a user beside what the directory knows. */
export type Own = Readonly<Partial<Record<(typeof textNames)[number], string>>> & {
  /** Where it says more than whether the user is active. */
  readonly status?: 'active' | 'adminDisabled' | 'firmDisabled'
  readonly isSuperDelegate?: boolean
  /** Ids of permissions. */
  readonly superDelegatePermissions?: readonly string[]
  readonly roleIds?: readonly string[]
}

/** What each integration asks about; for any other the API answers whole users. */
const relevant: ReadonlyMap<string, readonly string[]> = new Map([
  ['cloud-assistant-cdr', ['cisco-cdr', 'phone', 'phone-extension']],
  ['cloud-assistant-google', ['google']],
  ['cloud-assistant-microsoft-exchange', ['exchange', 'user-principal-name']],
  ['cloud-assistant-microsoft-teams', ['azure', 'user-principal-name']],
  ['cloud-assistant-zoom', ['zoom']],
])

/** How a user looks in a list that is asked for an integration. */
export function viewFor(integration: string): (user: User, realm: Reader) => unknown {
  const types = relevant.get(integration)
  return (user, realm) => (types ? inShort(realm, user, types) : whole(realm, user))
}

/** A user by herself, with everything that is related to her as it is now. */
export function whole(realm: Reader, user: User) {
  const { id, givenName = '', familyName = '' } = user
  const own = user.own as Own
  const { nickname = '', jobTitle = '', isSuperDelegate = false, roleIds = [] } = own
  return {
    _id: id,
    createdAt: user.created,
    updatedAt: user.modified,
    email: user.userName,
    firstName: givenName,
    lastName: familyName,
    nickname,
    jobTitle,
    status: own.status ?? (user.active ? 'active' : 'firmDisabled'),
    isSuperDelegate,
    ...Object.fromEntries(placeNames.flatMap((name) => (name in own ? [[name, own[name]]] : []))),
    groupIds: groupIds(realm, id),
    ...(isSuperDelegate && {
      superDelegatePermissions: renderPermissions(realm, own.superDelegatePermissions ?? []),
    }),
    customer: renderCustomer(realm, user.tenant),
    delegators: renderDelegators(realm, id),
    delegates: renderDelegates(realm, id),
    identities: identitiesOf(realm, id).map(renderIdentity),
    roles: renderRoles(realm, roleIds),
  }
}

/** First and last name, as far as they are known. */
export function fullName({ givenName = '', familyName = '' }: Partial<User>): string {
  return `${givenName} ${familyName}`.trim()
}

function inShort(realm: Reader, user: User, types: readonly string[]) {
  const identities = identitiesOf(realm, user.id).filter(({ type }) => types.includes(type))
  return {
    _id: user.id,
    email: user.userName,
    name: fullName(user) || null,
    relevantIdentities: identities.map(renderIdentity),
  }
}

function groupIds(realm: Reader, id: string): string[] {
  return [...groupsOf(realm, { kind: 'user', id })]
    .filter(([, closeness]) => closeness === 'direct')
    .map(([group]) => group)
    .sort()
}
