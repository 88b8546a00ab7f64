/** Creating, replacing and deleting (draft-scim-api-01 sections 3.1, 3.3.1 and 3.4). */
import { below, CORE, ENTERPRISE, expect, type Resource, test, valuesOf } from './scim.v1.ts'

test('a create answers 201 with the resource, and where it is', { tag: '@basic' }, async ({
  client,
  make,
  promise,
}) => {
  promise(
    'create-answers-201-with-the-resource',
    'create-sends-location',
    'location-leads-to-the-resource',
  )
  for (const [type, own] of [
    ['User', { userName: make.address(make.name()), name: { givenName: 'A' }, externalId: 'x1' }],
    ['Group', { displayName: make.name(), externalId: 'x2' }],
  ] as const) {
    const reply = await client.send(`create${type}`, { body: { schemas: [CORE], ...own } })
    expect(reply.status).toBe(201)
    expect(reply.body).toMatchObject({ ...own, schemas: [CORE], id: expect.stringMatching(/./) })
    const path = below(reply.headers.get('location') ?? '')
    expect((await client.raw({ like: `get${type}`, path })).body).toEqual(reply.body)
  }
})

test('a userName that is taken is 409, in any case, and makes nobody', { tag: '@basic' }, async ({
  client,
  promise,
  scim,
}) => {
  promise('duplicate-user-name-is-409')
  const { userName } = await scim.user()
  const other = await scim.user()
  for (const name of [userName, String(userName).toUpperCase()]) {
    scim.refused(await client.send('createUser', { body: { userName: name } }), 409)
    const body = { userName: name }
    scim.refused(await scim.send('replace', 'User', { id: other.id, body }), 409)
  }
  await scim.needs('filter')
  const filter = `userName eq ${JSON.stringify(userName)}`
  expect((await scim.list('User', { filter })).totalResults).toBe(1)
  expect(await scim.read('User', other.id)).toEqual(other)
})

test('a user without a userName and a group without a displayName are refused', {
  tag: '@basic',
}, async ({ client, promise, scim }) => {
  promise('missing-required-is-400', 'group-name-is-required')
  for (const body of [{ title: 'x' }, { userName: '' }, { userName: null }]) {
    scim.refused(await client.send('createUser', { body }), 400)
  }
  for (const body of [{}, { displayName: '' }, { externalId: 'x' }]) {
    scim.refused(await client.send('createGroup', { body }), 400)
  }
})

test('a value of the wrong type is refused', { tag: '@basic' }, async ({
  client,
  make,
  promise,
  scim,
}) => {
  promise('wrong-types-are-400')
  for (const wrong of [
    { active: 'yes' },
    { title: 7 },
    { name: 'Barbara' },
    { emails: [{ value: 'a@example.com', primary: 'very' }] },
    { [ENTERPRISE]: 'x' },
  ]) {
    const body = { userName: make.address(make.name()), ...wrong }
    scim.refused(await client.send('createUser', { body }), 400)
  }
})

test('null and an empty list leave an attribute without a value', { tag: '@edge' }, async ({
  promise,
  scim,
}) => {
  promise('null-is-no-value')
  const own = { title: null, emails: [], groups: [], name: { familyName: null } }
  const user = await scim.user(own)
  for (const name of Object.keys(own)) expect(user[name] ?? []).toEqual([])
})

test('a password is never answered', { tag: '@basic' }, async ({ client, make, promise, scim }) => {
  promise('passwords-are-never-answered')
  const body = { userName: make.address(make.name()), password: 'rehearsal-1mz050nq' }
  const created = await client.send('createUser', { body })
  const { id } = created.body as Resource
  const replies = [
    created,
    await scim.send('get', 'User', { id }),
    await scim.send('get', 'User', { id, query: { attributes: 'password,userName' } }),
    await scim.send('replace', 'User', { id, body }),
  ]
  for (const { text, body: shown } of replies) {
    expect(text).not.toContain(body.password)
    expect(shown).not.toHaveProperty('password')
  }
})

test('a PUT overwrites all that is stored, and answers 200 with the whole', {
  tag: '@basic',
}, async ({ make, promise, scim }) => {
  promise('put-overwrites-everything', 'put-replaces-and-answers')
  const before = await scim.user({
    schemas: [CORE, ENTERPRISE],
    title: 'Guide',
    name: { givenName: 'A', familyName: 'B' },
    emails: [{ value: 'a@example.com', type: 'work' }],
    externalId: 'x',
    [ENTERPRISE]: { department: 'Tours' },
  })
  const userName = make.address(make.name())
  const after = await scim.put('User', before.id, { userName, name: { givenName: 'C' } })
  expect(after).toMatchObject({
    id: before.id,
    userName,
    schemas: [CORE],
    name: { givenName: 'C' },
  })
  for (const name of ['title', 'emails', 'externalId', ENTERPRISE]) {
    expect(after).not.toHaveProperty([name])
  }
  expect(after.name).not.toHaveProperty('familyName')
  expect(after.meta.created).toBe(before.meta.created)
})

test('a PUT without a password keeps the one that there is', { tag: '@edge' }, async ({
  promise,
  scim,
}) => {
  promise('put-keeps-an-omitted-password', 'etag-changes-with-the-resource')
  await scim.needs('etag')
  const user = await scim.user({ password: 'rehearsal-1mz050nq' })
  const { id, userName } = user
  // Nobody can read a password: a version that stays tells that nothing was lost.
  expect((await scim.put('User', id, { userName, active: true })).meta).toEqual(user.meta)
  const changed = await scim.put('User', id, { userName, active: true, password: 'an0ther-one' })
  expect(changed.meta.version).not.toBe(user.meta.version)
})

test('a PUT of a group makes its members the only ones', { tag: '@basic' }, async ({
  promise,
  scim,
}) => {
  promise('put-overwrites-everything')
  const [one, other] = [await scim.user(), await scim.user()]
  const { id, displayName } = await scim.group({ members: [{ value: one.id }] })
  const replaced = await scim.put('Group', id, { displayName, members: [{ value: other.id }] })
  expect(valuesOf(replaced, 'members')).toEqual([other.id])
  expect(valuesOf(await scim.put('Group', id, { displayName }), 'members')).toEqual([])
})

test('what GET answers can be PUT, and changes nothing', { tag: '@basic' }, async ({
  promise,
  scim,
}) => {
  promise('read-only-input-is-ignored')
  const boss = await scim.user()
  const { id } = await scim.user({
    schemas: [CORE, ENTERPRISE],
    name: { formatted: 'A B', familyName: 'B' },
    emails: [{ value: 'a@example.com', type: 'work', primary: true }],
    addresses: [{ locality: 'Hollywood', country: 'US', type: 'home' }],
    [ENTERPRISE]: { manager: { managerId: boss.id } },
  })
  const group = await scim.group({ members: [{ value: id }] })
  const user = await scim.read('User', id)
  expect(await scim.put('User', id, user)).toEqual(user)
  const whole = await scim.read('Group', group.id)
  expect(await scim.put('Group', group.id, whole)).toEqual(whole)
})

test('a PUT needs the required, and makes nothing', { tag: '@basic' }, async ({
  make,
  promise,
  scim,
}) => {
  promise('missing-required-is-400', 'put-never-creates')
  const user = await scim.user({ title: 'Guide' })
  scim.refused(await scim.send('replace', 'User', { id: user.id, body: { title: 'x' } }), 400)
  expect(await scim.read('User', user.id)).toEqual(user)
  const id = make.name('nobody')
  const body = { userName: make.address(id) }
  scim.refused(await scim.send('replace', 'User', { id, body }), 404)
  scim.refused(await scim.send('replace', 'Group', { id, body: { displayName: id } }), 404)
})

test('a delete answers 200', { tag: '@edge' }, async ({ promise, scim }) => {
  promise('delete-answers-200')
  const [user, group] = [await scim.user(), await scim.group()]
  expect((await scim.send('delete', 'User', { id: user.id })).status).toBe(200)
  expect((await scim.send('delete', 'Group', { id: group.id })).status).toBe(200)
})

test('what was deleted is 404 and in no list, and its name is free', { tag: '@basic' }, async ({
  promise,
  scim,
}) => {
  promise(
    'deleted-resource-is-gone',
    'deleted-user-leaves-every-group',
    'deleted-user-frees-the-user-name',
  )
  const user = await scim.user()
  const group = await scim.group({ members: [{ value: user.id }] })
  const { id, userName } = user
  await scim.send('delete', 'User', { id })
  const body = { userName, displayName: 'x' }
  for (const verb of ['get', 'replace', 'patch', 'delete'] as const) {
    const sent = verb === 'replace' || verb === 'patch' ? { body } : {}
    const reply = await scim.send(verb, 'User', { id, ...sent })
    scim.refused(reply, ...(verb === 'patch' ? [404, 501] : [404]))
  }
  await scim.needs('filter')
  const filter = `userName eq ${JSON.stringify(userName)}`
  expect((await scim.list('User', { filter })).totalResults).toBe(0)
  expect(valuesOf(await scim.read('Group', group.id), 'members')).toEqual([])
  expect((await scim.user({ userName })).id).not.toBe(id)
})
