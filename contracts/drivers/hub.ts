/** Bracket filters, JSON Patch, and members who are read and changed apart from their group. */
import { absent, type Driver, type Group } from './driver.ts'
import {
  change,
  getGroup,
  goodPassword,
  groupPhrase,
  modify,
  nothing,
  parameters,
  readGroup,
  readList,
  readUser,
  setMembers,
  userPatch,
  userPhrase,
  type WireUser,
  wireUser,
  withMembers,
} from './hub-wire.ts'

const oneHub = absent('a Hub is one organization; a token of another one is refused everywhere', {
  behaviour: 'other-hubs-are-strangers',
})

const setByHub = absent('only the Hub sets it; in a body it is ignored', {
  behaviour: 'read-only-properties-are-ignored',
})

export const hub: Driver = {
  api: 'hub',
  verbs: {
    listUsers: (query) => ({
      operation: 'queryUsers',
      call: { query: parameters(query, { userName: 'userName', displayName: 'displayName' }) },
      status: 200,
      read: (reply) => readList(reply, readUser),
    }),
    createUser: (person) =>
      userPhrase('createUser', 201, { body: { ...wireUser(person), password: goodPassword } }),
    getUser: (id) => userPhrase('getUser', 200, { path: { userId: id } }),
    changeUser: (id, change) =>
      userPhrase('patchUser', 200, { path: { userId: id }, body: userPatch(change) }),
    replaceUser: (id, person) =>
      userPhrase('updateUser', 200, { path: { userId: id }, body: wireUser(person) }),
    deleteUser: (id) => nothing('deleteUser', { userId: id }),
    groupsOf: (id) => ({
      operation: 'getUserGroups',
      call: { path: { userId: id }, query: { 'filter[membershipType][EQ]': 'direct' } },
      status: 200,
      read: ({ body }) => (body as { id: string }[]).map((group) => group.id),
    }),
    listGroups: (query) => ({
      operation: 'queryGroups',
      call: { query: parameters(query, { displayName: 'name' }) },
      status: 200,
      read: (reply) => readList(reply, readGroup),
      complete: async (page, say) => {
        const items: Group[] = []
        for (const group of page.items) items.push(await withMembers(group, say))
        return { ...page, items }
      },
    }),
    createGroup: ({ displayName, members }) =>
      groupPhrase('createGroup', 201, {
        call: { body: { name: displayName } },
        complete: (group, say) =>
          members.length === 0
            ? Promise.resolve(group)
            : say(setMembers({ ...group, displayName }, members)),
      }),
    getGroup: (id) => getGroup(id),
    renameGroup: (id, displayName) =>
      groupPhrase('patchGroup', 200, {
        call: {
          path: { groupId: id },
          body: [{ op: 'replace', path: '/name', value: displayName }],
        },
        complete: withMembers,
      }),
    replaceGroup: (id, { displayName, members }) =>
      groupPhrase('replaceGroup', 200, {
        call: { path: { groupId: id }, body: { name: displayName } },
        complete: (group, say) => say(setMembers(group, members)),
      }),
    deleteGroup: (id) => nothing('deleteGroup', { groupId: id }),
    setMembers,
    addMember: (id, member) => modify(id, [change('add', member)]),
    removeMember: (id, member) => modify(id, [change('remove', member)]),
    lastModified: (id) => ({
      operation: 'getUser',
      call: { path: { userId: id } },
      status: 200,
      read: ({ body }) => (body as WireUser)._modified,
    }),
  },
  refusals: {
    noCredential: { status: 401, cites: 'missing-credential-is-401' },
    expiredCredential: { status: 401, cites: 'invalid-token-is-401' },
    revokedCredential: { status: 401, cites: 'invalid-token-is-401' },
    missingRole: { status: 403, cites: 'missing-role-is-403' },
    missingUser: { status: 404, cites: 'deleted-users-are-404-by-id' },
    missingGroup: { status: 404, cites: 'delete-group-answers-204' },
    foreignUser: oneHub,
    foreignGroup: oneHub,
    duplicateUser: { status: 409, cites: 'user-name-is-unique' },
    duplicateUserInOtherCase: { status: 409, cites: 'user-names-compare-without-case' },
    duplicateGroup: { status: 409, cites: 'group-name-is-unique' },
    duplicateGroupInOtherCase: { status: 409, cites: 'group-names-compare-without-case' },
    unknownMember: { status: 400, cites: 'unknown-members-are-400' },
    selfMember: { status: 400, cites: 'groups-contain-no-cycle' },
    cycle: { status: 400, cites: 'groups-contain-no-cycle' },
    badPaging: { status: 400, cites: 'bad-paging-is-400' },
    unsupportedFilter: { status: 400, cites: 'unknown-filters-are-400' },
    malformedFilter: { status: 400, cites: 'unknown-filters-are-400' },
    malformedJson: { status: 400, cites: 'broken-bodies-are-400' },
    wrongContentType: { status: 415, cites: 'only-json-is-read' },
    missingBody: { status: 400, cites: 'broken-bodies-are-400' },
    unknownProperty: { status: 400, cites: 'unknown-properties-are-refused' },
    wrongType: { status: 400, cites: 'broken-bodies-are-400' },
    longText: { status: 413, cites: 'large-bodies-are-413' },
    deepBody: { status: 400, cites: 'broken-bodies-are-400' },
    protoKey: { status: 400, cites: 'user-name-is-required' },
    largeBody: { status: 413, cites: 'large-bodies-are-413' },
    unknownPath: { status: 404, cites: 'unknown-paths-are-404' },
    wrongMethod: { status: 405, cites: 'wrong-methods-are-405' },
  },
  topics: {
    userIsAnswered: 'changes-are-seen-at-once',
    userChange: 'patches-add-remove-and-replace',
    userReplacement: 'update-user-resets-what-is-left-out',
    userIsGone: 'deleted-users-are-404-by-id',
    idsAreNotReused: 'ids-are-not-reused',
    groupIsAnswered: 'changes-are-seen-at-once',
    groupChange: 'groups-are-patched-like-users',
    groupReplacement: 'replace-group-resets-what-is-left-out',
    groupIsGone: 'delete-group-answers-204',
    membersAreAnswered: 'both-sides-agree',
    memberChange: 'membership-changes-modify-the-group',
    memberAgain: 'adding-twice-is-fine',
    groupsOfUser: 'both-sides-agree',
    filteringUsers: 'filters-are-joined-by-and',
    filteringGroups: 'filters-are-joined-by-and',
    emptyList: 'empty-lists-are-200',
    userNameFreed: 'names-of-the-deleted-are-free',
    groupNameFreed: 'names-of-deleted-groups-are-free',
    userLeavesGroups: 'deleting-ends-memberships',
    groupLeavesGroups: 'deleting-ends-memberships',
    membersOutliveGroup: 'members-outlive-their-group',
    repeatedMember: 'adding-twice-is-fine',
    membersWithGroup: absent(
      'a group is sent without members; they come and go by calls of their own',
      {
        behaviour: 'members-are-not-patched',
      },
    ),
    nesting: 'membership-passes-through-groups',
    membersAreDirect: 'membership-passes-through-groups',
    ownUserName: 'own-user-name-is-no-conflict',
    ownGroupName: 'own-group-name-is-no-conflict',
    totalCountsMatches: 'total-counts-before-paging',
    firstIndexIsOne: 'first-offset-is-zero',
    pageBeyondEnd: 'page-beyond-the-end-is-empty',
    pageOfNone: 'pages-hold-at-most-limit',
    pagingUsers: 'first-offset-is-zero',
    pagingGroups: 'first-offset-is-zero',
    pagesPartition: 'unsorted-lists-keep-creation-order',
    sortingUsers: 'minus-sorts-descending',
    sortingGroups: 'minus-sorts-descending',
    filterIgnoresCase: 'text-filters-ignore-case',
    unknownParameter: 'other-unknown-parameters-are-ignored',
    lastModified: 'modified-follows-changes',
  },
  filters: {
    users: { userName: ['eq', 'co'], displayName: ['eq', 'co'] },
    groups: { displayName: ['eq', 'co'] },
  },
  unsupportedFilters: {
    users: [
      'userName eq "a"',
      { 'filter[userName][SW]': 'a' },
      { 'filter[userName]': 'a' },
      { 'filter[userName][eq]': 'a' },
      { 'filter[name][EQ]': 'a' },
      { 'filter[_type][EQ]': 'User' },
    ],
    groups: [
      'name eq "a"',
      { 'filter[name][SW]': 'a' },
      { 'filter[displayName][EQ]': 'a' },
      { 'filter[deleted][EQ]': 'all' },
    ],
  },
  unkept: [{ at: /^\/(_id|_created|_modified|invitationExpiry)$/, why: setByHub }],
  userNameDomain: 'any',
  missingId: '00000000-0000-4000-8000-000000000000',
  undo: {
    createUser: {
      by: (id) => nothing('deleteUser', { userId: id }),
      gone: 'missingUser',
      nameIn: 'userName',
      idIn: '_id',
    },
    createInvitation: {
      by: (id) => nothing('deleteUser', { userId: id }),
      gone: 'missingUser',
      nameIn: 'userName',
      idIn: '_id',
    },
    createGroup: {
      by: (id) => nothing('deleteGroup', { groupId: id }),
      gone: 'missingGroup',
      nameIn: 'name',
      idIn: '_id',
    },
  },
  altersNobody: [
    'validatePassword',
    'validatePasswordForSelf',
    'validatePasswordForUser',
    'checkUserNameAvailable',
  ],
  alteredByName: {
    login: 'username',
    changePassword: 'username',
    generateToken: 'userId',
    acceptInvitation: 'token',
  },
  place: (template, { user, group }) =>
    template.replace('{userId}', user).replace('{principalId}', user).replace('{groupId}', group),
  message: ({ body }) => (body as { msg?: string } | undefined)?.msg,
}
