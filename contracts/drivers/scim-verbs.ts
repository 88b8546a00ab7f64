/** What both faces of SCIM say alike: all but the bodies. */
import type { Call } from '../call.ts'
import {
  absent,
  type Driver,
  type Group,
  type Made,
  type Member,
  type NewGroup,
  type Page,
  type Part,
  type Person,
  type Phrase,
  type User,
  type Verbs,
} from './driver.ts'
import type { WireGroup, WireList, WireMember, WireUser } from './scim.v2-wire.ts'
import { listParameters } from './scim-wire.ts'

/** The bodies of a face. */
export interface Tongue {
  user(person: Person): object
  group(group: NewGroup): object
  /** Those of patches. */
  readonly patch: {
    user(change: Partial<Person>): object
    rename(displayName: string): object
    setMembers(members: readonly Member[]): object
    addMember(member: Member): object
    removeMember(member: Member): object
  }
  /** The status of a delete, and another that is as good. */
  readonly deleted: Pick<Phrase<void>, 'status' | 'also'>
}

export function scimVerbs(tongue: Tongue): Verbs {
  const { patch } = tongue
  const patchUser = (id: string, body: object) => patching('User', id, body, readUser)
  const patchGroup = (id: string, body: object) => patching('Group', id, body, readGroup)
  return {
    listUsers: (query) => listing('listUsers', { query: listParameters(query) }, readUser),
    createUser: (person) => creation('createUser', tongue.user(person), readUser),
    getUser: (id) => reading('getUser', at(id), readUser),
    changeUser: (id, change) => patchUser(id, patch.user(change)),
    replaceUser: (id, person) =>
      reading('replaceUser', { ...at(id), body: { ...tongue.user(person), id } }, readUser),
    deleteUser: (id) => deletion('deleteUser', id, tongue),
    groupsOf: (id) =>
      reading('getUser', at(id), ({ groups = [] }: WireUser) => groups.map(({ value }) => value)),
    listGroups: (query) => listing('listGroups', { query: listParameters(query) }, readGroup),
    createGroup: (group) => creation('createGroup', tongue.group(group), readGroup),
    getGroup: (id) => reading('getGroup', at(id), readGroup),
    renameGroup: (id, displayName) => patchGroup(id, patch.rename(displayName)),
    replaceGroup: (id, group) =>
      reading('replaceGroup', { ...at(id), body: { ...tongue.group(group), id } }, readGroup),
    deleteGroup: (id) => deletion('deleteGroup', id, tongue),
    setMembers: ({ id }, members) => patchGroup(id, patch.setMembers(members)),
    addMember: (id, member) => patchGroup(id, patch.addMember(member)),
    removeMember: (id, member) => patchGroup(id, patch.removeMember(member)),
    lastModified: (id) => reading('getUser', at(id), ({ meta }: WireUser) => meta.lastModified),
  }
}

const missingId = '00000000-0000-4000-8000-000000000000'
const names = ['eq', 'sw', 'co'] as const
const readOnly = absent('the server sets it; in a body it is ignored', {
  behaviour: 'read-only-input-is-ignored',
})

/** What both faces offer, and how what a test made is found and removed. */
export function scimCommons(tongue: Tongue) {
  const deleteUser = (id: string) => deletion('deleteUser', id, tongue)
  const deleteGroup = (id: string) => deletion('deleteGroup', id, tongue)
  return {
    filters: {
      users: { userName: names, givenName: names, familyName: names },
      groups: { displayName: names },
    },
    unkept: [{ at: /^\/(id|meta|groups)(\/|$)|\/manager\/displayName$/, why: readOnly }],
    userNameDomain: 'any',
    missingId,
    undo: {
      createUser: { by: deleteUser, gone: 'missingUser', nameIn: 'userName' },
      createMe: { by: deleteUser, gone: 'missingUser', nameIn: 'userName' },
      createGroup: { by: deleteGroup, gone: 'missingGroup', nameIn: 'displayName' },
    },
    parts: (operation, text) => (operation === 'bulk' ? partsOf(text) : undefined),
    madeBy: (operation, { body }) => (operation === 'bulk' ? madeInBulk(body as WireBulk) : []),
  } satisfies Partial<Driver>
}

interface WireBulk {
  readonly Operations?: readonly {
    readonly method: string
    readonly location?: string
    readonly status: string | { readonly code: string }
  }[]
}

/** A body that is not as it should be is refused as a whole. */
function partsOf(text: string): Part[] {
  const { Operations } = (sound(text) ?? {}) as { Operations?: unknown }
  const parts = Array.isArray(Operations) ? (Operations as Partial<WirePart>[]) : []
  return parts.map((part) => ({
    method: String(part?.method).toUpperCase(),
    // What a bulkId stands for is made by the job itself.
    path: String(part?.path).replace(/\bbulkId:[^/]*/, missingId),
    text: JSON.stringify(part?.data ?? ''),
  }))
}

function sound(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

interface WirePart {
  readonly method: unknown
  readonly path: unknown
  readonly data: unknown
}

function madeInBulk({ Operations = [] }: WireBulk): Made[] {
  return Operations.filter(({ method, status }) => {
    const code = typeof status === 'string' ? status : status.code
    return method === 'POST' && code === '201'
  }).map(({ location = '' }) => ({
    operation: location.includes('/Groups/') ? 'createGroup' : 'createUser',
    id: location.split('/').at(-1) ?? '',
  }))
}

function at(id: string): Pick<Call, 'path'> {
  return { path: { id } }
}

function reading<W, T>(operation: string, call: Call, read: (wire: W) => T): Phrase<T> {
  return { operation, call, status: 200, read: ({ body }) => read(body as W) }
}

function creation<W, T>(operation: string, body: object, read: (wire: W) => T): Phrase<T> {
  return { ...reading(operation, { body }, read), status: 201 }
}

function listing<W, T>(operation: string, call: Call, read: (wire: W) => T): Phrase<Page<T>> {
  return reading(operation, call, ({ Resources = [], totalResults }: WireList<W>) => ({
    total: totalResults,
    items: Resources.map(read),
  }))
}

function deletion(operation: string, id: string, { deleted }: Tongue): Phrase<void> {
  return { operation, call: at(id), ...deleted, read: () => undefined }
}

/** RFC 7644 section 3.5.2: a patch answers 200 and the resource, or 204 and nothing; then it is read. */
function patching<W, T>(
  type: 'User' | 'Group',
  id: string,
  body: object,
  read: (wire: W) => T,
): Phrase<T> {
  return {
    operation: `patch${type}`,
    call: { ...at(id), body },
    status: 200,
    also: 204,
    read: (reply) => (reply.status === 204 ? (undefined as T) : read(reply.body as W)),
    complete: async (value, say) => value ?? (await say(reading(`get${type}`, at(id), read))),
  }
}

function readUser({ id, userName, name = {} }: WireUser): User {
  return { id, userName, givenName: name.givenName ?? '', familyName: name.familyName ?? '' }
}

function readGroup({ id, displayName, members = [] }: WireGroup): Group {
  return { id, displayName, members: members.map(readMember) }
}

function readMember({ value, type, $ref = '' }: WireMember): Member {
  const isGroup = type === undefined ? $ref.includes('/Groups/') : type.toLowerCase() === 'group'
  return { kind: isGroup ? 'group' : 'user', id: value }
}
