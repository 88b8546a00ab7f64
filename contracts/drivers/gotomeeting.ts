/** SCIM 1.x: PATCH is a partial object, members are replaced, and a bad token is 403. */
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
  created: string
  location: string
}

export interface WireUser {
  id: string
  userName: string
  displayName: string
  name: { givenName: string; familyName: string }
  locale: string
  timezone: string
  meta: Meta
}

export interface WireGroup {
  id: string
  displayName: string
  members: { type: Member['kind']; value: string }[]
  meta: Meta
}

export interface WireList<T> {
  resources: T[]
  totalResults: number
}

const noAddition = absent(
  'PATCH replaces the list of members; nothing adds to it or takes from it',
  { behaviour: 'update-group-replaces-the-members' },
)
const noModified = absent('meta says when a record was created, not when it was altered', {
  noProperty: 'lastModified',
})

export const gotomeeting: Driver = {
  api: 'gotomeeting',
  verbs: {
    listUsers: (query) => ({
      operation: 'getUsers',
      call: { query: listParameters(query) },
      status: 200,
      read: (reply) => readList(reply, readUser),
    }),
    createUser: (person) => userPhrase('createUsers', 201, { body: newUser(person) }),
    getUser: (id) => userPhrase('getUser', 200, { path: { userKey: id } }),
    changeUser: (id, change) =>
      userPhrase('updateUser', 200, { path: { userKey: id }, body: userChange(change) }),
    replaceUser: (id, person) =>
      userPhrase('replaceUser', 200, {
        path: { userKey: id },
        body: { ...newUser(person), locale: 'en_US', timezone: 'UTC' },
      }),
    deleteUser: (id) => nothing('deleteUser', { userKey: id }),
    groupsOf: absent('a user does not name its groups; the groups name their members', {
      noProperty: 'groups',
    }),
    listGroups: (query) => ({
      operation: 'getGroups',
      call: { query: listParameters(query) },
      status: 200,
      read: (reply) => readList(reply, readGroup),
    }),
    createGroup: (group) => groupPhrase('createGroup', 201, { body: newGroup(group) }),
    getGroup: (id) => groupPhrase('getGroup', 200, { path: { groupKey: id } }),
    renameGroup: (id, displayName) =>
      groupPhrase('updateGroup', 200, { path: { groupKey: id }, body: { displayName } }),
    replaceGroup: (id, group) =>
      groupPhrase('replaceGroup', 200, { path: { groupKey: id }, body: newGroup(group) }),
    deleteGroup: (id) => nothing('deleteGroup', { groupKey: id }),
    setMembers: ({ id }, members) =>
      groupPhrase('updateGroup', 200, {
        path: { groupKey: id },
        body: { members: wireMembers(members) },
      }),
    addMember: noAddition,
    removeMember: noAddition,
    lastModified: noModified,
  },
  refusals: {
    noCredential: { status: 401, cites: 'missing-credential-is-401' },
    expiredCredential: { status: 403, cites: 'invalid-token-is-403' },
    revokedCredential: { status: 403, cites: 'invalid-token-is-403' },
    missingRole: { status: 401, cites: 'missing-role-is-401' },
    missingUser: { status: 404, cites: 'missing-user-is-404' },
    missingGroup: { status: 401, cites: 'missing-group-is-401' },
    foreignUser: { status: 404, cites: 'organizations-are-apart' },
    foreignGroup: { status: 401, cites: 'organizations-are-apart' },
    duplicateUser: { status: 409, cites: 'user-name-is-unique' },
    duplicateUserInOtherCase: { status: 409, cites: 'user-names-compare-without-case' },
    duplicateGroup: { status: 409, cites: 'group-name-is-unique' },
    duplicateGroupInOtherCase: { status: 409, cites: 'group-names-compare-without-case' },
    unknownMember: { status: 400, cites: 'unknown-member-is-400' },
    selfMember: { status: 400, cites: 'groups-form-no-cycle' },
    cycle: { status: 400, cites: 'groups-form-no-cycle' },
    badPaging: { status: 400, cites: 'bad-paging-is-400' },
    unsupportedFilter: { status: 400, cites: 'other-filters-are-400' },
    malformedFilter: { status: 400, cites: 'other-filters-are-400' },
    malformedJson: { status: 400, cites: 'body-is-required' },
    wrongContentType: { status: 415, cites: 'only-json-is-read' },
    missingBody: { status: 400, cites: 'body-is-required' },
    unknownProperty: { status: 400, cites: 'unknown-properties-are-refused' },
    wrongType: { status: 400 },
    longText: { status: 413, cites: 'large-bodies-are-413' },
    deepBody: { status: 400, cites: 'body-is-required' },
    protoKey: { status: 400, cites: 'user-name-is-required' },
    largeBody: { status: 413, cites: 'large-bodies-are-413' },
    unknownPath: { status: 404, cites: 'unknown-paths-are-404' },
    wrongMethod: { status: 405, cites: 'wrong-methods-are-405' },
  },
  topics: {
    userNameFreed: 'deleted-user-frees-the-user-name',
    groupNameFreed: 'deleted-group-frees-the-name',
    userLeavesGroups: 'deleted-user-leaves-every-group',
    groupLeavesGroups: 'deleted-group-leaves-every-group',
    membersOutliveGroup: 'deleted-group-keeps-its-members',
    repeatedMember: 'repeated-members-count-once',
    nesting: 'groups-nest',
    membersAreDirect: 'members-are-direct',
    ownUserName: 'own-user-name-is-no-conflict',
    ownGroupName: 'own-group-name-is-no-conflict',
    totalCountsMatches: 'total-counts-every-match',
    firstIndexIsOne: 'first-index-is-one',
    pageBeyondEnd: 'page-beyond-the-end-is-empty',
    pageOfNone: 'pages-hold-at-most-count',
    pagingUsers: 'users-page-and-sort-like-groups',
    pagingGroups: 'first-index-is-one',
    pagesPartition: 'unsorted-lists-keep-creation-order',
    sortingUsers: 'users-page-and-sort-like-groups',
    sortingGroups: 'groups-sort-by-display-name',
    filterIgnoresCase: 'filters-ignore-case',
    unknownParameter: 'unknown-query-parameters-are-ignored',
    createdNeverChanges: 'created-never-changes',
    lastModified: noModified,
  },
  filters: {
    users: {
      userName: ['eq', 'sw'],
      displayName: ['eq', 'sw'],
      givenName: ['eq', 'sw'],
      familyName: ['eq', 'sw'],
    },
    groups: { displayName: ['eq', 'sw', 'co'] },
  },
  unsupportedFilters: {
    users: [
      'userName co "a"',
      'userName pr',
      'locale eq "en_US"',
      'id eq "1"',
      'not (userName eq "a")',
    ],
    groups: [
      'displayName gt "a"',
      'displayName pr',
      'id eq "1"',
      'members eq "1"',
      'not (displayName eq "a")',
    ],
  },
  userNameDomain: 'of a present user',
  missingId: '9223372036854775807',
  undo: {
    createUsers: { by: (id) => nothing('deleteUser', { userKey: id }), gone: 'missingUser' },
    createGroup: { by: (id) => nothing('deleteGroup', { groupKey: id }), gone: 'missingGroup' },
  },
  place: (template, { user, group }) =>
    template.replace('{userKey}', user).replace('{groupKey}', group),
  message: ({ body, status }) => {
    const [error] = (body as { Errors?: { description: string; code: string }[] })?.Errors ?? []
    return error?.code === String(status) ? error.description : undefined
  },
}

function userPhrase(operation: string, status: number, call: Phrase<User>['call']): Phrase<User> {
  return { operation, call, status, read: (reply) => readUser(reply.body as WireUser) }
}

function groupPhrase(
  operation: string,
  status: number,
  call: Phrase<Group>['call'],
): Phrase<Group> {
  return { operation, call, status, read: (reply) => readGroup(reply.body as WireGroup) }
}

function nothing(operation: string, path: Record<string, string>): Phrase<void> {
  return { operation, call: { path }, status: 200, read: () => undefined }
}

function newUser({ userName, givenName, familyName }: Person) {
  return { userName, displayName: `${givenName} ${familyName}`, name: { givenName, familyName } }
}

function userChange({ userName, givenName, familyName }: Partial<Person>) {
  return {
    ...(userName !== undefined && { userName }),
    ...((givenName ?? familyName) !== undefined && { name: { givenName, familyName } }),
  }
}

function newGroup({ displayName, members }: NewGroup) {
  return { displayName, members: wireMembers(members) }
}

function wireMembers(members: readonly Member[]) {
  return members.map(({ kind, id }) => ({ type: kind, value: id }))
}

function readUser({ id, userName, name }: WireUser): User {
  return { id, userName, givenName: name.givenName, familyName: name.familyName }
}

function readGroup({ id, displayName, members }: WireGroup): Group {
  return { id, displayName, members: members.map(({ type, value }) => ({ kind: type, id: value })) }
}

function readList<W, T>(reply: Reply, read: (wire: W) => T) {
  const { resources, totalResults } = reply.body as WireList<W>
  return { total: totalResults, items: resources.map(read) }
}
