/** ECI Nexus: users are listed as the members of an organization, and nothing deletes them. */
import type { Reply } from '../exchange.ts'
import {
  absent,
  type Condition,
  type Driver,
  type ListQuery,
  type Person,
  type Phrase,
  TENANT,
  type User,
} from './driver.ts'
import type { WireMembership, WireUser } from './nexus-wire.ts'

const noDeletion = absent('nothing deletes a user', {
  noOperation: /^DELETE .*\/users\/\{[^}]+\}$/i,
})
const noOrganization = absent('the groups of users are organizations, and nothing creates one', {
  noOperation: /^POST .*\/(organizations|groups)$/i,
})
const noReplacement = absent('a user is patched, and never replaced', {
  noOperation: /^PUT .*\/users\/\{[^}]+\}$/i,
})
const fixedName = absent('an e-mail address stays for good', {
  behaviour: 'email-address-cannot-be-patched',
})
const staysForGood = absent('nothing deletes a user, a role or a membership', {
  noOperation: /^DELETE .*\/(users|roles|members)\/\{[^}]+\}$/i,
})
const staysWithUser = absent('nothing takes a role, an attribute or an identity from a user', {
  noOperation: /^DELETE .*\/users\/\{[^}]+\}\/(roles|attributes|identities|idp_tenants)/i,
})

export const nexus: Driver = {
  api: 'nexus',
  verbs: {
    listUsers: (query) => ({
      operation: 'GetOrganizationMembers',
      call: { path: { organizationId: TENANT }, query: parameters(query) },
      status: 200,
      read: readList,
    }),
    createUser: (person) => userPhrase('CreateUser', 201, { body: newUser(person) }),
    getUser: (id) => userPhrase('GetUser', 200, { path: { userId: id } }),
    changeUser: (id, { givenName, familyName }) =>
      userPhrase('PatchUser', 200, { path: { userId: id }, body: { givenName, familyName } }),
    replaceUser: noReplacement,
    deleteUser: noDeletion,
    groupsOf: noOrganization,
    listGroups: noOrganization,
    createGroup: noOrganization,
    getGroup: noOrganization,
    renameGroup: noOrganization,
    replaceGroup: noOrganization,
    deleteGroup: noOrganization,
    setMembers: noOrganization,
    addMember: noOrganization,
    removeMember: noOrganization,
    lastModified: (id) => ({
      operation: 'GetUser',
      call: { path: { userId: id } },
      status: 200,
      read: ({ body }) => (body as WireUser).modified,
    }),
  },
  refusals: {
    noCredential: { status: 401, cites: 'missing-credential-is-401' },
    expiredCredential: { status: 401, cites: 'invalid-credential-is-401' },
    revokedCredential: { status: 401, cites: 'invalid-credential-is-401' },
    missingRole: { status: 403, cites: 'missing-permission-is-403' },
    missingUser: { status: 404, cites: 'missing-things-are-404' },
    missingGroup: { status: 404, cites: 'missing-things-are-404' },
    foreignUser: { status: 404, cites: 'accounts-are-apart' },
    foreignGroup: { status: 404, cites: 'accounts-are-apart' },
    duplicateUser: { status: 409, cites: 'email-address-is-unique' },
    duplicateUserInOtherCase: { status: 409, cites: 'taken-email-address-is-409' },
    duplicateGroup: noOrganization,
    duplicateGroupInOtherCase: noOrganization,
    unknownMember: { status: 400, cites: 'unknown-references-are-400' },
    selfMember: noOrganization,
    cycle: noOrganization,
    badPaging: { status: 400, cites: 'bad-paging-is-400' },
    unsupportedFilter: { status: 400, cites: 'other-filters-are-400' },
    malformedFilter: { status: 400, cites: 'other-filters-are-400' },
    malformedJson: { status: 400, cites: 'broken-bodies-are-400' },
    wrongContentType: { status: 415, cites: 'only-json-is-read' },
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
    userIsAnswered: 'changes-are-seen-at-once',
    userChange: 'patch-applies-what-is-not-null',
    userReplacement: noReplacement,
    userIsGone: noDeletion,
    idsAreNotReused: noDeletion,
    groupIsAnswered: noOrganization,
    groupChange: noOrganization,
    groupReplacement: noOrganization,
    groupIsGone: noOrganization,
    membersAreAnswered: noOrganization,
    memberChange: noOrganization,
    memberAgain: noOrganization,
    groupsOfUser: noOrganization,
    filteringUsers: 'members-filter-by-three-comparisons',
    filteringGroups: noOrganization,
    emptyList: 'page-beyond-the-end-is-empty',
    userNameFreed: noDeletion,
    groupNameFreed: noOrganization,
    userLeavesGroups: noDeletion,
    groupLeavesGroups: noOrganization,
    membersWithGroup: noOrganization,
    membersOutliveGroup: noOrganization,
    repeatedMember: noOrganization,
    nesting: noOrganization,
    membersAreDirect: noOrganization,
    ownUserName: fixedName,
    ownGroupName: noOrganization,
    totalCountsMatches: 'count-adds-the-total',
    firstIndexIsOne: 'top-and-skip-make-pages',
    pageBeyondEnd: 'page-beyond-the-end-is-empty',
    pageOfNone: 'page-beyond-the-end-is-empty',
    pagingUsers: 'top-and-skip-make-pages',
    pagingGroups: noOrganization,
    pagesPartition: 'members-keep-the-order-of-joining',
    sortingUsers: 'orderby-sorts-by-one-or-more-fields',
    sortingGroups: noOrganization,
    filterIgnoresCase: 'filters-ignore-the-case-of-values',
    unknownParameter: 'unknown-query-parameters-are-ignored',
    lastModified: 'modified-follows-every-change',
  },
  filters: {
    users: {
      userName: ['eq', 'sw', 'co'],
      displayName: ['eq', 'sw', 'co'],
      givenName: ['eq', 'sw', 'co'],
      familyName: ['eq', 'sw', 'co'],
    },
    groups: {},
  },
  unsupportedFilters: {
    users: [
      "user/emailAddress ne 'a'",
      "endswith(user/emailAddress,'a')",
      "not (user/emailAddress eq 'a')",
      "user/language eq 'en'",
      "userName eq 'a'",
      "emailAddress eq 'a'",
      'user/isActive',
    ],
    groups: [],
  },
  userNameDomain: 'any',
  missingId: '8d2f4c00-ffff-4fff-bfff-ffffffffffff',
  undo: {},
  lasting: {
    CreateUser: staysForGood,
    CreateRole: staysForGood,
    AddOrganizationMember: staysForGood,
    InviteOrganizationMember: staysForGood,
    AddUserRole: staysWithUser,
    LinkUserToTenant: staysWithUser,
    SyncUserIdentity: staysWithUser,
  },
  userNameIsFixed: fixedName,
  place: (template, { user }) =>
    template
      .replace('{userId}', user)
      .replace('{organizationId}', TENANT)
      .replaceAll(/\{(upnId|idpTenantId|azoConnectionId|azoUserId)\}/g, 'nothing'),
  message: ({ body, status }) => {
    const problem = body as { title?: string; detail?: string; status?: number } | undefined
    return problem?.status === status ? (problem.detail ?? problem.title) : undefined
  },
}

function userPhrase(operation: string, status: number, call: Phrase<User>['call']): Phrase<User> {
  return { operation, call, status, read: (reply) => readUser(reply.body as WireUser) }
}

/** A user of the caller's own organization; `us-1` is the tenant that the public page has. */
export function newUser({ userName, givenName, familyName }: Person) {
  return {
    authenticationMethod: 'Database',
    displayName: `${givenName} ${familyName}`,
    idpTenantId: 'us-1',
    organization: TENANT,
    emailAddress: userName,
    givenName,
    familyName,
  }
}

/** Pages are counted from 0 here, and their total is told only when it is asked for. */
function parameters({ where, count, startIndex, sortBy, sortOrder }: ListQuery) {
  return {
    count: 'true',
    ...(where && { filter: filterText(where) }),
    ...(count !== undefined && { top: count }),
    ...(startIndex !== undefined && { skip: startIndex - 1 }),
    ...(sortBy && {
      orderby: sortOrder === 'descending' ? `${fieldOf(sortBy)} desc` : fieldOf(sortBy),
    }),
  }
}

function filterText({ field, operator, value }: Condition): string {
  const text = `'${value.replaceAll("'", "''")}'`
  if (operator === 'eq') return `${fieldOf(field)} eq ${text}`
  return `${operator === 'sw' ? 'startswith' : 'contains'}(${fieldOf(field)},${text})`
}

function fieldOf(field: Condition['field']): string {
  return field === 'userName' ? 'user/emailAddress' : `user/${field}`
}

function readUser({ id, emailAddress, givenName, familyName }: WireUser): User {
  return {
    id,
    userName: emailAddress ?? '',
    givenName: givenName ?? '',
    familyName: familyName ?? '',
  }
}

function readList({ body }: Reply) {
  const list = body as { value: WireMembership[]; '@odata.count': number }
  const items = list.value.map(({ user }) => readUser(user as WireUser))
  return { total: list['@odata.count'], items }
}
