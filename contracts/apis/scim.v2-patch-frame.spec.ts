import type { WireOperation } from '../drivers/scim.v2-wire.ts'
import { ENTERPRISE, expect, patchOp, test, USER } from './scim.ts'
import { told, unchanged } from './scim.v2-resources.ts'

test('operations are applied in their order, each to the outcome of the one before', {
  tag: '@basic',
}, async ({ promise, scim }) => {
  promise('patch-applies-in-order', 'changes-are-seen-at-once')
  const { id } = await scim.user({ nickName: 'Babs' })
  const after = await scim.patched(
    'User',
    id,
    patchOp(
      { op: 'add', path: 'title', value: 'Guide' },
      { op: 'replace', path: 'title', value: 'Head' },
      { op: 'remove', path: 'nickName' },
      { op: 'add', path: 'emails', value: [{ value: 'b@example.com', type: 'work' }] },
      { op: 'replace', path: 'emails[type eq "work"].type', value: 'home' },
      { op: 'add', path: 'emails[type eq "home"].display', value: 'B' },
    ),
  )
  expect(after).toMatchObject({
    title: 'Head',
    emails: [{ value: 'b@example.com', type: 'home', display: 'B' }],
  })
  expect(after).not.toHaveProperty('nickName')
  expect(await scim.read('User', id)).toEqual(after)
})

test('a patch answers the whole resource, or 204', { tag: '@basic' }, async ({ promise, scim }) => {
  promise('patch-answers-the-resource')
  const { id } = await scim.user({ nickName: 'Babs' })
  const reply = await scim.patch('User', id, patchOp({ op: 'add', path: 'title', value: 'Guide' }))
  const after = await scim.read('User', id)
  expect(after).toMatchObject({ title: 'Guide', nickName: 'Babs' })
  expect([200, 204]).toContain(reply.status)
  expect(reply.status === 200 ? reply.body : reply.text).toEqual(reply.status === 200 ? after : '')
})

test('a patch that asks for attributes answers 200 with them', { tag: '@basic' }, async ({
  client,
  promise,
  scim,
}) => {
  promise('patch-answers-200-when-attributes-are-asked', 'projection-applies-to-every-reply')
  const { id } = await scim.user({ nickName: 'Babs' })
  const body = patchOp({ op: 'add', path: 'title', value: 'Guide' })
  const query = { attributes: 'title' }
  const reply = await client.send('patchUser', { path: { id }, query, body })
  expect(reply).toMatchObject({ status: 200, body: { id, title: 'Guide' } })
  expect(Object.keys(reply.body as object).sort()).toEqual(['id', 'schemas', 'title'])
})

test('an op is read in any case', { tag: '@edge' }, async ({ promise, scim }) => {
  promise('patch-op-ignores-case')
  const { id } = await scim.user({ nickName: 'Babs' })
  const after = await scim.patched(
    'User',
    id,
    patchOp(
      { op: 'Add', path: 'title', value: 'Guide' },
      { op: 'REPLACE', path: 'title', value: 'Head' },
      { op: 'rEmOvE', path: 'nickName' },
    ),
  )
  expect(after).toMatchObject({ title: 'Head' })
  expect(after).not.toHaveProperty('nickName')
})

test('names in paths and in values are read in any case, and keep that of the schema', {
  tag: '@basic',
}, async ({ promise, scim }) => {
  promise('query-names-ignore-case', 'body-names-ignore-case')
  const { id } = await scim.user({ emails: [{ value: 'b@example.com', type: 'work' }] })
  const after = await scim.patched(
    'User',
    id,
    patchOp(
      { op: 'add', path: 'TITLE', value: 'Guide' },
      { op: 'add', path: 'Name.GIVENname', value: 'Barbara' },
      { op: 'add', path: 'EMAILS[TYPE EQ "work"].Display', value: 'B' },
      { op: 'add', path: `${ENTERPRISE.toUpperCase()}:DEPARTMENT`, value: 'Tours' },
      { op: 'replace', value: { NICKNAME: 'Babs', name: { FamilyName: 'Jensen' } } },
    ),
  )
  expect(after).toMatchObject({
    title: 'Guide',
    nickName: 'Babs',
    name: { givenName: 'Barbara', familyName: 'Jensen' },
    emails: [{ value: 'b@example.com', type: 'work', display: 'B' }],
    [ENTERPRISE]: { department: 'Tours' },
  })
})

const extending: readonly WireOperation[] = [
  { op: 'add', path: `${ENTERPRISE}:department`, value: 'Tours' },
  { op: 'replace', path: `${ENTERPRISE}:department`, value: 'Tours' },
  { op: 'add', value: { [`${ENTERPRISE}:department`]: 'Tours' } },
  { op: 'replace', value: { [ENTERPRISE]: { department: 'Tours' } } },
  { op: 'add', path: ENTERPRISE, value: { department: 'Tours' } },
]

test('the first value of an extension brings its URN into schemas', { tag: '@basic' }, async ({
  promise,
  scim,
}) => {
  promise('patch-extends-schemas', 'patch-without-path-reads-urns', 'names-may-carry-the-urn')
  for (const operation of extending) {
    await test.step(JSON.stringify(operation), async () => {
      const { id } = await scim.user()
      const after = await scim.patched('User', id, patchOp(operation))
      expect(after).toMatchObject({ [ENTERPRISE]: { department: 'Tours' } })
      expect([...after.schemas].sort()).toEqual([USER, ENTERPRISE].sort())
    })
  }
})

test('an attribute of the core schema may carry its URN', { tag: '@basic' }, async ({
  promise,
  scim,
}) => {
  promise('names-may-carry-the-urn', 'patch-without-path-reads-urns')
  const { id } = await scim.user({ name: { givenName: 'Barbara' } })
  const after = await scim.patched(
    'User',
    id,
    patchOp(
      { op: 'replace', path: `${USER}:title`, value: 'Guide' },
      { op: 'replace', path: `${USER}:name.familyName`, value: 'Jensen' },
      { op: 'replace', value: { [`${USER}:nickName`]: 'Babs' } },
    ),
  )
  expect(after).toMatchObject({
    title: 'Guide',
    nickName: 'Babs',
    name: { givenName: 'Barbara', familyName: 'Jensen' },
  })
})

test('null and an empty list leave an attribute without a value', { tag: '@basic' }, async ({
  promise,
  scim,
}) => {
  promise('patch-null-unassigns')
  for (const operation of [
    { op: 'replace', path: 'title', value: null },
    { op: 'replace', value: { title: null } },
    { op: 'replace', path: 'emails', value: [] },
    { op: 'replace', value: { emails: [], nickName: 'B' } },
    { op: 'replace', path: 'name.middleName', value: null },
    { op: 'replace', path: `${ENTERPRISE}:division`, value: null },
  ]) {
    await test.step(JSON.stringify(operation), async () => {
      const { id } = await scim.user({
        title: 'Guide',
        name: { givenName: 'Barbara', middleName: 'Jane' },
        emails: [{ value: 'b@example.com' }],
        [ENTERPRISE]: { division: 'x' },
      })
      const text = JSON.stringify(told(await scim.patched('User', id, patchOp(operation))))
      const gone = ['Guide', 'b@example.com', 'Jane', '"x"'].filter((each) => !text.includes(each))
      expect(gone).toHaveLength(1)
    })
  }
})

test('a value without a path may repeat what nobody can write', { tag: '@edge' }, async ({
  promise,
  scim,
}) => {
  promise('patch-unchanged-read-only-passes')
  const user = await scim.user({ title: 'Guide' })
  const { id, schemas, meta } = user
  const after = await scim.patched(
    'User',
    id,
    patchOp({ op: 'replace', value: { id, schemas, meta, title: 'Head' } }),
  )
  expect(told(after)).toEqual({ ...told(user), title: 'Head' })
})

test('a patch that leaves everything as it was keeps the version', { tag: '@edge' }, async ({
  promise,
  scim,
}) => {
  promise('no-op-patches-succeed')
  const emails = [{ value: 'b@example.com', type: 'work' }]
  const user = await scim.user({ title: 'Guide', emails })
  await unchanged(scim, [user], async () => {
    for (const operation of [
      { op: 'replace', path: 'title', value: 'Guide' },
      { op: 'replace', path: 'emails', value: emails },
      { op: 'replace', value: { title: 'Guide', emails } },
      { op: 'replace', path: 'emails[type eq "work"].value', value: 'b@example.com' },
    ]) {
      await scim.patched('User', user.id, patchOp(operation))
    }
  })
})
