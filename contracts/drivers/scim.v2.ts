/** SCIM 2.0 as RFC 7643 and RFC 7644 have it. */
import type { Call } from '../client.ts'
import type { Driver, Group, Made, Member, NewGroup, Page, Person, Phrase, User } from './driver.ts'
import { refusals, topics } from './scim.v2-promises.ts'
import {
  ERROR,
  GROUP,
  patchOp,
  USER,
  type WireBulk,
  type WireError,
  type WireGroup,
  type WireList,
  type WireMember,
  type WireOperation,
  type WireUser,
} from './scim.v2-wire.ts'
import { listParameters } from './scim-wire.ts'

/** RFC 7644 section 3.11: who does not have `/Me` says 501, or leads elsewhere; some have no user. */
const meless = [501, 308, 404]

export const scimV2: Driver = {
  api: 'scim.v2',
  verbs: {
    listUsers: (query) => listing('listUsers', { query: listParameters(query) }, readUser),
    createUser: (person) => creation('createUser', { body: wireUser(person) }, readUser),
    getUser: (id) => reading('getUser', at(id), readUser),
    changeUser: (id, change) => patching('User', id, changes(change), readUser),
    replaceUser: (id, person) =>
      reading('replaceUser', { ...at(id), body: { ...wireUser(person), id } }, readUser),
    deleteUser: (id) => deletion('deleteUser', id),
    groupsOf: (id) => reading('getUser', at(id), ({ groups = [] }: WireUser) => values(groups)),
    listGroups: (query) => listing('listGroups', { query: listParameters(query) }, readGroup),
    createGroup: (group) => creation('createGroup', { body: wireGroup(group) }, readGroup),
    getGroup: (id) => reading('getGroup', at(id), readGroup),
    renameGroup: (id, displayName) =>
      patching(
        'Group',
        id,
        [{ op: 'replace', path: 'displayName', value: displayName }],
        readGroup,
      ),
    replaceGroup: (id, group) =>
      reading('replaceGroup', { ...at(id), body: { ...wireGroup(group), id } }, readGroup),
    deleteGroup: (id) => deletion('deleteGroup', id),
    setMembers: ({ id }, members) =>
      patching(
        'Group',
        id,
        [{ op: 'replace', path: 'members', value: members.map(wireMember) }],
        readGroup,
      ),
    addMember: (id, member) =>
      patching(
        'Group',
        id,
        [{ op: 'add', path: 'members', value: [wireMember(member)] }],
        readGroup,
      ),
    removeMember: (id, member) =>
      patching(
        'Group',
        id,
        [{ op: 'remove', path: `members[value eq "${member.id}"]` }],
        readGroup,
      ),
    lastModified: (id) => reading('getUser', at(id), ({ meta }: WireUser) => meta.lastModified),
  },
  refusals,
  topics,
  filters: {
    users: {
      userName: ['eq', 'sw', 'co'],
      givenName: ['eq', 'sw', 'co'],
      familyName: ['eq', 'sw', 'co'],
    },
    groups: { displayName: ['eq', 'sw', 'co'] },
  },
  unsupportedFilters: {
    users: [
      'userName like "a"',
      'userName in ["a"]',
      "startswith(userName, 'a')",
      "userName eq 'a'",
      'userName == "a"',
      'not userName eq "a"',
      'active gt true',
    ],
    groups: ['displayName like "a"', "startswith(displayName, 'a')", 'displayName eq a'],
  },
  userNameDomain: 'any',
  missingId: '00000000-0000-4000-8000-000000000000',
  undo: {
    createUser: { by: (id) => deletion('deleteUser', id), gone: 'missingUser' },
    createMe: { by: (id) => deletion('deleteUser', id), gone: 'missingUser' },
    createGroup: { by: (id) => deletion('deleteGroup', id), gone: 'missingGroup' },
  },
  optional: {
    getMe: meless,
    createMe: meless,
    replaceMe: meless,
    patchMe: meless,
    deleteMe: meless,
    patchUser: [501],
    patchGroup: [501],
    searchUsers: [501],
    searchGroups: [501],
    searchAll: [501],
    queryAll: [501],
    bulk: [501],
  },
  searches: ['searchUsers', 'searchGroups', 'searchAll'],
  place: (template, { user, group }) =>
    template
      .replace('/Schemas/{id}', `/Schemas/${USER}`)
      .replace('/ResourceTypes/{id}', '/ResourceTypes/User')
      .replace('{id}', template.startsWith('/Groups') ? group : user),
  madeBy: (operation, { body }) => (operation === 'bulk' ? madeInBulk(body as WireBulk) : []),
  message: ({ body, status }) => {
    const error = (body ?? {}) as Partial<WireError>
    const isError = error.schemas?.includes(ERROR) && error.status === String(status)
    return isError ? error.detail : undefined
  },
}

function at(id: string): Pick<Call, 'path'> & { path: { id: string } } {
  return { path: { id } }
}

function reading<W, T>(operation: string, call: Call, read: (wire: W) => T): Phrase<T> {
  return { operation, call, status: 200, read: ({ body }) => read(body as W) }
}

function creation<W, T>(operation: string, call: Call, read: (wire: W) => T): Phrase<T> {
  return { ...reading(operation, call, read), status: 201 }
}

function listing<W, T>(operation: string, call: Call, read: (wire: W) => T): Phrase<Page<T>> {
  return reading(operation, call, ({ Resources = [], totalResults }: WireList<W>) => ({
    total: totalResults,
    items: Resources.map(read),
  }))
}

function deletion(operation: string, id: string): Phrase<void> {
  return { operation, call: at(id), status: 204, read: () => undefined }
}

/** RFC 7644 section 3.5.2: a patch answers 200 and the resource, or 204 and nothing; then it is read. */
function patching<W, T>(
  type: 'User' | 'Group',
  id: string,
  operations: readonly WireOperation[],
  read: (wire: W) => T,
): Phrase<T> {
  return {
    operation: `patch${type}`,
    call: { ...at(id), body: patchOp(...operations) },
    status: 200,
    also: 204,
    read: ({ status, body }) => (status === 204 ? (undefined as T) : read(body as W)),
    complete: async (value, say) => value ?? (await say(reading(`get${type}`, at(id), read))),
  }
}

function changes({ userName, ...name }: Partial<Person>): WireOperation[] {
  const parts = Object.entries(name).map(([part, value]) => ({ path: `name.${part}`, value }))
  const all = userName === undefined ? parts : [{ path: 'userName', value: userName }, ...parts]
  return all.map((one) => ({ op: 'replace', ...one }))
}

function wireUser({ userName, givenName, familyName }: Person) {
  return { schemas: [USER], userName, name: { givenName, familyName } }
}

function wireGroup({ displayName, members }: NewGroup) {
  return { schemas: [GROUP], displayName, members: members.map(wireMember) }
}

function wireMember({ kind, id }: Member): WireMember {
  return { value: id, type: kind === 'user' ? 'User' : 'Group' }
}

function readUser({ id, userName, name = {} }: WireUser): User {
  return { id, userName, givenName: name.givenName ?? '', familyName: name.familyName ?? '' }
}

function readGroup({ id, displayName, members = [] }: WireGroup): Group {
  return { id, displayName, members: members.map(readMember) }
}

function readMember({ value, type, $ref = '' }: WireMember): Member {
  const isGroup = type === undefined ? $ref.includes('/Groups/') : type === 'Group'
  return { kind: isGroup ? 'group' : 'user', id: value }
}

function values(members: readonly WireMember[]): string[] {
  return members.map(({ value }) => value)
}

function madeInBulk({ Operations = [] }: Partial<WireBulk> = {}): Made[] {
  return Operations.filter(({ method, status }) => method === 'POST' && status === '201').map(
    ({ location = '' }) => ({
      operation: location.includes('/Groups/') ? 'createGroup' : 'createUser',
      id: location.split('/').at(-1) ?? '',
    }),
  )
}
