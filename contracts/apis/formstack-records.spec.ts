import { GROUP_EXTENSION, type WireGroup, type WireUser } from '../drivers/formstack.ts'
import { expect, test } from '../suite.ts'
import { untouched } from '../untouched.ts'

const DATE = /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/

test('every error has a numeric status and no type', async ({ client, make, promise, verbs }) => {
  promise('errors-have-a-numeric-status-and-a-null-type')
  const twin = verbs.createUser(await make.user())
  const text = { 'content-type': 'text/plain' }
  const replies = [
    await client.send('listUsers', { query: { filter: 'nonsense' } }),
    await client.send('listUsers', { as: 'nobody' }),
    await client.send(twin.operation, { ...twin.call, as: 'reader' }),
    await client.raw({ path: '/Nothing' }),
    await client.raw({ path: '/Forms', method: 'DELETE' }),
    await client.send(twin.operation, twin.call),
    await client.raw({ like: 'createUser', body: ' '.repeat(1_100_000) }),
    await client.raw({ like: 'createUser', body: 'x', headers: text }),
  ]
  expect(replies.map(({ status }) => status)).toEqual([400, 401, 403, 404, 405, 409, 413, 415])
  for (const { body, status } of replies) {
    expect(body).toEqual({
      schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
      scimType: null,
      detail: expect.stringMatching(/\S/),
      status,
    })
  }
})

test('dates are those of UTC, with a space', async ({ client, make, promise, target }) => {
  promise('dates-have-a-space-and-no-zone', 'dates-are-utc')
  const path = { id: (await make.user()).id }
  const { created } = ((await client.send('getUser', { path })).body as WireUser).meta
  expect(created).toMatch(DATE)
  // A mock may have a clock of its own, but none is hours off by mistake of its zone.
  if (!target.mock) {
    expect(Math.abs(Date.parse(`${created?.replace(' ', 'T')}Z`) - Date.now())).toBeLessThan(
      600_000,
    )
  }
})

test('a record is modified by a change, and its creation stays', async ({
  client,
  make,
  promise,
  say,
  verbs,
}) => {
  promise('last-modified-is-null-until-a-change', 'created-never-changes')
  const user = await make.user()
  const group = await make.group()
  const metas = async () => [
    ((await client.send('getUser', { path: { id: user.id } })).body as WireUser).meta,
    ((await client.send('getGroup', { path: { id: group.id } })).body as WireGroup).meta,
  ]
  const before = await metas()
  expect(before.map(({ lastModified }) => lastModified)).toEqual([null, null])
  await say(verbs.replaceUser(user.id, make.person()))
  await say(verbs.replaceGroup(group.id, { displayName: make.name(), members: [] }))
  const after = await metas()
  expect(after.map(({ created }) => created)).toEqual(before.map(({ created }) => created))
  for (const { lastModified } of after) expect(lastModified).toMatch(DATE)
})

test('the location leads to the record', async ({ client, make, promise, target }) => {
  promise('location-leads-to-the-resource')
  const user = await make.user()
  const group = await make.group()
  for (const [operation, id] of [
    ['getUser', user.id],
    ['getGroup', group.id],
  ] as const) {
    const { body } = await client.send(operation, { path: { id } })
    const { location } = (body as WireUser).meta
    // The credential goes nowhere but to the target, whatever host the location names.
    const below = location.slice(location.search(/\/(Users|Groups)\//))
    expect((await client.raw({ like: operation, path: below })).body).toEqual(body)
    if (target.mock) expect(location).toBe(target.url + below)
  }
})

test('an address is answered with an at sign', async ({ client, make, promise }) => {
  promise('at-signs-are-at-signs')
  const body = person(make.address(make.name()))
  const { text } = await client.send('createUser', { body })
  expect(text).toContain(`"${body.userName}"`)
  expect(text).not.toContain(':::at:::')
})

test('ids are texts for users, and numbers for groups except in lists', async ({
  client,
  make,
  promise,
}) => {
  promise(
    'ids-of-users-forms-and-folders-are-strings',
    'group-ids-and-members-are-integers',
    'listed-groups-have-string-ids',
  )
  const user = await make.user()
  const made = await client.send('createGroup', {
    body: { displayName: make.name(), members: [{ value: user.id }] },
  })
  const { id, displayName } = made.body as WireGroup
  expect(made.body).toMatchObject({ id: expect.any(Number), members: [{ value: Number(user.id) }] })
  const path = { id: String(id) }
  const read = { id, members: [{ value: Number(user.id) }] }
  expect((await client.send('getGroup', { path })).body).toMatchObject(read)
  const query = { filter: `displayName eq "${displayName}"` }
  expect((await client.send('listGroups', { query })).body).toMatchObject({
    Resources: [{ id: String(id), members: [{ value: Number(user.id) }] }],
  })
  expect((await client.send('getUser', { path: { id: user.id } })).body).toMatchObject({
    id: user.id,
    groups: [{ value: String(id), display: displayName }],
  })
})

test('an id that was deleted is not given again', async ({ make, promise, say, verbs }) => {
  promise('ids-are-not-reused')
  const users = new Set<string>()
  const groups = new Set<string>()
  for (let round = 0; round < 3; round += 1) {
    const [user, group] = [await make.user(), await make.group()]
    await say(verbs.deleteUser(user.id))
    await say(verbs.deleteGroup(group.id))
    users.add(user.id)
    groups.add(group.id)
  }
  expect([users.size, groups.size]).toEqual([3, 3])
})

test('what changed is seen by the next read, by id and in lists', async ({
  make,
  promise,
  say,
  verbs,
}) => {
  promise('changes-are-seen-at-once')
  const user = await make.user()
  const other = make.person()
  await say(verbs.replaceUser(user.id, other))
  const where = { field: 'userName', operator: 'eq', value: other.userName } as const
  expect(await say(verbs.listUsers({ where }))).toEqual({
    total: 1,
    items: [{ id: user.id, ...other }],
  })
  await say(verbs.deleteUser(user.id))
  expect((await say(verbs.listUsers({ where }))).total).toBe(0)
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
    await refused(verbs.replaceUser(user.id, taken), 'duplicateUser')
    const nobody = { kind: 'user', id: '2147483647' } as const
    const replacement = { displayName: make.name(), members: [nobody] }
    await refused(verbs.replaceGroup(group.id, replacement), 'unknownMember')
  })
})

test('a group has its extension when it is read, not when it is made or listed', async ({
  client,
  make,
  promise,
}) => {
  promise(
    'groups-have-the-extension',
    'created-groups-have-no-extension',
    'listed-groups-have-no-extension',
  )
  const displayName = make.name()
  const made = (await client.send('createGroup', { body: { displayName } })).body as WireGroup
  expect(Object.keys(made)).not.toContain(GROUP_EXTENSION)
  const read = (await client.send('getGroup', { path: { id: String(made.id) } })).body
  expect((read as Record<string, unknown>)[GROUP_EXTENSION]).toEqual({ forms: [], folders: [] })
  const query = { filter: `displayName eq "${displayName}"` }
  const { Resources } = (await client.send('listGroups', { query })).body as { Resources: object[] }
  expect(Object.keys(Resources[0] ?? {})).not.toContain(GROUP_EXTENSION)
})

function person(userName: string) {
  return { userName, active: true, name: { givenName: 'Rehearsal', familyName: 'Person' } }
}
