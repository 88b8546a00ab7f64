/** SCIM 1.1 as draft-scim-api-01 and draft-scim-core-schema-01 have it. */
import type { Call } from '../client.ts'
import type { Driver, Group, Made, Member, NewGroup, Page, Person, Phrase, User } from './driver.ts'
import { refusals, topics } from './scim.v1-promises.ts'
import { listParameters } from './scim-wire.ts'

const CORE = 'urn:scim:schemas:core:1.0'

interface WireMember {
  value: string
  type?: string
  operation?: 'delete'
}

interface WireUser {
  id: string
  userName: string
  name?: { givenName?: string; familyName?: string }
  groups?: WireMember[]
  meta: { lastModified: string }
}

interface WireGroup {
  id: string
  displayName: string
  members?: WireMember[]
}

interface WireList<T> {
  totalResults: number
  Resources?: T[]
}

interface WireBulk {
  Operations: { method: string; location?: string; status: { code: string } }[]
}

export const scimV1: Driver = {
  api: 'scim.v1',
  verbs: {
    listUsers: (query) => listing('listUsers', { query: listParameters(query) }, readUser),
    createUser: (person) => creation('createUser', { body: wireUser(person) }, readUser),
    getUser: (id) => reading('getUser', at(id), readUser),
    changeUser: (id, change) => patching('User', id, changes(change), readUser),
    replaceUser: (id, person) =>
      reading('replaceUser', { ...at(id), body: wireUser(person) }, readUser),
    deleteUser: (id) => deletion('deleteUser', id),
    groupsOf: (id) =>
      reading('getUser', at(id), ({ groups = [] }: WireUser) => groups.map(({ value }) => value)),
    listGroups: (query) => listing('listGroups', { query: listParameters(query) }, readGroup),
    createGroup: (group) => creation('createGroup', { body: wireGroup(group) }, readGroup),
    getGroup: (id) => reading('getGroup', at(id), readGroup),
    renameGroup: (id, displayName) => patching('Group', id, { displayName }, readGroup),
    replaceGroup: (id, group) =>
      reading('replaceGroup', { ...at(id), body: wireGroup(group) }, readGroup),
    deleteGroup: (id) => deletion('deleteGroup', id),
    setMembers: ({ id }, members) => {
      const change = { meta: { attributes: ['members'] }, members: members.map(wireMember) }
      return patching('Group', id, change, readGroup)
    },
    addMember: (id, member) => patching('Group', id, { members: [wireMember(member)] }, readGroup),
    removeMember: (id, member) => {
      const members = [{ ...wireMember(member), operation: 'delete' }]
      return patching('Group', id, { members }, readGroup)
    },
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
      'userName == "a"',
    ],
    groups: ['displayName like "a"', "startswith(displayName, 'a')"],
  },
  userNameDomain: 'any',
  missingId: '00000000-0000-4000-8000-000000000000',
  undo: {
    createUser: { by: (id) => deletion('deleteUser', id), gone: 'missingUser' },
    createGroup: { by: (id) => deletion('deleteGroup', id), gone: 'missingGroup' },
  },
  optional: { patchUser: [501], patchGroup: [501], bulk: [501] },
  place: (template, { user, group }) =>
    template
      .replace('/Schemas/{id}', `/Schemas/${CORE}:User`)
      .replace('{id}', template.startsWith('/Groups') ? group : user),
  madeBy: (operation, { body }) => (operation === 'bulk' ? madeInBulk(body as WireBulk) : []),
  message: ({ body, status }) => {
    const [error] = (body as { Errors?: { description: string; code: string }[] })?.Errors ?? []
    return error?.code === String(status) ? error.description : undefined
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

/** The draft shows 200, and many servers answer 204. */
function deletion(operation: string, id: string): Phrase<void> {
  return { operation, call: at(id), status: 200, also: 204, read: () => undefined }
}

/** Section 3.3.2: a patch answers 200 and the resource, or 204 and nothing; then it is read. */
function patching<W, T>(
  type: 'User' | 'Group',
  id: string,
  change: object,
  read: (wire: W) => T,
): Phrase<T> {
  return {
    operation: `patch${type}`,
    call: { ...at(id), body: { schemas: [CORE], ...change } },
    status: 200,
    also: 204,
    read: ({ status, body }) => (status === 204 ? (undefined as T) : read(body as W)),
    complete: async (value, say) => value ?? (await say(reading(`get${type}`, at(id), read))),
  }
}

function changes({ userName, ...name }: Partial<Person>) {
  return {
    ...(userName !== undefined && { userName }),
    ...(Object.keys(name).length > 0 && { name }),
  }
}

function wireUser({ userName, givenName, familyName }: Person) {
  return { schemas: [CORE], userName, name: { givenName, familyName } }
}

function wireGroup({ displayName, members }: NewGroup) {
  return { schemas: [CORE], displayName, members: members.map(wireMember) }
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

function readMember({ value, type = 'User' }: WireMember): Member {
  return { kind: type.toLowerCase() === 'group' ? 'group' : 'user', id: value }
}

function madeInBulk({ Operations = [] }: Partial<WireBulk> = {}): Made[] {
  return Operations.filter(({ method, status }) => method === 'POST' && status.code === '201').map(
    ({ location = '' }) => ({
      operation: location.includes('/Groups/') ? 'createGroup' : 'createUser',
      id: location.split('/').at(-1) ?? '',
    }),
  )
}
