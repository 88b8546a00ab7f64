/** Laurel Identity: users of the own customer, their identities, and tokens of clients. */
import { credentialsGrant, syncOf } from '../apis/laurel-clients.ts'
import { TENANT } from '../drivers/driver.ts'
import { at, WHOLE, type WireUser } from '../drivers/laurel.ts'
import type { Make } from '../make.ts'
import { made } from './made.ts'
import { someUser } from './present.ts'
import type { Samples, Sampling } from './sample.ts'

const own = { customerId: TENANT }

export const laurel: Samples = {
  listUsers: async (given) => ({
    path: own,
    query: { search: (await someUser(given)).userName, integration: WHOLE },
  }),
  lookupIdentity: async (given) => {
    const { identities } = await created(given)
    const [{ type, value } = { type: '', value: '' }] = identities
    return { path: own, query: { type, value, ...own } }
  },
  // Of somebody who is there: nothing in the reply would say whom else it made.
  findOrCreateIdentity: async (given) => ({
    path: own,
    body: { email: (await given.make.user()).userName, identityType: 'aderant' },
  }),
  getUser: async (given) => {
    const id = given.target.writes ? (await created(given))._id : (await someUser(given)).id
    return { path: at(id) }
  },
  deleteUser: async (given) => ({
    path: at((await created(given))._id),
    query: {
      isForwarded: 'true',
      originalPrincipalClientId: given.make.name(),
      originalPrincipalCustomerId: TENANT,
      originalPrincipalUserId: (await given.make.user()).id,
    },
  }),
  updateUser: async (given) => ({
    path: at((await created(given))._id),
    body: { ...(await change(given)), delegateIds: [(await given.make.user()).id] },
  }),
  updateUserV2: async (given) => ({
    path: at((await created(given))._id),
    body: await change(given),
  }),
  createUser: async (given) => ({ body: person(given) }),
  createToken: async ({ target, lacks }) => ({
    as: 'nobody',
    body: { ...syncOf(target, lacks), ...credentialsGrant },
  }),
}

function person({ make }: Sampling) {
  return {
    ...own,
    email: make.address(make.name()),
    firstName: 'Rehearsal',
    lastName: 'Person',
    identities: identities(make),
  }
}

function identities(make: Make) {
  return [
    { type: 'aderant', value: make.name(), ...own },
    { type: 'zoom', value: make.address(make.name()) },
  ]
}

function created(given: Sampling): Promise<WireUser> {
  return made(given, 'createUser', 201, { body: person(given) })
}

/** All that both versions of the update take, but for delegations. */
async function change(given: Sampling) {
  return {
    firstName: 'Anna',
    lastName: 'After',
    email: given.make.address(given.make.name()),
    jobTitle: 'Partner',
    nickname: 'Ann',
    seniority: 'Senior',
    department: 'Litigation',
    office: 'Leeds',
    subdepartment: 'Appeals',
    pod: 'Blue',
    roleIds: await roleIds(given),
    identities: identities(given.make),
  }
}

/** A role of the customer, if somebody has one: nothing lists them. */
async function roleIds(given: Sampling): Promise<string[]> {
  const call = { path: own, query: { integration: WHOLE } }
  const users = await made<WireUser[]>(given, 'listUsers', 200, call)
  return users.flatMap(({ roles }) => roles.map(({ _id }) => _id)).slice(0, 1)
}
