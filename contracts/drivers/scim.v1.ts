/** SCIM 1.1 as draft-scim-api-01 and draft-scim-core-schema-01 have it. */
import type { Driver, Member, NewGroup, Person } from './driver.ts'
import { foundByValue, refusals, topics } from './scim.v1-promises.ts'
import { CORE, type WireErrors } from './scim.v1-wire.ts'
import { scimCommons, scimVerbs, type Tongue } from './scim-verbs.ts'

const schemas = [CORE]

const tongue: Tongue = {
  user: (person) => ({ schemas, ...wireUser(person) }),
  group: ({ displayName, members }) => ({ schemas, displayName, ...wireMembers({ members }) }),
  patch: {
    user: (change) => ({ schemas, ...wireUser(change) }),
    rename: (displayName) => ({ schemas, displayName }),
    // An attribute in `meta.attributes` and in the body is replaced (section 3.3.2).
    setMembers: (members) => ({
      schemas,
      meta: { attributes: ['members'] },
      ...wireMembers({ members }),
    }),
    addMember: (member) => ({ schemas, ...wireMembers({ members: [member] }) }),
    removeMember: ({ id }) => ({ schemas, members: [{ value: id, operation: 'delete' }] }),
  },
  deleted: { status: 200, also: 204 },
}

export const scimV1: Driver = {
  ...scimCommons(tongue),
  api: 'scim.v1',
  verbs: scimVerbs(tongue),
  refusals,
  topics,
  unsupportedFilters: {
    users: [
      'userName ne "a"',
      'userName ew "a"',
      'not (userName eq "a")',
      'emails[type eq "work"]',
      'userName like "a"',
      "userName eq 'a'",
    ],
    groups: ['displayName ne "a"', 'not (displayName eq "a")', 'displayName eq a'],
  },
  optional: { patchUser: [501], patchGroup: [501], bulk: [501] },
  memberKindIsFound: foundByValue,
  place: (template, { user, group }) =>
    template
      .replace('/Schemas/{id}', `/Schemas/${CORE}:User`)
      .replace('{id}', template.startsWith('/Groups') ? group : user),
  message: ({ body, status }) => {
    const [error] = ((body ?? {}) as Partial<WireErrors>).Errors ?? []
    return error?.code === String(status) ? error.description : undefined
  },
}

function wireUser({ userName, ...name }: Partial<Person>): object {
  const named = Object.keys(name).length > 0
  return { ...(userName !== undefined && { userName }), ...(named && { name }) }
}

/** Sections 8 and 3.3.2 of the drafts: the type is readOnly, so that a value says all. */
function wireMembers({ members }: Pick<NewGroup, 'members'>): { members: { value: string }[] } {
  return { members: members.map(({ id }: Member) => ({ value: id })) }
}
