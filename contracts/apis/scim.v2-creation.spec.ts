import type { WireResource } from '../drivers/scim.v2-wire.ts'
import { expect, GROUP, test, USER } from './scim.ts'

for (const type of ['User', 'Group'] as const) {
  test(`a create answers with the new ${type} and where it is`, { tag: '@basic' }, async ({
    make,
    promise,
    scim,
  }) => {
    promise('create-answers-201-with-the-resource', 'create-sends-location')
    promise('get-answers-the-resource')
    const body = scim.body(type, { externalId: make.name() })
    const reply = await scim.create(type, body)
    expect(reply.status).toBe(201)
    const created = reply.body as WireResource
    expect(created).toMatchObject(body)
    expect(reply.headers.get('location')).toBe(created.meta.location)
    expect(await scim.read(type, created.id)).toEqual(created)
  })
}

test('what only the server can write is ignored in a create', { tag: '@basic' }, async ({
  promise,
  scim,
}) => {
  promise('read-only-input-is-ignored', 'ids-are-issued-by-the-server')
  const group = await scim.group()
  const meta = {
    resourceType: 'Group',
    created: '2001-01-01T00:00:00Z',
    lastModified: '2001-01-01T00:00:00Z',
    location: 'https://example.com/v2/Users/mine',
    version: 'W/"mine"',
  }
  const user = await scim.user({ id: 'mine', meta, groups: [{ value: group.id }] })
  expect(user.id).not.toBe('mine')
  expect(user.meta.resourceType).toBe('User')
  for (const [name, value] of Object.entries(meta)) {
    expect(user.meta, name).not.toMatchObject({ [name]: value })
  }
  expect(user.groups ?? []).toEqual([])
  expect(await scim.read('Group', group.id)).toEqual(group)
})

test('a user without a userName is refused', { tag: '@basic' }, async ({ make, promise, scim }) => {
  promise('missing-required-is-400', 'user-name-is-required')
  const externalId = make.name()
  for (const own of [{}, { userName: null }, { userName: '' }]) {
    const reply = await scim.create('User', { schemas: [USER], externalId, ...own })
    scim.refused(reply, 400, 'invalidValue')
  }
  expect(await scim.ids('User', { filter: `externalId eq "${externalId}"` })).toEqual([])
})

test('a group without a displayName is refused where its schema requires one', {
  tag: '@edge',
}, async ({ lacks, make, promise, scim }) => {
  promise('group-name-is-required')
  const { required } = await scim.attribute(GROUP, 'displayName')
  if (!required) lacks('a schema of groups that requires a displayName')
  const externalId = make.name()
  for (const own of [{}, { displayName: null }, { displayName: '' }]) {
    const reply = await scim.create('Group', { schemas: [GROUP], externalId, ...own })
    scim.refused(reply, 400, 'invalidValue')
  }
  expect(await scim.ids('Group', { filter: `externalId eq "${externalId}"` })).toEqual([])
})

test('a userName that somebody has is a conflict', { tag: '@basic' }, async ({ promise, scim }) => {
  promise('duplicate-user-name-is-409')
  const { userName, id } = await scim.user()
  const before = await scim.read('User', id)
  const second = scim.body('User', { userName, title: 'The second' })
  scim.refused(await scim.create('User', second), 409, 'uniqueness')
  expect(await scim.ids('User', { filter: `userName eq "${userName}"` })).toEqual([id])
  expect(await scim.read('User', id)).toEqual(before)
})

test('null and an empty list are no value', { tag: '@edge' }, async ({ promise, scim }) => {
  promise('null-and-empty-mean-unassigned')
  const name = { familyName: 'Void', givenName: null }
  const nothing = { title: null, externalId: null, emails: [], ims: null }
  const user = await scim.user({ ...nothing, name })
  for (const attribute of Object.keys(nothing)) {
    expect(user[attribute] ?? [], attribute).toEqual([])
  }
  expect(user.name).toMatchObject({ familyName: 'Void' })
  expect(user.name?.givenName ?? null).toBeNull()
})

test('what has no value is not in a reply', { tag: '@edge' }, async ({ promise, scim }) => {
  promise('unassigned-attributes-are-left-out')
  const user = await scim.user({ title: null, emails: [] })
  for (const attribute of ['title', 'emails', 'groups', 'nickName']) {
    expect(user).not.toHaveProperty(attribute)
  }
})

test('what was sent as null or as an empty list is not present for a filter', {
  tag: '@edge',
}, async ({ promise, scim }) => {
  promise('null-and-empty-mean-unassigned', 'filter-pr-means-present')
  await scim.supports('filter')
  const { id } = await scim.user({ title: null, emails: [], name: { familyName: 'Void' } })
  for (const [attribute, want] of [
    ['title', []],
    ['emails', []],
    ['name.familyName', [id]],
  ] as const) {
    const filter = `id eq "${id}" and ${attribute} pr`
    expect(await scim.ids('User', { filter }), attribute).toEqual(want)
  }
})

test('an attribute that no schema has is ignored', { tag: '@edge' }, async ({ promise, scim }) => {
  promise('unknown-attributes-are-ignored')
  const user = await scim.user({ shoeSize: 42, name: { familyName: 'Big', nose: 'long' } })
  expect(user).not.toHaveProperty('shoeSize')
  expect(user.name).toMatchObject({ familyName: 'Big' })
  expect(user.name).not.toHaveProperty('nose')
})
