/** SCIM 2.0: every operation but those that nobody may try on a directory that others use. */
import type { Call } from '../call.ts'
import { absent } from '../drivers/driver.ts'
import {
  ENTERPRISE,
  GROUP,
  patchOp,
  SEARCH_REQUEST,
  USER,
  type WireGroup,
  type WireMember,
  type WireUser,
} from '../drivers/scim.v2-wire.ts'
import { made, oneself } from './made.ts'
import { someGroup, someUser } from './present.ts'
import type { Sample, Samples, Sampling } from './sample.ts'
import { bulk } from './scim.v2-bulk.ts'
import { employment, fullPerson, listOfGroups, listOfUsers } from './scim-people.ts'

/** A version that no resource has, and one that every resource has. */
const unknown = { 'If-None-Match': 'W/"another"' }
const present = { 'If-Match': '*' }

const ofUsers = 'userName,name.familyName,emails,meta'
const ofGroups = 'displayName,members'

export const scimV2: Samples = {
  listUsers: async (given) => ({ query: await listOfUsers(given) }),
  createUser: async (given) => ({
    query: { excludedAttributes: 'phoneNumbers,photos' },
    body: await user(given),
  }),
  getUser: async (given) => ({
    ...at(given.target.writes ? await created(given) : await someUser(given)),
    query: { attributes: ofUsers },
    headers: unknown,
  }),
  replaceUser: async (given) => {
    const { id, userName } = await created(given)
    const body = { ...(await user(given)), userName, title: 'Head of Guides' }
    return { ...at({ id }), query: { excludedAttributes: 'photos' }, headers: present, body }
  },
  deleteUser: async (given) => ({ ...at(await created(given)), headers: present }),
  patchUser: async (given) => ({
    ...at(await created(given)),
    query: { attributes: `${ofUsers},${ENTERPRISE}` },
    headers: present,
    body: patchOp(
      { op: 'add', value: { nickName: 'Barbie', [ENTERPRISE]: { costCenter: '4131' } } },
      { op: 'add', path: 'emails', value: [{ value: 'babs@jensen.example', type: 'other' }] },
      { op: 'replace', path: 'name.familyName', value: 'Smith' },
      { op: 'replace', path: 'phoneNumbers[type eq "work"].display', value: '555 0100' },
      { op: 'replace', path: `${ENTERPRISE}:department`, value: 'Rides' },
      { op: 'remove', path: 'title' },
    ),
  }),
  searchUsers: search(listOfUsers),
  listGroups: async (given) => ({ query: await listOfGroups(given) }),
  createGroup: async (given) => ({
    query: { attributes: `${ofGroups},externalId` },
    body: await group(given),
  }),
  getGroup: async (given) => ({
    ...at(given.target.writes ? await gathered(given) : await someGroup(given)),
    query: { excludedAttributes: 'members' },
    headers: unknown,
  }),
  replaceGroup: async (given) => {
    const { id, displayName } = await gathered(given)
    const body = { ...(await group(given)), displayName }
    return { ...at({ id }), query: { attributes: ofGroups }, headers: present, body }
  },
  deleteGroup: async (given) => ({ ...at(await gathered(given)), headers: present }),
  patchGroup: async (given) => {
    const { id, members = [] } = await gathered(given)
    const joining = await given.make.user()
    return {
      ...at({ id }),
      query: { attributes: ofGroups },
      headers: present,
      body: patchOp(
        { op: 'replace', path: 'displayName', value: given.make.name() },
        { op: 'remove', path: `members[value eq "${members[0]?.value}"]` },
        { op: 'add', path: 'members', value: [member('User', joining)] },
      ),
    }
  },
  searchGroups: search(listOfGroups),
  getMe: async () => ({ query: { attributes: ofUsers }, headers: unknown }),
  replaceMe: async (given) => {
    const body = writable(await own(given))
    return { as: oneself(given), query: { excludedAttributes: 'photos' }, headers: present, body }
  },
  createMe: absent('nobody signs up', { behaviour: 'me-cannot-be-created' }),
  deleteMe: absent('the owner of a token would be gone, and nothing brings her back', {
    behaviour: 'me-is-the-callers-user',
  }),
  patchMe: async (given) => {
    const { userName, name } = await own(given)
    const operations = Object.entries({ userName, ...(name && { name }) })
    return {
      as: oneself(given),
      query: { attributes: ofUsers },
      headers: present,
      body: patchOp(...operations.map(([path, value]) => ({ op: 'replace', path, value }))),
    }
  },
  queryAll: async (given) => ({ query: await listOfUsers(given) }),
  searchAll: search(listOfUsers),
  bulk,
  getServiceProviderConfig: async () => ({}),
  listSchemas: async () => ({}),
  getSchema: async () => at({ id: USER }),
  listResourceTypes: async () => ({}),
  getResourceType: async () => at({ id: 'User' }),
}

function at({ id }: { readonly id: string }): Pick<Call, 'path'> {
  return { path: { id } }
}

/** Somebody new, with a manager. */
async function user(given: Sampling) {
  const { id } = await given.make.user()
  return {
    schemas: [USER, ENTERPRISE],
    ...fullPerson(given.make),
    [ENTERPRISE]: { ...employment, manager: { value: id } },
  }
}

async function created(given: Sampling): Promise<WireUser> {
  return made(given, 'createUser', 201, { body: await user(given) })
}

/** A new group of a user and a group. */
async function group({ make }: Sampling) {
  const members = [member('User', await make.user()), member('Group', await make.group())]
  return { schemas: [GROUP], displayName: make.name(), externalId: make.name(), members }
}

async function gathered(given: Sampling): Promise<WireGroup> {
  return made(given, 'createGroup', 201, { body: await group(given) })
}

function member(type: 'User' | 'Group', { id }: { readonly id: string }): WireMember {
  return { value: id, type }
}

/** RFC 7644 section 3.4.3: a query in a body, where names are in an array. */
function search(query: typeof listOfUsers): Sample {
  return async (given) => {
    const { attributes, ...rest } = await query(given)
    return { body: { schemas: [SEARCH_REQUEST], ...rest, attributes: attributes.split(',') } }
  }
}

/** What a client may say of a user: the rest is the server's. */
function writable({ id: _id, meta: _meta, groups: _groups, ...user }: WireUser): object {
  const enterprise = user[ENTERPRISE] as { manager?: { value: string } } | undefined
  if (!enterprise?.manager) return user
  return { ...user, [ENTERPRISE]: { ...enterprise, manager: { value: enterprise.manager.value } } }
}

function own(given: Sampling): Promise<WireUser> {
  return made(given, 'getMe', 200, { as: oneself(given) })
}
