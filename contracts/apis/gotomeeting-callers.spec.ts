import type { WireUser } from '../drivers/gotomeeting.ts'
import { expect, test } from '../suite.ts'

test('a token in the query is no credential', async ({ client, isRefusal, promise }) => {
  promise('token-travels-in-the-header')
  // A word that was never issued: a real token in a URL would end up in somebody's log.
  const query = { access_token: 'rehearsal', oauth_token: 'rehearsal', token: 'rehearsal' }
  for (const operation of ['getServiceProviderConfigs', 'getUserSchema', 'getMe', 'getUsers']) {
    isRefusal(await client.send(operation, { query, as: 'nobody' }), 'noCredential')
  }
})

test('a parameter called No Name means nothing', async ({ client, promise }) => {
  promise('no-name-parameter-means-nothing', 'unknown-query-parameters-are-ignored')
  for (const operation of ['getUsers', 'getGroups', 'getMe', 'getServiceProviderConfigs']) {
    const reply = await client.send(operation, { query: { 'No Name': 'Bearer nobody', count: 1 } })
    expect(reply.status).toBe(200)
  }
})

test.describe('the challenge of a refusal', () => {
  test.beforeEach(({ promise }) => promise('refusals-carry-a-challenge'))

  test('names no error when there was no credential', async ({ client }) => {
    const challenge = (await client.send('getUsers', { as: 'nobody' })).headers.get(CHALLENGE)
    expect(challenge).toMatch(/^Bearer( |$)/)
    expect(challenge).not.toContain('error=')
  })

  for (const as of ['expired', 'revoked'] as const) {
    test(`names the token when it is ${as}`, async ({ client }) => {
      const { headers } = await client.send('getUsers', { as })
      expect(headers.get(CHALLENGE)).toMatch(/^Bearer .*error="invalid_token"/)
    })
  }

  test('names the scope when a role is missing', async ({ client }) => {
    const { headers } = await client.send('getUsers', { as: 'member' })
    expect(headers.get(CHALLENGE)).toMatch(/^Bearer .*error="insufficient_scope"/)
  })

  test('is there for a missing group too', async ({ client, driver }) => {
    const { headers } = await client.send('getGroup', { path: { groupKey: driver.missingId } })
    expect(headers.get(CHALLENGE)).toMatch(/^Bearer( |$)/)
  })
})

test('a refused credential is answered before anything else is', async ({
  client,
  driver,
  isRefusal,
  promise,
}) => {
  promise('credential-is-judged-first')
  const path = `/Users/${driver.missingId}`
  for (const [as, why] of [
    ['expired', 'expiredCredential'],
    ['nobody', 'noCredential'],
  ] as const) {
    isRefusal(await client.raw({ like: 'getUser', path, as }), why)
    isRefusal(await client.raw({ like: 'updateUser', path, as, body: '{' }), why)
    isRefusal(await client.send('createUsers', { as, body: { favouriteColour: 1 } }), why)
    isRefusal(await client.send('getUsers', { as, query: { filter: 'nonsense' } }), why)
  }
})

test.describe('a caller without a role', () => {
  test('reads neither users nor groups', async ({ client, isRefusal, make, promise }) => {
    promise('reading-users-needs-org-read', 'reading-groups-needs-org-read')
    const user = await make.user()
    const group = await make.group()
    const path = { userKey: user.id, groupKey: group.id }
    for (const operation of ['getUsers', 'getUser', 'getGroups', 'getGroup']) {
      isRefusal(await client.send(operation, { path, as: 'member' }), 'missingRole')
    }
  })

  test('writes neither users nor groups', async ({ client, isRefusal, make, promise, verbs }) => {
    promise('writing-users-needs-org-write', 'writing-groups-needs-org-write')
    const user = await make.user()
    const group = await make.group()
    for (const { operation, call } of [
      verbs.createUser(make.person()),
      verbs.changeUser(user.id, { givenName: 'Eve', familyName: 'Else' }),
      verbs.replaceUser(user.id, make.person()),
      verbs.deleteUser(user.id),
      verbs.createGroup({ displayName: make.name(), members: [] }),
      verbs.renameGroup(group.id, make.name()),
      verbs.replaceGroup(group.id, { displayName: make.name(), members: [] }),
      verbs.deleteGroup(group.id),
    ]) {
      isRefusal(await client.send(operation, { ...call, as: 'member' }), 'missingRole')
      isRefusal(await client.send(operation, { ...call, as: 'reader' }), 'missingRole')
    }
  })

  test('may read the own record and what the API says of itself', async ({ client, promise }) => {
    promise('own-record-and-discovery-need-no-role')
    for (const operation of ['getMe', 'getUserSchema', 'getServiceProviderConfigs']) {
      expect((await client.send(operation, { as: 'member' })).status).toBe(200)
    }
  })
})

test.describe('another organization', () => {
  test.beforeEach(({ promise }) => promise('organizations-are-apart'))

  test('has none of the members of this one', async ({
    client,
    driver,
    isRefusal,
    make,
    verbs,
  }) => {
    const stranger = (await client.send('getMe', { as: 'other-tenant' })).body as WireUser
    const members = [{ kind: 'user', id: stranger.id }] as const
    const { operation, call } = verbs.createGroup({ displayName: make.name(), members })
    isRefusal(await client.send(operation, call), 'unknownMember')
    expect(stranger.id).not.toBe(driver.missingId)
  })

  test('is not seen from this one', async ({ client, isRefusal, say, verbs }) => {
    const stranger = (await client.send('getMe', { as: 'other-tenant' })).body as WireUser
    const path = { userKey: stranger.id }
    isRefusal(await client.send('getUser', { path }), 'foreignUser')
    const where = { field: 'userName', operator: 'eq', value: stranger.userName } as const
    expect(await say(verbs.listUsers({ where }))).toEqual({ total: 0, items: [] })
  })
})

test('a hundred requests in a row are all answered', async ({ client, promise }) => {
  promise('requests-are-not-rationed', 'gateway-errors-are-never-spontaneous')
  const requests = Array.from({ length: 100 }, () => client.send('getServiceProviderConfigs'))
  const statuses = (await Promise.all(requests)).map(({ status }) => status)
  expect(new Set(statuses)).toEqual(new Set([200]))
})

const CHALLENGE = 'www-authenticate'
