import type { Client } from '../call.ts'
import { goodPassword, type WireGroup, type WireList, type WireUser } from '../drivers/hub-wire.ts'
import { expect, test } from '../suite.ts'

type Query = Readonly<Record<string, string | number>>

test.describe('fields', () => {
  test('are all unless some are asked for', async ({ client, make, promise }) => {
    promise('unselected-replies-are-whole', 'fields-select', 'exclude-fields-leave-out')
    promise('some-properties-are-no-fields', 'selections-are-never-empty')
    const { id } = await make.user()
    const names = async (query: Query) => {
      const one = (await client.send('getUser', { path: { userId: id }, query })).body as object
      const { data } = await users(client, { ...query, 'filter[_id][EQ]': id })
      expect(data).toEqual([one])
      return Object.keys(one)
    }
    const all = await names({})
    expect(all).toEqual(expect.arrayContaining(['_id', 'system', 'temporarilyLocked']))
    expect(await names({ fields: 'userName,active,email' })).toEqual(['userName', 'active'])
    const left = await names({ excludeFields: '_id,userName' })
    expect(left).toEqual(all.filter((name) => !['_id', 'userName'].includes(name)))
    expect(await names({ fields: 'userName,active', excludeFields: 'active' })).toEqual([
      'userName',
    ])
    expect(await names({ fields: 'email' })).toEqual(['_id'])
    expect(await names({ fields: 'active', excludeFields: 'active' })).toEqual(['_id'])
  })

  test('of a group are selected like those of a user', async ({ client, make, promise }) => {
    promise('fields-select', 'some-properties-are-no-fields', 'unselected-replies-are-whole')
    const path = { groupId: (await make.group()).id }
    const names = async (query: Query) =>
      Object.keys((await client.send('getGroup', { path, query })).body as WireGroup)
    expect(await names({})).toEqual(['_id', '_created', '_modified', 'system', 'name'])
    expect(await names({ fields: 'name' })).toEqual(['name'])
    expect(await names({ excludeFields: '_id,_created,_modified,name' })).toEqual(['system'])
  })

  test('that are none are refused, with the names of those that are', async ({
    client,
    driver,
    promise,
  }) => {
    promise('unknown-fields-are-400', 'some-properties-are-no-fields')
    for (const query of [{ fields: 'colour' }, { excludeFields: 'system' }, { fields: '' }]) {
      const reply = await client.send('getCurrentUser', { query })
      expect(reply.status).toBe(400)
      expect(driver.message(reply)).toContain('userPrincipalName')
    }
  })

  test('may be repeated, have commas, or both', async ({ client, promise }) => {
    promise('arrays-repeat-or-have-commas')
    const path = '/me?fields=userName&fields=active,_id'
    const { body } = await client.raw({ like: 'getCurrentUser', path })
    expect(Object.keys(body as object)).toEqual(['_id', 'userName', 'active'])
  })
})

test.describe('the filters of users', () => {
  test('all have to hold', async ({ client, make, promise }) => {
    promise(
      'filters-are-joined-by-and',
      'text-filters-ignore-case',
      'in-matches-any',
      'pr-asks-for-presence',
      'empty-lists-are-200',
    )
    const prefix = make.prefix
    const mine = { 'filter[userName][CO]': prefix.toUpperCase() }
    const body = {
      password: goodPassword,
      email: `${prefix}@Mail.example`,
      externalId: 'elsewhere',
    }
    const one = await create(client, { ...body, userName: `${prefix}-one` })
    const two = await create(client, {
      password: goodPassword,
      userName: `${prefix}-two`,
      active: false,
    })
    const found = async (query: Query) =>
      (await users(client, { ...mine, ...query })).data.map(({ _id }) => _id)
    expect(await found({})).toEqual([one, two])
    expect(await found({ 'filter[email][EQ]': `${prefix}@mail.EXAMPLE` })).toEqual([one])
    expect(await found({ 'filter[email][CO]': '@mail' })).toEqual([one])
    expect(await found({ 'filter[active][EQ]': 'false' })).toEqual([two])
    expect(await found({ 'filter[externalId][PR]': 'true' })).toEqual([one])
    expect(await found({ 'filter[externalId][PR]': 'false' })).toEqual([two])
    expect(await found({ 'filter[_id][EQ]': one })).toEqual([one])
    expect(await found({ 'filter[_id][EQ]': one.toUpperCase() })).toEqual([])
    expect(await found({ 'filter[_id][IN]': `${two},nobody,${one}` })).toEqual([one, two])
    expect(await found({ 'filter[system][EQ]': 'true' })).toEqual([])
    expect(
      await found({
        'filter[invitationPending][EQ]': 'false',
        'filter[temporarilyLocked][EQ]': 'false',
      }),
    ).toEqual([one, two])
    expect(
      await found({ 'filter[displayName][EQ]': `${prefix}-TWO`, 'filter[active][EQ]': 'true' }),
    ).toEqual([])
  })

  test('on dates are strict and compare instants', async ({ client, make, promise }) => {
    promise('lt-and-gt-are-strict')
    const { id } = await make.user()
    const { _created } = (await client.send('getUser', { path: { userId: id } })).body as WireUser
    const total = async (query: Query) =>
      (await users(client, { 'filter[_id][EQ]': id, ...query })).totalCount
    const moment = Date.parse(_created)
    const [before, after] = [new Date(moment - 1).toISOString(), new Date(moment + 1).toISOString()]
    expect(await total({ 'filter[_created][GT]': before, 'filter[_created][LT]': after })).toBe(1)
    expect(await total({ 'filter[_created][GT]': _created })).toBe(0)
    expect(await total({ 'filter[_created][LT]': _created })).toBe(0)
    const offset = new Date(moment - 1 + 7_200_000).toISOString().replace('Z', '+02:00')
    expect(await total({ 'filter[_modified][GT]': offset })).toBe(1)
  })

  test('may have their brackets escaped or not', async ({ client, make, promise }) => {
    promise('brackets-may-be-escaped', 'lists-have-a-total-and-data')
    const { id } = await make.user()
    for (const name of ['filter[_id][EQ]', 'filter%5B_id%5D%5BEQ%5D']) {
      const { body } = await client.raw({ like: 'queryUsers', path: `/users?${name}=${id}` })
      expect(body).toMatchObject({ totalCount: 1, data: [{ _id: id }] })
    }
  })

  test('that have a wrong value are refused and named', async ({ client, driver, promise }) => {
    promise('bad-filter-values-are-400', 'bad-paging-is-400')
    for (const [name, value] of [
      ['filter[_created][LT]', 'yesterday'],
      ['filter[_created][GT]', '2025-13-01T00:00:00Z'],
      ['filter[active][EQ]', 'yes'],
      ['filter[externalId][PR]', '1'],
      ['filter[deleted][EQ]', 'some'],
      ['page[offset]', '-1'],
      ['page[limit]', '-1'],
      ['page[limit]', '1.5'],
    ] as const) {
      const reply = await client.send('queryUsers', { query: { [name]: value } })
      expect(reply.status, `${name}=${value}`).toBe(400)
      expect(driver.message(reply)).toContain(name)
    }
    const path = '/users?filter[userName][EQ]=a&filter[userName][EQ]=b'
    expect((await client.raw({ like: 'queryUsers', path })).status).toBe(400)
  })
})

test.describe('sorting', () => {
  test('knows one key, and says which there are', async ({ client, driver, promise }) => {
    promise('unknown-sort-keys-are-400')
    for (const sort of ['email', 'userName,displayName', '+userName', '--userName', '']) {
      const reply = await client.send('queryUsers', { query: { sort } })
      expect(reply.status, sort).toBe(400)
      expect(driver.message(reply)).toContain('displayName')
    }
  })

  test('keeps equals in the order of their creation, also when descending', async ({
    client,
    make,
    promise,
  }) => {
    promise('sort-ignores-case', 'minus-sorts-descending', 'unsorted-lists-keep-creation-order')
    const made: string[] = []
    for (const displayName of ['Same', 'sAME', 'other']) {
      made.push(
        await create(client, { userName: make.name(), displayName, password: goodPassword }),
      )
    }
    const sorted = async (query: Query) => {
      const mine = { 'filter[userName][CO]': make.prefix }
      return (await users(client, { ...mine, ...query })).data.map(({ _id }) => made.indexOf(_id))
    }
    expect(await sorted({})).toEqual([0, 1, 2])
    expect(await sorted({ sort: 'displayName' })).toEqual([2, 0, 1])
    expect(await sorted({ sort: '-displayName' })).toEqual([0, 1, 2])
    expect(await sorted({ sort: '-_created' })).toEqual([2, 1, 0])
    expect(await sorted({ sort: '-_created', 'page[offset]': 1, 'page[limit]': 1 })).toEqual([1])
  })
})

test('a deleted user stays in the lists that ask for the deleted, and is 404 by id', async ({
  client,
  make,
  promise,
  say,
  verbs,
}) => {
  promise('deletion-is-soft', 'deleted-users-are-hidden-by-default', 'deleted-has-three-views')
  promise(
    'deletion-dates-imply-deleted-only',
    'delete-user-answers-204',
    'deleted-users-are-404-by-id',
  )
  promise('ids-are-not-reused', 'modified-follows-changes')
  const [gone, here] = [await make.user(), await make.user()]
  const before = (await client.send('getUser', { path: { userId: gone.id } })).body as WireUser
  await say(verbs.deleteUser(gone.id))
  const found = async (query: Query) => {
    const mine = { 'filter[userName][CO]': make.prefix }
    return (await users(client, { ...mine, ...query })).data.map(({ _id }) => _id)
  }
  expect(await found({})).toEqual([here.id])
  expect(await found({ 'filter[deleted][EQ]': 'notDeletedOnly' })).toEqual([here.id])
  expect(await found({ 'filter[deleted][EQ]': 'deletedOnly' })).toEqual([gone.id])
  expect(await found({ 'filter[deleted][EQ]': 'all' })).toEqual([gone.id, here.id])
  expect(await found({ 'filter[deleted][GT]': before._created })).toEqual([gone.id])
  expect(await found({ 'filter[deleted][LT]': before._created })).toEqual([])
  expect(
    await found({ 'filter[deleted][EQ]': 'all', 'filter[deleted][GT]': before._created }),
  ).toEqual([gone.id])
  const { data } = await users(client, { 'filter[_id][EQ]': gone.id, 'filter[deleted][EQ]': 'all' })
  expect(data).toEqual([{ ...before, deleted: data[0]?.deleted }])
  for (const operation of [
    'getUser',
    'deleteUser',
    'getUserGroups',
    'getUserOSUser',
    'clearLogonFailures',
    'resendInvitation',
    'cancelInvitation',
  ]) {
    const reply = await client.send(operation, { path: { userId: gone.id } })
    expect(reply.status, operation).toBe(404)
  }
  const password = { password: goodPassword }
  for (const operation of ['setUserPassword', 'validatePasswordForUser']) {
    const reply = await client.send(operation, { path: { userId: gone.id }, body: password })
    expect(reply.status, operation).toBe(404)
  }
  const body = { userId: gone.id }
  expect((await client.send('generateToken', { body })).status).toBe(404)
})

async function users(client: Client, query: Query): Promise<WireList<WireUser>> {
  return (await client.send('queryUsers', { query })).body as WireList<WireUser>
}

async function create(client: Client, body: object): Promise<string> {
  return ((await client.send('createUser', { body })).body as WireUser)._id
}
