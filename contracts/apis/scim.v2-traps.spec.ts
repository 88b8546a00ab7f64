/** Mistakes by which servers lost the data of their users; each is named after who made it. */
import { ENTERPRISE, expect, patchOp, test } from './scim.ts'
import { count, idsOf, memberIds, members, shows } from './scim.v2-resources.ts'

test('a remove of one member keeps the others, however it is spelled', { tag: '@basic' }, async ({
  promise,
  scim,
}) => {
  promise('trap-filtered-remove-keeps-the-others', 'patch-remove-filter-removes-matches')
  const [ann, bea, cleo] = [await scim.user(), await scim.user(), await scim.user()]
  for (const path of [
    `members[value eq "${ann.id}"]`,
    `members[value eq"${ann.id}"]`,
    `MEMBERS[VALUE EQ "${ann.id}"]`,
    `members[value eq "${ann.id}" and type eq "User"]`,
    `urn:ietf:params:scim:schemas:core:2.0:Group:members[value eq "${ann.id}"]`,
  ]) {
    await test.step(path, async () => {
      const { id } = await scim.group(members(ann, bea, cleo))
      const after = await scim.patched('Group', id, patchOp({ op: 'remove', path }))
      expect(memberIds(after)).toEqual(idsOf(bea, cleo))
    })
  }
})

test('a filtered remove that also has a value removes what the filter says', {
  tag: '@edge',
}, async ({ promise, scim }) => {
  promise('trap-filtered-remove-keeps-the-others', 'patch-remove-ignores-value')
  const [ann, bea] = [await scim.user(), await scim.user()]
  const { id } = await scim.group(members(ann, bea))
  const path = `members[value eq "${ann.id}"]`
  const operation = { op: 'remove', path, value: [{ value: bea.id }] }
  expect(memberIds(await scim.patched('Group', id, patchOp(operation)))).toEqual([bea.id])
})

test('an add of one member keeps the others', { tag: '@basic' }, async ({ promise, scim }) => {
  promise('trap-add-keeps-the-others', 'patch-add-appends')
  const [ann, bea, cleo] = [await scim.user(), await scim.user(), await scim.user()]
  for (const operation of [
    { op: 'add', path: 'members', value: [{ value: cleo.id }] },
    { op: 'add', value: { members: [{ value: cleo.id }] } },
    { op: 'add', path: 'members', value: [{ value: cleo.id, type: 'User', display: 'Cleo' }] },
  ]) {
    const { id } = await scim.group(members(ann, bea))
    const after = await scim.patched('Group', id, patchOp(operation))
    expect(memberIds(after)).toEqual(idsOf(ann, bea, cleo))
  }
})

test('a replace of the members leaves no stale one, on either side', { tag: '@basic' }, async ({
  promise,
  scim,
}) => {
  promise('trap-replace-drops-the-stale', 'groups-of-a-user-mirror-members')
  const [ann, bea] = [await scim.user(), await scim.user()]
  const { id } = await scim.group(members(ann))
  const replace = { op: 'replace', path: 'members', value: [{ value: bea.id }] }
  expect(memberIds(await scim.patched('Group', id, patchOp(replace)))).toEqual([bea.id])
  expect((await scim.read('User', ann.id)).groups ?? []).toEqual([])
  expect((await scim.read('User', bea.id)).groups).toMatchObject([{ value: id }])
  expect(await count(scim, 'Group', `members.value eq "${ann.id}"`)).toBe(0)
})

test('a change of another attribute keeps the members', { tag: '@basic' }, async ({
  make,
  promise,
  scim,
}) => {
  promise('trap-other-attribute-keeps-members', 'members-keep-when-other-attributes-change')
  const [ann, inner] = [await scim.user(), await scim.group()]
  const { id } = await scim.group(members(ann, inner))
  for (const operation of [
    { op: 'replace', path: 'displayName', value: make.name() },
    { op: 'replace', value: { displayName: make.name() } },
    { op: 'add', value: { displayName: make.name() } },
    { op: 'replace', path: 'externalId', value: 'x' },
    { op: 'remove', path: 'externalId' },
  ]) {
    const after = await scim.patched('Group', id, patchOp(operation))
    expect(memberIds(after), JSON.stringify(operation)).toEqual(idsOf(ann, inner))
  }
})

test('a change of a user keeps the groups', { tag: '@basic' }, async ({ promise, scim }) => {
  promise('authentik-puts-users', 'groups-of-a-user-mirror-members')
  const user = await scim.user()
  const { id } = await scim.group(members(user))
  await scim.patched('User', user.id, patchOp({ op: 'replace', path: 'active', value: false }))
  await scim.replaced('User', user.id, user)
  expect(memberIds(await scim.read('Group', id))).toEqual([user.id])
  expect((await scim.read('User', user.id)).groups).toMatchObject([{ value: id }])
})

test('a partial replace keeps whatever it does not name', { tag: '@basic' }, async ({
  promise,
  scim,
}) => {
  promise('trap-partial-replace-keeps-the-rest')
  const name = { givenName: 'Barbara', familyName: 'Jensen' }
  const enterprise = { employeeNumber: '7', department: 'Tours' }
  const email = { value: 'new@example.com', type: 'work' }
  const own = {
    externalId: 'x',
    displayName: 'Barbara Jensen',
    title: 'Guide',
    active: true,
    name,
    emails: [{ value: 'b@example.com', type: 'work', primary: true }],
    phoneNumbers: [{ value: 'tel:+1-555-0100', type: 'mobile' }],
    addresses: [{ type: 'work', locality: 'Hollywood', country: 'US' }],
    [ENTERPRISE]: enterprise,
  }
  const { id } = await scim.user(own)
  let want: object = own
  for (const [change, outcome] of [
    [{ title: 'Head' }, { title: 'Head' }],
    [{ active: false }, { active: false }],
    [{ emails: [email] }, { emails: [email] }],
    [{ [ENTERPRISE]: { department: 'x' } }, { [ENTERPRISE]: { ...enterprise, department: 'x' } }],
    [{ name: { familyName: 'Jones' } }, { name: { ...name, familyName: 'Jones' } }],
  ]) {
    await test.step(JSON.stringify(change), async () => {
      const after = await scim.patched('User', id, patchOp({ op: 'replace', value: change }))
      want = { ...want, ...outcome }
      shows(after, { ...want })
    })
  }
})

test('patches at the same time lose no member', { tag: '@basic' }, async ({ promise, scim }) => {
  promise('trap-concurrent-patches-lose-nothing')
  const users = await Promise.all(Array.from({ length: 20 }, () => scim.user()))
  const { id } = await scim.group()
  const replies = await Promise.all(
    users.map(({ id: value }) =>
      scim.patch('Group', id, patchOp({ op: 'add', path: 'members', value: [{ value }] })),
    ),
  )
  for (const reply of replies) expect([200, 204]).toContain(reply.status)
  expect(memberIds(await scim.read('Group', id))).toEqual(idsOf(...users))
  const leaving = users.slice(5)
  await Promise.all(
    leaving.map(({ id: value }) =>
      scim.patch('Group', id, patchOp({ op: 'remove', path: `members[value eq "${value}"]` })),
    ),
  )
  expect(memberIds(await scim.read('Group', id))).toEqual(idsOf(...users.slice(0, 5)))
})

test('changes of one user at the same time lose no attribute', { tag: '@basic' }, async ({
  promise,
  scim,
}) => {
  promise('trap-concurrent-patches-lose-nothing')
  const { id } = await scim.user()
  const values = {
    title: 'Guide',
    nickName: 'Babs',
    displayName: 'Barbara',
    userType: 'Employee',
    locale: 'en-US',
    externalId: 'x',
  }
  await Promise.all(
    Object.entries(values).map(([path, value]) =>
      scim.patch('User', id, patchOp({ op: 'add', path, value })),
    ),
  )
  expect(await scim.read('User', id)).toMatchObject(values)
})
