/** SCIM 2.0, but PATCH of a user sets levels on forms and folders, and ids change their type. */
import type { Call } from '../client.ts'
import type { Reply } from '../exchange.ts'
import {
  absent,
  type Driver,
  type Group,
  type Member,
  type NewGroup,
  type Person,
  type Phrase,
  type User,
} from './driver.ts'
import { listParameters } from './scim.ts'

interface Meta {
  created: string | null
  lastModified: string | null
  location: string
}

/** A form or a folder, with what a user or a group may do on it. */
export interface Permitted {
  id: string
  name: string
  permissions: { canViewSubmissions: boolean; canEditSubmissions: boolean; isAdmin: boolean } | null
}

export const USER_EXTENSION = 'urn:ietf:params:scim:schemas:extension:formstack:2.0:User'
export const GROUP_EXTENSION = 'urn:ietf:params:scim:schemas:extension:formstack:2.0:Group'

export interface WireUser {
  id: string
  userName: string
  active: boolean
  name: { givenName: string; familyName: string; formatted: string }
  timezone: string
  emails: { value: string }[]
  groups: { value: string; display: string }[]
  meta: Meta
  [USER_EXTENSION]: { forms: Permitted[]; folders: Permitted[] }
}

export interface WireGroup {
  id: string | number
  displayName: string
  members: { value: number; display: string | null }[]
  meta: Meta
}

export interface WireList<T> {
  Resources: T[]
  totalResults: number
  startIndex: number
  itemsPerPage: number
}

const noSorting = absent('lists are in the order of the ids', { noParameter: 'sortBy' })
const noNesting = absent('the members of a group are users', { behaviour: 'unknown-member-is-400' })

export const formstack: Driver = {
  api: 'formstack',
  verbs: {
    listUsers: (query) => ({
      operation: 'listUsers',
      call: { query: listParameters(query) },
      status: 200,
      read: (reply) => readList(reply, readUser),
    }),
    createUser: (person) => userPhrase('createUser', 201, { body: wireUser(person) }),
    getUser: (id) => userPhrase('getUser', 200, { path: { id } }),
    changeUser: absent('PATCH of a user sets what she may do on forms and folders', {
      behaviour: 'user-ops-are-four',
    }),
    replaceUser: (id, person) =>
      userPhrase('replaceUser', 200, { path: { id }, body: { id, ...wireUser(person) } }),
    deleteUser: (id) => nothing('deleteUser', id),
    groupsOf: (id) => ({
      operation: 'getUser',
      call: { path: { id } },
      status: 200,
      read: ({ body }) => (body as WireUser).groups.map(({ value }) => value),
    }),
    listGroups: (query) => ({
      operation: 'listGroups',
      call: { query: listParameters(query) },
      status: 200,
      read: (reply) => readList(reply, readGroup),
    }),
    createGroup: (group) => groupPhrase('createGroup', { body: wireGroup(group) }),
    getGroup: (id) => groupPhrase('getGroup', { path: { id } }),
    renameGroup: absent('PATCH of a group adds and removes members; PUT sets them too', {
      behaviour: 'group-ops-are-two',
    }),
    replaceGroup: (id, group) =>
      groupPhrase('replaceGroup', { path: { id }, body: { id, ...wireGroup(group) } }),
    deleteGroup: (id) => nothing('deleteGroup', id),
    setMembers: ({ id, displayName }, members) =>
      groupPhrase('replaceGroup', {
        path: { id },
        body: { id, ...wireGroup({ displayName, members }) },
      }),
    addMember: (id, member) => groupPhrase('patchGroup', patch(id, 'add', member)),
    removeMember: (id, member) => groupPhrase('patchGroup', patch(id, 'remove', member)),
    lastModified: (id) => ({
      operation: 'getUser',
      call: { path: { id } },
      status: 200,
      read: ({ body }) => (body as WireUser).meta.lastModified,
    }),
  },
  refusals: {
    noCredential: { status: 401, cites: 'missing-credential-is-401' },
    expiredCredential: { status: 401, cites: 'invalid-token-is-401' },
    revokedCredential: { status: 401, cites: 'invalid-token-is-401' },
    missingRole: { status: 403, cites: 'token-without-permission-is-403' },
    missingUser: { status: 404, cites: 'missing-things-are-404-not-found' },
    missingGroup: { status: 404, cites: 'missing-things-are-404-not-found' },
    foreignUser: { status: 404, cites: 'accounts-are-apart' },
    foreignGroup: { status: 404, cites: 'accounts-are-apart' },
    duplicateUser: { status: 409, cites: 'user-name-is-unique' },
    duplicateUserInOtherCase: { status: 409, cites: 'user-names-compare-without-case' },
    duplicateGroup: { status: 409, cites: 'group-name-is-unique' },
    duplicateGroupInOtherCase: { status: 409, cites: 'group-name-is-unique' },
    unknownMember: { status: 400, cites: 'unknown-member-is-400' },
    selfMember: noNesting,
    cycle: noNesting,
    badPaging: { status: 400, cites: 'paging-that-is-no-integer-is-400' },
    unsupportedFilter: { status: 400, cites: 'other-filters-are-400' },
    malformedFilter: { status: 400, cites: 'other-filters-are-400' },
    malformedJson: { status: 400, cites: 'broken-bodies-are-400' },
    wrongContentType: { status: 415, cites: 'both-json-types-are-read' },
    missingBody: { status: 400, cites: 'broken-bodies-are-400' },
    unknownProperty: absent('a property that the schema does not name is ignored', {
      behaviour: 'unknown-properties-are-ignored',
    }),
    wrongType: { status: 400, cites: 'broken-bodies-are-400' },
    longText: { status: 413, cites: 'large-bodies-are-413' },
    deepBody: { status: 400, cites: 'broken-bodies-are-400' },
    protoKey: { status: 400, cites: 'broken-bodies-are-400' },
    largeBody: { status: 413, cites: 'large-bodies-are-413' },
    unknownPath: { status: 404, cites: 'unknown-paths-are-404' },
    wrongMethod: { status: 405, cites: 'wrong-methods-are-405' },
  },
  topics: {
    userNameFreed: 'deleted-user-frees-the-user-name',
    groupNameFreed: 'deleted-group-frees-the-name',
    userLeavesGroups: 'deleted-user-leaves-every-group',
    groupLeavesGroups: noNesting,
    membersOutliveGroup: 'deleted-group-keeps-its-users',
    repeatedMember: 'repeated-members-count-once',
    nesting: noNesting,
    membersAreDirect: noNesting,
    ownUserName: 'own-user-name-is-no-conflict',
    ownGroupName: 'own-group-name-is-no-conflict',
    totalCountsMatches: 'total-counts-every-match',
    firstIndexIsOne: 'pages-are-one-based-and-forgiving',
    pageBeyondEnd: 'page-beyond-the-end-is-empty',
    pageOfNone: 'pages-are-one-based-and-forgiving',
    pagingUsers: 'pages-are-one-based-and-forgiving',
    pagingGroups: 'pages-are-one-based-and-forgiving',
    pagesPartition: 'lists-are-ordered-by-id',
    sortingUsers: noSorting,
    sortingGroups: noSorting,
    filterIgnoresCase: 'filters-ignore-case',
    unknownParameter: 'unknown-query-parameters-are-ignored',
    createdNeverChanges: 'created-never-changes',
    lastModified: 'last-modified-is-null-until-a-change',
  },
  filters: { users: { userName: ['eq'] }, groups: { displayName: ['eq'] } },
  unsupportedFilters: {
    users: [
      'userName sw "a"',
      'userName co "a"',
      'userName pr',
      'name.familyName eq "a"',
      'userName eq "a" and userName eq "a"',
      'userName eq "a" or userName eq "b"',
      'not (userName eq "a")',
    ],
    groups: ['displayName sw "a"', 'displayName co "a"', 'displayName pr', 'userName eq "a"'],
  },
  userNameDomain: 'any',
  missingId: '2147483647',
  undo: {
    createUser: { by: (id) => nothing('deleteUser', id), gone: 'missingUser' },
    createGroup: { by: (id) => nothing('deleteGroup', id), gone: 'missingGroup' },
  },
  place: (template, { user, group }) =>
    template.replace('{id}', template.startsWith('/Groups') ? group : user),
  message: ({ body, status }) => {
    const error = (body ?? {}) as { detail?: string; status?: number; scimType?: null }
    return error.status === status && error.scimType === null ? error.detail : undefined
  },
}

function userPhrase(operation: string, status: number, call: Call): Phrase<User> {
  return { operation, call, status, read: ({ body }) => readUser(body as WireUser) }
}

function groupPhrase(operation: string, call: Call): Phrase<Group> {
  return { operation, call, status: 200, read: ({ body }) => readGroup(body as WireGroup) }
}

function nothing(operation: string, id: string): Phrase<void> {
  return { operation, call: { path: { id } }, status: 204, read: () => undefined }
}

function patch(id: string, op: 'add' | 'remove', member: Member): Call {
  return {
    path: { id },
    body: { Operations: [{ op, path: 'members', value: [{ value: member.id }] }] },
  }
}

function wireUser({ userName, givenName, familyName }: Person) {
  return { userName, active: true, name: { givenName, familyName } }
}

function wireGroup({ displayName, members }: NewGroup) {
  return { displayName, members: members.map(({ id }) => ({ value: id })) }
}

function readUser({ id, userName, name }: WireUser): User {
  return { id, userName, givenName: name.givenName, familyName: name.familyName }
}

function readGroup({ id, displayName, members }: WireGroup): Group {
  return {
    id: String(id),
    displayName,
    members: members.map(({ value }) => ({ kind: 'user', id: String(value) })),
  }
}

function readList<W, T>(reply: Reply, read: (wire: W) => T) {
  const { Resources, totalResults } = reply.body as WireList<W>
  return { total: totalResults, items: Resources.map(read) }
}
