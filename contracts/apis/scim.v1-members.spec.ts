/** Members of groups, above all by PATCH (draft-scim-api-01 section 3.3.2). */
import { expect, type Resource, test, valuesOf } from './scim.v1.ts'

test('a group of users and groups tells them apart', { tag: '@basic' }, async ({
  promise,
  scim,
}) => {
  promise('members-need-no-type', 'groups-of-a-user-mirror-members')
  const user = await scim.user()
  const inner = await scim.group({ members: [{ value: user.id }] })
  const outer = await scim.group({ members: [{ value: inner.id }] })
  expect(outer.members).toMatchObject([{ value: inner.id, type: 'Group' }])
  const { groups } = await scim.read('User', user.id)
  expect([...(groups as object[])].sort(byValue)).toEqual(
    [
      { value: inner.id, display: inner.displayName, type: 'direct' },
      { value: outer.id, display: outer.displayName, type: 'indirect' },
    ].sort(byValue),
  )
})

test('a member that nobody is, is refused', { tag: '@edge' }, async ({
  client,
  make,
  promise,
  scim,
}) => {
  promise('unknown-member-is-400')
  const body = { displayName: make.name(), members: [{ value: make.name('nobody') }] }
  scim.refused(await client.send('createGroup', { body }), 400)
})

test.describe('by PATCH', () => {
  test.beforeEach(async ({ scim }) => {
    await scim.needs('patch')
  })

  test('a member is added beside the others, and again without effect', { tag: '@basic' }, async ({
    promise,
    scim,
  }) => {
    promise('patch-merges-elements-by-value', 'adding-a-member-again-changes-nothing')
    const [one, other] = [await scim.user(), await scim.user()]
    const { id } = await scim.group({ members: [{ value: one.id }] })
    const body = { members: [{ value: other.id }] }
    const added = await scim.patch('Group', id, body)
    expect(valuesOf(added, 'members')).toEqual([one.id, other.id].sort())
    expect(await scim.patch('Group', id, body)).toEqual(added)
  })

  test('a member is deleted from among the others, and again without effect', {
    tag: '@basic',
  }, async ({ promise, scim }) => {
    promise('patch-deletes-elements', 'adding-a-member-again-changes-nothing')
    const [one, other] = [await scim.user(), await scim.user()]
    const { id } = await scim.group({ members: [{ value: one.id }, { value: other.id }] })
    const body = { members: [{ value: one.id, operation: 'delete' }] }
    const removed = await scim.patch('Group', id, body)
    expect(valuesOf(removed, 'members')).toEqual([other.id])
    expect(await scim.patch('Group', id, body)).toEqual(removed)
    expect(valuesOf(await scim.read('User', one.id), 'groups')).toEqual([])
  })

  test('one PATCH adds, deletes and renames', { tag: '@basic' }, async ({
    make,
    promise,
    scim,
  }) => {
    promise(
      'patch-merges-elements-by-value',
      'patch-deletes-elements',
      'patch-replaces-single-values',
    )
    const [one, two, three] = [await scim.user(), await scim.user(), await scim.user()]
    const { id } = await scim.group({ members: [{ value: one.id }, { value: two.id }] })
    const displayName = make.name('renamed')
    const after = await scim.patch('Group', id, {
      displayName,
      members: [{ value: one.id, operation: 'delete' }, { value: three.id }],
    })
    expect(after.displayName).toBe(displayName)
    expect(valuesOf(after, 'members')).toEqual([two.id, three.id].sort())
  })

  test('another attribute leaves the members alone', { tag: '@basic' }, async ({
    make,
    promise,
    scim,
  }) => {
    promise('patch-keeps-what-it-does-not-name')
    const user = await scim.user()
    const group = await scim.group({ members: [{ value: user.id }] })
    const after = await scim.patch('Group', group.id, { displayName: make.name('other') })
    expect(after.members).toEqual(group.members)
  })

  test('meta.attributes empties a group, or makes others its members', { tag: '@basic' }, async ({
    promise,
    scim,
  }) => {
    promise('patch-deletes-named-attributes', 'patch-deletes-before-it-merges')
    const [one, other] = [await scim.user(), await scim.user()]
    const { id } = await scim.group({ members: [{ value: one.id }] })
    const meta = { attributes: ['members'] }
    const replaced = await scim.patch('Group', id, { meta, members: [{ value: other.id }] })
    expect(valuesOf(replaced, 'members')).toEqual([other.id])
    expect(valuesOf(await scim.patch('Group', id, { meta }), 'members')).toEqual([])
  })

  test('a group cannot lose its name, nor hold itself', { tag: '@edge' }, async ({
    promise,
    scim,
  }) => {
    promise('patch-cannot-unset-required', 'group-in-itself-is-400')
    const user = await scim.user()
    const group = await scim.group({ members: [{ value: user.id }] })
    const { id } = group
    for (const body of [
      { meta: { attributes: ['displayName'] } },
      { members: [{ value: id }] },
      { meta: { attributes: ['members'] }, members: [{ value: id }] },
    ]) {
      scim.refused(await scim.send('patch', 'Group', { id, body }), 400)
      expect(await scim.read('Group', id)).toEqual(group)
    }
  })

  test('members added at the same time are all there', { tag: '@edge' }, async ({
    promise,
    scim,
  }) => {
    promise('patch-merges-elements-by-value')
    const users: Resource[] = []
    while (users.length < 5) users.push(await scim.user())
    const { id } = await scim.group()
    await Promise.all(
      users.map(({ id: value }) => {
        const body = { members: [{ value }] }
        return scim.send('patch', 'Group', { id, body })
      }),
    )
    const ids = users.map((user) => user.id).sort()
    expect(valuesOf(await scim.read('Group', id), 'members')).toEqual(ids)
  })
})

function byValue(one: object, other: object): number {
  return JSON.stringify(one) < JSON.stringify(other) ? -1 : 1
}
