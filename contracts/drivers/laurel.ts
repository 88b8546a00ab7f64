/** Customers in the path, a search instead of filters, and a user's groups without the groups. */
import type { Call } from '../call.ts'
import {
  type Driver,
  type ListQuery,
  type Person,
  type Phrase,
  TENANT,
  type User,
} from './driver.ts'
import { noGroups, noReplacement, refusals, topics } from './laurel-promises.ts'

export interface Identity {
  type: string
  value: string
  customerId?: string
}

export interface Permission {
  _id: string
  claim: string
  description: string
}

export interface WireUser {
  _id: string
  createdAt: string
  updatedAt: string
  email: string
  firstName: string
  lastName: string
  nickname: string
  jobTitle: string
  status: string
  isSuperDelegate: boolean
  groupIds: string[]
  superDelegatePermissions?: Permission[]
  customer: { _id: string }
  delegators: { _id: string; firstName: string; lastName: string; identities: Identity[] }[]
  delegates: { _id: string; firstName: string; lastName: string; permissions: Permission[] }[]
  identities: Identity[]
  roles: { _id: string; name: string; permissions: Permission[] }[]
}

/** An integration of which the document knows nothing: whole users are answered. */
export const WHOLE = 'directory'

export const laurel: Driver = {
  api: 'laurel',
  verbs: {
    listUsers: (query) => ({
      operation: 'listUsers',
      call: { path: { customerId: TENANT }, query: listParameters(query) },
      status: 200,
      read: ({ body }) => {
        const items = (body as WireUser[]).map(readUser)
        return { total: items.length, items }
      },
    }),
    createUser: (person) =>
      userPhrase('createUser', 201, { body: { customerId: TENANT, ...wireUser(person) } }),
    getUser: (id) => userPhrase('getUser', 200, { path: at(id) }),
    changeUser: (id, change) =>
      userPhrase('updateUser', 200, { path: at(id), body: wireUser(change) }),
    replaceUser: noReplacement,
    deleteUser,
    groupsOf: (id) => ({
      operation: 'getUser',
      call: { path: at(id) },
      status: 200,
      read: ({ body }) => (body as WireUser).groupIds,
    }),
    listGroups: noGroups,
    createGroup: noGroups,
    getGroup: noGroups,
    renameGroup: noGroups,
    replaceGroup: noGroups,
    deleteGroup: noGroups,
    setMembers: noGroups,
    addMember: noGroups,
    removeMember: noGroups,
    lastModified: (id) => ({
      operation: 'getUser',
      call: { path: at(id) },
      status: 200,
      read: ({ body }) => (body as WireUser).updatedAt,
    }),
  },
  refusals,
  topics,
  filters: {
    users: { userName: ['co'], givenName: ['co'], familyName: ['co'] },
    groups: {},
  },
  unsupportedFilters: { users: ['userName eq "a"'], groups: [] },
  userNameDomain: 'any',
  missingId: 'ffffffffffffffffffffffff',
  undo: {
    createUser: { by: deleteUser, gone: 'missingUser', idIn: '_id', nameIn: 'email' },
  },
  altersNobody: ['createToken'],
  madeUntold: { findOrCreateIdentity: { as: 'createUser', nameIn: 'email' } },
  place: (template, { user }) => template.replace('{customerId}', TENANT).replace('{userId}', user),
  message: ({ body, status }) => {
    const { statusCode, message, error } = (body ?? {}) as Record<string, unknown>
    return statusCode === status && error ? String(message) : undefined
  },
}

/** The path of a user of the caller's own customer. */
export function at(userId: string): { customerId: string; userId: string } {
  return { customerId: TENANT, userId }
}

/** What the tests look for is in nobody else's fields, so that a search finds it as a filter would. */
function listParameters({ where }: ListQuery): Record<string, string> {
  return { integration: WHOLE, ...(where && { search: where.value }) }
}

function userPhrase(operation: string, status: number, call: Call): Phrase<User> {
  return { operation, call, status, read: ({ body }) => readUser(body as WireUser) }
}

function deleteUser(id: string): Phrase<void> {
  return { operation: 'deleteUser', call: { path: at(id) }, status: 200, read: () => undefined }
}

function wireUser({ userName, givenName, familyName }: Partial<Person>) {
  return {
    ...(userName !== undefined && { email: userName }),
    ...(givenName !== undefined && { firstName: givenName }),
    ...(familyName !== undefined && { lastName: familyName }),
  }
}

function readUser({ _id, email, firstName, lastName }: WireUser): User {
  return { id: _id, userName: email, givenName: firstName, familyName: lastName }
}
