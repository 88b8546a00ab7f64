import type { WireUser } from '../drivers/scim.v2-wire.ts'
import { ENTERPRISE, expect, test, USER } from './scim.ts'
import { count, idsOf, memberIds, members, shows, told, unchanged } from './scim.v2-resources.ts'

test('a replacement answers 200 with the whole user, as reading it does', {
  tag: '@basic',
}, async ({ promise, scim }) => {
  promise('put-replaces-and-answers', 'changes-are-seen-at-once')
  const user = await scim.user({ title: 'Guide', nickName: 'Babs' })
  const body = {
    schemas: [USER, ENTERPRISE],
    userName: user.userName,
    name: { givenName: 'Barbara', familyName: 'Jensen' },
    title: 'Head Guide',
    emails: [{ value: 'b@example.com', type: 'work' }],
    [ENTERPRISE]: { department: 'Tours' },
  }
  const reply = await scim.put('User', user.id, body)
  expect(reply.status).toBe(200)
  shows(reply.body as WireUser, body)
  expect(await scim.read('User', user.id)).toEqual(reply.body)
})

test('a replacement clears what it leaves out, extensions too', { tag: '@edge' }, async ({
  promise,
  scim,
}) => {
  promise('put-clears-what-is-left-out')
  const user = await scim.user({
    title: 'Guide',
    name: { givenName: 'Barbara', middleName: 'Jane' },
    emails: [{ value: 'b@example.com', type: 'work' }],
    [ENTERPRISE]: { department: 'Tours' },
  })
  const name = { givenName: 'Barbara' }
  await scim.put('User', user.id, { schemas: [USER], userName: user.userName, name })
  const after = await scim.read('User', user.id)
  expect(after).toMatchObject({ schemas: [USER], name })
  for (const left of ['title', 'emails', ENTERPRISE]) {
    expect.soft(told(after), left).not.toHaveProperty([left])
  }
  expect(after.name).not.toHaveProperty('middleName')
})

test('a replacement ignores what nobody can write', { tag: '@basic' }, async ({
  promise,
  scim,
}) => {
  promise('put-ignores-read-only', 'created-never-changes')
  const [user, stranger] = [await scim.user(), await scim.user()]
  const group = await scim.group()
  const body = {
    schemas: [USER],
    userName: user.userName,
    title: 'Guide',
    id: stranger.id,
    meta: { ...user.meta, created: '2001-01-01T00:00:00Z', resourceType: 'Group' },
    groups: [{ value: group.id, type: 'direct' }],
  }
  expect(await scim.put('User', user.id, body)).toMatchObject({ status: 200 })
  const after = await scim.read('User', user.id)
  const { created, resourceType, location } = user.meta ?? {}
  expect(after).toMatchObject({ id: user.id, title: 'Guide' })
  expect(after.meta).toMatchObject({ created, resourceType, location })
  expect(after.groups ?? []).toEqual([])
  expect(memberIds(await scim.read('Group', group.id))).toEqual([])
  expect(await scim.read('User', stranger.id)).toEqual(stranger)
})

test('a replacement without what is required is refused and changes nothing', {
  tag: '@basic',
}, async ({ promise, scim }) => {
  promise('put-needs-the-required', 'user-name-is-required', 'group-name-is-required')
  promise('refused-requests-change-nothing')
  const [user, group] = [await scim.user({ title: 'Guide' }), await scim.group()]
  await unchanged(scim, [user, group], async () => {
    for (const userName of [undefined, null, '']) {
      const body = { schemas: [USER], title: 'Head', ...(userName !== undefined && { userName }) }
      scim.refused(await scim.put('User', user.id, body), 400, 'invalidValue')
    }
    const nameless = { schemas: group.schemas, externalId: 'x' }
    scim.refused(await scim.put('Group', group.id, nameless), 400, 'invalidValue')
  })
})

test('a replacement with a wrong part is refused whole', { tag: '@basic' }, async ({
  promise,
  scim,
}) => {
  promise('wrong-types-are-400', 'refused-requests-change-nothing')
  const user = await scim.user({ title: 'Guide' })
  await unchanged(scim, [user], async () => {
    for (const wrong of [
      { active: 'yes' },
      { title: 7 },
      { name: 'Barbara' },
      { emails: 'b@example.com' },
      { emails: [{ value: 'b@example.com', primary: 'true' }] },
    ]) {
      await test.step(JSON.stringify(wrong), async () => {
        const body = { schemas: [USER], userName: user.userName, nickName: 'Babs', ...wrong }
        scim.refused(await scim.put('User', user.id, body), 400, 'invalidValue')
      })
    }
  })
})

test('a replacement of nobody is not found and makes nobody', { tag: '@basic' }, async ({
  driver,
  make,
  promise,
  scim,
}) => {
  promise('put-never-creates')
  const userName = make.address(make.name())
  scim.refused(await scim.put('User', driver.missingId, { schemas: [USER], userName }), 404)
  expect(await count(scim, 'User', `userName eq "${userName}"`)).toBe(0)
})

test('a replacement cannot take the userName of another user', { tag: '@basic' }, async ({
  promise,
  scim,
}) => {
  promise('user-name-clash-in-a-change-is-409')
  const [ann, bea] = [await scim.user(), await scim.user({ title: 'Guide' })]
  await unchanged(scim, [ann, bea], async () => {
    const userName = String(ann.userName).toUpperCase()
    const reply = await scim.put('User', bea.id, { schemas: [USER], userName })
    // Table 8 has 409, table 9 lists uniqueness among the errors with 400.
    scim.refused(reply, [409, 400], 'uniqueness')
  })
})

test('a replacement may spell the own userName anew', { tag: '@edge' }, async ({
  promise,
  scim,
}) => {
  promise('own-user-name-is-no-conflict')
  const user = await scim.user()
  const userName = String(user.userName).toUpperCase()
  const reply = await scim.put('User', user.id, { schemas: [USER], userName })
  expect(reply).toMatchObject({ status: 200, body: { id: user.id, userName } })
})

test('a replacement that changes nothing leaves lastModified and the version', {
  tag: '@edge',
}, async ({ promise, scim }) => {
  promise('put-unchanged-keeps-the-version')
  const emails = [{ value: 'b@example.com', type: 'work', primary: true }]
  const { id } = await scim.user({ title: 'Guide', emails, [ENTERPRISE]: { division: 'x' } })
  await scim.group(members({ id }))
  const user = await scim.read('User', id)
  expect(await scim.put('User', id, user)).toMatchObject({ status: 200 })
  expect(await scim.read('User', id)).toEqual(user)
})

test('a replacement answers with the attributes that were asked for', { tag: '@edge' }, async ({
  client,
  promise,
  scim,
}) => {
  promise('projection-applies-to-every-reply')
  const { id, userName } = await scim.user()
  const body = { schemas: [USER], userName, title: 'Guide', nickName: 'Babs' }
  const query = { attributes: 'title' }
  const reply = await client.send('replaceUser', { path: { id }, query, body })
  expect(reply.status).toBe(200)
  expect(Object.keys(reply.body as object).sort()).toEqual(['id', 'schemas', 'title'])
  expect(await scim.read('User', id)).toMatchObject({ title: 'Guide', nickName: 'Babs' })
})

test('a replacement of a group makes its members the only ones', { tag: '@basic' }, async ({
  promise,
  scim,
}) => {
  promise('replace-group-replaces-the-members', 'trap-replace-drops-the-stale')
  const [ann, bea, cleo] = [await scim.user(), await scim.user(), await scim.user()]
  const { id, schemas, displayName } = await scim.group(members(ann, bea))
  const reply = await scim.put('Group', id, {
    schemas,
    displayName,
    ...members(bea, cleo),
  })
  expect(reply.status).toBe(200)
  const after = await scim.read('Group', id)
  expect(memberIds(after)).toEqual(idsOf(bea, cleo))
  expect((await scim.read('User', ann.id)).groups ?? []).toEqual([])
  await scim.put('Group', id, { schemas, displayName })
  expect(memberIds(await scim.read('Group', id))).toEqual([])
})
