/** authentik, PingFederate, JumpCloud and Salesforce, as far as they speak otherwise than Entra and Okta. */
import { PATCH_OP, type WireGroup, type WireUser } from '../drivers/scim.v2-wire.ts'
import { expect, GROUP, test, USER } from './scim.ts'
import { count, idsOf, memberIds, members, told, unchanged } from './scim.v2-resources.ts'

test('authentik puts a user again and again, who keeps the id and the groups', {
  tag: '@basic',
}, async ({ promise, scim }) => {
  promise('authentik-puts-users', 'put-replaces-and-answers')
  const user = await scim.user({ externalId: 'uid-1', active: true })
  const { id } = await scim.group(members(user))
  for (const displayName of ['Ann', 'Anna', 'Anna']) {
    const body = {
      schemas: [USER],
      id: user.id,
      externalId: 'uid-1',
      userName: user.userName,
      name: { formatted: displayName, givenName: displayName, familyName: ' ' },
      displayName,
      active: true,
      emails: [{ value: 'ann@example.com', type: 'other', primary: true }],
    }
    expect(await scim.replaced('User', user.id, body)).toMatchObject({ id: user.id, displayName })
  }
  expect((await scim.read('User', user.id)).groups).toMatchObject([{ value: id }])
})

test('authentik is told that a user is gone only when she is', { tag: '@basic' }, async ({
  driver,
  make,
  promise,
  scim,
}) => {
  promise('put-never-creates', 'deleted-resource-is-gone')
  const user = await scim.user()
  const body = { ...user, title: 'Guide' }
  expect((await scim.put('User', user.id, { ...body, active: 'no' })).status).toBe(400)
  expect((await scim.put('User', user.id, body)).status).toBe(200)
  const stranger = { ...body, userName: make.address(make.name()) }
  scim.refused(await scim.put('User', driver.missingId, stranger), 404)
  await scim.remove('User', user.id)
  scim.refused(await scim.put('User', user.id, body), 404)
})

test('authentik repeats the id of a group when it patches it', { tag: '@edge' }, async ({
  make,
  promise,
  scim,
}) => {
  promise('okta-renames-with-the-id')
  const ann = await scim.user()
  const { id } = await scim.group({ ...members(ann), externalId: 'pk-1' })
  const displayName = make.name('renamed')
  const value = { id, displayName, externalId: 'pk-1' }
  const Operations = [{ op: 'replace', value }]
  const reply = await scim.patch('Group', id, { schemas: [PATCH_OP], Operations })
  expect([200, 204], reply.text).toContain(reply.status)
  const after = await scim.read('Group', id)
  expect(after).toMatchObject(value)
  expect(memberIds(after)).toEqual([ann.id])
})

for (const client of ['authentik', 'Salesforce'] as const) {
  test(`${client}'s remove of members with a value is as the RFC has it, or as it means it`, {
    tag: '@edge',
  }, async ({ promise, scim }) => {
    promise('patch-remove-unfiltered-removes-all')
    const [ann, bea, cleo] = [await scim.user(), await scim.user(), await scim.user()]
    const { id } = await scim.group(members(ann, bea, cleo))
    const before = memberIds(await scim.read('Group', id))
    const op = { authentik: 'remove', Salesforce: 'Remove' }[client]
    const Operations = [{ op, path: 'members', value: [{ value: ann.id }] }]
    const reply = await scim.patch('Group', id, { schemas: [PATCH_OP], Operations })
    const after = memberIds(await scim.read('Group', id))
    if (reply.status === 400) return expect(after).toEqual(before)
    expect([[], idsOf(bea, cleo)]).toContainEqual(after)
  })
}

test('Ping finds its group by listing all of them', { tag: '@basic' }, async ({
  promise,
  scim,
}) => {
  promise('ping-finds-groups-by-listing', 'lists-have-a-stable-order')
  const made = [await scim.group(), await scim.group(), await scim.group()]
  const found: WireGroup[] = []
  for (let total = 1; found.length < total; ) {
    const startIndex = found.length + 1
    const page = await scim.listed<WireGroup>('Group', { startIndex, count: 1000 })
    expect(page.Resources?.length, `a page that starts with ${startIndex}`).toBeGreaterThan(0)
    total = page.totalResults
    found.push(...(page.Resources ?? []))
  }
  for (const { id, displayName } of made) {
    expect(found.filter((one) => one.displayName === displayName)).toMatchObject([{ id }])
  }
})

test('Ping puts users and groups where others patch', { tag: '@basic' }, async ({
  make,
  promise,
  scim,
}) => {
  promise('put-replaces-and-answers', 'replace-group-replaces-the-members')
  const [ann, bea] = [await scim.user({ active: true }), await scim.user()]
  const off = { schemas: [USER], userName: ann.userName, active: false }
  expect(await scim.replaced('User', ann.id, off)).toMatchObject({ id: ann.id, active: false })
  const { id } = await scim.group(members(ann))
  const displayName = make.name('renamed')
  await scim.replaced('Group', id, { schemas: [GROUP], displayName, ...members(ann, bea) })
  const after = await scim.read('Group', id)
  expect(after.displayName).toBe(displayName)
  expect(memberIds(after)).toEqual(idsOf(ann, bea))
})

test('JumpCloud tests a connection with the life of a user and a group', {
  tag: '@basic',
}, async ({ make, promise, scim }) => {
  promise('jumpcloud-tests-with-a-life-cycle', 'changes-are-seen-at-once')
  const userName = make.address(make.name())
  const name = { givenName: 'Test', familyName: 'User' }
  const emails = [{ value: userName, type: 'work', primary: true }]
  const body = { schemas: [USER], userName, name, emails, active: true }
  const user = (await scim.create('User', body)).body as WireUser
  expect(await count(scim, 'User', `userName eq "${userName}"`)).toBe(1)
  expect(await scim.replaced('User', user.id, { ...body, active: false })).toMatchObject({
    id: user.id,
    active: false,
  })
  const group = await scim.group(members(user))
  expect(memberIds(await scim.read('Group', group.id))).toEqual([user.id])
  expect((await scim.remove('Group', group.id)).status).toBe(204)
  expect((await scim.remove('User', user.id)).status).toBe(204)
  scim.refused(await scim.get('User', user.id), 404)
  scim.refused(await scim.get('Group', group.id), 404)
})

test('a client that repeats a request after a time-out changes nothing more', {
  tag: '@edge',
}, async ({ promise, scim }) => {
  promise('no-op-patches-succeed')
  const ann = await scim.user({ title: 'Guide' })
  const group = await scim.group(members(ann))
  await unchanged(scim, [ann, group], async () => {
    for (const [type, id, operation] of [
      ['User', ann.id, { op: 'replace', value: { title: 'Guide' } }],
      ['Group', group.id, { op: 'replace', path: 'members', value: [{ value: ann.id }] }],
      ['Group', group.id, { op: 'replace', value: { displayName: group.displayName } }],
    ] as const) {
      const reply = await scim.patch(type, id, { schemas: [PATCH_OP], Operations: [operation] })
      expect([200, 204]).toContain(reply.status)
    }
  })
  expect(told(await scim.read('User', ann.id)).groups).toMatchObject([{ value: group.id }])
})
