/** Errors and versions (draft-scim-api-01 sections 3.9 and 3.11). */
import { below, expect, type Resource, test } from './scim.v1.ts'

test('every error is a list of descriptions with codes', { tag: '@basic' }, async ({
  client,
  make,
  promise,
  scim,
}) => {
  promise('errors-are-a-list', 'error-codes-are-strings')
  const { userName } = await scim.user()
  const id = make.name('nobody')
  const cases: Readonly<Record<number, () => Promise<Parameters<typeof scim.refused>[0]>>> = {
    400: () => client.send('createUser', { body: { title: 'nobody' } }),
    401: () => client.send('listUsers', { as: 'nobody' }),
    404: () => client.send('getUser', { path: { id } }),
    409: () => client.send('createUser', { body: { userName } }),
  }
  for (const [status, send] of Object.entries(cases)) scim.refused(await send(), Number(status))
})

test('a body that is no JSON object is refused', { tag: '@basic' }, async ({
  client,
  promise,
  scim,
}) => {
  promise('broken-json-is-400')
  for (const body of ['{', '', '[]', '"x"', '7']) {
    scim.refused(await client.raw({ like: 'createUser', body }), 400)
  }
})

test('a payload that is too large is 413', { tag: '@edge' }, async ({ client, promise, scim }) => {
  promise('large-bodies-are-413')
  scim.refused(await client.raw({ like: 'createUser', body: ' '.repeat(1_100_000) }), 413)
})

test('unknown ids are 404, whatever is done to them', { tag: '@basic' }, async ({
  make,
  promise,
  scim,
}) => {
  promise('missing-resources-are-404')
  const user = await scim.user()
  for (const type of ['User', 'Group'] as const) {
    // The id of a user is no group's.
    for (const id of type === 'Group' ? [make.name(), user.id] : [make.name()]) {
      scim.refused(await scim.send('get', type, { id }), 404)
      scim.refused(await scim.send('delete', type, { id }), 404)
    }
  }
  expect(await scim.read('User', user.id)).toEqual(user)
})

test('a version is the ETag, and another one after a change', { tag: '@basic' }, async ({
  client,
  make,
  promise,
  scim,
}) => {
  promise('version-is-the-etag')
  await scim.needs('etag')
  const reply = await client.send('createUser', { body: { userName: make.address(make.name()) } })
  const { id, userName, meta } = reply.body as Resource
  expect(meta.version).toMatch(/./)
  expect(reply.headers.get('etag')).toBe(meta.version)
  const got = await client.raw({ like: 'getUser', path: below(meta.location) })
  expect(got.headers.get('etag')).toBe(meta.version)
  const after = await scim.put('User', id, { userName, title: 'Head' })
  expect(after.meta.version).not.toBe(meta.version)
  expect(Date.parse(after.meta.lastModified)).toBeGreaterThanOrEqual(Date.parse(meta.lastModified))
})

test('If-None-Match with the version that there is answers 304', { tag: '@basic' }, async ({
  promise,
  scim,
}) => {
  promise('if-none-match-of-this-version-is-304')
  await scim.needs('etag')
  for (const type of ['User', 'Group'] as const) {
    const { id, meta } = await (type === 'User' ? scim.user() : scim.group())
    const asked = (version = '') =>
      scim.send('get', type, { id, headers: { 'If-None-Match': version } })
    const same = await asked(meta.version)
    expect([same.status, same.text]).toEqual([304, ''])
    expect((await asked('W/"other"')).status).toBe(200)
  }
})

test('If-Match with the version that there is passes', { tag: '@basic' }, async ({
  promise,
  scim,
}) => {
  promise('if-match-of-this-version-passes')
  await scim.needs('etag')
  for (const type of ['User', 'Group'] as const) {
    const first = await (type === 'User' ? scim.user() : scim.group())
    const body = { userName: first.userName, displayName: 'Changed' }
    const matching = ({ meta }: Resource) => ({ 'If-Match': meta.version ?? '' })
    const { id } = first
    const replaced = await scim.send('replace', type, { id, body, headers: matching(first) })
    expect(replaced.status).toBe(200)
    const second = await scim.read(type, id)
    const patch = { id, body: { displayName: 'Again' }, headers: matching(second) }
    expect([200, 204, 501]).toContain((await scim.send('patch', type, patch)).status)
    const third = await scim.read(type, id)
    const deleted = await scim.send('delete', type, { id, headers: matching(third) })
    expect([200, 204]).toContain(deleted.status)
  }
})

test('a change without If-Match is performed', { tag: '@edge' }, async ({ promise, scim }) => {
  promise('if-match-is-optional')
  await scim.needs('etag')
  const { id, userName } = await scim.user()
  const body = { userName, title: 'Head' }
  expect((await scim.send('replace', 'User', { id, body })).status).toBe(200)
  expect([200, 204]).toContain((await scim.send('delete', 'User', { id })).status)
})

test('If-Match with another version is 412 or 409, and changes nothing', { tag: '@basic' }, async ({
  promise,
  scim,
}) => {
  promise('if-match-of-another-version-is-412')
  await scim.needs('etag')
  for (const type of ['User', 'Group'] as const) {
    const { id, userName } = await (type === 'User' ? scim.user() : scim.group())
    const before = await scim.read(type, id)
    const headers = { 'If-Match': 'W/"another"' }
    const body = { userName, displayName: 'Changed' }
    scim.refused(await scim.send('replace', type, { id, body, headers }), 412, 409)
    scim.refused(await scim.send('patch', type, { id, body, headers }), 412, 409, 501)
    scim.refused(await scim.send('delete', type, { id, headers }), 412, 409)
    expect(await scim.read(type, id)).toEqual(before)
  }
})
