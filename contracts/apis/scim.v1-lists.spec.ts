/** Lists, their order and pages, and what of a resource comes back (draft-scim-api-01 sections 3.2.2 and 3.7). */
import { CORE, ENTERPRISE, expect, test } from './scim.v1.ts'

test('a list has its four facts, as numbers, and nothing of 2.0', { tag: '@basic' }, async ({
  make,
  promise,
  scim,
}) => {
  promise('lists-have-four-counts-and-parts', 'empty-lists-are-200')
  const user = await scim.user()
  await scim.needs('filter')
  const filter = `userName eq ${JSON.stringify(user.userName)}`
  expect(await scim.list('User', { filter })).toEqual({
    schemas: [CORE],
    totalResults: 1,
    itemsPerPage: 1,
    startIndex: 1,
    Resources: [user],
  })
  const none = await scim.list('User', { filter: `userName eq "${make.name('nobody')}"` })
  expect(none).toMatchObject({ schemas: [CORE], totalResults: 0 })
  expect(none.Resources ?? []).toEqual([])
})

test('unknown parameters of a list are ignored', { tag: '@basic' }, async ({ promise, scim }) => {
  promise('unknown-query-parameters-are-ignored')
  const user = await scim.user({ nickName: 'Shown' })
  await scim.needs('filter')
  const filter = `userName eq ${JSON.stringify(user.userName)}`
  const list = await scim.list('User', { filter, favourite: 'green', cursor: '', t: 1 })
  expect(list.Resources).toEqual([user])
})

test('pages partition a list, and tell how many came', { tag: '@basic' }, async ({
  make,
  promise,
  scim,
}) => {
  promise(
    'pages-partition-the-list',
    'items-per-page-is-what-came',
    'total-counts-every-match',
    'page-beyond-the-end-is-empty',
  )
  const nickName = make.name('pages')
  const made = [
    await scim.user({ nickName }),
    await scim.user({ nickName }),
    await scim.user({ nickName }),
  ]
  await scim.needs('filter')
  const filter = `nickName eq "${nickName}"`
  const [first, second] = [
    await scim.list('User', { filter, startIndex: 1, count: 2 }),
    await scim.list('User', { filter, startIndex: 3, count: 2 }),
  ]
  expect([first, second]).toMatchObject([
    { totalResults: 3, startIndex: 1, itemsPerPage: 2 },
    { totalResults: 3, startIndex: 3, itemsPerPage: 1 },
  ])
  const ids = [first, second].flatMap(({ Resources = [] }) => Resources.map(({ id }) => id))
  expect(ids.sort()).toEqual(made.map(({ id }) => id).sort())
  const beyond = await scim.list('User', { filter, startIndex: 4, count: 2 })
  expect([beyond.totalResults, beyond.Resources ?? []]).toEqual([3, []])
})

for (const { by, own } of [
  { by: 'title', own: (title: string) => ({ title }) },
  { by: 'name.familyName', own: (familyName: string) => ({ name: { familyName } }) },
  { by: `${CORE}:userType`, own: (userType: string) => ({ userType }) },
  {
    by: `${ENTERPRISE}:division`,
    own: (division: string) => ({ schemas: [CORE, ENTERPRISE], [ENTERPRISE]: { division } }),
  },
  {
    by: 'emails',
    own: (word: string) => ({
      emails: [
        { value: 'middle@example.com', type: 'home' },
        { value: `${word}@example.com`, primary: true },
      ],
    }),
  },
]) {
  test(`a list is sorted by ${by}, and who has none is last, or first when descending`, {
    tag: '@edge',
  }, async ({ make, promise, scim }) => {
    promise(
      'sort-ascends-by-default',
      'sort-puts-missing-values-last',
      'sort-takes-the-primary-value',
    )
    await scim.needs('filter', 'sort')
    const nickName = make.name('sorted')
    const none = await scim.user({ nickName })
    const b = await scim.user({ nickName, ...own('bravo') })
    const c = await scim.user({ nickName, ...own('Charlie') })
    const a = await scim.user({ nickName, ...own('Alpha') })
    const filter = `nickName eq "${nickName}"`
    const order = async (sortOrder?: string) => {
      const query = { filter, sortBy: by, ...(sortOrder && { sortOrder }) }
      return (await scim.list('User', query)).Resources?.map(({ id }) => id)
    }
    const ascending = [a, b, c, none].map(({ id }) => id)
    expect(await order()).toEqual(ascending)
    expect(await order('ascending')).toEqual(ascending)
    expect(await order('descending')).toEqual(ascending.reverse())
  })
}

test('id, meta and schemas come back, and nothing else that was not asked for', {
  tag: '@basic',
}, async ({ make, promise, scim }) => {
  promise('attributes-narrow')
  const user = await scim.user({
    title: 'Guide',
    name: { givenName: 'A', familyName: 'B' },
    emails: [{ value: 'a@example.com', type: 'work', primary: true }],
  })
  const { id, meta, schemas, title, userName } = user
  const always = { id, meta, schemas }
  for (const [attributes, more] of [
    ['title', { title }],
    ['TITLE,userName', { title, userName }],
    ['name.givenName', { name: { givenName: 'A' } }],
    ['emails.value', { emails: [{ value: 'a@example.com' }] }],
    ['favourite', {}],
    ['id', {}],
  ] as const) {
    const query = { attributes }
    const want = { ...always, ...more }
    expect((await scim.send('get', 'User', { id, query })).body, attributes).toEqual(want)
    await scim.needs('filter')
    const filter = `userName eq ${JSON.stringify(userName)}`
    expect((await scim.list('User', { filter, ...query })).Resources, attributes).toEqual([want])
  }
  const group = await scim.group({ members: [{ value: id }], externalId: make.name('x') })
  const reply = await scim.send('get', 'Group', {
    id: group.id,
    query: { attributes: 'displayName' },
  })
  expect(reply.body).toEqual({
    schemas: group.schemas,
    id: group.id,
    meta: group.meta,
    displayName: group.displayName,
  })
})

test('attributes apply to what a change answers', { tag: '@edge' }, async ({
  client,
  make,
  promise,
  scim,
}) => {
  promise('attributes-narrow', 'patch-answers-200-when-attributes-are-asked')
  const query = { attributes: 'title' }
  const body = { userName: make.address(make.name()), title: 'Guide', nickName: 'Not' }
  const created = await client.send('createUser', { query, body })
  const names = ['id', 'meta', 'schemas', 'title']
  expect(Object.keys(created.body as object).sort()).toEqual(names)
  const { id } = created.body as { id: string }
  const replaced = await scim.send('replace', 'User', { id, query, body })
  expect(Object.keys(replaced.body as object).sort()).toEqual(names)
  await scim.needs('patch')
  const patched = await scim.send('patch', 'User', { id, query, body: { nickName: 'Yes' } })
  expect(patched.status).toBe(200)
  expect(Object.keys(patched.body as object).sort()).toEqual(names)
})

test('there is no excludedAttributes', { tag: '@edge' }, async ({ promise, scim }) => {
  promise('excluded-attributes-mean-nothing')
  const user = await scim.user({ title: 'Guide' })
  const query = { excludedAttributes: 'title' }
  expect((await scim.send('get', 'User', { id: user.id, query })).body).toEqual(user)
})
