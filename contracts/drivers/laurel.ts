/** Customers in the path, a search instead of filters, and a user's groups without the groups. */
import type { Call } from '../client.ts'
import {
  absent,
  type Driver,
  type ListQuery,
  type Person,
  type Phrase,
  TENANT,
  type User,
} from './driver.ts'

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

const noGroups = absent('groups show in the users who belong to them, and nowhere else', {
  noOperation: /\/groups/i,
})
const noPages = absent('the list holds everybody who matches', { behaviour: 'list-is-not-paged' })
const noSorting = absent('the list is in the order of the ids', { noParameter: 'sortBy' })
const noSyntax = absent('a search is any text at all', { behaviour: 'search-is-literal' })

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
    replaceUser: absent('a user is only updated in part', { noOperation: /^PUT / }),
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
  refusals: {
    noCredential: { status: 401, cites: 'missing-credential-is-401' },
    expiredCredential: { status: 401, cites: 'invalid-token-is-401' },
    revokedCredential: { status: 401, cites: 'invalid-token-is-401' },
    missingRole: { status: 403, cites: 'missing-permission-is-403' },
    missingUser: { status: 404, cites: 'missing-user-is-404' },
    missingGroup: noGroups,
    foreignUser: { status: 404, cites: 'customers-are-apart' },
    foreignGroup: noGroups,
    duplicateUser: { status: 409, cites: 'email-is-unique' },
    duplicateUserInOtherCase: { status: 409, cites: 'emails-compare-without-case' },
    duplicateGroup: noGroups,
    duplicateGroupInOtherCase: noGroups,
    unknownMember: noGroups,
    selfMember: noGroups,
    cycle: noGroups,
    badPaging: noPages,
    unsupportedFilter: noSyntax,
    malformedFilter: noSyntax,
    malformedJson: { status: 400, cites: 'body-is-required' },
    wrongContentType: { status: 415, cites: 'only-json-is-read' },
    missingBody: { status: 400, cites: 'body-is-required' },
    unknownProperty: absent('a property that the schema does not name is ignored', {
      behaviour: 'unknown-properties-are-ignored',
    }),
    wrongType: { status: 400, cites: 'properties-keep-their-types' },
    longText: { status: 413, cites: 'large-bodies-are-413' },
    deepBody: { status: 400, cites: 'body-is-required' },
    protoKey: { status: 400, cites: 'create-user-needs-its-customer' },
    largeBody: { status: 413, cites: 'large-bodies-are-413' },
    unknownPath: { status: 404, cites: 'unknown-paths-are-404' },
    wrongMethod: { status: 405, cites: 'wrong-methods-are-405' },
  },
  topics: {
    userNameFreed: 'deleted-user-frees-email-and-identities',
    groupNameFreed: noGroups,
    userLeavesGroups: noGroups,
    groupLeavesGroups: noGroups,
    membersOutliveGroup: noGroups,
    repeatedMember: noGroups,
    nesting: noGroups,
    membersAreDirect: noGroups,
    ownUserName: 'own-email-is-no-conflict',
    ownGroupName: noGroups,
    totalCountsMatches: noPages,
    firstIndexIsOne: noPages,
    pageBeyondEnd: noPages,
    pageOfNone: noPages,
    pagingUsers: noPages,
    pagingGroups: noGroups,
    pagesPartition: noPages,
    sortingUsers: noSorting,
    sortingGroups: noGroups,
    filterIgnoresCase: 'search-finds-any-part',
    unknownParameter: 'unknown-query-parameters-are-ignored',
    createdNeverChanges: 'created-never-changes',
    lastModified: 'updated-at-follows-changes',
  },
  filters: {
    users: { userName: ['co'], givenName: ['co'], familyName: ['co'] },
    groups: {},
  },
  unsupportedFilters: { users: ['userName eq "a"'], groups: [] },
  userNameDomain: 'any',
  missingId: 'ffffffffffffffffffffffff',
  undo: {
    createUser: { by: deleteUser, gone: 'missingUser', idIn: '_id' },
  },
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
