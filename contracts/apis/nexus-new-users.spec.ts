import { CONNECTION, expect, expectProblem, HOME, test } from './nexus-account.ts'

const CREATE = 'CreateUser'

test('a new user is answered with all that she was sent with, and plain defaults', async ({
  account,
  promise,
}) => {
  promise('create-user-answers-201', 'new-user-has-plain-defaults', 'new-user-is-active')
  promise('user-ids-are-strings', 'empty-fields-are-null', 'users-have-34-fields')
  const sent = account.person({ givenName: undefined, familyName: undefined })
  const user = await account.ask<Record<string, unknown>>(CREATE, 201, { body: sent })
  const nothing = { givenName: null, familyName: null, nickname: null, username: null, type: null }
  const empty = { owner: null, ownerId: null, picture: null, language: null, phoneNumber: null }
  const lists = { attributes: [], customUpns: [], identities: [], roles: [], subscriptions: [] }
  expect(user).toMatchObject({ ...nothing, ...empty, ...lists, applicationDeployments: [] })
  expect(user).toMatchObject({
    id: expect.any(String),
    isActive: true,
    isMfaDisabled: false,
    'email-verified': false,
    'email-verification-status-type': null,
    emailAddress: sent.emailAddress,
    authenticationMethod: 'Database',
  })
  expect(Object.keys(user)).toHaveLength(34)
  expect(await account.read(String(user.id))).toEqual(user)
})

test('what is sent for a new user is kept as it is', async ({ account, promise }) => {
  promise('empty-fields-are-null')
  const owner = await account.create()
  const kept = {
    type: 'User',
    nickname: 'Ann',
    username: 'ann',
    picture: 'https://example.com/ann.png',
    language: 'en-GB',
    phoneNumber: '+15555550199',
    mfaEnrollmentStatus: 'Pending',
    recoveryEmailAddress: 'ann@home.example',
    isMfaDisabled: true,
    ownerId: owner.id,
  }
  const user = await account.create({ ...kept, emailVerified: true })
  expect(user).toMatchObject({ ...kept, 'email-verified': true })
})

test.describe('a new user is refused', () => {
  const long = (length: number) => 'x'.repeat(length)
  for (const { field, values, promised } of [
    {
      field: 'authenticationMethod',
      values: [undefined],
      promised: 'create-user-requires-four-properties',
    },
    { field: 'displayName', values: [undefined], promised: 'create-user-requires-four-properties' },
    { field: 'idpTenantId', values: [undefined], promised: 'create-user-requires-four-properties' },
    {
      field: 'organization',
      values: [undefined],
      promised: 'create-user-requires-four-properties',
    },
    {
      field: 'emailAddress',
      values: [undefined],
      promised: 'create-user-requires-an-email-address',
    },
    {
      field: 'authenticationMethod',
      values: ['database', 'Fax', null],
      promised: 'authentication-methods-are-five',
    },
    {
      field: 'displayName',
      values: [long(251)],
      promised: 'new-display-name-has-250-characters-at-most',
    },
    { field: 'displayName', values: ['', null], promised: 'broken-bodies-are-400' },
    {
      field: 'emailAddress',
      values: ['ann', 'ann@', '@b', 'a b@c'],
      promised: 'email-address-is-user-at-domain',
    },
    { field: 'organization', values: ['nowhere', '0'], promised: 'unknown-references-are-400' },
    { field: 'idpTenantId', values: ['nowhere', '0'], promised: 'unknown-references-are-400' },
    { field: 'roles', values: [['nothing']], promised: 'unknown-references-are-400' },
    { field: 'ownerId', values: ['nobody'], promised: 'owner-is-a-user-of-the-account' },
  ]) {
    test(`for the ${field} ${JSON.stringify(values).slice(0, 40)}`, async ({
      account,
      client,
      promise,
    }) => {
      promise(promised)
      const person = account.person()
      for (const value of values) {
        const body = { ...person, [field]: value }
        expectProblem(await client.send(CREATE, { body }), 400, field)
      }
      // Had she been made, her address would be taken now.
      await account.ask(CREATE, 201, { body: person })
    })
  }
})

test('a display name may have 250 characters', async ({ account, promise }) => {
  promise('new-display-name-has-250-characters-at-most')
  await account.create({ displayName: 'x'.repeat(250) })
})

test('each of the five authentication methods says the strategy of an identity', async ({
  account,
  make,
  promise,
}) => {
  promise('authentication-methods-are-five', 'method-says-the-strategy')
  promise('idp-metadata-links-an-identity')
  for (const [authenticationMethod, strategy] of [
    ['Database', 'auth0'],
    ['Ad', 'ad'],
    ['Federation', null],
    ['Email', 'email'],
    ['Sms', 'sms'],
  ] as const) {
    const idpMetadata = { azoUserId: make.name(), azoConnectionId: CONNECTION }
    const user = await account.create({ authenticationMethod, idpMetadata })
    expect(user).toMatchObject({ authenticationMethod })
    expect(user.identities).toMatchObject([{ ...idpMetadata, strategy, groups: [] }])
  }
})

test.describe('an e-mail address', () => {
  test('that a user has, in any case and whichever account, is taken', async ({
    account,
    client,
    promise,
  }) => {
    promise('email-address-is-unique', 'taken-email-address-is-409')
    const { emailAddress } = await account.create()
    for (const as of ['admin', 'other-tenant'] as const) {
      for (const taken of [emailAddress, emailAddress.toUpperCase()]) {
        const body = account.person({ emailAddress: taken })
        expectProblem(await client.send(CREATE, { body, as }), 409)
      }
    }
  })

  test('is unique, and a username need not be', async ({ account, make, promise }) => {
    promise('username-need-not-be-unique')
    const username = make.name()
    await account.create({ username })
    expect((await account.create({ username })) as unknown).toMatchObject({ username })
  })
})

test.describe('the organization of a new user', () => {
  test('is its id or its name in any case, and she is a member and at home there', async ({
    account,
    promise,
  }) => {
    promise('organization-is-an-id-or-a-name', 'new-user-joins-the-organization')
    promise('organization-is-the-home')
    const first = await account.create()
    const { name } = first.organization ?? { name: '' }
    for (const organization of [HOME, name, name.toUpperCase()]) {
      const {
        organizationId,
        memberOf,
        organization: home,
      } = await account.create({ organization })
      expect(organizationId).toBe(first.organizationId)
      expect(home?.id).toBe(organizationId)
      expect(memberOf).toMatchObject([{ organizationId, isGuest: false, roles: [] }])
    }
  })

  test('has her as an administrator if it is asked for', async ({ account, promise }) => {
    promise('make-admin-gives-the-member-role', 'member-roles-stay-with-the-membership')
    const { memberOf, roles } = await account.create({ makeAdmin: true })
    expect(memberOf).toMatchObject([{ roles: [{ name: 'organization-admin' }] }])
    expect(roles).toEqual([])
  })
})

test('the identity provider tenant has three names and a number', async ({
  account,
  make,
  promise,
}) => {
  promise('idp-tenant-has-three-names', 'idp-tenant-has-an-id-too', 'identity-shows-its-tenant')
  const linked = (idpTenantId: string) =>
    account.create({
      idpTenantId,
      idpMetadata: { azoUserId: make.name(), azoConnectionId: CONNECTION },
    })
  const first = (await linked('us-1')).identities[0]
  const { idpTenantName, azoTenantName, loginDomain, idpTenantId, idpTenantFqdn } = first ?? {}
  for (const name of [azoTenantName, loginDomain, String(idpTenantId)]) {
    const { identities } = await linked(name ?? '')
    const same = { idpTenantName, azoTenantName, loginDomain, idpTenantId, idpTenantFqdn }
    expect(identities).toMatchObject([same])
  }
})

test('roles of a new user are named by id or name, and do not end', async ({
  account,
  promise,
}) => {
  promise('new-user-gets-the-named-roles')
  const [one, two] = [(await account.role()).role, (await account.role()).role]
  const { roles } = await account.create({ roles: [one.id, two.name.toUpperCase(), one.name] })
  expect(roles).toEqual(
    [one, two].sort((a, b) => (a.name.toLowerCase() < b.name.toLowerCase() ? -1 : 1)),
  )
})

test('what is for the identity provider changes no reply, and no password comes back', async ({
  account,
  client,
  promise,
}) => {
  promise(
    'what-is-for-auth0-has-no-effect',
    'passwords-are-never-returned',
    'passwords-are-not-kept',
  )
  const plain = await account.create()
  const passwordCredential = { password: 'correct horse', generateTempPassword: true }
  const body = account.person({
    passwordCredential,
    applications: ['Lumberline'],
    organizationIdType: 'Name',
    phoneNumberVerified: true,
  })
  const reply = await client.send(CREATE, { body })
  expect(reply.status).toBe(201)
  expect(reply.text).not.toContain('correct horse')
  const { id, emailAddress, created, modified, memberOf } = plain
  const same = { id, emailAddress, created, modified, memberOf }
  expect({ ...(reply.body as object), ...same }).toEqual(plain)
  const wrong = account.person({ passwordCredential: { password: 7 } })
  expectProblem(await client.send(CREATE, { body: wrong }), 400, 'passwordCredential.password')
})
