import { USER_EXTENSION, type WireList, type WireUser } from '../drivers/formstack.ts'
import { expect, test } from '../suite.ts'

const lists = ['listUsers', 'listGroups', 'listForms', 'listFolders']

test('a list holds ten unless asked otherwise, and says what was asked', async ({
  client,
  make,
  promise,
}) => {
  promise('lists-hold-ten-by-default', 'items-per-page-is-the-page-size')
  await make.users(11)
  const ten = (await client.send('listUsers')).body as WireList<WireUser>
  expect(ten).toMatchObject({ startIndex: 1, itemsPerPage: 10 })
  expect(ten.Resources).toHaveLength(10)
  expect(ten.totalResults).toBeGreaterThanOrEqual(11)
  const two = (await client.send('listUsers', { query: { count: 2 } })).body as WireList<WireUser>
  expect(two).toMatchObject({ startIndex: 1, itemsPerPage: 2 })
  expect(two.Resources).toHaveLength(2)
  const query = { count: 7, filter: `userName eq "${make.name()}"` }
  expect((await client.send('listUsers', { query })).body).toEqual({
    schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
    totalResults: 0,
    startIndex: 1,
    itemsPerPage: 7,
    Resources: [],
  })
})

test('the total counts every match, however few are on the page', async ({ client, promise }) => {
  promise('total-counts-every-match', 'empty-lists-are-200')
  for (const operation of lists) {
    const none = (await client.send(operation, { query: { count: 0 } })).body as WireList<unknown>
    expect(none.Resources).toEqual([])
    const one = (await client.send(operation, { query: { count: 1 } })).body as WireList<unknown>
    expect(one.Resources).toHaveLength(Math.min(1, one.totalResults))
  }
})

test('numbers below the least mean the least', async ({ client, make, promise }) => {
  promise('pages-are-one-based-and-forgiving')
  await make.users(2)
  const page = async (query: object) =>
    (await client.send('listUsers', { query: { ...query } })).body as WireList<WireUser>
  const first = (await page({ count: 1, startIndex: 1 })).Resources.map(({ id }) => id)
  for (const startIndex of [0, -5]) {
    const { Resources, startIndex: said } = await page({ count: 1, startIndex })
    expect(said).toBe(1)
    expect(Resources.map(({ id }) => id)).toEqual(first)
  }
  const none = await page({ count: -3 })
  expect(none).toMatchObject({ Resources: [], itemsPerPage: 0 })
  expect(none.totalResults).toBeGreaterThan(1)
})

for (const query of [{ count: 'ten' }, { count: '1.5' }, { startIndex: 'one' }, { count: '' }]) {
  test(`the paging ${JSON.stringify(query)} is refused in every list`, async ({
    client,
    isRefusal,
    promise,
  }) => {
    promise('paging-that-is-no-integer-is-400')
    for (const operation of lists) isRefusal(await client.send(operation, { query }), 'badPaging')
  })
}

test('a page beyond the end is empty in every list', async ({ client, promise }) => {
  promise('page-beyond-the-end-is-empty')
  for (const operation of lists) {
    const { body } = await client.send(operation, { query: { startIndex: 999_999 } })
    expect(body).toMatchObject({ Resources: [], startIndex: 999_999 })
  }
})

test('lists are in the order of the ids', async ({ client, make, promise }) => {
  promise('lists-are-ordered-by-id')
  await make.users(3)
  await make.group()
  for (const operation of lists) {
    const { body } = await client.send(operation, { query: { count: 100_000 } })
    const ids = (body as WireList<{ id: string }>).Resources.map(({ id }) => Number(id))
    expect(ids).toEqual(ids.toSorted((one, other) => one - other))
  }
})

test.describe('a filter that is not known', () => {
  const detail = 'An unsupported filter was specified'

  for (const filter of [
    '',
    'userName sw "a"',
    'userName eq a',
    'userName eq true',
    'userName eq "a" or userName eq "b"',
    '(userName eq "a")',
    'name.givenName eq "a"',
    'active eq true',
  ]) {
    test(`is refused for users: ${filter}`, async ({ client, isRefusal, promise }) => {
      promise('users-filter-by-user-name-alone', 'other-filters-are-400')
      const reply = await client.send('listUsers', { query: { filter } })
      isRefusal(reply, 'unsupportedFilter')
      expect(reply.body).toMatchObject({ detail })
    })
  }

  for (const filter of [
    '',
    'displayName sw "a"',
    'userName eq "a"',
    'displayName eq "a" and id pr',
  ]) {
    test(`is refused for groups: ${filter}`, async ({ client, isRefusal, promise }) => {
      promise('groups-filter-by-display-name-alone', 'other-filters-are-400')
      const reply = await client.send('listGroups', { query: { filter } })
      isRefusal(reply, 'unsupportedFilter')
      expect(reply.body).toMatchObject({ detail })
    })
  }

  for (const filter of ['', 'name eq "Visitor Log"', 'userName eq "a"', 'id eq "1"']) {
    test(`is refused for forms and folders: ${filter}`, async ({ client, isRefusal, promise }) => {
      promise('forms-and-folders-know-no-filter', 'other-filters-are-400')
      for (const operation of ['listForms', 'listFolders']) {
        const reply = await client.send(operation, { query: { filter } })
        isRefusal(reply, 'unsupportedFilter')
        expect(reply.body).toMatchObject({ detail })
      }
    })
  }
})

test('a filter ignores the case of all its parts', async ({ client, make, promise }) => {
  promise('filters-ignore-case')
  const user = await make.user()
  const group = await make.group()
  const filter = `USERNAME Eq "${user.userName.toUpperCase()}"`
  const found = await client.send('listUsers', { query: { filter } })
  expect(found.body).toMatchObject({ totalResults: 1, Resources: [{ id: user.id }] })
  const named = `displayname EQ "${group.displayName.toUpperCase()}"`
  const groups = await client.send('listGroups', { query: { filter: named } })
  expect(groups.body).toMatchObject({ totalResults: 1, Resources: [{ id: group.id }] })
})

test('a user in a list has no permissions', async ({ client, make, promise }) => {
  promise('listed-users-have-no-permissions')
  const { userName } = await make.user()
  const query = { filter: `userName eq "${userName}"` }
  const { Resources } = (await client.send('listUsers', { query })).body as WireList<WireUser>
  expect(Object.keys(Resources[0]?.[USER_EXTENSION] ?? {}).sort()).toEqual([
    'canCreateForms',
    'canCreateThemes',
    'isAdmin',
  ])
})
