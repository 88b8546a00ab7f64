import { USER_EXTENSION, type WireUser } from '../drivers/formstack.ts'
import { expect, test } from '../suite.ts'
import { untouched } from '../untouched.ts'

const flags = {
  canCreateForms: true,
  canCreateThemes: true,
  isAdmin: false,
  isParticipantUser: true,
  mustLoginUsingSso: true,
}

test.describe('creating a user', () => {
  test('answers 201, the whole user and where she is', async ({ client, make, promise }) => {
    promise('create-user-answers-201', 'create-user-sends-location')
    const body = { ...person(make.address(make.name())), [USER_EXTENSION]: flags }
    const reply = await client.send('createUser', { body })
    expect(reply.status).toBe(201)
    const made = reply.body as WireUser
    expect(reply.headers.get('location')).toBe(made.meta.location)
    expect(made).toMatchObject({
      ...body,
      groups: [],
      [USER_EXTENSION]: { ...flags, forms: [], folders: [] },
    })
  })

  test('fills in what is left out', async ({ client, make, promise }) => {
    promise(
      'create-user-fills-in-defaults',
      'email-follows-the-user-name',
      'emails-are-answered-in-full',
      'formatted-name-is-made-from-the-parts',
    )
    const body = person(make.address(make.name()))
    expect((await client.send('createUser', { body })).body).toMatchObject({
      timezone: 'US/Eastern',
      name: { formatted: 'Rehearsal Person' },
      emails: [{ value: body.userName, primary: false, type: null, display: null }],
      [USER_EXTENSION]: {
        canCreateForms: false,
        canCreateThemes: false,
        isAdmin: false,
        isParticipantUser: false,
        mustLoginUsingSso: false,
      },
    })
  })

  test('keeps the emails that are sent, and makes the formatted name itself', async ({
    client,
    make,
    promise,
  }) => {
    promise('emails-are-answered-in-full', 'formatted-name-is-made-from-the-parts')
    const userName = make.address(make.name())
    const value = make.address(make.name())
    const name = { givenName: 'Ann', familyName: 'Lee', formatted: 'Somebody Else' }
    const emails = [{ value, type: 'work', primary: true }, { value: userName }]
    const { body } = await client.send('createUser', {
      body: { ...person(userName), name, emails },
    })
    expect(body).toMatchObject({
      name: { ...name, formatted: 'Ann Lee' },
      emails: [
        { value, type: 'work', primary: true, display: null },
        { value: userName, type: null, primary: false, display: null },
      ],
    })
  })

  test('needs a userName, a name of two parts and whether she is active', async ({
    client,
    isRefusal,
    make,
    promise,
  }) => {
    promise('user-name-name-and-active-are-required', 'broken-bodies-are-400')
    const whole = person(make.address(make.name()))
    const { userName: _, ...nameless } = whole
    const { active: __, ...undecided } = whole
    for (const body of [
      {},
      nameless,
      undecided,
      { ...whole, userName: '' },
      { ...whole, active: 'true' },
      { ...whole, name: undefined },
      { ...whole, name: { givenName: 'Ann' } },
      { ...whole, name: { familyName: 'Lee' } },
      { ...whole, name: 'Ann Lee' },
      { ...whole, emails: 'ann@example.com' },
      { ...whole, [USER_EXTENSION]: { isAdmin: 'no' } },
    ]) {
      const reply = await client.send('createUser', { body })
      isRefusal(reply, 'wrongType')
      expect(reply.body).toMatchObject({ detail: 'Invalid input' })
    }
  })

  test('gives no permissions', async ({ client, lacks, make, promise, say, verbs }) => {
    promise('permissions-are-given-by-patch-alone')
    const listed = (await client.send('listForms')).body as { Resources: object[] }
    const [form] = listed.Resources
    const permissions = { canViewSubmissions: true, canEditSubmissions: true, isAdmin: true }
    const forms = [{ ...(form ?? lacks('a form')), permissions }]
    const body = {
      ...person(make.address(make.name())),
      [USER_EXTENSION]: { forms, folders: forms },
    }
    const made = (await client.send('createUser', { body })).body as WireUser
    expect(made[USER_EXTENSION]).toMatchObject({ forms: [], folders: [] })
    const path = { id: made.id }
    const replaced = await client.send('replaceUser', { path, body: { ...body, id: made.id } })
    expect(replaced.body).toMatchObject({ [USER_EXTENSION]: { forms: [], folders: [] } })
    await say(verbs.deleteUser(made.id))
  })
})

test.describe('replacing a user', () => {
  test('needs her id, as a text or a number', async ({
    client,
    isRefusal,
    make,
    promise,
    verbs,
  }) => {
    promise('replace-user-needs-its-id')
    const [user, other] = [await make.user(), await make.user()]
    const path = { id: user.id }
    const body = person(make.address(make.name()))
    await untouched(client, [verbs.getUser(user.id), verbs.getUser(other.id)], async () => {
      for (const wrong of [body, { ...body, id: other.id }, { ...body, id: '' }]) {
        isRefusal(await client.send('replaceUser', { path, body: wrong }), 'wrongType')
      }
    })
    for (const id of [user.id, Number(user.id)]) {
      expect((await client.send('replaceUser', { path, body: { ...body, id } })).status).toBe(200)
    }
  })

  test('resets what is left out', async ({ client, make, promise }) => {
    promise('replace-user-resets-what-is-left-out')
    const emails = [{ value: make.address(make.name()) }]
    const body = {
      ...person(make.address(make.name())),
      timezone: 'US/Pacific',
      emails,
      [USER_EXTENSION]: flags,
    }
    const { id } = (await client.send('createUser', { body })).body as WireUser
    const bare = { id, ...person(body.userName) }
    expect((await client.send('replaceUser', { path: { id }, body: bare })).body).toMatchObject({
      timezone: 'US/Eastern',
      emails: [{ value: body.userName }],
      [USER_EXTENSION]: { canCreateForms: false, mustLoginUsingSso: false },
    })
  })

  test('keeps groups and permissions', async ({ client, lacks, make, promise, say, verbs }) => {
    promise('replace-user-keeps-groups-and-permissions')
    const { Resources } = (await client.send('listForms')).body as { Resources: { id: string }[] }
    const form = Resources[0]?.id ?? lacks('a form')
    const user = await make.user()
    const group = await make.group([{ kind: 'user', id: user.id }])
    const path = { id: user.id }
    const Operations = [{ op: 'write', path: 'forms', value: [{ value: form }] }]
    await client.send('patchUser', { path, body: { Operations } })
    await say(verbs.replaceUser(user.id, make.person()))
    const { body } = await client.send('getUser', { path })
    expect(body).toMatchObject({
      groups: [{ value: group.id }],
      [USER_EXTENSION]: { forms: [{ id: form, permissions: { canEditSubmissions: true } }] },
    })
  })
})

test.describe('deleting a user', () => {
  test('answers 204 and leaves nothing of her', async ({
    client,
    isRefusal,
    make,
    promise,
    verbs,
  }) => {
    promise('delete-user-answers-204', 'deleted-user-is-gone')
    const user = await make.user()
    const path = { id: user.id }
    const reply = await client.send('deleteUser', { path })
    expect(reply.status).toBe(204)
    expect(reply.text).toBe('')
    const body = { Operations: [{ op: 'none', path: 'forms', value: [{ value: 1 }] }] }
    isRefusal(await client.send('patchUser', { path, body }), 'missingUser')
    const query = { filter: `userName eq "${user.userName}"` }
    expect((await client.send('listUsers', { query })).body).toMatchObject({ totalResults: 0 })
    const { operation, call } = verbs.replaceUser(user.id, user)
    isRefusal(await client.send(operation, call), 'missingUser')
  })

  test('takes her permissions too, so that her heir has none', async ({
    client,
    lacks,
    make,
    promise,
    say,
    verbs,
  }) => {
    promise('deleted-user-frees-the-user-name')
    const { Resources } = (await client.send('listForms')).body as { Resources: { id: string }[] }
    const form = Resources[0]?.id ?? lacks('a form')
    const user = await make.user()
    const Operations = [{ op: 'admin', path: 'forms', value: [{ value: form }] }]
    await client.send('patchUser', { path: { id: user.id }, body: { Operations } })
    await say(verbs.deleteUser(user.id))
    const heir = await make.user({ userName: user.userName })
    const { body } = await client.send('getUser', { path: { id: heir.id } })
    expect(body).toMatchObject({ [USER_EXTENSION]: { forms: [], folders: [] } })
  })
})

test('the groups of a user mirror the members of the groups', async ({
  client,
  make,
  promise,
  say,
  verbs,
}) => {
  promise('groups-of-a-user-mirror-members')
  const user = await make.user()
  const member = { kind: 'user', id: user.id } as const
  const group = await make.group([member])
  const groups = async () =>
    ((await client.send('getUser', { path: { id: user.id } })).body as WireUser).groups
  const { id, displayName } = group
  expect(await groups()).toEqual([{ value: id, display: displayName, primary: null, type: null }])
  const renamed = { ...group, displayName: make.name() }
  await say(verbs.replaceGroup(id, renamed))
  expect(await groups()).toMatchObject([{ value: id, display: renamed.displayName }])
  await say(verbs.removeMember(id, member))
  expect(await groups()).toEqual([])
})

function person(userName: string) {
  return { userName, active: true, name: { givenName: 'Rehearsal', familyName: 'Person' } }
}
