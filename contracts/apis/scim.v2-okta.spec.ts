/** Okta as it speaks: the sample requests of its reference, with names of this run. */
import { PATCH_OP, type WireGroup, type WireUser } from '../drivers/scim.v2-wire.ts'
import { expect, GROUP, type Scim, test, USER } from './scim.ts'
import { count, idsOf, memberIds, members, shows, told, unchanged } from './scim.v2-resources.ts'

/** A user as Okta creates one. */
function assigned(userName: string) {
  return {
    schemas: [USER],
    userName,
    name: { givenName: 'Test', familyName: 'User' },
    emails: [{ primary: true, value: userName, type: 'work' }],
    displayName: 'Test User',
    locale: 'en-US',
    externalId: '00ujl29u0le5T6Aj10h7',
    groups: [],
    password: '1mz050nq-Aa',
    active: true,
  }
}

const search = (userName: string) => ({
  filter: `userName eq "${userName}"`,
  startIndex: 1,
  count: 100,
})

async function patched<T = WireUser>(
  scim: Scim,
  type: 'User' | 'Group',
  id: string,
  ...Operations: object[]
): Promise<T> {
  const reply = await scim.patch(type, id, { schemas: [PATCH_OP], Operations })
  expect([200, 204], reply.text).toContain(reply.status)
  return scim.read<T & WireUser & WireGroup>(type, id)
}

test('Okta looks for a user, creates her, and is told when she is there already', {
  tag: '@basic',
}, async ({ make, promise, scim }) => {
  promise('okta-looks-up-by-user-name', 'create-answers-201-with-the-resource')
  promise('duplicate-user-name-is-409', 'passwords-are-never-answered')
  const body = assigned(make.address(make.name()))
  const none = await scim.listed('User', search(body.userName))
  expect(none).toMatchObject({ totalResults: 0 })
  const reply = await scim.create('User', body)
  expect(reply.status).toBe(201)
  const { groups: _, password, ...shown } = body
  shows(reply.body as WireUser, shown)
  expect(reply.text).not.toContain(password)
  const { Resources: [found] = [], ...list } = await scim.listed('User', search(body.userName))
  expect(list).toMatchObject({ totalResults: 1, startIndex: 1 })
  expect(found).toEqual(reply.body)
  scim.refused(await scim.create('User', body), 409, 'uniqueness')
})

test('a catalogue app of Okta deactivates and activates without a path', {
  tag: '@basic',
}, async ({ make, promise, scim }) => {
  promise('okta-deactivates-without-a-path', 'entra-disabled-users-are-answered')
  const user = await scim.user(assigned(make.address(make.name())))
  await scim.group(members(user))
  const before = told(await scim.read('User', user.id))
  for (const active of [false, true]) {
    const after = await patched(scim, 'User', user.id, { op: 'replace', value: { active } })
    expect(told(after)).toEqual({ ...before, active })
  }
})

test('a catalogue app of Okta sets a password without a path', { tag: '@basic' }, async ({
  make,
  promise,
  scim,
}) => {
  promise('passwords-can-be-changed', 'passwords-are-never-answered')
  const user = await scim.user(assigned(make.address(make.name())))
  const value = { password: 'Fresh-1mz050nq' }
  const Operations = [{ op: 'replace', value }]
  const reply = await scim.patch('User', user.id, { schemas: [PATCH_OP], Operations })
  expect([200, 204]).toContain(reply.status)
  expect(reply.text).not.toContain(value.password)
  expect(told(await scim.read('User', user.id))).toEqual(told(user))
})

test('Okta gets a user and puts her back with what has changed, readOnly attributes and all', {
  tag: '@basic',
}, async ({ make, promise, scim }) => {
  promise('okta-gets-then-puts', 'put-ignores-read-only', 'authentik-puts-users')
  const { id } = await scim.user(assigned(make.address(make.name())))
  const group = await scim.group(members({ id }))
  const got = await scim.read('User', id)
  expect(told(await scim.replaced('User', id, got))).toEqual(told(got))
  const name = { givenName: 'Another', middleName: 'Excited', familyName: 'User' }
  const put = { ...got, name, groups: [], meta: { resourceType: 'User' } }
  expect(told(await scim.replaced('User', id, put))).toEqual({ ...told(got), name })
  expect(memberIds(await scim.read('Group', group.id))).toEqual([id])
})

test('a wizard app of Okta deactivates and activates by a replacement', { tag: '@basic' }, async ({
  make,
  promise,
  scim,
}) => {
  promise('okta-gets-then-puts', 'put-replaces-and-answers')
  const { id } = await scim.user(assigned(make.address(make.name())))
  for (const active of [false, true]) {
    const got = await scim.read('User', id)
    const reply = await scim.put('User', id, { ...got, active })
    expect(reply).toMatchObject({ status: 200, body: { id, active } })
    expect(told(await scim.read('User', id))).toEqual({ ...told(got), active })
  }
})

test('Okta imports all users, page by page, with whole numbers', { tag: '@basic' }, async ({
  promise,
  scim,
}) => {
  promise('pages-partition-the-list', 'total-counts-every-match')
  const made = [await scim.user(), await scim.user(), await scim.user()]
  const found: string[] = []
  for (let startIndex = 1, total = 1; startIndex <= total; startIndex += 2) {
    const filter = scim.mine('User')
    const page = await scim.listed('User', { filter, startIndex, count: 2 })
    expect([page.totalResults, page.startIndex].every(Number.isInteger)).toBe(true)
    total = page.totalResults
    found.push(...(page.Resources ?? []).map(({ id }) => id))
  }
  expect(found.sort()).toEqual(idsOf(...made))
})

test('Okta pushes a group: it creates, renames with the id, fills and renames again', {
  tag: '@basic',
}, async ({ make, promise, scim }) => {
  promise('okta-renames-with-the-id', 'okta-pushes-in-one-patch', 'okta-members-have-no-type')
  promise('okta-renames-again-with-every-change')
  const [ann, bea] = [await scim.user(), await scim.user()]
  const displayName = make.name('Test SCIMv2')
  const reply = await scim.create('Group', { schemas: [GROUP], displayName, members: [] })
  expect(reply.status).toBe(201)
  const { id } = reply.body as WireGroup
  const rename = { op: 'replace', value: { id, displayName } }
  const change = (operations: object[]) => patched<WireGroup>(scim, 'Group', id, ...operations)
  expect(await change([rename])).toMatchObject({ id, displayName })
  const join = ({ id: value, userName: display }: WireUser) => ({
    op: 'add',
    path: 'members',
    value: [{ value, display }],
  })
  expect(memberIds(await change([join(ann)]))).toEqual([ann.id])
  expect(memberIds(await change([rename]))).toEqual([ann.id])
  const leave = { op: 'remove', path: `members[value eq "${ann.id}"]` }
  expect(memberIds(await change([leave, join(bea)]))).toEqual([bea.id])
  const renamed = { op: 'replace', value: { id, displayName: `${displayName} 2` } }
  const after = await change([renamed, join(ann)])
  expect(after.displayName).toBe(`${displayName} 2`)
  expect(memberIds(after)).toEqual(idsOf(ann, bea))
})

test('Okta pushes all of a group now, and an empty one too', { tag: '@basic' }, async ({
  promise,
  scim,
}) => {
  promise('patch-replace-unfiltered-replaces-all', 'okta-pushes-empty-groups')
  promise('okta-members-have-no-type')
  const [ann, bea] = [await scim.user(), await scim.user()]
  const { id } = await scim.group(members(ann))
  const value = [ann, bea].map((one) => ({ value: one.id, display: one.userName }))
  const push = (all: object[]) => ({ op: 'replace', path: 'members', value: all })
  expect(memberIds(await patched(scim, 'Group', id, push(value)))).toEqual(idsOf(ann, bea))
  expect(memberIds(await patched(scim, 'Group', id, push([])))).toEqual([])
  expect((await scim.read('User', ann.id)).groups ?? []).toEqual([])
})

test('Okta cannot rename a group by the id of another', { tag: '@edge' }, async ({
  promise,
  scim,
}) => {
  promise('patch-cannot-write-read-only')
  const [group, other] = [await scim.group(), await scim.group()]
  await unchanged(scim, [group, other], async () => {
    const rename = { op: 'replace', value: { id: other.id, displayName: 'x' } }
    const reply = await scim.patch('Group', group.id, { schemas: [PATCH_OP], Operations: [rename] })
    scim.refused(reply, 400, 'mutability')
  })
})

test('a wizard app of Okta puts a group with all of its members', { tag: '@basic' }, async ({
  make,
  promise,
  scim,
}) => {
  promise('replace-group-replaces-the-members', 'okta-members-have-no-type')
  const [ann, bea] = [await scim.user(), await scim.user()]
  const { id } = await scim.group(members(ann))
  const displayName = make.name('renamed')
  const body = { schemas: [GROUP], id, displayName, ...members(bea) }
  expect(await scim.replaced('Group', id, body)).toMatchObject({ id, displayName })
  expect(memberIds(await scim.read('Group', id))).toEqual([bea.id])
})

test('Okta unlinks a group by deleting it, and deletes no user', { tag: '@basic' }, async ({
  promise,
  scim,
}) => {
  promise('delete-answers-204', 'deleted-group-keeps-its-members')
  const ann = await scim.user()
  const { id, displayName } = await scim.group(members(ann))
  expect(await scim.remove('Group', id)).toMatchObject({ status: 204, text: '' })
  expect(await count(scim, 'Group', `displayName eq "${displayName}"`)).toBe(0)
  expect(told(await scim.read('User', ann.id))).toEqual(told(ann))
})
