/** The Hub: users and groups. What is left is in a file each: passwords and tokens, invitations. */
import type { Call } from '../call.ts'
import { change, goodPassword, type WireGroup, type WireUser } from '../drivers/hub-wire.ts'
import type { Make } from '../make.ts'
import { invitations } from './hub-invitations.ts'
import { passwords } from './hub-passwords.ts'
import { made } from './made.ts'
import { someGroup, someUser } from './present.ts'
import type { Samples, Sampling } from './sample.ts'

/** Any time of ours. */
const [EARLY, LATE] = ['2001-01-01T00:00:00Z', '2999-12-31T23:59:59Z']

const page = { 'page[offset]': 0, 'page[limit]': 10 }
const dates = {
  'filter[_created][GT]': EARLY,
  'filter[_created][LT]': LATE,
  'filter[_modified][GT]': EARLY,
  'filter[_modified][LT]': LATE,
}

const users: Samples = {
  getCurrentUser: async () => ({
    query: { fields: '_id,userName,displayName,active', excludeFields: 'active' },
  }),
  queryUsers: async (given) => {
    const { userName, givenName, familyName } = await someUser(given)
    return {
      query: {
        'filter[userName][EQ]': userName,
        'filter[displayName][EQ]': `${givenName} ${familyName}`.trim(),
        'filter[active][EQ]': 'true',
        'filter[externalId][PR]': 'false',
        'filter[system][EQ]': 'false',
        'filter[invitationPending][EQ]': 'false',
        'filter[temporarilyLocked][EQ]': 'false',
        'filter[deleted][EQ]': 'notDeletedOnly',
        ...dates,
        ...page,
        sort: '-userName',
        fields: '_id,userName,displayName,email',
        excludeFields: 'email',
      },
    }
  },
  createUser: async ({ make }) => ({ body: person(make) }),
  getUser: async (given) => ({
    ...atUser({ _id: await readable(given) }),
    query: { fields: '_id,userName,displayName,email', excludeFields: 'email' },
  }),
  // As a client does that reads a user, changes her and sends her back.
  updateUser: async (given) => {
    const user = await created(given)
    const idle = { active: false, inactiveReason: 'externalAccountDisabled' }
    const body = { ...user, ...idle, displayName: 'Ada Moreno', externalId: distinguished(given) }
    return { ...atUser(user), body }
  },
  deleteUser: async (given) => atUser(await created(given)),
  patchUser: async (given) => ({
    ...atUser(await created(given)),
    body: [
      { op: 'replace', path: '/displayName', value: 'Ada Moreno' },
      { op: 'add', path: '/externalId', value: distinguished(given) },
      { op: 'remove', path: '/unixHomeDirectory' },
    ],
  }),
  getUserGroups: async (given) => ({
    ...atUser({ _id: (await belonging(given)).user }),
    query: { 'filter[membershipType][EQ]': 'direct' },
  }),
  getUserOSUser: async (given) => atUser({ _id: await readable(given) }),
  clearLogonFailures: async (given) => atUser(await created(given)),
}

const groups: Samples = {
  queryGroups: async (given) => ({
    query: {
      'filter[name][EQ]': (await someGroup(given)).displayName,
      ...dates,
      ...page,
      sort: '-name',
      fields: '_id,name,externalId',
      excludeFields: 'externalId',
    },
  }),
  createGroup: async (given) => ({ body: definition(given) }),
  getGroup: async (given) => ({
    ...atGroup({ _id: (await someGroup(given)).id }),
    query: { fields: '_id,name,externalId', excludeFields: 'externalId' },
  }),
  replaceGroup: async (given) => {
    const group = await gathered(given)
    return { ...atGroup(group), body: { ...group, ...definition(given) } }
  },
  deleteGroup: async (given) => atGroup(await gathered(given)),
  patchGroup: async (given) => ({
    ...atGroup(await gathered(given)),
    body: [
      { op: 'replace', path: '/name', value: given.make.name() },
      { op: 'remove', path: '/externalId' },
    ],
  }),
  getGroupMembers: async (given) => ({
    ...atGroup({ _id: (await belonging(given)).outer }),
    query: { 'filter[membershipType][EQ]': 'indirect', 'filter[principalType][EQ]': 'User' },
  }),
  modifyGroupMembers: async (given) => {
    const { make } = given
    const { outer, inner } = await nested(given)
    const user = await make.user()
    const { userName: name } = await make.user()
    return {
      ...atGroup({ _id: outer }),
      body: [
        change('add', { kind: 'user', id: user.id }),
        { op: 'add', principalType: 'User', name },
        change('remove', { kind: 'group', id: inner }),
      ],
    }
  },
  getGroupGroups: async (given) => ({
    ...atGroup({ _id: (await belonging(given)).inner }),
    query: { 'filter[membershipType][EQ]': 'direct' },
  }),
}

const principals: Samples = {
  queryPrincipals: async (given) => {
    const { id, displayName } = await someGroup(given)
    return {
      query: {
        'filter[_id][EQ]': id,
        'filter[_id][IN]': id,
        'filter[_type][EQ]': 'Group',
        'filter[displayName][EQ]': displayName,
        'filter[displayName][CO]': displayName,
        'filter[displayName][SW]': displayName,
        'filter[deleted][EQ]': 'notDeletedOnly',
        ...page,
        sort: '-displayName',
      },
    }
  },
  getPrincipalGroups: async (given) => ({
    path: { principalId: (await belonging(given)).user },
    query: { 'filter[membershipType][EQ]': 'indirect' },
  }),
}

export const hub: Samples = { ...users, ...groups, ...principals, ...passwords, ...invitations }

function atUser({ _id }: Pick<WireUser, '_id'>): Pick<Call, 'path'> {
  return { path: { userId: _id } }
}

function atGroup({ _id }: Pick<WireGroup, '_id'>): Pick<Call, 'path'> {
  return { path: { groupId: _id } }
}

function person(make: Make) {
  const userName = make.name()
  return {
    userName,
    displayName: 'Rehearsal Person',
    active: true,
    email: `${userName}@example.com`,
    unixUserName: 'rehearsal',
    unixHomeDirectory: '/home/rehearsal',
    userPrincipalName: `${userName}@example.com`,
    password: goodPassword,
    mustChange: false,
  }
}

/** Of somebody in a directory elsewhere. */
function distinguished({ make }: Sampling): string {
  return `CN=${make.name()},OU=People,DC=example,DC=com`
}

function definition(given: Sampling) {
  return { name: given.make.name(), externalId: distinguished(given) }
}

function created(given: Sampling): Promise<WireUser> {
  return made(given, 'createUser', 201, { body: person(given.make) })
}

function gathered(given: Sampling): Promise<WireGroup> {
  return made(given, 'createGroup', 201, { body: definition(given) })
}

/** The id of a user whose resource has all parts, or of any where nothing may be written. */
async function readable(given: Sampling): Promise<string> {
  return given.target.writes ? (await created(given))._id : (await someUser(given)).id
}

/** The ids of those whose memberships are read. */
async function belonging(given: Sampling): ReturnType<typeof nested> {
  if (given.target.writes) return nested(given)
  const { id: group } = await someGroup(given)
  return { user: (await someUser(given)).id, inner: group, outer: group }
}

/** The ids of a user in a group in a group. */
async function nested({ make }: Sampling) {
  const { id: user } = await make.user()
  const { id: inner } = await make.group([{ kind: 'user', id: user }])
  const { id: outer } = await make.group([{ kind: 'group', id: inner }])
  return { user, inner, outer }
}
