/** ECI Nexus: the members of an organization. */
import { TENANT, type User } from '../drivers/driver.ts'
import { newUser } from '../drivers/nexus.ts'
import type { WireUser } from '../drivers/nexus-wire.ts'
import { made } from './made.ts'
import { someUser } from './present.ts'
import type { Samples, Sampling } from './sample.ts'

const home = { organizationId: TENANT }

export const members: Samples = {
  GetOrganizationMembers: async (given) => ({
    path: home,
    query: {
      select: 'id,userId,user,roles',
      orderby: 'user/emailAddress desc,created',
      filter: `user/emailAddress eq '${(await presentUser(given)).userName.replaceAll("'", "''")}'`,
      top: 10,
      skip: 0,
      count: 'true',
      expand: 'user',
    },
  }),
  AddOrganizationMember: async (given) => ({
    path: { organizationId: await elsewhere(given) },
    body: { userId: (await given.make.user()).id, isMfaRequired: true },
  }),
  InviteOrganizationMember: async ({ make }) => ({
    path: home,
    body: {
      emailAddress: make.address(make.name()),
      displayName: 'Invited Person',
      givenName: 'Invited',
      familyName: 'Person',
      isMfaDisabled: true,
      makeAdmin: false,
    },
  }),
  GetOrganizationMember: async (given) => ({
    path: { ...home, userId: (await presentUser(given)).id },
    query: { select: 'id,userId,user,roles', expand: 'user' },
  }),
  RemoveOrganizationMemberRole: async (given) => {
    const body = { ...newUser(given.make.person()), makeAdmin: true }
    const { id: userId } = await made<WireUser>(given, 'CreateUser', 201, { body })
    return { path: { ...home, userId }, query: { roles: 'organization-admin' } }
  },
}

/** Somebody of the home organization: nobody is made but on a mock, for nothing deletes her. */
export function presentUser({ target, ...given }: Sampling): Promise<User> {
  return someUser({ ...given, target: { ...target, writes: target.mock } })
}

/** Another organization of the account than the caller's. */
async function elsewhere(given: Sampling): Promise<string> {
  const me = await made<WireUser>(given, 'UpdateMeProfile', 200, { body: {} })
  const other = me.memberOf.find(({ organizationId }) => organizationId !== me.organizationId)
  return String(other?.organizationId ?? given.lacks('an administrator of two organizations'))
}
