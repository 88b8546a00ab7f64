import type { WireGroup, WireUser } from '../drivers/gotomeeting.ts'
import { expect, test } from '../suite.ts'
import { untouched } from '../untouched.ts'

test('keys are texts of digits wherever they stand', async ({ client, make, promise }) => {
  promise('keys-are-strings-of-digits')
  const user = await make.user()
  const group = await make.group([{ kind: 'user', id: user.id }])
  const { body } = await client.send('getGroup', { path: { groupKey: group.id } })
  const { id, members } = body as WireGroup
  for (const key of [user.id, id, members[0]?.value]) expect(key).toMatch(/^[0-9]{1,19}$/)
})

test('a key that was deleted is not given again', async ({ make, promise, say, verbs }) => {
  promise('keys-are-not-reused')
  const seen = new Set<string>()
  for (let round = 0; round < 3; round += 1) {
    const user = await make.user()
    const group = await make.group()
    await say(verbs.deleteUser(user.id))
    await say(verbs.deleteGroup(group.id))
    seen.add(user.id).add(group.id)
  }
  expect(seen.size).toBe(6)
})

test('a key that is no number is a missing key', async ({ client, isRefusal, promise }) => {
  promise('odd-keys-are-missing-keys')
  for (const key of ['abc', '-1', '1.5', '1e3', '٣', ' ', '9'.repeat(40), 'null', "1'--"]) {
    isRefusal(await client.send('getUser', { path: { userKey: key } }), 'missingUser')
    isRefusal(await client.send('getGroup', { path: { groupKey: key } }), 'missingGroup')
    isRefusal(await client.send('deleteUser', { path: { userKey: key } }), 'missingUser')
    isRefusal(await client.send('deleteGroup', { path: { groupKey: key } }), 'missingGroup')
  }
})

test('the key of a user is no key of a group', async ({ client, isRefusal, make, promise }) => {
  promise('missing-user-is-404', 'missing-group-is-401')
  const user = await make.user()
  const group = await make.group()
  isRefusal(await client.send('getGroup', { path: { groupKey: user.id } }), 'missingGroup')
  isRefusal(await client.send('getUser', { path: { userKey: group.id } }), 'missingUser')
})

test('the time of creation never changes', async ({ client, make, promise, say, verbs }) => {
  promise('created-never-changes')
  const user = await make.user()
  const group = await make.group()
  const read = async () => [
    ((await client.send('getUser', { path: { userKey: user.id } })).body as WireUser).meta,
    ((await client.send('getGroup', { path: { groupKey: group.id } })).body as WireGroup).meta,
  ]
  const before = await read()
  await say(verbs.changeUser(user.id, { givenName: 'Later', familyName: 'Still' }))
  await say(verbs.replaceUser(user.id, make.person()))
  await say(verbs.renameGroup(group.id, make.name()))
  await say(verbs.replaceGroup(group.id, { displayName: make.name(), members: [] }))
  expect(await read()).toEqual(before)
})

test('the location leads to the record', async ({ client, make, promise, target }) => {
  promise('location-leads-to-the-resource')
  const user = await make.user()
  const group = await make.group()
  for (const [operation, path] of [
    ['getUser', { userKey: user.id }],
    ['getGroup', { groupKey: group.id }],
  ] as const) {
    const { body } = await client.send(operation, { path: { ...path } })
    const { location } = (body as WireUser).meta
    // The credential goes nowhere but to the target, whatever host the location names.
    const below = location.slice(location.search(/\/(Users|Groups)\//))
    expect((await client.raw({ like: operation, path: below })).body).toEqual(body)
    if (target.mock) expect(location).toBe(target.url + below)
  }
})

test('no reply has a schemas property', async ({ client, make, promise }) => {
  promise('replies-have-no-schemas')
  const user = await make.user()
  const group = await make.group()
  const path = { userKey: user.id, groupKey: group.id }
  for (const operation of ['getUser', 'getGroup', 'getUsers', 'getGroups', 'getMe']) {
    const { body } = await client.send(operation, { path, query: { count: 1 } })
    expect(body).not.toHaveProperty('schemas')
  }
})

test('a title and the extension cannot be sent', async ({
  client,
  isRefusal,
  make,
  promise,
  verbs,
}) => {
  promise('unwritable-fields-are-shown-only')
  const user = await make.user()
  const extension = { 'urn:scim:schemas:extension:getgo:1.0': { accounts: [] } }
  await untouched(client, [verbs.getUser(user.id)], async () => {
    for (const more of [{ title: 'Head' }, extension]) {
      const { operation, call } = verbs.createUser(make.person())
      const body = { ...(call.body as object), ...more }
      isRefusal(await client.send(operation, { body }), 'unknownProperty')
      const change = { path: { userKey: user.id }, body: more }
      isRefusal(await client.send('updateUser', change), 'unknownProperty')
    }
  })
})

test('what changed is seen by the next read, by key and in lists', async ({
  make,
  promise,
  say,
  verbs,
}) => {
  promise('changes-are-seen-at-once', 'created-user-joins-the-organization')
  const user = await make.user()
  const names = { givenName: make.name('Given'), familyName: 'Seen' }
  const where = { field: 'givenName', operator: 'eq', value: names.givenName } as const
  expect((await say(verbs.listUsers({ where }))).total).toBe(0)
  await say(verbs.changeUser(user.id, names))
  expect(await say(verbs.listUsers({ where }))).toEqual({
    total: 1,
    items: [{ ...user, ...names }],
  })
  await say(verbs.deleteUser(user.id))
  expect((await say(verbs.listUsers({ where }))).total).toBe(0)
})

test('every error is one of SCIM 1.1', async ({ client, make, promise, verbs }) => {
  promise('errors-are-scim-1-1')
  const user = await make.user()
  const twin = verbs.createUser(user)
  const replies = [
    await client.send('getUsers', { query: { filter: 'nonsense' } }),
    await client.send('getUsers', { as: 'nobody' }),
    await client.send('getUsers', { as: 'expired' }),
    await client.raw({ path: '/Nothing' }),
    await client.raw({ path: '/ServiceProviderConfigs', method: 'DELETE' }),
    await client.send(twin.operation, twin.call),
    await client.raw({ like: 'createUsers', body: ' '.repeat(1_100_000) }),
    await client.raw({ like: 'createUsers', body: 'x', headers: { 'content-type': 'text/plain' } }),
  ]
  expect(replies.map(({ status }) => status)).toEqual([400, 401, 403, 404, 405, 409, 413, 415])
  for (const { body, status } of replies) {
    expect(body).toEqual({
      Errors: [{ description: expect.stringMatching(/\S/), code: String(status) }],
    })
  }
})

test('a refused request leaves users and groups as they were', async ({
  client,
  make,
  promise,
  refused,
  verbs,
}) => {
  promise('refused-requests-change-nothing')
  const [user, other] = [await make.user(), await make.user()]
  const group = await make.group([{ kind: 'user', id: user.id }])
  const phrases = [verbs.getUser(user.id), verbs.getUser(other.id), verbs.getGroup(group.id)]
  await untouched(client, phrases, async () => {
    const taken = { userName: other.userName, givenName: 'Not', familyName: 'Applied' }
    await refused(verbs.changeUser(user.id, taken), 'duplicateUser')
    const members = [{ kind: 'group', id: group.id }] as const
    const ring = { displayName: make.name(), members }
    await refused(verbs.replaceGroup(group.id, ring), 'selfMember')
  })
})
