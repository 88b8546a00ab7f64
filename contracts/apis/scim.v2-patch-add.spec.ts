import { ENTERPRISE, expect, patchOp, test } from './scim.ts'
import { members, shows, unchanged } from './scim.v2-resources.ts'

const work = { value: 'b@example.com', type: 'work' }
const home = { value: 'b@home.example', type: 'home' }

test('an add to a multi-valued attribute appends', { tag: '@basic' }, async ({ promise, scim }) => {
  promise('patch-add-appends')
  const { id } = await scim.user({ emails: [work] })
  const after = await scim.patched(
    'User',
    id,
    patchOp({ op: 'add', path: 'emails', value: [home] }),
  )
  shows(after, { emails: [work, home] })
})

test('an add takes one value without a list around it', { tag: '@edge' }, async ({
  promise,
  scim,
}) => {
  promise('patch-add-appends')
  const { id } = await scim.user({ emails: [work] })
  const reply = await scim.patch('User', id, patchOp({ op: 'add', path: 'emails', value: home }))
  // RFC 7644 prints lists alone; to refuse another type is as good.
  if (reply.status === 400) return scim.refused(reply, 400, ['invalidValue', 'invalidSyntax'])
  shows(await scim.read('User', id), { emails: [work, home] })
})

test('an add to a single-valued attribute sets or replaces it', { tag: '@basic' }, async ({
  promise,
  scim,
}) => {
  promise('patch-add-replaces-a-single-value')
  const { id } = await scim.user({ title: 'Guide' })
  const after = await scim.patched(
    'User',
    id,
    patchOp(
      { op: 'add', path: 'title', value: 'Head' },
      { op: 'add', path: 'nickName', value: 'Babs' },
    ),
  )
  expect(after).toMatchObject({ title: 'Head', nickName: 'Babs' })
})

test('an add to a complex attribute keeps the sub-attributes that it does not name', {
  tag: '@basic',
}, async ({ promise, scim }) => {
  promise('patch-add-merges-complex')
  const name = { givenName: 'Barbara', familyName: 'Jensen' }
  const { id } = await scim.user({ name, [ENTERPRISE]: { division: 'x' } })
  const after = await scim.patched(
    'User',
    id,
    patchOp(
      { op: 'add', path: 'name', value: { familyName: 'Jones', middleName: 'Jane' } },
      { op: 'add', value: { [ENTERPRISE]: { department: 'Tours' } } },
    ),
  )
  expect(after).toMatchObject({
    name: { givenName: 'Barbara', familyName: 'Jones', middleName: 'Jane' },
    [ENTERPRISE]: { division: 'x', department: 'Tours' },
  })
})

test('an add without a path appends, replaces and merges, each as its attribute is', {
  tag: '@basic',
}, async ({ promise, scim }) => {
  promise('patch-add-without-path-merges', 'patch-add-appends', 'patch-add-merges-complex')
  const { id } = await scim.user({
    title: 'Guide',
    nickName: 'Babs',
    name: { givenName: 'Barbara' },
    emails: [work],
  })
  const value = { title: 'Head', name: { familyName: 'Jensen' }, emails: [home] }
  shows(await scim.patched('User', id, patchOp({ op: 'add', value })), {
    title: 'Head',
    nickName: 'Babs',
    name: { givenName: 'Barbara', familyName: 'Jensen' },
    emails: [work, home],
  })
})

test('an add of what is there already succeeds and leaves lastModified', { tag: '@basic' }, async ({
  promise,
  scim,
}) => {
  promise('patch-add-of-what-is-there-changes-nothing', 'values-are-not-repeated')
  const emails = [work, home]
  const user = await scim.user({ title: 'Guide', emails, name: { givenName: 'Barbara' } })
  await unchanged(scim, [user], async () => {
    for (const operation of [
      { op: 'add', path: 'emails', value: [home] },
      { op: 'add', path: 'emails', value: [home, work] },
      { op: 'add', path: 'title', value: 'Guide' },
      { op: 'add', path: 'name.givenName', value: 'Barbara' },
      { op: 'add', value: { name: { givenName: 'Barbara' }, emails: [work] } },
    ]) {
      await test.step(JSON.stringify(operation), () =>
        scim.patched('User', user.id, patchOp(operation)),
      )
    }
  })
})

test('an add of a member who is one succeeds and changes nothing', { tag: '@basic' }, async ({
  promise,
  scim,
}) => {
  promise('adding-a-member-again-changes-nothing', 'trap-add-keeps-the-others')
  const [ann, bea] = [await scim.user(), await scim.user()]
  const group = await scim.group(members(ann, bea))
  await unchanged(scim, [group, ann], async () => {
    const value = [{ value: ann.id, type: 'User' }]
    await scim.patched('Group', group.id, patchOp({ op: 'add', path: 'members', value }))
    await scim.patched('Group', group.id, patchOp({ op: 'add', value: { members: value } }))
  })
})

test('an add behind a filter adds to each value that matches', { tag: '@edge' }, async ({
  promise,
  scim,
}) => {
  promise('patch-path-may-end-after-the-bracket')
  const { id } = await scim.user({ emails: [work, home] })
  const path = 'emails[type eq "work"].display'
  const after = await scim.patched('User', id, patchOp({ op: 'add', path, value: 'B' }))
  shows(after, { emails: [{ ...work, display: 'B' }, home] })
  expect(JSON.stringify(after).match(/"display":"B"/g)).toHaveLength(1)
})
