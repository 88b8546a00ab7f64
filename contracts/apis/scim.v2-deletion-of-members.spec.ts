import { expect, patchOp, test } from './scim.ts'
import { count, memberIds, members, told } from './scim.v2-resources.ts'

test('a deleted user is a member of no group', { tag: '@basic' }, async ({ promise, scim }) => {
  promise('deleted-user-leaves-every-group')
  const [ann, bea] = [await scim.user(), await scim.user()]
  const groups = [await scim.group(members(ann, bea)), await scim.group(members(ann))]
  await scim.remove('User', ann.id)
  const [first, second] = groups
  expect(memberIds(await scim.read('Group', first?.id ?? ''))).toEqual([bea.id])
  expect(memberIds(await scim.read('Group', second?.id ?? ''))).toEqual([])
  const filter = `members.value eq "${ann.id}"`
  expect(await count(scim, 'Group', filter)).toBe(0)
})

test('a deleted group is in no group, and in the groups of no user', { tag: '@basic' }, async ({
  promise,
  scim,
}) => {
  promise('deleted-group-leaves-every-group')
  const ann = await scim.user()
  const inner = await scim.group(members(ann))
  const outer = await scim.group(members(inner))
  await scim.remove('Group', inner.id)
  expect(memberIds(await scim.read('Group', outer.id))).toEqual([])
  expect((await scim.read('User', ann.id)).groups ?? []).toEqual([])
})

test('the members of a deleted group stay', { tag: '@basic' }, async ({ promise, scim }) => {
  promise('deleted-group-keeps-its-members')
  const [ann, inner] = [await scim.user({ title: 'Guide' }), await scim.group()]
  const outer = await scim.group(members(ann, inner))
  await scim.remove('Group', outer.id)
  expect(told(await scim.read('User', ann.id))).toEqual(told(ann))
  expect(told(await scim.read('Group', inner.id))).toEqual(told(inner))
})

test('a member who was deleted can be removed again, and is added as nobody', {
  tag: '@edge',
}, async ({ promise, scim }) => {
  promise('patch-remove-absent-member-succeeds')
  const [ann, bea] = [await scim.user(), await scim.user()]
  const { id } = await scim.group(members(ann, bea))
  await scim.remove('User', ann.id)
  const path = `members[value eq "${ann.id}"]`
  expect(memberIds(await scim.patched('Group', id, patchOp({ op: 'remove', path })))).toEqual([
    bea.id,
  ])
})
