import type { Client } from '../call.ts'
import type { WireGroup, WireList, WireUser } from '../drivers/gotomeeting.ts'
import { expect, test } from '../suite.ts'

test('a list has resources and a total, and nothing else', async ({ client, make, promise }) => {
  promise('lists-have-two-fields')
  await make.group()
  for (const operation of ['getUsers', 'getGroups']) {
    const { body } = await client.send(operation, { query: { count: 1, startIndex: 1 } })
    expect(Object.keys(body as object).sort()).toEqual(['resources', 'totalResults'])
  }
})

test('without a filter everything is answered', async ({ client, make, promise }) => {
  promise('no-filter-lists-all-users', 'no-filter-lists-all-groups', 'pages-hold-at-most-count')
  const users = await make.users(12)
  const group = await make.group()
  const everybody = (await client.send('getUsers')).body as WireList<WireUser>
  const ids = everybody.resources.map(({ id }) => id)
  expect(ids).toEqual(expect.arrayContaining(users.map(({ id }) => id)))
  expect(ids).toHaveLength(everybody.totalResults)
  const groups = (await client.send('getGroups')).body as WireList<WireGroup>
  expect(groups.resources.map(({ id }) => id)).toContain(group.id)
  expect(groups.resources).toHaveLength(groups.totalResults)
})

test('a filter that matches nothing is answered with an empty list', async ({
  client,
  make,
  promise,
}) => {
  promise('empty-lists-are-200')
  for (const [operation, field] of [
    ['getUsers', 'userName'],
    ['getGroups', 'displayName'],
  ] as const) {
    const reply = await client.send(operation, {
      query: { filter: `${field} eq "${make.name()}"` },
    })
    expect(reply.status).toBe(200)
    expect(reply.body).toEqual({ resources: [], totalResults: 0 })
  }
})

test('count and startIndex cut a page out of the matches', async ({ client, make, promise }) => {
  promise('pages-hold-at-most-count', 'first-index-is-one', 'page-beyond-the-end-is-empty')
  for (const label of ['a', 'b', 'c', 'd', 'e']) await make.group([], label)
  const scope = { filter: `displayName sw "${make.prefix}-"`, sortBy: 'displayName' }
  for (const [query, want] of [
    [{ count: 2 }, 'ab'],
    [{ count: 2, startIndex: 3 }, 'cd'],
    [{ count: 2, startIndex: 5 }, 'e'],
    [{ startIndex: 2 }, 'bcde'],
    [{ count: 99 }, 'abcde'],
    [{ count: 0 }, ''],
    [{ startIndex: 6 }, ''],
  ] as const) {
    const found = await groups(client, { ...scope, ...query })
    expect(found.totalResults).toBe(5)
    expect(found.resources.map(label).join('')).toBe(want)
  }
})

const wrong = [
  { count: '-1' },
  { count: '' },
  { count: '1.5' },
  { count: '1e1' },
  { startIndex: '0' },
  { startIndex: '-1' },
  { startIndex: 'one' },
  { sortBy: 'members' },
  { sortBy: '' },
  { sortBy: 'displayName', sortOrder: 'upwards' },
]

for (const query of wrong) {
  test(`the paging ${JSON.stringify(query)} is refused`, async ({ client, isRefusal, promise }) => {
    promise('bad-paging-is-400')
    isRefusal(await client.send('getGroups', { query }), 'badPaging')
    isRefusal(await client.send('getUsers', { query }), 'badPaging')
  })
}

test('groups are sorted without regard to case, up unless asked otherwise', async ({
  client,
  make,
  promise,
}) => {
  promise('groups-sort-by-display-name', 'sort-ascends-by-default', 'sort-ignores-case')
  for (const label of ['b', 'C', 'A']) await make.group([], label)
  const scope = { filter: `displayName sw "${make.prefix}-"`, sortBy: 'displayName' }
  for (const [order, want] of [
    [{}, 'AbC'],
    [{ sortOrder: 'ascending' }, 'AbC'],
    [{ sortOrder: 'descending' }, 'CbA'],
  ] as const) {
    const { resources } = await groups(client, { ...scope, ...order })
    expect(resources.map(label).join('')).toBe(want)
  }
})

test('users are sorted by each of their fields, and equals stay as they were created', async ({
  client,
  make,
  promise,
}) => {
  promise('users-page-and-sort-like-groups', 'sort-ignores-case')
  const family = make.name('Family')
  const people = [
    await make.user({ givenName: 'Cleo', familyName: family.toUpperCase() }),
    await make.user({ givenName: 'ann', familyName: family }),
    await make.user({ givenName: 'Bea', familyName: family }),
  ]
  const [cleo, ann, bea] = people.map(({ id }) => id)
  const filter = `name.familyName eq "${family}"`
  for (const [sortBy, want] of [
    ['name.givenName', [ann, bea, cleo]],
    ['displayName', [ann, bea, cleo]],
    ['name.familyName', [cleo, ann, bea]],
    ['userName', [cleo, ann, bea]],
  ] as const) {
    const { body } = await client.send('getUsers', { query: { filter, sortBy } })
    expect((body as WireList<WireUser>).resources.map(({ id }) => id)).toEqual(want)
  }
})

test('without sortBy a list is in the order of creation', async ({ client, make, promise }) => {
  promise('unsorted-lists-keep-creation-order')
  for (const label of ['m', 'z', 'a']) await make.group([], label)
  const { resources } = await groups(client, { filter: `displayName sw "${make.prefix}-"` })
  expect(resources.map(label).join('')).toBe('mza')
})

async function groups(
  client: Client,
  query: Record<string, string | number>,
): Promise<WireList<WireGroup>> {
  return (await client.send('getGroups', { query })).body as WireList<WireGroup>
}

function label({ displayName }: WireGroup): string | undefined {
  return displayName.split('-').at(-1)
}
