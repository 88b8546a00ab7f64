import { at } from '../drivers/laurel.ts'
import { expect, test } from '../suite.ts'
import { untouched } from '../untouched.ts'
import { isError, listUsers, lookUp, readUser, update } from './laurel.ts'

test.describe('deleting a user', () => {
  test('answers with the user as she was, and then she is gone', async ({
    client,
    isRefusal,
    make,
    promise,
  }) => {
    promise('delete-user-answers-the-user', 'deleted-user-is-shown-as-she-was')
    promise('deleted-user-is-gone')
    const [ann, bea] = [await make.user(), await make.user()]
    const identity = { type: 'aderant', value: make.name() }
    await update(client, ann.id, { identities: [identity], delegateIds: [bea.id] })
    const before = await readUser(client, ann.id)
    const reply = await client.send('deleteUser', { path: at(ann.id) })
    expect({ status: reply.status, body: reply.body }).toEqual({ status: 200, body: before })
    const path = at(ann.id)
    for (const operation of ['getUser', 'deleteUser']) {
      isRefusal(await client.send(operation, { path }), 'missingUser')
    }
    for (const operation of ['updateUser', 'updateUserV2']) {
      isRefusal(await client.send(operation, { path, body: {} }), 'missingUser')
    }
    isError(await lookUp(client, identity), 404)
    expect(await listUsers(client, { search: ann.userName })).toEqual([])
  })

  test('leaves nobody delegating to her, nor she to anybody', async ({ client, make, promise }) => {
    promise('deleted-user-leaves-no-delegation')
    const [ann, bea, cleo] = (await make.users(3)).map(({ id }) => id) as [string, string, string]
    await update(client, ann, { delegateIds: [bea] })
    await update(client, cleo, { delegateIds: [ann] })
    const before = [await readUser(client, bea), await readUser(client, cleo)]
    expect(before.map(({ delegates, delegators }) => delegates.length + delegators.length)).toEqual(
      [1, 1],
    )
    await client.send('deleteUser', { path: at(ann) })
    const after = [await readUser(client, bea), await readUser(client, cleo)]
    expect(after).toEqual(before.map((user) => ({ ...user, delegates: [], delegators: [] })))
  })

  test('frees her email and her identities', async ({ client, make, promise, say, verbs }) => {
    promise('deleted-user-frees-email-and-identities')
    const ann = await make.user()
    const identities = [{ type: 'aderant', value: make.name() }]
    await update(client, ann.id, { identities })
    await say(verbs.deleteUser(ann.id))
    const heir = await make.user({ userName: ann.userName })
    expect((await readUser(client, heir.id)).identities).toEqual([])
    expect(await update(client, heir.id, { identities })).toMatchObject({ identities })
  })

  test('goes by the token, whoever is said to have asked', async ({
    client,
    isRefusal,
    make,
    promise,
    verbs,
  }) => {
    promise('forwarding-changes-nothing')
    const [ann, bea] = [await make.user(), await make.user()]
    const before = await readUser(client, ann.id)
    const query = {
      isForwarded: 'true',
      originalPrincipalClientId: 'anybody',
      originalPrincipalCustomerId: before.customer._id,
      originalPrincipalUserId: bea.id,
    }
    const path = at(ann.id)
    await untouched(client, [verbs.getUser(ann.id), verbs.getUser(bea.id)], async () => {
      isRefusal(await client.send('deleteUser', { path, query, as: 'reader' }), 'missingRole')
      isRefusal(await client.send('deleteUser', { path, query, as: 'other-tenant' }), 'foreignUser')
    })
    expect((await client.send('deleteUser', { path, query })).body).toEqual(before)
    expect((await client.send('getUser', { path: at(bea.id) })).status).toBe(200)
  })
})
