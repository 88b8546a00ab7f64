import { ENTERPRISE, expect, patchOp, test } from './scim.ts'
import { count, idsOf, memberIds, members, shows, told } from './scim.v2-resources.ts'

const work = { value: 'b@example.com', type: 'work' }
const home = { value: 'b@home.example', type: 'home' }

test('a replace without a path sets what it names and keeps the rest', { tag: '@basic' }, async ({
  promise,
  scim,
}) => {
  promise('patch-replace-without-path-sets', 'trap-partial-replace-keeps-the-rest')
  const user = await scim.user({
    title: 'Guide',
    nickName: 'Babs',
    name: { givenName: 'Barbara', familyName: 'Jensen' },
    emails: [work],
    [ENTERPRISE]: { division: 'x' },
  })
  const value = { title: 'Head', active: false }
  const after = await scim.patched('User', user.id, patchOp({ op: 'replace', value }))
  expect(told(after)).toEqual({ ...told(user), ...value })
})

test('a replace of a multi-valued attribute leaves the new values alone', {
  tag: '@basic',
}, async ({ promise, scim }) => {
  promise('patch-replace-unfiltered-replaces-all', 'trap-replace-drops-the-stale')
  const { id } = await scim.user({ emails: [work, home] })
  const value = [{ value: 'b@example.org', type: 'other' }]
  for (const operation of [
    { op: 'replace', path: 'emails', value },
    { op: 'replace', value: { emails: [home] } },
  ]) {
    const emails = 'path' in operation ? value : [home]
    shows(await scim.patched('User', id, patchOp(operation)), { emails })
  }
})

test('a replace of what has no value adds it', { tag: '@basic' }, async ({ promise, scim }) => {
  promise('patch-replace-of-an-absent-attribute-adds')
  const { id } = await scim.user()
  const after = await scim.patched(
    'User',
    id,
    patchOp(
      { op: 'replace', path: 'title', value: 'Guide' },
      { op: 'replace', path: 'name.givenName', value: 'Barbara' },
      { op: 'replace', path: 'emails', value: [work] },
      { op: 'replace', path: `${ENTERPRISE}:division`, value: 'x' },
    ),
  )
  shows(after, {
    title: 'Guide',
    name: { givenName: 'Barbara' },
    emails: [work],
    [ENTERPRISE]: { division: 'x' },
  })
})

test('a replace of a complex attribute keeps the sub-attributes that it does not name', {
  tag: '@basic',
}, async ({ promise, scim }) => {
  promise('patch-replace-merges-complex')
  const name = { givenName: 'Barbara', familyName: 'Jensen' }
  for (const operation of [
    { op: 'replace', path: 'name', value: { familyName: 'Jones', middleName: 'Jane' } },
    { op: 'replace', value: { name: { familyName: 'Jones', middleName: 'Jane' } } },
  ]) {
    const { id } = await scim.user({ name })
    expect(await scim.patched('User', id, patchOp(operation))).toMatchObject({
      name: { givenName: 'Barbara', familyName: 'Jones', middleName: 'Jane' },
    })
  }
})

test('a replace with a filter replaces every value that matches and no other', {
  tag: '@basic',
}, async ({ promise, scim }) => {
  promise('patch-replace-filter-replaces-every-match', 'patch-replace-sub-attribute-of-matches')
  const second = { value: 'b2@example.com', type: 'work' }
  const { id } = await scim.user({ emails: [work, home, second] })
  const after = await scim.patched(
    'User',
    id,
    patchOp({ op: 'replace', path: 'emails[type eq "work"].display', value: 'B' }),
  )
  shows(after, { emails: [{ ...work, display: 'B' }, home, { ...second, display: 'B' }] })
  expect(JSON.stringify(after).match(/"display":"B"/g)).toHaveLength(2)
  const value = { value: 'new@example.com', type: 'other' }
  const path = 'emails[value eq "b2@example.com"]'
  const last = await scim.patched('User', id, patchOp({ op: 'replace', path, value }))
  shows(last, { emails: [work, home, value] })
})

test('a replace may deactivate and activate again', { tag: '@basic' }, async ({
  promise,
  scim,
}) => {
  promise('entra-disabled-users-are-answered')
  const { id } = await scim.user({ active: true, title: 'Guide' })
  for (const active of [false, true]) {
    const operation = { op: 'replace', path: 'active', value: active }
    expect(await scim.patched('User', id, patchOp(operation))).toMatchObject({
      active,
      title: 'Guide',
    })
    expect(await count(scim, 'User', `id eq "${id}" and active eq ${active}`)).toBe(1)
  }
})

test('a replace of the members leaves the new ones alone', { tag: '@basic' }, async ({
  promise,
  scim,
}) => {
  promise('patch-replace-unfiltered-replaces-all', 'trap-replace-drops-the-stale')
  const [ann, bea, cleo] = [await scim.user(), await scim.user(), await scim.user()]
  const { id } = await scim.group(members(ann, bea))
  const value = [{ value: bea.id }, { value: cleo.id }]
  const after = await scim.patched('Group', id, patchOp({ op: 'replace', path: 'members', value }))
  expect(memberIds(after)).toEqual(idsOf(bea, cleo))
  const pathless = { op: 'replace', value: { members: [{ value: ann.id }] } }
  expect(memberIds(await scim.patched('Group', id, patchOp(pathless)))).toEqual([ann.id])
  expect((await scim.read('User', bea.id)).groups ?? []).toEqual([])
})
