/** SCIM 1.1: a patch is a part of the resource, and the type of a member is found by its value. */
import type { Call } from '../call.ts'
import { CORE, ENTERPRISE } from '../drivers/scim.v1-wire.ts'
import type { WireGroup, WireMember, WireUser } from '../drivers/scim.v2-wire.ts'
import { made } from './made.ts'
import { someGroup, someUser } from './present.ts'
import type { Sample, Samples, Sampling } from './sample.ts'
import { employment, fullPerson, listOfGroups, listOfUsers } from './scim-people.ts'

/** A version that no resource has. */
const unknown = { 'If-None-Match': 'W/"another"' }

const ofUsers = 'userName,name.familyName,emails,meta'
const ofGroups = 'displayName,members'

const bulk: Sample = async ({ make }) => {
  const [replaced, patched, gone] = [await make.user(), await make.user(), await make.user()]
  const { userName } = replaced
  const members = [{ value: 'bulkId:guide' }]
  const schemas = [CORE]
  const Operations = [
    {
      method: 'POST',
      path: '/Users',
      bulkId: 'guide',
      data: { schemas, ...fullPerson(make) },
    },
    {
      method: 'POST',
      path: '/Groups',
      bulkId: 'guides',
      data: { schemas, displayName: make.name(), members },
    },
    {
      method: 'PUT',
      path: `/Users/${replaced.id}`,
      data: { schemas, userName, title: 'Head of Guides' },
    },
    { method: 'PATCH', path: `/Users/${patched.id}`, data: { schemas, title: 'Guide' } },
    { method: 'DELETE', path: `/Users/${gone.id}` },
  ]
  return { body: { schemas, failOnErrors: 1, Operations } }
}

export const scimV1: Samples = {
  listUsers: async (given) => ({ query: await listOfUsers(given) }),
  createUser: async (given) => ({ query: { attributes: ofUsers }, body: await user(given) }),
  getUser: async (given) => ({
    ...at(given.target.writes ? await created(given) : await someUser(given)),
    query: { attributes: ofUsers },
    headers: unknown,
  }),
  replaceUser: async (given) => {
    const { id, userName, meta } = await created(given)
    const body = { ...(await user(given)), userName, title: 'Head of Guides' }
    return { ...at({ id }), query: { attributes: ofUsers }, headers: versionIn({ meta }), body }
  },
  deleteUser: async (given) => {
    const { id, meta } = await created(given)
    return { ...at({ id }), headers: versionIn({ meta }) }
  },
  patchUser: async (given) => {
    const { id, meta } = await created(given)
    return {
      ...at({ id }),
      query: { attributes: `${ofUsers},nickName` },
      headers: versionIn({ meta }),
      body: {
        schemas: [CORE, ENTERPRISE],
        meta: { attributes: ['title', 'name.middleName'] },
        nickName: 'Barbie',
        name: { familyName: 'Smith' },
        emails: [{ value: 'babs@jensen.example', type: 'other' }],
        phoneNumbers: [{ value: 'tel:+1-555-555-0198', type: 'mobile', operation: 'delete' }],
        [ENTERPRISE]: { division: 'Rides' },
      },
    }
  },
  listGroups: async (given) => ({ query: await listOfGroups(given) }),
  createGroup: async (given) => ({ query: { attributes: ofGroups }, body: await group(given) }),
  getGroup: async (given) => ({
    ...at(given.target.writes ? await gathered(given) : await someGroup(given)),
    query: { attributes: ofGroups },
    headers: unknown,
  }),
  replaceGroup: async (given) => {
    const { id, displayName, meta } = await gathered(given)
    const body = { ...(await group(given)), displayName }
    return { ...at({ id }), query: { attributes: ofGroups }, headers: versionIn({ meta }), body }
  },
  deleteGroup: async (given) => {
    const { id, meta } = await gathered(given)
    return { ...at({ id }), headers: versionIn({ meta }) }
  },
  patchGroup: async (given) => {
    const { id, meta, members = [] } = await gathered(given)
    const leaving = members.slice(0, 1).map(({ value }) => ({ value, operation: 'delete' }))
    return {
      ...at({ id }),
      query: { attributes: ofGroups },
      headers: versionIn({ meta }),
      body: {
        schemas: [CORE],
        displayName: given.make.name(),
        members: [...leaving, member(await given.make.user())],
      },
    }
  },
  bulk,
  getServiceProviderConfigs: async () => ({}),
  listSchemas: async () => ({}),
  getSchema: async () => at({ id: `${CORE}:User` }),
}

function at({ id }: { readonly id: string }): Pick<Call, 'path'> {
  return { path: { id } }
}

/** The drafts have no `*`, and a server need not have versions. */
function versionIn({ meta }: Pick<WireUser, 'meta'>): Record<string, string> {
  return meta.version === undefined ? {} : { 'If-Match': meta.version }
}

/** Somebody new, with a manager. */
async function user(given: Sampling) {
  const { id: managerId } = await given.make.user()
  return {
    schemas: [CORE, ENTERPRISE],
    ...fullPerson(given.make),
    [ENTERPRISE]: { ...employment, manager: { managerId } },
  }
}

async function created(given: Sampling): Promise<WireUser> {
  return made(given, 'createUser', 201, { body: await user(given) })
}

/** A new group of a user and a group. */
async function group({ make }: Sampling) {
  const members = [member(await make.user()), member(await make.group())]
  return { schemas: [CORE], displayName: make.name(), externalId: make.name(), members }
}

async function gathered(given: Sampling): Promise<WireGroup> {
  return made(given, 'createGroup', 201, { body: await group(given) })
}

function member({ id }: { readonly id: string }): WireMember {
  return { value: id }
}
