/** URNs and shapes of resources (draft-scim-core-schema-01 sections 5 to 8). */
import { CORE, ENTERPRISE, expect, type Resource, test, valuesOf } from './scim.v1.ts'

test('replies carry the core URN, and that of the extension where it is used', {
  tag: '@basic',
}, async ({ client, promise, scim }) => {
  promise(
    'replies-have-schemas',
    'schemas-name-the-extensions-present',
    'extensions-stand-under-their-urn',
  )
  const plain = await scim.user()
  const extended = await scim.user({ schemas: [CORE, ENTERPRISE], [ENTERPRISE]: { division: 'A' } })
  const group = await scim.group()
  expect(plain.schemas).toEqual([CORE])
  expect([...extended.schemas].sort()).toEqual([CORE, ENTERPRISE])
  expect(extended[ENTERPRISE]).toEqual({ division: 'A' })
  expect(group.schemas).toEqual([CORE])
  const { body } = await client.send('getServiceProviderConfigs')
  expect((body as Resource).schemas).toEqual([CORE])
  for (const type of ['User', 'Group'] as const) {
    expect((await scim.list(type, { count: 1 })).schemas).toEqual([CORE])
  }
})

test('a request may leave schemas out, or name the core alone', { tag: '@basic' }, async ({
  promise,
  scim,
}) => {
  promise('requests-may-leave-schemas-out')
  const user = await scim.user({ title: 'Guide' })
  const named = await scim.user({ schemas: [CORE], title: 'Guide' })
  expect([user.title, named.title]).toEqual(['Guide', 'Guide'])
  const { userName } = user
  expect((await scim.put('User', user.id, { userName, title: 'Head' })).title).toBe('Head')
  await scim.needs('patch')
  expect((await scim.patch('User', user.id, { title: 'Chief' })).title).toBe('Chief')
  expect((await scim.patch('User', user.id, { schemas: [CORE], title: 'A' })).title).toBe('A')
})

test('full names are the core URN and the name, without the type', { tag: '@edge' }, async ({
  promise,
  scim,
}) => {
  promise('core-names-have-no-type', 'filter-reads-full-names')
  const { userName, id } = await scim.user({ nickName: 'Full', name: { familyName: 'Named' } })
  await scim.needs('filter')
  const filter = `${CORE}:userName eq ${JSON.stringify(userName)}`
  const attributes = `${CORE}:nickName,${CORE}:name.familyName`
  const { Resources: found = [] } = await scim.list('User', { filter, attributes })
  expect(found).toEqual([
    {
      schemas: [CORE],
      id,
      nickName: 'Full',
      name: { familyName: 'Named' },
      meta: expect.objectContaining({}) as unknown,
    },
  ])
})

test('attributes of an extension go by their full names', { tag: '@basic' }, async ({
  make,
  promise,
  scim,
}) => {
  promise('extension-names-are-full')
  const department = make.name('department')
  const user = await scim.user({ schemas: [CORE, ENTERPRISE], [ENTERPRISE]: { department } })
  await scim.user()
  await scim.needs('filter')
  const name = `${ENTERPRISE}:department`
  const list = await scim.list('User', { filter: `${name} eq "${department}"`, attributes: name })
  expect(list.totalResults).toBe(1)
  expect(list.Resources).toEqual([
    {
      schemas: [CORE, ENTERPRISE],
      id: user.id,
      meta: expect.objectContaining({}) as unknown,
      [ENTERPRISE]: { department },
    },
  ])
})

test('names match in any case, and come back as the schema writes them', { tag: '@edge' }, async ({
  promise,
  scim,
}) => {
  promise('names-ignore-case')
  const { id, userName } = await scim.user({ NICKNAME: 'Case', Name: { GIVENNAME: 'Any' } })
  const read = await scim.read('User', id)
  expect(read).toMatchObject({ nickName: 'Case', name: { givenName: 'Any' } })
  const filter = `USERNAME eq ${JSON.stringify(userName)}`
  expect((await scim.list('User', { filter })).totalResults).toBe(1)
})

test('meta has times and the place, which Location repeats, and no type', {
  tag: '@basic',
}, async ({ client, make, promise }) => {
  promise(
    'last-modified-is-created-at-first',
    'meta-has-no-resource-type',
    'create-sends-location',
    'location-leads-to-the-resource',
  )
  for (const [operation, body] of [
    ['createUser', { userName: make.address(make.name()) }],
    ['createGroup', { displayName: make.name() }],
  ] as const) {
    const reply = await client.send(operation, { body })
    const { meta } = reply.body as Resource
    expect(meta).not.toHaveProperty('resourceType')
    expect(meta.location).toBe(reply.headers.get('location'))
    expect(meta.lastModified).toBe(meta.created)
    expect(Number.isNaN(Date.parse(meta.created))).toBe(false)
  }
})

test("meta, id and groups are the server's, whatever a client sends", { tag: '@basic' }, async ({
  promise,
  scim,
}) => {
  promise('read-only-input-is-ignored')
  const group = await scim.group()
  const foreign = {
    id: 'mine',
    meta: { created: '2001-01-01T00:00:00Z', location: 'https://example.org/', version: 'x' },
    groups: [{ value: group.id, display: 'Mine' }],
  }
  const user = await scim.user(foreign)
  expect(user.id).not.toBe('mine')
  expect(user.meta.created).not.toContain('2001')
  const { userName } = user
  const put = await scim.put('User', user.id, { userName, ...foreign })
  expect([put.id, put.meta.created]).toEqual([user.id, user.meta.created])
  expect(valuesOf(put, 'groups')).toEqual([])
  expect(valuesOf(await scim.read('Group', group.id), 'members')).toEqual([])
})

test('members have value, type and display, and no reference', { tag: '@basic' }, async ({
  promise,
  scim,
}) => {
  promise('members-have-no-reference', 'members-need-no-type', 'display-is-read-only')
  const user = await scim.user({ displayName: 'Babs' })
  const inner = await scim.group()
  const { id } = await scim.group({
    members: [{ value: user.id, display: 'Mine', type: 'User' }, { value: inner.id }],
  })
  const { members } = await scim.read('Group', id)
  expect(members).toEqual([
    { value: user.id, type: 'User', display: 'Babs' },
    { value: inner.id, type: 'Group', display: inner.displayName },
  ])
  const { groups } = await scim.read('User', user.id)
  for (const each of groups as object[]) expect(each).not.toHaveProperty('$ref')
})

test('the type of a member is taken in small letters too', { tag: '@edge' }, async ({
  promise,
  scim,
}) => {
  promise('members-need-no-type')
  const user = await scim.user()
  const { members } = await scim.group({ members: [{ value: user.id, type: 'user' }] })
  expect(members).toMatchObject([{ value: user.id, type: 'User' }])
})

test("a manager is a managerId, whose name is the server's to say", { tag: '@basic' }, async ({
  promise,
  scim,
}) => {
  promise('managers-have-a-manager-id', 'display-is-read-only')
  const boss = await scim.user({ displayName: 'The Boss' })
  const own = { manager: { managerId: boss.id, displayName: 'Somebody Else' } }
  const { id } = await scim.user({ schemas: [CORE, ENTERPRISE], [ENTERPRISE]: own })
  const read = await scim.read('User', id)
  expect(read[ENTERPRISE]).toEqual({ manager: { managerId: boss.id, displayName: 'The Boss' } })
})

test('a manager without a managerId is refused', { tag: '@edge' }, async ({
  client,
  make,
  promise,
  scim,
}) => {
  promise('manager-id-is-required')
  const body = {
    schemas: [CORE, ENTERPRISE],
    userName: make.address(make.name()),
    [ENTERPRISE]: { manager: { displayName: 'Nobody' } },
  }
  scim.refused(await client.send('createUser', { body }), 400)
})

test('a locale and a language have an underscore', { tag: '@edge' }, async ({ promise, scim }) => {
  promise('languages-may-have-underscores')
  const own = { locale: 'en_US', preferredLanguage: 'en_US' }
  expect(await scim.user(own)).toMatchObject(own)
})

test('values may be sent without their object', { tag: '@edge' }, async ({
  make,
  promise,
  scim,
}) => {
  promise('primitives-stand-for-values')
  const emails = [make.address(make.name('a')), make.address(make.name('b'))]
  const user = await scim.user({ emails, roles: ['guide', { value: 'head' }] })
  expect(valuesOf(user, 'emails')).toEqual(emails)
  expect(valuesOf(user, 'roles')).toEqual(['guide', 'head'])
  const group = await scim.group({ members: [user.id] })
  expect(valuesOf(group, 'members')).toEqual([user.id])
  await scim.needs('patch')
  const patched = await scim.patch('User', user.id, { roles: ['third'] })
  expect(valuesOf(patched, 'roles')).toEqual(['guide', 'head', 'third'])
  const { userName } = user
  expect(valuesOf(await scim.put('User', user.id, { userName, roles: ['x'] }), 'roles')).toEqual([
    'x',
  ])
})
