import { expect, patchOp, test } from './scim.ts'
import { count, unchanged } from './scim.v2-resources.ts'

test('a delete answers 204 without a body', { tag: '@basic' }, async ({ promise, scim }) => {
  promise('delete-answers-204')
  const [user, group] = [await scim.user(), await scim.group()]
  for (const reply of [await scim.remove('User', user.id), await scim.remove('Group', group.id)]) {
    expect(reply).toMatchObject({ status: 204, text: '' })
  }
})

test('whoever is deleted is not found, whatever is asked', { tag: '@basic' }, async ({
  promise,
  scim,
}) => {
  promise('deleted-resource-is-gone', 'missing-resources-are-404')
  for (const [type, { id, ...rest }] of [
    ['User', await scim.user()],
    ['Group', await scim.group()],
  ] as const) {
    await scim.remove(type, id)
    scim.refused(await scim.get(type, id), 404)
    scim.refused(await scim.put(type, id, { ...rest, externalId: 'x' }), 404)
    const add = patchOp({ op: 'add', path: 'externalId', value: 'x' })
    scim.refused(await scim.patch(type, id, add), 404)
    scim.refused(await scim.remove(type, id), 404)
    scim.refused(await scim.get(type, id), 404)
  }
})

test('whoever is deleted is in no list any more', { tag: '@basic' }, async ({ promise, scim }) => {
  promise('deleted-resource-is-gone', 'changes-are-seen-at-once')
  const [ann, bea] = [await scim.user(), await scim.user()]
  await scim.remove('User', ann.id)
  expect(await scim.ids('User', { filter: scim.mine('User') })).toEqual([bea.id])
  const filter = `userName eq "${ann.userName}"`
  expect(await count(scim, 'User', filter)).toBe(0)
})

test('the userName of a deleted user is free, and its next owner has another id', {
  tag: '@basic',
}, async ({ promise, scim }) => {
  promise('deleted-user-frees-the-user-name', 'ids-are-not-reused')
  const { id, userName } = await scim.user({ externalId: 'x' })
  await scim.remove('User', id)
  const next = await scim.user({ userName, externalId: 'x' })
  expect(next).toMatchObject({ userName })
  expect(next.id).not.toBe(id)
})

test('a deletion of nobody is not found', { tag: '@basic' }, async ({ driver, promise, scim }) => {
  promise('missing-resources-are-404')
  const user = await scim.user()
  await unchanged(scim, [user], async () => {
    scim.refused(await scim.remove('User', driver.missingId), 404)
    scim.refused(await scim.remove('Group', driver.missingId), 404)
    scim.refused(await scim.remove('Group', user.id), 404)
  })
})
