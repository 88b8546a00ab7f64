import {
  GROUP_EXTENSION,
  USER_EXTENSION,
  type WireGroup,
  type WireUser,
} from '../drivers/formstack.ts'
import { expect, test } from '../suite.ts'
import { untouched } from '../untouched.ts'

test.describe('creating a group', () => {
  test('answers 200, and says nowhere where it is but in the group', async ({
    client,
    make,
    promise,
  }) => {
    promise('create-group-answers-200')
    const reply = await client.send('createGroup', { body: { displayName: make.name() } })
    expect(reply.status).toBe(200)
    expect(reply.headers.get('location')).toBeNull()
  })

  test('answers its members in full, in the order of their joining', async ({
    client,
    make,
    promise,
  }) => {
    promise('members-are-answered-in-full', 'members-are-ordered-by-joining')
    const ann = await make.user({ givenName: 'Ann', familyName: 'Lee' })
    const bea = await make.user({ givenName: 'Bea', familyName: 'Ray' })
    const members = [{ value: bea.id, display: 'ignored' }, { value: Number(ann.id) }]
    const body = { displayName: make.name(), members }
    const made = (await client.send('createGroup', { body })).body as WireGroup
    expect(made.members).toEqual([
      { value: Number(bea.id), primary: null, type: null, display: 'Bea Ray' },
      { value: Number(ann.id), primary: null, type: null, display: 'Ann Lee' },
    ])
  })

  test('shows its members by the names that they have now', async ({
    client,
    make,
    promise,
    say,
    verbs,
  }) => {
    promise('members-are-answered-in-full')
    const user = await make.user()
    const { id } = await make.group([{ kind: 'user', id: user.id }])
    await say(verbs.replaceUser(user.id, { ...user, givenName: 'Ann', familyName: 'Married' }))
    const { body } = await client.send('getGroup', { path: { id } })
    expect(body).toMatchObject({ members: [{ display: 'Ann Married' }] })
  })

  test('needs a name', async ({ client, isRefusal, promise }) => {
    promise('group-name-is-required')
    for (const body of [{}, { displayName: '' }, { displayName: null }, { members: [] }]) {
      const reply = await client.send('createGroup', { body })
      isRefusal(reply, 'wrongType')
      expect(reply.body).toMatchObject({ detail: 'Invalid input' })
    }
  })

  test('refuses members who are no users of the account, groups among them', async ({
    client,
    driver,
    isRefusal,
    make,
    promise,
  }) => {
    promise('unknown-member-is-400')
    const group = await make.group()
    for (const value of [driver.missingId, Number(driver.missingId), 0]) {
      const body = { displayName: make.name(), members: [{ value }] }
      const reply = await client.send('createGroup', { body })
      isRefusal(reply, 'unknownMember')
      expect(reply.body).toMatchObject({ detail: 'Invalid input' })
    }
    // Groups and users count their ids apart, so that the id of a group may be a user's too.
    if ((await client.send('getUser', { path: { id: group.id } })).status === 404) {
      const body = { displayName: make.name(), members: [{ value: group.id, type: 'Group' }] }
      isRefusal(await client.send('createGroup', { body }), 'unknownMember')
    }
  })

  test('refuses members that are no references', async ({ client, isRefusal, make, promise }) => {
    promise('broken-bodies-are-400')
    const { id } = await make.user()
    for (const members of [
      [id],
      { value: id },
      [{ id }],
      [{ value: 'ann' }],
      [{ value: 1.5 }],
      'x',
    ]) {
      const body = { displayName: make.name(), members }
      isRefusal(await client.send('createGroup', { body }), 'wrongType')
    }
  })
})

test.describe('replacing a group', () => {
  test('needs its id', async ({ client, isRefusal, make, promise, verbs }) => {
    promise('replace-group-needs-its-id')
    const [group, other] = [await make.group(), await make.group()]
    await untouched(client, [verbs.getGroup(group.id), verbs.getGroup(other.id)], async () => {
      const displayName = make.name()
      for (const body of [{ displayName }, { displayName, id: other.id }]) {
        const path = { id: group.id }
        isRefusal(await client.send('replaceGroup', { path, body }), 'wrongType')
      }
    })
  })

  test('without members empties it', async ({ client, make, promise }) => {
    promise('replace-group-replaces-the-members')
    const user = await make.user()
    const { id, displayName } = await make.group([{ kind: 'user', id: user.id }])
    const path = { id }
    const reply = await client.send('replaceGroup', { path, body: { id, displayName } })
    expect(reply.body).toMatchObject({ members: [] })
    expect((await client.send('getUser', { path: { id: user.id } })).body).toMatchObject({
      groups: [],
    })
  })

  test('does not change what it may do', async ({ client, lacks, make, promise }) => {
    promise('group-permissions-cannot-be-changed', 'permissions-are-given-by-patch-alone')
    const { Resources } = (await client.send('listForms')).body as { Resources: object[] }
    const form = Resources[0] ?? lacks('a form')
    const permissions = { canViewSubmissions: true, canEditSubmissions: true, isAdmin: true }
    const { id, displayName } = await make.group()
    const extension = { [GROUP_EXTENSION]: { forms: [{ ...form, permissions }], folders: [] } }
    const body = { id, displayName, ...extension }
    expect((await client.send('replaceGroup', { path: { id }, body })).body).toMatchObject({
      [GROUP_EXTENSION]: { forms: [], folders: [] },
    })
    const Operations = [{ op: 'write', path: 'forms', value: [{ value: 1 }] }]
    const reply = await client.send('patchGroup', { path: { id }, body: { Operations } })
    expect(reply.status).toBe(400)
  })
})

test.describe('deleting a group', () => {
  test('answers 204 and takes it from the users', async ({ client, isRefusal, make, promise }) => {
    promise('delete-group-answers-204', 'deleted-group-is-gone', 'deleted-group-keeps-its-users')
    const user = await make.user()
    const { id, displayName } = await make.group([{ kind: 'user', id: user.id }])
    const reply = await client.send('deleteGroup', { path: { id } })
    expect(reply.status).toBe(204)
    expect(reply.text).toBe('')
    const left = (await client.send('getUser', { path: { id: user.id } })).body as WireUser
    expect(left.groups).toEqual([])
    const query = { filter: `displayName eq "${displayName}"` }
    expect((await client.send('listGroups', { query })).body).toMatchObject({ totalResults: 0 })
    isRefusal(await client.send('getGroup', { path: { id } }), 'missingGroup')
  })
})

test('what a group may do is not shown with its members', async ({
  client,
  lacks,
  make,
  promise,
  say,
  verbs,
}) => {
  promise('group-permissions-stay-with-the-group')
  const { items } = await say(verbs.listGroups({ count: 100 }))
  const user = await make.user()
  for (const group of items) {
    const { body } = await client.send('getGroup', { path: { id: group.id } })
    const { forms, folders } = (body as Record<string, { forms: []; folders: [] }>)[
      GROUP_EXTENSION
    ] ?? { forms: [], folders: [] }
    if (forms.length + folders.length === 0) continue
    const member = { kind: 'user', id: user.id } as const
    await say(verbs.addMember(group.id, member))
    const shown = (await client.send('getUser', { path: { id: user.id } })).body as WireUser
    await say(verbs.removeMember(group.id, member))
    expect(shown[USER_EXTENSION]).toMatchObject({ forms: [], folders: [] })
    return
  }
  lacks('a group that may do something on a form or a folder')
})
