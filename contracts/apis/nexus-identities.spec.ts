import type { WireUser } from '../drivers/nexus-wire.ts'
import { CONNECTION, expect, expectProblem, test, untouched } from './nexus-account.ts'

const FIND = 'FindUserByConnection'
const LINK = 'LinkUserToTenant'
const azoConnectionId = CONNECTION

test('a user is found by exactly a connection and her id there', async ({
  account,
  client,
  make,
  promise,
}) => {
  promise('find-needs-both', 'nobody-found-is-404')
  const azoUserId = `ad|${make.name()}/x y`
  const user = await account.create({ idpMetadata: { azoUserId, azoConnectionId } })
  const found = await account.ask(FIND, 200, { path: { azoConnectionId, azoUserId } })
  expect(found).toEqual(user)
  for (const path of [
    { azoConnectionId, azoUserId: azoUserId.toUpperCase() },
    { azoConnectionId: `${azoConnectionId}x`, azoUserId },
    { azoConnectionId: azoUserId, azoUserId: azoConnectionId },
    { azoConnectionId, azoUserId: '' },
  ]) {
    expectProblem(await client.send(FIND, { path }), 404)
  }
  const call = { path: { azoConnectionId, azoUserId }, as: 'other-tenant' } as const
  expectProblem(await client.send(FIND, call), 404)
})

test('a quote within a parameter is written twice', async ({ account, make, promise }) => {
  promise('quotes-are-doubled')
  const azoUserId = `o'rourke,=()'${make.name()}`
  const { id } = await account.create({ idpMetadata: { azoUserId, azoConnectionId } })
  const path = { azoConnectionId, azoUserId: azoUserId.replaceAll("'", "''") }
  expect(await account.ask(FIND, 200, { path })).toMatchObject({ id })
})

test('select keeps the named fields and the id, and expand changes nothing', async ({
  account,
  client,
  make,
  promise,
}) => {
  promise('select-keeps-the-named-fields', 'unknown-selections-are-400', 'expand-changes-nothing')
  const path = { azoUserId: make.name(), azoConnectionId }
  const { id, displayName, roles } = await account.create({ idpMetadata: path })
  const query = { select: 'displayName,roles', expand: 'organization' }
  expect(await account.ask(FIND, 200, { path, query })).toEqual({ id, displayName, roles })
  const expanded = { expand: 'nothing that is there' }
  expect(await account.ask(FIND, 200, { path, query: expanded })).toEqual(await account.read(id))
  for (const select of ['', 'DisplayName', 'displayName,', 'password', 'idpTenantId']) {
    expectProblem(await client.send(FIND, { path, query: { select } }), 400, 'select')
  }
})

test.describe('a link', () => {
  test('adds an identity without groups, and answers nothing', async ({
    account,
    make,
    promise,
  }) => {
    promise('link-answers-204', 'link-adds-an-identity', 'identity-shows-its-tenant')
    const { id } = await account.create()
    const body = { strategy: 'ad', azoUserId: make.name(), azoConnectionId }
    const path = { userId: id, idpTenantId: 'us-1' }
    expect(await account.ask(LINK, 204, { path, body })).toBeUndefined()
    const [identity] = (await account.read(id)).identities
    expect(identity).toMatchObject({ ...body, idpTenantName: 'us-1', groups: [] })
    expect(identity?.loginDomain).toMatch(/\./)
  })

  test('with a connection that she has alters that identity, and keeps its id and groups', async ({
    account,
    make,
    promise,
  }) => {
    promise('link-again-replaces-the-identity', 'lists-of-a-user-keep-an-order')
    const { id } = await account.create()
    await account.sync(id, { connection: { connectionId: azoConnectionId, groups: ['a'] } })
    await account.sync(id, { connection: { connectionId: `${azoConnectionId}-2` } })
    const [before, other] = (await account.read(id)).identities
    const body = { strategy: 'oidc', azoUserId: make.name(), azoConnectionId }
    const path = { userId: id, idpTenantId: String(before?.idpTenantId) }
    await account.ask(LINK, 204, { path, body })
    const after = await account.read(id)
    expect(after.identities).toEqual([{ ...before, ...body }, other])
    await account.ask(LINK, 204, { path, body })
    expect(await account.read(id)).toEqual(after)
  })

  test('that another user has is refused, also for a new user', async ({
    account,
    client,
    make,
    promise,
  }) => {
    promise('linked-identity-has-one-user')
    const taken = { azoUserId: make.name(), azoConnectionId }
    await account.create({ idpMetadata: taken })
    const { id } = await account.create()
    await untouched(client, [account.reading(id)], async () => {
      const path = { userId: id, idpTenantId: 'us-1' }
      const body = { strategy: 'ad', ...taken }
      expectProblem(await client.send(LINK, { path, body }), 409)
    })
    const body = account.person({ idpMetadata: taken })
    expectProblem(await client.send('CreateUser', { body }), 409)
  })

  for (const [field, most] of [
    ['strategy', 25],
    ['azoUserId', 250],
    ['azoConnectionId', 50],
  ] as const) {
    test(`has a ${field} of 1 to ${most} characters`, async ({
      account,
      client,
      make,
      promise,
    }) => {
      promise('link-needs-all-three', 'link-has-limits')
      const { id } = await account.create()
      const path = { userId: id, idpTenantId: 'us-1' }
      const good = { strategy: 'ad', azoUserId: make.name(), azoConnectionId }
      await untouched(client, [account.reading(id)], async () => {
        for (const value of [undefined, null, '', 'x'.repeat(most + 1)]) {
          const body = { ...good, [field]: value }
          expectProblem(await client.send(LINK, { path, body }), 400, field)
        }
      })
      const body = { ...good, [field]: make.name().padEnd(most, 'x').slice(0, most) }
      await account.ask(LINK, 204, { path, body })
    })
  }

  test('goes to a user and a tenant that are there', async ({
    account,
    client,
    driver,
    promise,
  }) => {
    promise('unknown-idp-tenant-is-404', 'missing-things-are-404')
    const user: WireUser = await account.create()
    const body = { strategy: 'ad', azoUserId: 'x', azoConnectionId }
    await untouched(client, [account.reading(user.id)], async () => {
      const nowhere = { userId: user.id, idpTenantId: 'nowhere' }
      expectProblem(await client.send(LINK, { path: nowhere, body }), 404)
    })
    const nobody = { userId: driver.missingId, idpTenantId: 'us-1' }
    expectProblem(await client.send(LINK, { path: nobody, body }), 404)
  })
})
