/** SCIM 2.0, but PATCH of a user sets levels on forms and folders, and ids change their type. */
import type { Call } from '../call.ts'
import type { Reply } from '../exchange.ts'
import type { Driver, Group, Member, NewGroup, Person, Phrase, User } from './driver.ts'
import { noRename, noUserChange, refusals, topics } from './formstack-promises.ts'
import { listParameters } from './scim-wire.ts'

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
    changeUser: noUserChange,
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
    renameGroup: noRename,
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
  refusals,
  topics,
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
    createUser: { by: (id) => nothing('deleteUser', id), gone: 'missingUser', nameIn: 'userName' },
    createGroup: {
      by: (id) => nothing('deleteGroup', id),
      gone: 'missingGroup',
      nameIn: 'displayName',
    },
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
