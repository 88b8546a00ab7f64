/** The requests of Okta (reference/scim/scim-11) and of Ping's clients, as they are sent. */
import { CORE, expect, type Resource, test, valuesOf } from './scim.v1.ts'

const schemas = [CORE]

/** A user as Okta makes one. */
function oktaUser(userName: string) {
  return {
    schemas,
    userName,
    name: { givenName: 'Test', familyName: 'User' },
    emails: [{ primary: true, value: userName, type: 'work' }],
    displayName: 'Test User',
    locale: 'en_US',
    externalId: '00b443dd40SOK2eup0h7',
    groups: [],
    password: '1mz050nq',
    active: true,
  }
}

test('Okta looks for a user, makes one, and finds one', { tag: '@basic' }, async ({
  make,
  promise,
  scim,
}) => {
  promise('empty-lists-are-200', 'create-answers-201-with-the-resource')
  const userName = make.address(make.name('okta'))
  const query = { filter: `userName eq ${JSON.stringify(userName)}`, startIndex: 1, count: 100 }
  const none = await scim.list('User', query)
  expect(none).toMatchObject({ schemas, totalResults: 0, startIndex: 1, itemsPerPage: 0 })
  const { groups: _, password: __, ...sent } = oktaUser(userName)
  const made = await scim.user(oktaUser(userName))
  expect(made).toMatchObject(sent)
  expect((await scim.list('User', query)).Resources).toEqual([made])
})

test('Okta imports page by page, always in the same order', { tag: '@basic' }, async ({
  promise,
  scim,
}) => {
  promise('pages-count-from-one', 'lists-have-four-counts-and-parts')
  await scim.user()
  await scim.group()
  for (const [type, count] of [
    ['User', 2],
    ['Group', 100],
  ] as const) {
    const { totalResults, itemsPerPage, startIndex } = await scim.list(type, {
      startIndex: 1,
      count,
    })
    expect([totalResults, itemsPerPage, startIndex].every(Number.isInteger)).toBe(true)
  }
})

test('Okta gets a user, alters her, and puts all of it', { tag: '@basic' }, async ({
  make,
  promise,
  scim,
}) => {
  promise('put-replaces-and-answers', 'read-only-input-is-ignored')
  const { id } = await scim.user(oktaUser(make.address(make.name())))
  const user = await scim.read('User', id)
  const name = { givenName: 'Test1', familyName: 'User' }
  const after = await scim.put('User', id, { ...user, name, displayName: 'Test1 User', groups: [] })
  expect({ ...after, meta: user.meta }).toEqual({ ...user, name, displayName: 'Test1 User' })
})

test('Okta deactivates with an id and active, and nobody loses anything', {
  tag: '@basic',
}, async ({ make, promise, scim }) => {
  promise('okta-deactivates-with-a-patch')
  await scim.needs('patch')
  const user = await scim.user(oktaUser(make.address(make.name())))
  const { id } = user
  const off = await scim.patch('User', id, { schemas, id, active: false })
  expect({ ...off, meta: user.meta }).toEqual({ ...user, active: false })
  const on = await scim.patch('User', id, { schemas, id, active: true, password: 'an0ther-one' })
  expect({ ...on, meta: user.meta }).toEqual(user)
})

test('Okta pushes a group: its name, its members one by one, and its name again', {
  tag: '@basic',
}, async ({ make, promise, scim }) => {
  promise('okta-pushes-members-with-operations', 'okta-renames-again-with-every-change')
  await scim.needs('patch')
  const [one, two] = [await scim.user(), await scim.user()]
  const displayName = make.name('push')
  const { id } = await scim.group({ schemas, displayName })
  const member = ({ id: value, userName: display }: Resource) => ({ value, display })
  await scim.patch('Group', id, { schemas, members: [member(one)] })
  await scim.patch('Group', id, { schemas, id, displayName })
  const both = await scim.patch('Group', id, { schemas, members: [member(two)] })
  expect(valuesOf(both, 'members')).toEqual([one.id, two.id].sort())
  await scim.patch('Group', id, { schemas, id, displayName: `${displayName}-1` })
  const gone = { ...member(two), operation: 'delete' }
  const after = await scim.patch('Group', id, { schemas, members: [gone] })
  expect(valuesOf(after, 'members')).toEqual([one.id])
  expect(after.displayName).toBe(`${displayName}-1`)
  expect([200, 204]).toContain((await scim.send('delete', 'Group', { id })).status)
})

test("Okta sends a group's description in a schema of its own", { tag: '@edge' }, async ({
  make,
  promise,
  scim,
}) => {
  promise('unknown-attributes-are-ignored')
  const urn = 'urn:okta:custom:group:1.0'
  const displayName = make.name('described')
  const own = { schemas: [CORE, urn], displayName, [urn]: { description: 'West of the Rockies' } }
  expect((await scim.group(own)).displayName).toBe(displayName)
})

test('Ping matches groups by itself, from a list of all', { tag: '@edge' }, async ({
  promise,
  scim,
}) => {
  promise('pages-partition-the-list')
  const group = await scim.group()
  const { totalResults } = await scim.list('Group', { count: 0 })
  const seen: Resource[] = []
  // Others come and go meanwhile.
  for (let startIndex = 1; startIndex <= totalResults + 100; startIndex += 100) {
    seen.push(...((await scim.list('Group', { startIndex, count: 100 })).Resources ?? []))
  }
  expect(seen.filter(({ id }) => id === group.id)).toEqual([group])
})

test('Ping puts users, and has POST stand for what it cannot send', { tag: '@basic' }, async ({
  client,
  promise,
  scim,
}) => {
  promise('override-names-the-method', 'ping-deletes-by-override')
  const user = await scim.user({ active: true, name: { familyName: 'Ping' } })
  const { id, userName } = user
  const path = `/Users/${encodeURIComponent(id)}`
  const override = (method: string, like: string, body?: object) =>
    client.raw({
      like,
      method: 'POST',
      path,
      headers: { 'x-http-method-override': method },
      ...(body && { body: JSON.stringify(body) }),
    })
  const whole = { schemas, id, userName, name: { familyName: 'Ping' }, active: false }
  const put = await override('PUT', 'replaceUser', whole)
  expect(put.status).toBe(200)
  expect(await scim.read('User', id)).toMatchObject(whole)
  expect([200, 204]).toContain((await override('DELETE', 'deleteUser')).status)
  scim.refused(await scim.send('get', 'User', { id }), 404)
})
