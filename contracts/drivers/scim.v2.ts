/** SCIM 2.0 as RFC 7643 and RFC 7644 have it. */
import { learnSchemas } from '../scim-judge.ts'
import type { Driver, Member, Person } from './driver.ts'
import { refusals, topics } from './scim.v2-promises.ts'
import {
  ERROR,
  GROUP,
  patchOp,
  USER,
  type WireError,
  type WireMember,
  type WirePatch,
} from './scim.v2-wire.ts'
import { scimCommons, scimVerbs, type Tongue } from './scim-verbs.ts'

const tongue: Tongue = {
  user: ({ userName, givenName, familyName }) => ({
    schemas: [USER],
    userName,
    name: { givenName, familyName },
  }),
  group: ({ displayName, members }) => ({
    schemas: [GROUP],
    displayName,
    members: members.map(wireMember),
  }),
  patch: {
    user: changes,
    rename: (value) => patchOp({ op: 'replace', path: 'displayName', value }),
    setMembers: (members) =>
      patchOp({ op: 'replace', path: 'members', value: members.map(wireMember) }),
    addMember: (member) => patchOp({ op: 'add', path: 'members', value: [wireMember(member)] }),
    removeMember: ({ id }) => patchOp({ op: 'remove', path: `members[value eq "${id}"]` }),
  },
  deleted: { status: 204 },
}

/** RFC 7644 section 3.11: who does not have `/Me` says 501, or leads elsewhere; some have no user. */
const meless = [501, 308, 404]

export const scimV2: Driver = {
  ...scimCommons(tongue),
  api: 'scim.v2',
  verbs: scimVerbs(tongue),
  refusals,
  topics,
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
  closer: { path: '/Schemas', learn: learnSchemas },
  searches: ['searchUsers', 'searchGroups', 'searchAll'],
  place: (template, { user, group }) =>
    template
      .replace('/Schemas/{id}', `/Schemas/${USER}`)
      .replace('/ResourceTypes/{id}', '/ResourceTypes/User')
      .replace('{id}', template.startsWith('/Groups') ? group : user),
  message: ({ body, status }) => {
    const error = (body ?? {}) as Partial<WireError>
    const isError = error.schemas?.includes(ERROR) && error.status === String(status)
    return isError ? error.detail : undefined
  },
}

function changes({ userName, ...name }: Partial<Person>): WirePatch {
  const parts = Object.entries(name).map(([part, value]) => ({ path: `name.${part}`, value }))
  const all = userName === undefined ? parts : [{ path: 'userName', value: userName }, ...parts]
  return patchOp(...all.map((one) => ({ op: 'replace', ...one })))
}

function wireMember({ kind, id }: Member): WireMember {
  return { value: id, type: kind === 'user' ? 'User' : 'Group' }
}
