import { applicationHeaderOf } from '../../specs/application-header.ts'
import type { Spec } from '../../specs/read.ts'
import type { Target } from '../target.ts'
import {
  CONNECTION,
  expect,
  expectProblem,
  HOME,
  leastSync,
  test,
  untouched,
} from './nexus-account.ts'

const CHALLENGE = 'www-authenticate'

test.describe('a bearer token', () => {
  test('lets nobody in without an application token', async ({
    account,
    client,
    isRefusal,
    promise,
    spec,
    target,
  }) => {
    promise('bearer-goes-with-an-application-token', 'missing-credential-is-401')
    const { id } = await account.create()
    const path = { userId: id }
    const headers = { authorization: `Bearer ${target.tokens.admin}` }
    isRefusal(await client.send('GetUser', { path, as: 'nobody', headers }), 'noCredential')
    const lonely = shown(spec, target.tokens.application)
    const reply = await client.send('GetUser', { path, as: 'nobody', headers: lonely })
    isRefusal(reply, 'noCredential')
    const both = { ...headers, ...lonely }
    expect((await client.send('GetUser', { path, as: 'nobody', headers: both })).status).toBe(200)
  })

  for (const worn of ['expired', 'revoked'] as const) {
    test(`lets nobody in with an application token that is ${worn}`, async ({
      account,
      client,
      isRefusal,
      lacks,
      spec,
      target,
    }) => {
      const { id } = await account.create()
      const token = target.tokens[worn] ?? lacks(`a token that is ${worn}`)
      const call = { path: { userId: id }, headers: shown(spec, token) }
      isRefusal(await client.send('GetUser', call), 'expiredCredential')
    })
  }

  test('says alone what its owner may do, whichever application token comes with it', async ({
    account,
    client,
    isRefusal,
    promise,
    spec,
    target,
  }) => {
    promise('application-token-says-nothing-of-the-caller')
    const { id } = await account.create()
    const path = { userId: id }
    for (const token of [target.tokens.application, target.tokens.admin]) {
      const headers = shown(spec, token)
      const patch = { path, headers, body: { nickname: 'Eve' } }
      isRefusal(await client.send('PatchUser', { ...patch, as: 'reader' }), 'missingRole')
      const foreign = await client.send('GetUser', { path, headers, as: 'other-tenant' })
      isRefusal(foreign, 'foreignUser')
    }
  })
})

test.describe('Basic credentials', () => {
  test('let their owner in alone, with the rights of the bearer token', async ({
    account,
    client,
    lacks,
    promise,
    spec,
    target,
  }) => {
    promise('basic-stands-alone', 'basic-has-the-same-rights')
    if (!target.mock) lacks('Basic credentials of the personas')
    const { id } = await account.create()
    const path = { userId: id }
    const as = 'nobody' as const
    const body = { nickname: 'Basic' }
    for (const [who, status] of [
      ['admin', 200],
      ['reader', 403],
      ['other-tenant', 404],
    ] as const) {
      const headers = { authorization: basic(target, who) }
      expect((await client.send('PatchUser', { path, body, headers, as })).status).toBe(status)
      const worn = { ...headers, ...shown(spec, target.tokens.expired) }
      expect((await client.send('PatchUser', { path, body, headers: worn, as })).status).toBe(
        status,
      )
    }
  })

  test('that have expired or were revoked are refused', async ({
    client,
    isRefusal,
    lacks,
    target,
  }) => {
    if (!target.mock) lacks('Basic credentials of the personas')
    for (const who of ['expired', 'revoked'] as const) {
      const headers = { authorization: basic(target, who) }
      const reply = await client.send('UpdateMeProfile', { body: {}, headers, as: 'nobody' })
      isRefusal(reply, 'expiredCredential')
    }
  })
})

test('a credential in another form is refused', async ({ client, isRefusal, spec, target }) => {
  for (const authorization of ['Digest username="ann"', 'Bearer', 'Token abc', 'abc']) {
    const headers = { authorization, ...shown(spec, target.tokens.application) }
    const reply = await client.send('UpdateMeProfile', { body: {}, headers, as: 'nobody' })
    isRefusal(reply, 'expiredCredential')
  }
})

test('every 401 has a Bearer and a Basic challenge', async ({ client, promise }) => {
  promise('refusals-carry-challenges')
  for (const as of ['nobody', 'expired', 'revoked'] as const) {
    const { headers } = await client.send('UpdateMeProfile', { body: {}, as })
    expect(headers.get(CHALLENGE)).toMatch(/Bearer\b.*Basic\b/)
  }
})

test('who has no permission neither reads nor writes', async ({
  account,
  client,
  isRefusal,
  promise,
}) => {
  promise('reading-needs-read-and-writing-needs-write')
  const { id } = await account.create()
  const path = { userId: id, organizationId: HOME, azoConnectionId: 'a', azoUserId: 'b' }
  for (const operation of [
    'GetUser',
    'FindUserByConnection',
    'GetOrganizationMembers',
    'GetOrganizationMember',
  ]) {
    isRefusal(await client.send(operation, { path, as: 'member' }), 'missingRole')
  }
  await untouched(client, [account.reading(id)], async () => {
    const patch = { path, body: { nickname: 'Eve' } }
    isRefusal(await client.send('PatchUser', { ...patch, as: 'member' }), 'missingRole')
  })
})

test('a refused credential is answered before anything else is', async ({
  client,
  driver,
  isRefusal,
  promise,
}) => {
  promise('credential-is-judged-first')
  const path = { userId: driver.missingId }
  isRefusal(await client.send('GetUser', { path, as: 'expired' }), 'expiredCredential')
  isRefusal(await client.send('GetUser', { path, as: 'member' }), 'missingRole')
  isRefusal(await client.send('CreateUser', { body: {}, as: 'reader' }), 'missingRole')
  const query = { top: -1 }
  const call = { path: { organizationId: 'none' }, query, as: 'nobody' } as const
  isRefusal(await client.send('GetOrganizationMembers', call), 'noCredential')
})

test('a caller of another account finds nothing of this one, and changes nothing', async ({
  account,
  client,
  isRefusal,
  promise,
}) => {
  promise('accounts-are-apart')
  const { id, organizationId, emailAddress } = await account.create()
  const path = {
    userId: id,
    organizationId: String(organizationId),
    upnId: 'x',
    idpTenantId: 'us-1',
  }
  const link = { strategy: 'ad', azoUserId: 'x', azoConnectionId: CONNECTION }
  await untouched(client, [account.reading(id)], async () => {
    for (const [operation, body] of [
      ['GetUser', undefined],
      ['PatchUser', { nickname: 'Eve' }],
      ['SyncUserIdentity', leastSync],
      ['LinkUserToTenant', link],
      ['CreateUserCustomUpn', { customUpnValue: 'a@b' }],
      ['PatchUserCustomUpn', {}],
      ['DeleteUserCustomUpn', undefined],
      ['AddUserRole', { value: [] }],
      ['GetOrganizationMembers', undefined],
      ['AddOrganizationMember', { userId: id, isMfaRequired: false }],
      ['InviteOrganizationMember', { emailAddress }],
      ['GetOrganizationMember', undefined],
      ['RemoveOrganizationMemberRole', undefined],
    ] as const) {
      const call = { path, as: 'other-tenant', ...(body && { body }) } as const
      isRefusal(await client.send(operation, call), 'foreignUser')
    }
  })
})

test('what a body names of another account is unknown', async ({ account, client, promise }) => {
  promise('unknown-references-are-400', 'accounts-are-apart')
  const { id } = await account.create()
  const { role } = await account.role()
  const body = account.person()
  const as = 'other-tenant' as const
  const call = (own: object) => ({ body: { ...body, ...own }, as })
  expectProblem(await client.send('CreateUser', call({ ownerId: id })), 400, 'ownerId')
  expectProblem(await client.send('CreateUser', call({ roles: [role.id] })), 400, 'roles')
  const member = { path: { organizationId: HOME }, body: { userId: id, isMfaRequired: false }, as }
  expectProblem(await client.send('AddOrganizationMember', member), 400, 'userId')
})

function basic({ tokens }: Target, who: keyof Target['tokens']): string {
  return `Basic ${Buffer.from(`${tokens[who]}:${tokens[who]}`).toString('base64')}`
}

/** The token of an application, in the header where the document has it. */
function shown(spec: Spec, token = ''): Record<string, string> {
  const header = applicationHeaderOf(spec)
  if (header === undefined) throw new Error(`${spec.file} asks for no token of an application`)
  return { [header]: token }
}
