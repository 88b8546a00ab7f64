import type { WireIdentity, WireUser } from '../drivers/nexus-wire.ts'
import {
  AUDIENCE,
  CONNECTION,
  expect,
  expectProblem,
  HOME,
  leastSync,
  test,
} from './nexus-account.ts'

const connectionId = CONNECTION

test('a synchronisation answers the identity of the user as she is after it', async ({
  account,
  promise,
}) => {
  promise('sync-answers-the-identity', 'sync-shows-its-own-outcome', 'names-come-from-the-user')
  const { id, displayName, givenName, familyName } = await account.create()
  const sent = { attributes: [{ key: 'badge', value: 'A' }], connection: { connectionId } }
  const identity = await account.sync(id, sent)
  expect(identity).toMatchObject({ userId: id, displayName, givenName, familyName, roles: [] })
  expect(identity.user).toEqual(await account.read(id))
  expect(identity.user.attributes).toMatchObject([{ name: 'badge', value: 'A' }])
})

test('names that a user lacks are the display name in the identity', async ({
  account,
  promise,
}) => {
  promise('missing-names-are-the-display-name')
  const own = { displayName: 'Yard Terminal', givenName: null, familyName: null }
  const { id } = await account.create(own)
  const identity = await account.sync(id)
  const { displayName } = own
  expect(identity).toMatchObject({ displayName, givenName: displayName, familyName: displayName })
  expect(identity.user).toMatchObject({ givenName: null, familyName: null })
})

test.describe('the path of a synchronisation', () => {
  test('ends in a dollar and sync, however the dollar is written', async ({
    account,
    client,
    promise,
  }) => {
    promise('last-segment-is-dollar-sync', 'percent-24-is-a-dollar')
    const { id } = await account.create()
    const body = JSON.stringify(leastSync)
    for (const [end, status] of [
      ['$sync', 200],
      ['%24sync', 200],
    ] as const) {
      const reply = await client.raw({ like: SYNC, path: `/v1/users/${id}/${end}`, body })
      expect(reply.status).toBe(status)
    }
    const plain = { method: 'PUT', path: `/v1/users/${id}/sync`, body }
    expectProblem(await client.raw(plain), 404)
  })

  test('has the id of a user, and nobody is made', async ({ account, client, driver, promise }) => {
    promise('sync-of-an-unknown-user-is-404', 'sync-never-creates-a-user')
    const path = { userId: driver.missingId }
    const { emailAddress } = account.person()
    const body = { ...leastSync, emailAddress, displayName: 'Nobody' }
    expectProblem(await client.send(SYNC, { path, body }), 404)
    expectProblem(await client.send('GetUser', { path }), 404)
    const query = { filter: `user/emailAddress eq '${emailAddress}'` }
    const found = { path: { organizationId: HOME }, query }
    expect(await account.ask('GetOrganizationMembers', 200, found)).toEqual({ value: [] })
  })
})

test.describe('the connection of a synchronisation', () => {
  test('that the user does not have adds an identity that knows no more', async ({
    account,
    promise,
  }) => {
    promise('unknown-connection-adds-an-identity', 'added-identity-knows-no-more')
    promise('identity-ids-are-integers')
    const { id } = await account.create()
    await account.sync(id, { connection: { connectionId, groups: ['Office'] } })
    const [identity] = (await account.read(id)).identities
    expect(identity).toMatchObject({
      id: expect.any(Number),
      azoConnectionId: connectionId,
      azoUserId: null,
      strategy: null,
      groups: ['Office'],
      idpTenantName: 'us-1',
    })
    expect(Number.isInteger(identity?.id)).toBe(true)
  })

  test('is compared exactly, and only its own groups are replaced, in their order', async ({
    account,
    promise,
  }) => {
    promise(
      'connection-is-an-azo-connection-id',
      'groups-are-replaced',
      'repeated-groups-count-once',
    )
    promise('groups-stay-on-their-identity')
    const { id, memberOf } = await account.create()
    await account.sync(id, { connection: { connectionId, groups: ['a', 'b', 'c'] } })
    const other = connectionId.toUpperCase()
    await account.sync(id, { connection: { connectionId: other, groups: ['z'] } })
    const groups = ['d', 'b', 'd', 'B', 'b']
    const { user } = await account.sync(id, { connection: { connectionId, groups } })
    expect(groupsByConnection(user)).toEqual({ [connectionId]: ['d', 'b', 'B'], [other]: ['z'] })
    expect(user.memberOf).toEqual(memberOf)
  })

  test('leaves groups that it does not name, and empties them with an empty list', async ({
    account,
    promise,
  }) => {
    promise('groups-left-out-stay')
    const { id } = await account.create()
    await account.sync(id, { connection: { connectionId, groups: ['a'] } })
    for (const [connection, groups] of [
      [{ connectionId }, ['a']],
      [{ connectionId, groups: null }, ['a']],
      [{ connectionId, groups: [] }, []],
    ] as const) {
      const { user } = await account.sync(id, { connection })
      expect(groupsByConnection(user)).toEqual({ [connectionId]: groups })
    }
  })
})

test.describe('roles in a synchronisation', () => {
  test('are those for its audience, and the user has those for every one', async ({
    account,
    promise,
  }) => {
    promise('audience-selects-roles', 'user-has-the-roles-of-every-audience')
    const { id } = await account.create()
    const [one, two] = [await account.role(), await account.role()]
    await account.give(id, one.role.id, two.role.id)
    const identity = await account.sync(id, { audience: one.audience })
    expect(identity.roles).toEqual([one.role])
    expect(identity.user.roles).toHaveLength(2)
    const louder = await account.sync(id, { audience: one.audience.toUpperCase() })
    expect(louder.roles).toEqual([])
  })

  test('are none for an audience that nobody knows', async ({ account, promise }) => {
    promise('unknown-audience-has-no-roles')
    const { id } = await account.create()
    expect(await account.sync(id, { audience: `${AUDIENCE}/nowhere` })).toMatchObject({ roles: [] })
  })
})

test('an inactive user is synchronised, and is not authenticated', async ({ account, promise }) => {
  promise('active-users-are-authenticated')
  const { id } = await account.create()
  expect((await account.sync(id)).isAuthenticated).toBe(true)
  await account.ask('PatchUser', 200, { path: { userId: id }, body: { isBlocked: true } })
  const attributes = [{ key: 'badge', value: 'A' }]
  const identity = await account.sync(id, { attributes })
  expect(identity.isAuthenticated).toBe(false)
  expect(identity.user.attributes).toMatchObject([{ value: 'A' }])
})

test('the same synchronisation again answers the same and changes nothing', async ({
  account,
  promise,
}) => {
  promise('sync-is-idempotent')
  const { id } = await account.create()
  const attributes = [{ key: 'badge', value: 'A' }, { key: 'shift' }, { key: 'badge', value: 'B' }]
  const sent = { attributes, connection: { connectionId, groups: ['b', 'a', 'b'] } }
  const first = await account.sync(id, sent)
  expect(await account.sync(id, sent)).toEqual(first)
  expect(await account.read(id)).toEqual(first.user)
})

test('a synchronisation changes nothing but groups, attributes and who changed her', async ({
  account,
  promise,
}) => {
  promise('sync-changes-nothing-else')
  const before = await account.create({
    idpMetadata: { azoUserId: `${Date.now()}`, azoConnectionId: connectionId },
  })
  const sent = {
    attributes: [{ key: 'a', value: 'b' }],
    connection: { connectionId, groups: ['g'] },
  }
  const { user } = await account.sync(before.id, sent)
  const [identity] = before.identities as [WireIdentity]
  expect(user).toEqual({
    ...before,
    attributes: [expect.objectContaining({ name: 'a', value: 'b' })],
    identities: [{ ...identity, groups: ['g'] }],
    modified: expect.any(String),
  })
})

const SYNC = 'SyncUserIdentity'

function groupsByConnection({ identities }: WireUser): Record<string, string[]> {
  return Object.fromEntries(identities.map((one) => [one.azoConnectionId, one.groups]))
}
