import { ENTERPRISE, expect, patchOp, type Scim, test, USER } from './scim.ts'
import { count, members, unchanged } from './scim.v2-resources.ts'

test('a member whom nobody knows refuses the whole change', {
  tag: '@edge',
}, async ({ driver, promise, scim }) => {
  promise('unknown-member-is-400')
  const [ann, bea] = [await scim.user(), await scim.user()]
  const group = await scim.group(members(ann))
  const value = [{ value: bea.id }, { value: driver.missingId }]
  await unchanged(scim, [group], async () => {
    const add = patchOp({ op: 'add', path: 'members', value })
    scim.refused(await scim.patch('Group', group.id, add), 400, 'invalidValue')
    const body = scim.body('Group', { members: value })
    scim.refused(await scim.create('Group', body), 400, 'invalidValue')
    scim.refused(await scim.put('Group', group.id, { ...group, members: value }), 400)
  })
  expect(await count(scim, 'Group', `members.value eq "${bea.id}"`)).toBe(0)
})

test('a group is no member of itself', { tag: '@edge' }, async ({ promise, scim }) => {
  promise('group-in-itself-is-400')
  const group = await scim.group()
  const own = [{ value: group.id, type: 'Group' }]
  await unchanged(scim, [group], async () => {
    const add = patchOp({ op: 'add', path: 'members', value: own })
    scim.refused(await scim.patch('Group', group.id, add), 400, 'invalidValue')
    const put = await scim.put('Group', group.id, { ...group, members: own })
    scim.refused(put, 400, 'invalidValue')
  })
})

test('a group does not contain itself through others', { tag: '@edge' }, async ({
  promise,
  scim,
}) => {
  promise('cycles-are-400')
  const inner = await scim.group()
  const middle = await scim.group(members(inner))
  const outer = await scim.group(members(middle))
  await unchanged(scim, [inner, middle, outer], async () => {
    for (const { id } of [outer, middle]) {
      const add = patchOp({ op: 'add', path: 'members', value: [{ value: id, type: 'Group' }] })
      scim.refused(await scim.patch('Group', inner.id, add), 400, 'invalidValue')
    }
  })
})

test('a manager leads to a user, whose name is not for others to write', { tag: '@basic' }, async ({
  promise,
  scim,
}) => {
  promise('managers-lead-to-a-user')
  const boss = await scim.user({ displayName: 'Barbara' })
  const manager = { value: boss.id, displayName: 'Somebody' }
  const user = await scim.user({ [ENTERPRISE]: { manager } })
  const { [ENTERPRISE]: enterprise } = await scim.read('User', user.id)
  expect(enterprise).toMatchObject({ manager: { value: boss.id } })
  const { displayName, $ref } = (enterprise as { manager: Record<string, unknown> }).manager
  expect([undefined, 'Barbara']).toContain(displayName)
  if ($ref !== undefined) expect($ref).toMatch(new RegExp(`(^|/)Users/${boss.id}$`))
})

test('a manager whom nobody knows is kept, and leads nowhere', { tag: '@edge' }, async ({
  promise,
  scim,
}) => {
  promise('unknown-manager-is-accepted')
  const { id } = await scim.user()
  const manager = { value: 'not-there-yet' }
  for (const sent of [manager, { ...manager, $ref: `../Users/${id}` }]) {
    const user = await scim.user({ [ENTERPRISE]: { manager: sent } })
    const { [ENTERPRISE]: enterprise } = await scim.read('User', user.id)
    expect(enterprise).toEqual({ manager })
  }
})

test('an immutable attribute keeps the value that it was given', { tag: '@edge' }, async ({
  lacks,
  promise,
  scim,
}) => {
  promise('put-cannot-alter-immutable', 'patch-cannot-alter-immutable')
  promise('put-may-set-unset-immutable', 'patch-may-set-unset-immutable')
  const { urn, name } = (await immutable(scim)) ?? lacks('an immutable attribute of users')
  const own = (value: string) => (urn === USER ? { [name]: value } : { [urn]: { [name]: value } })
  const replace = (value: string) => patchOp({ op: 'replace', path: `${urn}:${name}`, value })
  const put = await scim.user()
  const after = await scim.replaced('User', put.id, { ...put, ...own('first') })
  expect(after).toMatchObject(own('first'))
  const patched = await scim.user()
  expect(await scim.patched('User', patched.id, replace('first'))).toMatchObject(own('first'))
  await unchanged(scim, [put, patched], async () => {
    const second = { ...after, ...own('second') }
    scim.refused(await scim.put('User', put.id, second), 400, 'mutability')
    scim.refused(await scim.patch('User', patched.id, replace('second')), 400, 'mutability')
    await scim.replaced('User', put.id, after)
    await scim.patched('User', patched.id, replace('first'))
  })
})

/** An attribute of users that is written once, among those that the target publishes. */
async function immutable(scim: Scim): Promise<{ urn: string; name: string } | undefined> {
  const schemas = await scim.schemas()
  const ofUsers = schemas.filter(({ id }) => /User$/.test(id))
  const [found] = ofUsers.flatMap(({ id, attributes }) =>
    attributes
      .filter((one) => one.mutability === 'immutable' && one.type === 'string' && !one.multiValued)
      .map(({ name }) => ({ urn: id, name })),
  )
  return found
}
