import type { WireUser } from '../drivers/gotomeeting.ts'
import type { Make } from '../make.ts'
import { expect, test } from '../suite.ts'
import { untouched } from '../untouched.ts'

test.describe('replacing a user', () => {
  test('needs the full definition', async ({ client, isRefusal, make, promise, verbs }) => {
    promise('replace-user-needs-the-full-definition')
    const user = await make.user()
    const path = { userKey: user.id }
    await untouched(client, [verbs.getUser(user.id)], async () => {
      for (const field of ['userName', 'displayName', 'locale', 'timezone']) {
        const body = Object.fromEntries(
          Object.entries(definition(make)).filter(([name]) => name !== field),
        )
        isRefusal(await client.send('replaceUser', { path, body }), 'wrongType')
      }
    })
  })

  test('sets what it says', async ({ client, make, promise }) => {
    promise('replace-user-sets-the-listed-fields')
    const path = { userKey: (await make.user()).id }
    const body = { ...definition(make), password: 'another horse' }
    const { password: _, ...shown } = body
    expect((await client.send('replaceUser', { path, body })).body).toMatchObject(shown)
    expect((await client.send('getUser', { path })).body).toMatchObject(shown)
  })

  test('sets a name that is sent and keeps one that is not', async ({ client, make, promise }) => {
    promise(
      'replace-user-applies-a-name-that-is-sent',
      'replace-user-keeps-a-name-that-is-not-sent',
    )
    const path = { userKey: (await make.user()).id }
    const name = { givenName: 'Newly', familyName: 'Named' }
    await client.send('replaceUser', { path, body: { ...definition(make), name } })
    expect((await client.send('getUser', { path })).body).toMatchObject({ name })
    await client.send('replaceUser', { path, body: definition(make) })
    expect((await client.send('getUser', { path })).body).toMatchObject({ name })
  })

  test('does without a password', async ({ client, make, promise }) => {
    promise('replace-user-keeps-the-password')
    const path = { userKey: (await make.user()).id }
    expect((await client.send('replaceUser', { path, body: definition(make) })).status).toBe(200)
  })
})

test.describe('updating a user', () => {
  const changes = [
    { displayName: 'Changed' },
    { name: { givenName: 'Changed', familyName: 'Too' } },
    { locale: 'fr_FR' },
    { timezone: 'Europe/Paris' },
    { locale: 'pt', timezone: 'UTC' },
  ]
  for (const change of changes) {
    test(`with ${JSON.stringify(change)} leaves the rest`, async ({ client, make, promise }) => {
      promise('update-user-changes-only-what-is-sent')
      const path = { userKey: (await make.user()).id }
      const before = (await client.send('getUser', { path })).body as WireUser
      const updated = (await client.send('updateUser', { path, body: change })).body
      expect(updated).toEqual({ ...before, ...change })
      expect((await client.send('getUser', { path })).body).toEqual(updated)
    })
  }

  test('with nothing changes nothing', async ({ client, make, promise, verbs }) => {
    promise('empty-update-changes-nothing')
    const user = await make.user()
    await untouched(client, [verbs.getUser(user.id)], async () => {
      const reply = await client.send('updateUser', { path: { userKey: user.id }, body: {} })
      expect(reply.status).toBe(200)
    })
  })

  test('takes no list of operations', async ({ client, isRefusal, make, promise, verbs }) => {
    promise('update-is-a-partial-object')
    const user = await make.user()
    const group = await make.group()
    const operation = { op: 'replace', path: 'displayName', value: make.name() }
    await untouched(client, [verbs.getUser(user.id), verbs.getGroup(group.id)], async () => {
      for (const body of [{ Operations: [operation] }, [operation]]) {
        const path = { userKey: user.id, groupKey: group.id }
        isRefusal(await client.send('updateUser', { path, body }), 'unknownProperty')
        isRefusal(await client.send('updateGroup', { path, body }), 'unknownProperty')
      }
    })
  })

  test('is refused whole when one part is wrong', async ({
    client,
    isRefusal,
    make,
    promise,
    verbs,
  }) => {
    promise('refused-requests-change-nothing')
    const user = await make.user()
    await untouched(client, [verbs.getUser(user.id)], async () => {
      const path = { userKey: user.id }
      const body = { displayName: 'Half', timezone: 'Mars/Olympus' }
      isRefusal(await client.send('updateUser', { path, body }), 'wrongType')
    })
  })
})

test.describe('deleting a user', () => {
  test('answers 200 without a body', async ({ client, make, promise }) => {
    promise('delete-user-answers-200-without-a-body')
    const { id } = await make.user()
    const reply = await client.send('deleteUser', { path: { userKey: id } })
    expect(reply.status).toBe(200)
    expect(reply.text).toBe('')
  })

  test('takes the user out of the organization', async ({ client, isRefusal, make, promise }) => {
    promise('deleted-user-leaves-the-organization')
    const user = await make.user()
    const path = { userKey: user.id }
    await client.send('deleteUser', { path })
    const everybody = (await client.send('getUsers')).body as { resources: WireUser[] }
    expect(everybody.resources.map(({ id }) => id)).not.toContain(user.id)
    isRefusal(await client.send('getUser', { path }), 'missingUser')
    isRefusal(await client.send('updateUser', { path, body: { locale: 'en' } }), 'missingUser')
    isRefusal(await client.send('replaceUser', { path, body: definition(make) }), 'missingUser')
    isRefusal(await client.send('deleteUser', { path }), 'missingUser')
  })
})

/** All that a replacement has to say. */
function definition(make: Make) {
  return {
    userName: make.address(make.name()),
    displayName: 'As Replaced',
    locale: 'sv_SE',
    timezone: 'Europe/Stockholm',
  }
}
