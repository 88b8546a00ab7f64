import { ENTERPRISE, expect, patchOp, test, USER } from './scim.ts'
import { count, idsOf, memberIds, members, shows, told, unchanged } from './scim.v2-resources.ts'

const work = { value: 'b@example.com', type: 'work' }
const home = { value: 'b@home.example', type: 'home' }
const other = { value: 'b@example.org', type: 'other', display: 'B' }

test('a remove of a single value leaves the attribute without one', { tag: '@basic' }, async ({
  promise,
  scim,
}) => {
  promise('patch-remove-unfiltered-removes-all', 'unassigned-attributes-are-left-out')
  const { id } = await scim.user({ title: 'Guide', nickName: 'Babs' })
  const after = await scim.patched('User', id, patchOp({ op: 'remove', path: 'title' }))
  expect(told(after)).not.toHaveProperty('title')
  expect(after).toMatchObject({ nickName: 'Babs' })
})

test('a remove without a filter removes all values', { tag: '@basic' }, async ({
  promise,
  scim,
}) => {
  promise('patch-remove-unfiltered-removes-all')
  const { id } = await scim.user({ title: 'Guide', emails: [work, home] })
  const after = await scim.patched('User', id, patchOp({ op: 'remove', path: 'emails' }))
  expect(told(after)).not.toHaveProperty('emails')
  expect(after).toMatchObject({ title: 'Guide' })
})

test('a remove with a filter removes each value that matches and no other', {
  tag: '@basic',
}, async ({ promise, scim }) => {
  promise('patch-remove-filter-removes-matches')
  for (const [filter, left] of [
    ['type eq "work"', [home, other]],
    ['type eq "WORK"', [home, other]],
    ['value sw "b@example"', [home]],
    ['not (type eq "work")', [work]],
    ['type eq "home" or display pr', [work]],
    ['type eq "work" and value ew ".com"', [home, other]],
    ['primary eq true', [home, other]],
  ] as const) {
    await test.step(filter, async () => {
      const { id } = await scim.user({ emails: [{ ...work, primary: true }, home, other] })
      const path = `emails[${filter}]`
      const after = await scim.patched('User', id, patchOp({ op: 'remove', path }))
      shows(after, { emails: left })
    })
  }
})

test('an attribute whose last value is removed has none', { tag: '@basic' }, async ({
  promise,
  scim,
}) => {
  promise('patch-remove-of-the-last-value-unassigns')
  const { id } = await scim.user({ emails: [work] })
  const after = await scim.patched(
    'User',
    id,
    patchOp({ op: 'remove', path: 'emails[type eq "work"]' }),
  )
  expect(told(after)).not.toHaveProperty('emails')
  expect(await count(scim, 'User', `id eq "${id}" and emails pr`)).toBe(0)
})

test('a remove of a sub-attribute keeps the others', { tag: '@basic' }, async ({
  promise,
  scim,
}) => {
  promise('patch-remove-of-a-sub-attribute-keeps-the-rest')
  const { id } = await scim.user({
    name: { givenName: 'Barbara', middleName: 'Jane' },
    emails: [work, other],
    [ENTERPRISE]: { division: 'x', department: 'Tours' },
  })
  const after = await scim.patched(
    'User',
    id,
    patchOp(
      { op: 'remove', path: 'name.middleName' },
      { op: 'remove', path: 'emails[type eq "other"].display' },
      { op: 'remove', path: `${ENTERPRISE}:division` },
    ),
  )
  const { display: _, ...bare } = other
  shows(after, {
    name: { givenName: 'Barbara' },
    emails: [work, bare],
    [ENTERPRISE]: { department: 'Tours' },
  })
  expect(after.name).not.toHaveProperty('middleName')
  expect(JSON.stringify(after)).not.toMatch(/"display":"B"|"division"/)
})

test('the last attribute of an extension takes its URN along', { tag: '@edge' }, async ({
  promise,
  scim,
}) => {
  promise('schemas-name-the-extensions-present')
  const { id } = await scim.user({ [ENTERPRISE]: { division: 'x' } })
  const path = `${ENTERPRISE}:division`
  const after = await scim.patched('User', id, patchOp({ op: 'remove', path }))
  expect(told(after)).not.toHaveProperty([ENTERPRISE])
  expect(after.schemas).toEqual([USER])
})

test('an extension is removed whole, or its URN is no path', { tag: '@edge' }, async ({
  promise,
  scim,
  target,
}) => {
  promise('schemas-name-the-extensions-present')
  const { id } = await scim.user({ [ENTERPRISE]: { division: 'x' } })
  const operation = { op: 'remove', path: ENTERPRISE }
  const { status } = await scim.patch('User', id, patchOp(operation))
  const after = await scim.read('User', id)
  // RFC 7644 figure 7 has no path for an extension itself.
  if (status === 400 && !target.mock) return expect(after).toHaveProperty([ENTERPRISE])
  expect(told(after)).not.toHaveProperty([ENTERPRISE])
  expect(after.schemas).toEqual([USER])
})

test('a remove of what has no value succeeds and changes nothing', { tag: '@edge' }, async ({
  promise,
  scim,
}) => {
  promise('patch-remove-of-an-unset-attribute-succeeds')
  const user = await scim.user({ title: 'Guide' })
  await unchanged(scim, [user], async () => {
    for (const path of ['nickName', 'emails', 'name.middleName', `${ENTERPRISE}:division`]) {
      await scim.patched('User', user.id, patchOp({ op: 'remove', path }))
    }
  })
})

test('a remove of a member who is none succeeds and changes nothing', { tag: '@basic' }, async ({
  driver,
  promise,
  scim,
}) => {
  promise('patch-remove-absent-member-succeeds')
  const [ann, bea] = [await scim.user(), await scim.user()]
  const group = await scim.group(members(ann))
  await unchanged(scim, [group, ann, bea], async () => {
    for (const id of [bea.id, driver.missingId]) {
      const path = `members[value eq "${id}"]`
      await scim.patched('Group', group.id, patchOp({ op: 'remove', path }))
    }
  })
})

test('a remove of members finds them by value and by type', { tag: '@basic' }, async ({
  promise,
  scim,
}) => {
  promise('patch-remove-filter-removes-matches', 'trap-filtered-remove-keeps-the-others')
  const [ann, bea, inner] = [await scim.user(), await scim.user(), await scim.group()]
  const { id } = await scim.group(members(ann, bea, inner))
  const one = await scim.patched(
    'Group',
    id,
    patchOp({ op: 'remove', path: `members[value eq "${ann.id}"]` }),
  )
  expect(memberIds(one)).toEqual(idsOf(bea, inner))
  const users = await scim.patched(
    'Group',
    id,
    patchOp({ op: 'remove', path: 'members[type eq "User"]' }),
  )
  expect(memberIds(users)).toEqual([inner.id])
})
