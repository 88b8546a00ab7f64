/** ECI Nexus: users, their identities, roles and custom UPNs. Members have a file of their own. */
import { AUDIENCE, CONNECTION } from '../apis/nexus-account.ts'
import { newUser } from '../drivers/nexus.ts'
import type { WireRole, WireUpn, WireUser } from '../drivers/nexus-wire.ts'
import { made, oneself } from './made.ts'
import { members, presentUser } from './nexus-members.ts'
import type { Samples, Sampling } from './sample.ts'

const azoConnectionId = CONNECTION

const users: Samples = {
  CreateUser: async (given) => ({
    body: {
      ...(await person(given)),
      roles: [(await role(given)).id],
      ownerId: (await given.make.user()).id,
    },
  }),
  GetUser: async (given) => at(given.target.mock ? await created(given) : await presentUser(given)),
  PatchUser: async (given) => ({
    ...at(await created(given)),
    body: {
      displayName: 'Anna After',
      givenName: 'Anna',
      familyName: 'After',
      nickname: 'Ann',
      username: given.make.name(),
      picture: 'https://example.com/anna.png',
      language: 'en-GB',
      phoneNumber: '+15555550198',
      recoveryEmailAddress: 'anna@home.example',
      emailVerified: true,
      emailVerifySentDate: '2026-01-31T12:00:00Z',
      isBlocked: false,
      isMfaDisabled: false,
      mfaEnrollmentStatus: 'Enrolled',
      password: 'correct horse 37',
    },
  }),
  UpdateMeProfile: async (given) => {
    const as = oneself(given)
    const me = await made<WireUser>(given, 'UpdateMeProfile', 200, { as, body: {} })
    const { givenName, familyName, nickname, language, picture } = me
    return { as, body: { givenName, familyName, nickname, language, picture } }
  },
}

const identities: Samples = {
  SyncUserIdentity: async (given) => {
    const { id: userId } = await created(given)
    const connection = { connectionId: CONNECTION, groups: ['Office', 'Yard'] }
    const attributes = [{ key: 'badge', value: given.make.name() }, { key: 'shift' }]
    const clientUpnKey = 'rehearsal'
    return { path: { userId }, body: { audience: AUDIENCE, attributes, connection, clientUpnKey } }
  },
  FindUserByConnection: async (given) => {
    const azoUserId = given.make.name()
    await created(given, { idpMetadata: { azoUserId, azoConnectionId } })
    const query = { select: 'id,displayName,emailAddress,roles', expand: 'organization' }
    return { path: { azoConnectionId, azoUserId }, query }
  },
  LinkUserToTenant: async (given) => ({
    path: { userId: (await created(given)).id, idpTenantId: 'us-1' },
    body: { strategy: 'ad', azoUserId: given.make.name(), azoConnectionId: `${CONNECTION}-2` },
  }),
}

const upns: Samples = {
  CreateUserCustomUpn: async (given) => ({ ...at(await created(given)), body: upnOf(given) }),
  DeleteUserCustomUpn: async (given) => ({ path: await upn(given) }),
  PatchUserCustomUpn: async (given) => ({ path: await upn(given), body: upnOf(given) }),
}

const roles: Samples = {
  AddUserRole: async (given) => {
    const value = [(await role(given)).id, (await role(given)).name]
    return { ...at(await created(given)), body: { value } }
  },
  CreateRole: async ({ make }) => ({
    body: { audience: `${AUDIENCE}/${make.name()}`, productName: make.name() },
  }),
}

export const nexus: Samples = { ...users, ...identities, ...upns, ...roles, ...members }

function at({ id: userId }: { readonly id: string }) {
  return { path: { userId } }
}

/** Somebody new, of whom all is known but roles and an owner. */
async function person({ make }: Sampling) {
  return {
    ...newUser(make.person()),
    organizationIdType: 'Id',
    emailVerified: true,
    nickname: 'Ann',
    username: make.name(),
    type: 'User',
    picture: 'https://example.com/ann.png',
    language: 'en-GB',
    makeAdmin: false,
    phoneNumber: '+15555550199',
    phoneNumberVerified: false,
    applications: [],
    isMfaDisabled: false,
    mfaEnrollmentStatus: 'Pending',
    recoveryEmailAddress: 'ann@home.example',
    idpMetadata: { azoUserId: make.name(), azoConnectionId },
    passwordCredential: {
      clientId: 'rehearsal',
      password: 'correct horse 37',
      azoDatabaseName: 'Username-Password-Authentication',
      generateTempPassword: false,
      createLinkedEmailUser: false,
      sendEmailVerification: false,
      sendMfaEnrollmentEmail: false,
      sendForgotPasswordEmail: false,
    },
  }
}

async function created(given: Sampling, own: object = {}): Promise<WireUser> {
  return made(given, 'CreateUser', 201, { body: { ...(await person(given)), ...own } })
}

function role(given: Sampling): Promise<WireRole> {
  const { make } = given
  const body = { audience: `${AUDIENCE}/${make.name()}`, productName: make.name() }
  return made(given, 'CreateRole', 201, { body })
}

function upnOf({ make }: Sampling) {
  return { clientUpnKey: make.name(), customUpnValue: make.address(make.name()) }
}

/** The path of a new custom UPN. */
async function upn(given: Sampling): Promise<{ userId: string; upnId: string }> {
  const { id: userId } = await created(given)
  const call = { path: { userId }, body: upnOf(given) }
  const { id: upnId } = await made<WireUpn>(given, 'CreateUserCustomUpn', 201, call)
  return { userId, upnId }
}
