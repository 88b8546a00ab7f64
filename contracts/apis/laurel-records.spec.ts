import { at, WHOLE, type WireUser } from '../drivers/laurel.ts'
import { expect, test } from '../suite.ts'
import { untouched } from '../untouched.ts'
import { createUser, ids, isError, listUsers, own, readUser, update } from './laurel.ts'

test.describe('an id', () => {
  test('has 24 digits, begins with the time of its making, and grows', async ({
    client,
    make,
    promise,
  }) => {
    promise(
      'object-ids-have-24-hex-digits',
      'object-ids-begin-with-their-time',
      'object-ids-sort-by-creation',
    )
    const made = (await make.users(4)).map(({ id }) => id)
    expect(made.filter((id) => !/^[0-9a-f]{24}$/.test(id))).toEqual([])
    expect(made).toEqual(made.toSorted())
    const { _id, createdAt } = await readUser(client, made[0] as string)
    expect(Number.parseInt(_id.slice(0, 8), 16)).toBe(Math.floor(Date.parse(createdAt) / 1000))
  })

  test('is understood in capitals wherever it is sent', async ({ client, make, promise }) => {
    promise('object-ids-have-24-hex-digits')
    const user = await make.user()
    const before = await readUser(client, user.id)
    const customerId = before.customer._id
    const path = { customerId: customerId.toUpperCase(), userId: user.id.toUpperCase() }
    expect((await client.send('getUser', { path })).body).toEqual(before)
    const identity = { type: 'aderant', value: make.name(), customerId }
    const louder = { ...identity, customerId: path.customerId }
    expect((await update(client, user.id, { identities: [louder] })).identities).toEqual([identity])
    const query = { type: identity.type, value: identity.value, customerId: path.customerId }
    expect((await client.send('lookupIdentity', { path, query })).body).toEqual(identity)
    const email = make.address(make.name())
    const made = await createUser(client, { customerId: path.customerId, email })
    expect(made.customer._id).toBe(customerId)
  })

  test('that is malformed is refused', async ({ client, make, promise, verbs }) => {
    promise('malformed-ids-are-400')
    const user = await make.user()
    const query = { integration: WHOLE, type: 'aderant', value: '1' }
    await untouched(client, [verbs.getUser(user.id)], async () => {
      for (const wrong of ['1', 'x'.repeat(24), user.id.slice(1), `${user.id}0`, ' ']) {
        isError(await client.send('getUser', { path: at(wrong) }), 400)
        isError(await client.send('deleteUser', { path: at(wrong) }), 400)
        for (const operation of ['updateUser', 'updateUserV2']) {
          isError(await client.send(operation, { path: at(wrong), body: {} }), 400)
        }
        for (const operation of ['listUsers', 'lookupIdentity']) {
          isError(await client.send(operation, { path: { customerId: wrong }, query }), 400)
        }
        const bodies = [{ delegateIds: [wrong] }, { roleIds: [wrong] }]
        for (const body of bodies) {
          isError(await client.send('updateUser', { path: at(user.id), body }), 400)
        }
        const body = { customerId: wrong, email: make.address(make.name()) }
        isError(await client.send('createUser', { body }), 400)
      }
    })
  })

  test('of a deleted user is not given again', async ({ make, promise, say, verbs }) => {
    promise('ids-are-not-reused')
    const user = await make.user()
    await say(verbs.deleteUser(user.id))
    const heir = await make.user({ userName: user.userName })
    expect(heir.id > user.id).toBe(true)
  })
})

test.describe('a user', () => {
  test('looks alike in every reply', async ({ client, make, promise }) => {
    promise('users-look-alike-everywhere', 'users-show-their-relations', 'changes-are-seen-at-once')
    const { id, userName } = await make.user()
    const updated = await update(client, id, { nickname: 'Nic', office: 'Boston' })
    expect(await readUser(client, id)).toEqual(updated)
    expect(await listUsers(client, { search: userName })).toEqual([updated])
    const v2 = await client.send('updateUserV2', { path: at(id), body: {} })
    expect(v2.body).toEqual(updated)
    expect((await client.send('deleteUser', { path: at(id) })).body).toEqual(updated)
    expect(await listUsers(client, { search: userName })).toEqual([])
    const relations = { delegators: [], delegates: [], identities: [], roles: [] }
    expect(updated).toMatchObject({ nickname: 'Nic', office: 'Boston', ...relations })
  })

  test('has dates in UTC, of which one never changes', async ({ client, make, promise }) => {
    promise('dates-are-utc', 'created-never-changes')
    const { id } = await make.user()
    const { createdAt, updatedAt } = await readUser(client, id)
    for (const date of [createdAt, updatedAt]) {
      expect(date).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/)
    }
    const body = { nickname: 'Nic', createdAt: '2001-01-01T00:00:00Z' }
    expect((await update(client, id, body)).createdAt).toBe(createdAt)
  })

  test('shows what everybody has, and leaves out what was never set', async ({
    client,
    make,
    promise,
  }) => {
    promise(
      'status-flag-and-groups-are-always-there',
      'unset-fields-are-left-out',
      'later-fields-are-left-out',
    )
    const user = await readUser(client, (await make.user()).id)
    expect(user).toMatchObject({ status: 'active', isSuperDelegate: false, groupIds: [] })
    for (const name of ['seniority', 'department', 'office', 'subdepartment', 'pod']) {
      expect(user).not.toHaveProperty(name)
    }
    for (const name of ['isTestUser', 'needOnboarding', 'config']) {
      expect(user).not.toHaveProperty(name)
    }
    expect(user).not.toHaveProperty('superDelegatePermissions')
  })
})

test.describe('of all users', () => {
  test('each has one of three statuses', async ({ client, promise }) => {
    promise('status-is-one-of-three')
    const found = new Set((await listUsers(client)).map(({ status }) => status))
    const known = new Set(['active', 'adminDisabled', 'firmDisabled'])
    expect([...found].filter((status) => !known.has(status))).toEqual([])
    expect(found.size).toBeGreaterThan(0)
  })

  test('the super delegates have a list of permissions, and they alone', async ({
    client,
    lacks,
    promise,
  }) => {
    promise('super-delegate-permissions-are-a-list')
    const users = await listUsers(client)
    const supers = users.filter(({ isSuperDelegate }) => isSuperDelegate)
    if (supers.length === 0) lacks('a super delegate')
    for (const { superDelegatePermissions } of supers) {
      expect(superDelegatePermissions).toContainEqual({
        _id: expect.stringMatching(/^[0-9a-f]{24}$/),
        claim: expect.any(String),
        description: expect.any(String),
      })
    }
    const others = users.filter((user) => !supers.includes(user))
    expect(others.filter((user) => 'superDelegatePermissions' in user)).toEqual([])
  })

  test('those in groups name them in ascending order', async ({ client, lacks, promise }) => {
    promise('group-ids-are-direct')
    const named = (await listUsers(client)).map(({ groupIds }) => groupIds)
    if (named.every((groups) => groups.length < 2)) lacks('a user in two groups')
    for (const groups of named) expect(groups).toEqual([...new Set(groups)].sort())
  })

  test('those who work for others are named by them', async ({ client, lacks, promise }) => {
    promise('delegates-mirror-delegators', 'relations-are-in-id-order')
    const users = await listUsers(client)
    const pairs = (role: 'delegators' | 'delegates', of: (one: string, other: string) => string) =>
      users.flatMap((user) => user[role].map(({ _id }) => of(_id, user._id))).sort()
    const seen = pairs('delegators', (one, other) => `${one} -> ${other}`)
    if (seen.length === 0) lacks('a delegation')
    expect(pairs('delegates', (one, other) => `${other} -> ${one}`)).toEqual(seen)
    for (const { delegators, delegates, roles } of users) {
      for (const rows of [delegators, delegates, roles]) expect(ids(rows)).toEqual(sorted(rows))
    }
  })
})

test('every kind of error has the same three fields', async ({ client, driver, make, promise }) => {
  promise('errors-have-three-fields')
  const { userName } = await make.user()
  const path = at(driver.missingId)
  isError(await client.send('listUsers', { path: own }), 400)
  isError(await client.send('getUser', { path, as: 'nobody' }), 401)
  isError(await client.send('getUser', { path, as: 'member' }), 403)
  isError(await client.send('getUser', { path }), 404)
  isError(await client.raw({ method: 'PUT', path: '/api/v1/users' }), 405)
  isError(await client.send('createUser', { body: { ...own, email: userName } }), 409)
  const headers = { 'content-type': 'text/plain' }
  isError(await client.raw({ like: 'createUser', headers, body: '{}' }), 415)
  const body = { ...own, email: 'x'.repeat(2 ** 20) }
  isError(await client.send('createUser', { body }), 413)
})

test('a query parameter that breaks its schema is refused', async ({
  client,
  make,
  promise,
  verbs,
}) => {
  promise('malformed-queries-are-400')
  const { id } = await make.user()
  const { call } = verbs.getUser(id)
  await untouched(client, [verbs.getUser(id)], async () => {
    for (const isForwarded of ['yes', '1', '']) {
      isError(await client.send('deleteUser', { ...call, query: { isForwarded } }), 400)
    }
    const query = { type: 'aderant', value: '1', customerId: 'nobody' }
    isError(await client.send('lookupIdentity', { path: own, query }), 400)
  })
})

function sorted(rows: WireUser['delegators'] | WireUser['delegates'] | WireUser['roles']) {
  return ids(rows).toSorted()
}
