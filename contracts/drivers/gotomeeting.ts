/** SCIM 1.x: PATCH is a partial object, members are replaced, and a bad token is 403. */
import type { Reply } from '../exchange.ts'
import type { Driver, Group, Member, NewGroup, Person, Phrase, User } from './driver.ts'
import { noAddition, noGroupsOfUser, noModified, refusals, topics } from './gotomeeting-promises.ts'
import { listParameters } from './scim-wire.ts'

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
    groupsOf: noGroupsOfUser,
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
  refusals,
  topics,
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
    createUsers: {
      by: (id) => nothing('deleteUser', { userKey: id }),
      gone: 'missingUser',
      nameIn: 'userName',
    },
    createGroup: {
      by: (id) => nothing('deleteGroup', { groupKey: id }),
      gone: 'missingGroup',
      nameIn: 'displayName',
    },
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
