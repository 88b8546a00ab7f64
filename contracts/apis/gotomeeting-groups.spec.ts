import type { WireGroup } from '../drivers/gotomeeting.ts'
import { expect, test } from '../suite.ts'
import { untouched } from '../untouched.ts'

test('creating a group answers 201 and where it is', async ({ client, make, promise }) => {
  promise('create-group-answers-201', 'create-group-sends-location')
  const reply = await client.send('createGroup', { body: { displayName: make.name() } })
  expect(reply.status).toBe(201)
  expect(reply.headers.get('location')).toBe((reply.body as WireGroup).meta.location)
})

test('a created group is answered by key, in the list and by a filter', async ({
  client,
  make,
  promise,
}) => {
  promise('created-group-joins-the-organization')
  const { body } = await client.send('createGroup', { body: { displayName: make.name() } })
  const { id, displayName } = body as WireGroup
  expect((await client.send('getGroup', { path: { groupKey: id } })).body).toEqual(body)
  const all = (await client.send('getGroups')).body as { resources: WireGroup[] }
  expect(all.resources).toContainEqual(body)
  const query = { filter: `displayName eq "${displayName}"` }
  expect((await client.send('getGroups', { query })).body).toEqual({
    resources: [body],
    totalResults: 1,
  })
})

test.describe('the name of a group', () => {
  test('has to be there', async ({ client, isRefusal, promise }) => {
    promise('group-name-is-required')
    isRefusal(await client.send('createGroup', { body: {} }), 'wrongType')
    isRefusal(await client.send('createGroup', { body: { members: [] } }), 'wrongType')
  })

  test('has 128 characters at most', async ({ client, isRefusal, make, promise }) => {
    promise('group-name-has-128-characters-at-most')
    const longest = make.name().padEnd(128, 'é')
    const reply = await client.send('createGroup', { body: { displayName: longest } })
    expect(reply.body).toMatchObject({ displayName: longest })
    const displayName = make.name().padEnd(129, 'x')
    isRefusal(await client.send('createGroup', { body: { displayName } }), 'wrongType')
  })

  test('is well formed', async ({ client, isRefusal, make, promise }) => {
    promise('malformed-group-name-is-400')
    const name = make.name()
    for (const displayName of ['', ' ', ` ${name}`, `${name} `, `${name}\n`, `a\n${name}`, `\t`]) {
      isRefusal(await client.send('createGroup', { body: { displayName } }), 'wrongType')
    }
  })

  test('that is its own is no conflict in an update', async ({ make, promise, say, verbs }) => {
    promise('own-group-name-is-no-conflict')
    const group = await make.group()
    const displayName = group.displayName.toUpperCase()
    expect(await say(verbs.renameGroup(group.id, displayName))).toEqual({ ...group, displayName })
  })
})

test.describe('the members of a group', () => {
  test('are in the organization', async ({ client, driver, isRefusal, make, promise }) => {
    promise('members-are-in-the-organization', 'unknown-member-is-400')
    for (const type of ['user', 'group']) {
      const body = { displayName: make.name(), members: [{ type, value: driver.missingId }] }
      isRefusal(await client.send('createGroup', { body }), 'unknownMember')
    }
  })

  test('have a type and a value', async ({ client, isRefusal, make, promise }) => {
    promise('members-are-typed')
    const value = (await make.user()).id
    for (const member of [
      { value },
      { type: 'user' },
      { type: 'User', value },
      { type: 'robot', value },
      { type: 'user', value: Number(value) },
      { type: 'user', value: 'ann' },
      { type: 'user', value, display: 'Ann' },
      value,
      null,
    ]) {
      const body = { displayName: make.name(), members: [member] }
      isRefusal(await client.send('createGroup', { body }), 'wrongType')
    }
  })

  test('are a hundred at most, and one that is sent again counts again', async ({
    client,
    isRefusal,
    make,
    promise,
  }) => {
    promise('members-are-100-at-most', 'repeated-members-count-once')
    const member = { type: 'user', value: (await make.user()).id }
    const hundred = { displayName: make.name(), members: Array(100).fill(member) }
    const reply = await client.send('createGroup', { body: hundred })
    expect(reply.body).toMatchObject({ members: [member] })
    const more = { displayName: make.name(), members: Array(101).fill(member) }
    isRefusal(await client.send('createGroup', { body: more }), 'wrongType')
  })

  test('are answered in the order in which they were sent, and as an empty list if there are none', async ({
    client,
    make,
    promise,
  }) => {
    promise('members-are-always-answered', 'groups-nest', 'members-are-direct')
    const [ann, bea] = [await make.user(), await make.user()]
    const inner = await make.group([{ kind: 'user', id: ann.id }])
    const members = [
      { type: 'user', value: bea.id },
      { type: 'group', value: inner.id },
      { type: 'user', value: ann.id },
    ]
    const body = { displayName: make.name(), members }
    expect((await client.send('createGroup', { body })).body).toMatchObject({ members })
    const empty = { displayName: make.name() }
    expect((await client.send('createGroup', { body: empty })).body).toMatchObject({ members: [] })
  })
})

test.describe('replacing a group', () => {
  test('needs a name', async ({ client, isRefusal, make, promise, verbs }) => {
    promise('replace-group-needs-the-full-definition')
    const group = await make.group()
    await untouched(client, [verbs.getGroup(group.id)], async () => {
      const path = { groupKey: group.id }
      isRefusal(await client.send('replaceGroup', { path, body: { members: [] } }), 'wrongType')
    })
  })

  test('makes its members the only ones, and without members empties the group', async ({
    client,
    make,
    promise,
  }) => {
    promise('replace-group-replaces-the-members', 'replace-group-without-members-empties-it')
    const [ann, bea] = [await make.user(), await make.user()]
    const { id, displayName } = await make.group([{ kind: 'user', id: ann.id }])
    const path = { groupKey: id }
    const members = [{ type: 'user', value: bea.id }]
    const first = await client.send('replaceGroup', { path, body: { displayName, members } })
    expect(first.body).toMatchObject({ members })
    const second = await client.send('replaceGroup', { path, body: { displayName } })
    expect(second.body).toMatchObject({ members: [] })
  })
})

test.describe('updating a group', () => {
  test('leaves what is not sent', async ({ client, make, promise }) => {
    promise('update-group-changes-only-what-is-sent', 'update-group-replaces-the-members')
    const [ann, bea] = [await make.user(), await make.user()]
    const { id } = await make.group([{ kind: 'user', id: ann.id }])
    const path = { groupKey: id }
    const before = (await client.send('getGroup', { path })).body as WireGroup
    const displayName = make.name()
    const renamed = { ...before, displayName }
    const update = async (body: object) => (await client.send('updateGroup', { path, body })).body
    expect(await update({ displayName })).toEqual(renamed)
    const members = [{ type: 'user', value: bea.id }]
    expect(await update({ members })).toEqual({ ...renamed, members })
    expect(await update({})).toEqual({ ...renamed, members })
    expect(await update({ members: [] })).toEqual({ ...renamed, members: [] })
  })

  test('is refused whole when a member is unknown', async ({
    client,
    driver,
    isRefusal,
    make,
    promise,
    verbs,
  }) => {
    promise('refused-requests-change-nothing')
    const ann = await make.user()
    const group = await make.group([{ kind: 'user', id: ann.id }])
    await untouched(client, [verbs.getGroup(group.id)], async () => {
      const members = [{ type: 'user', value: driver.missingId }]
      const body = { displayName: make.name(), members }
      const path = { groupKey: group.id }
      isRefusal(await client.send('updateGroup', { path, body }), 'unknownMember')
    })
  })
})

test.describe('deleting a group', () => {
  test('answers 200 without a body', async ({ client, make, promise }) => {
    promise('delete-group-answers-200-without-a-body')
    const { id } = await make.group()
    const reply = await client.send('deleteGroup', { path: { groupKey: id } })
    expect(reply.status).toBe(200)
    expect(reply.text).toBe('')
  })

  test('takes it out of the organization', async ({ client, isRefusal, make, promise }) => {
    promise('deleted-group-leaves-the-organization')
    const group = await make.group()
    const path = { groupKey: group.id }
    await client.send('deleteGroup', { path })
    const all = (await client.send('getGroups')).body as { resources: WireGroup[] }
    expect(all.resources.map(({ id }) => id)).not.toContain(group.id)
    isRefusal(await client.send('getGroup', { path }), 'missingGroup')
    isRefusal(await client.send('updateGroup', { path, body: { members: [] } }), 'missingGroup')
    const body = { displayName: make.name() }
    isRefusal(await client.send('replaceGroup', { path, body }), 'missingGroup')
    isRefusal(await client.send('deleteGroup', { path }), 'missingGroup')
  })
})
