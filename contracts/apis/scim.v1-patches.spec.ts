/** A PATCH is a part of the resource (draft-scim-api-01 section 3.3.2). */
import { CORE, ENTERPRISE, expect, test, valuesOf } from './scim.v1.ts'

test.beforeEach(async ({ scim }) => {
  await scim.needs('patch')
})

const person = {
  schemas: [CORE, ENTERPRISE],
  title: 'Guide',
  nickName: 'Babs',
  name: { formatted: 'Ms. B. Jensen', givenName: 'Barbara', familyName: 'Jensen' },
  emails: [
    { value: 'work@example.com', type: 'work', primary: true },
    { value: 'home@example.com', type: 'home' },
  ],
  [ENTERPRISE]: { department: 'Tours', division: 'Parks' },
}

test('what the body has is merged: single replaced, complex in its parts', {
  tag: '@basic',
}, async ({ promise, scim }) => {
  promise(
    'patch-replaces-single-values',
    'patch-merges-complex-attributes',
    'patch-keeps-what-it-does-not-name',
  )
  const before = await scim.user(person)
  const own = {
    schemas: [CORE, ENTERPRISE],
    title: 'Head',
    name: { familyName: 'Smith' },
    [ENTERPRISE]: { division: 'Rides' },
  }
  const after = await scim.patch('User', before.id, own)
  expect(after).toEqual({
    ...before,
    title: 'Head',
    name: { ...person.name, familyName: 'Smith' },
    [ENTERPRISE]: { department: 'Tours', division: 'Rides' },
    meta: { ...before.meta, ...changing(after) },
  })
})

/** The parts of meta that a change changes. */
function changing({ meta }: { meta: Readonly<Record<string, string | undefined>> }) {
  const { lastModified, version } = meta
  return { lastModified, ...(version !== undefined && { version }) }
}

for (const { title, names, gone } of [
  { title: 'a single attribute', names: ['title'], gone: { title: undefined } },
  { title: 'a name in another case', names: ['NICKNAME'], gone: { nickName: undefined } },
  {
    title: 'a sub-attribute',
    names: ['name.formatted'],
    gone: { name: { givenName: 'Barbara', familyName: 'Jensen' } },
  },
  { title: 'a complex attribute', names: ['name'], gone: { name: undefined } },
  { title: 'a multi-valued attribute', names: ['emails'], gone: { emails: undefined } },
  { title: 'a full name', names: [`${CORE}:title`], gone: { title: undefined } },
  {
    title: 'a full name of a sub-attribute',
    names: [`${CORE}:name.formatted`],
    gone: { name: { givenName: 'Barbara', familyName: 'Jensen' } },
  },
  {
    title: 'an attribute of an extension',
    names: [`${ENTERPRISE}:department`],
    gone: { [ENTERPRISE]: { division: 'Parks' } },
  },
  {
    title: 'several attributes',
    names: ['title', 'emails', `${ENTERPRISE}:division`],
    gone: { title: undefined, emails: undefined, [ENTERPRISE]: { department: 'Tours' } },
  },
]) {
  test(`meta.attributes deletes ${title}, and keeps the rest`, { tag: '@basic' }, async ({
    promise,
    scim,
  }) => {
    promise(
      'patch-deletes-named-attributes',
      'patch-deletes-sub-attributes',
      'patch-keeps-what-it-does-not-name',
    )
    const before = await scim.user(person)
    const after = await scim.patch('User', before.id, { meta: { attributes: names } })
    const want = { ...before, ...gone, meta: { ...before.meta, ...changing(after) } }
    expect(after).toEqual(JSON.parse(JSON.stringify(want)))
  })
}

test('the last attribute of an extension takes its URN along', { tag: '@edge' }, async ({
  promise,
  scim,
}) => {
  promise('schemas-name-the-extensions-present', 'patch-deletes-named-attributes')
  const { id } = await scim.user({ schemas: [CORE, ENTERPRISE], [ENTERPRISE]: { division: 'A' } })
  const attributes = [`${ENTERPRISE}:division`]
  const after = await scim.patch('User', id, { meta: { attributes } })
  expect(after).not.toHaveProperty([ENTERPRISE])
  expect(after.schemas).toEqual([CORE])
})

test('what meta.attributes and the body both name is replaced', { tag: '@basic' }, async ({
  promise,
  scim,
}) => {
  promise('patch-deletes-before-it-merges')
  const { id } = await scim.user(person)
  const after = await scim.patch('User', id, {
    meta: { attributes: ['emails', 'name', 'title'] },
    emails: [{ value: 'new@example.com', type: 'other' }],
    name: { givenName: 'Only' },
    title: 'New',
  })
  expect(after.emails).toEqual([{ value: 'new@example.com', type: 'other' }])
  expect([after.name, after.title]).toEqual([{ givenName: 'Only' }, 'New'])
})

test('an attribute that is required cannot be deleted', { tag: '@edge' }, async ({
  promise,
  scim,
}) => {
  promise('patch-cannot-unset-required')
  const user = await scim.user({ title: 'Guide' })
  const body = { meta: { attributes: ['userName'] }, title: 'Head' }
  scim.refused(await scim.send('patch', 'User', { id: user.id, body }), 400)
  expect(await scim.read('User', user.id)).toEqual(user)
})

test('a PATCH that is refused changes nothing', { tag: '@basic' }, async ({ promise, scim }) => {
  promise('refused-requests-change-nothing')
  const other = await scim.user()
  const user = await scim.user(person)
  for (const [wrong, status] of [
    [{ active: 'maybe' }, 400],
    [{ emails: [{ value: 'a@example.com', primary: 'x' }] }, 400],
    [{ userName: '' }, 400],
    [{ userName: other.userName }, 409],
  ] as const) {
    const body = { title: 'Changed', meta: { attributes: ['nickName'] }, ...wrong }
    scim.refused(await scim.send('patch', 'User', { id: user.id, body }), status)
    expect(await scim.read('User', user.id)).toEqual(user)
  }
})

test('readOnly attributes of a PATCH are ignored', { tag: '@edge' }, async ({ promise, scim }) => {
  promise('read-only-input-is-ignored')
  const group = await scim.group()
  const user = await scim.user()
  const after = await scim.patch('User', user.id, {
    id: 'mine',
    meta: { created: '2001-01-01T00:00:00Z' },
    groups: [{ value: group.id }],
    title: 'Head',
  })
  expect([after.id, after.meta.created, after.title]).toEqual([user.id, user.meta.created, 'Head'])
  expect(valuesOf(after, 'groups')).toEqual([])
})

test('a PATCH of nobody is 404', { tag: '@basic' }, async ({ make, promise, scim }) => {
  promise('missing-resources-are-404')
  const id = make.name('nobody')
  for (const type of ['User', 'Group'] as const) {
    scim.refused(await scim.send('patch', type, { id, body: { displayName: 'x' } }), 404)
  }
})

test('a PATCH with attributes answers 200', { tag: '@basic' }, async ({ promise, scim }) => {
  promise('patch-answers-200-when-attributes-are-asked')
  const { id } = await scim.user(person)
  const query = { attributes: 'title' }
  const reply = await scim.send('patch', 'User', { id, query, body: { title: 'Head' } })
  expect(reply.status).toBe(200)
  expect(reply.body).toMatchObject({ id, title: 'Head' })
  expect(reply.body).not.toHaveProperty('nickName')
})

test('a PATCH answers the whole resource', { tag: '@edge' }, async ({ promise, scim }) => {
  promise('patch-answers-the-resource')
  const { id } = await scim.user(person)
  const reply = await scim.send('patch', 'User', { id, body: { title: 'Head' } })
  expect(reply.status).toBe(200)
  expect(reply.body).toEqual(await scim.read('User', id))
})
