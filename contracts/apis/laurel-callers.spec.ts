import type { Call } from '../call.ts'
import { at, WHOLE } from '../drivers/laurel.ts'
import { expect, test } from '../suite.ts'
import { untouched } from '../untouched.ts'
import { ids, isError, type listUsers, own, readUser, tryUpdate, update } from './laurel.ts'

const integration = WHOLE

test('a token in the query is no credential', async ({ client, isRefusal, promise }) => {
  promise('token-travels-in-the-header')
  // A word that was never issued: a real token in a URL would end up in somebody's log.
  const query = { integration, access_token: 'rehearsal', token: 'rehearsal' }
  isRefusal(await client.send('listUsers', { path: own, query, as: 'nobody' }), 'noCredential')
})

test('a token of another scheme is no credential', async ({ client, isRefusal, promise }) => {
  promise('token-travels-in-the-header')
  const headers = { authorization: 'Digest rehearsal' }
  const call = { path: own, query: { integration }, headers, as: 'nobody' } as const
  isRefusal(await client.send('listUsers', call), 'expiredCredential')
})

test('the challenge of a refusal names an error only when there was a token', async ({
  client,
  promise,
}) => {
  promise('refusals-carry-a-challenge')
  const challenge = async (as: 'nobody' | 'expired' | 'revoked') =>
    (await client.send('listUsers', { path: own, as })).headers.get('www-authenticate')
  expect(await challenge('nobody')).toMatch(/^Bearer( |$)/)
  expect(await challenge('nobody')).not.toContain('error=')
  expect(await challenge('expired')).toMatch(/^Bearer .*error="invalid_token"/)
  expect(await challenge('revoked')).toMatch(/^Bearer .*error="invalid_token"/)
})

test('a refused credential is answered before anything else is', async ({
  client,
  isRefusal,
  promise,
}) => {
  promise('credential-is-judged-first')
  for (const [as, why] of [
    ['nobody', 'noCredential'],
    ['expired', 'expiredCredential'],
    ['member', 'missingRole'],
  ] as const) {
    const path = { customerId: 'none', userId: 'nobody' }
    isRefusal(await client.send('getUser', { path, as }), why)
    isRefusal(await client.send('listUsers', { path, as }), why)
    isRefusal(await client.send('updateUser', { path, as, body: { email: 1 } }), why)
    isRefusal(await client.raw({ like: 'createUser', as, body: '{' }), why)
  }
})

test('reading takes the permission to read, and the rest that to write', async ({
  client,
  isRefusal,
  make,
  promise,
}) => {
  promise('reading-needs-read-and-writing-needs-write', 'missing-permission-is-403')
  const { id, userName } = await make.user()
  const identity = { type: 'aderant', value: make.name() }
  await update(client, id, { identities: [identity] })
  const path = at(id)
  const reading = [
    ['listUsers', { path, query: { integration } }],
    ['getUser', { path }],
    ['lookupIdentity', { path, query: identity }],
  ] as const
  for (const [operation, call] of reading) {
    expect((await client.send(operation, { ...call, as: 'reader' })).status).toBe(200)
    isRefusal(await client.send(operation, { ...call, as: 'member' }), 'missingRole')
  }
  const question = { email: userName, identityType: 'aderant' }
  for (const [operation, body] of [
    ['updateUser', {}],
    ['updateUserV2', {}],
    ['deleteUser', undefined],
    ['findOrCreateIdentity', question],
    ['createUser', { ...own, email: make.address(make.name()) }],
  ] as const) {
    isRefusal(await client.send(operation, { path, body, as: 'reader' }), 'missingRole')
  }
  expect((await readUser(client, id)).identities).toEqual([identity])
})

test('a customer who is not the own one is refused by every operation, there or not', async ({
  client,
  lacks,
  make,
  promise,
  target,
  verbs,
}) => {
  promise('foreign-customer-is-403')
  const user = await make.user()
  const other = target.otherTenant ?? lacks('the id of another customer')
  await untouched(client, [verbs.getUser(user.id)], async () => {
    for (const customerId of [other, 'f'.repeat(24)]) {
      for (const [operation, call] of calls(user)) {
        const path = { customerId, userId: user.id }
        isError(await client.send(operation, { ...call, path }), 403)
      }
    }
    const { customer } = await readUser(client, user.id)
    const path = { customerId: customer._id, userId: user.id }
    isError(await client.send('getUser', { path, as: 'other-tenant' }), 403)
  })
})

/** A sound request for every operation that has the customer in its path. */
function calls({ userName }: { userName: string }): readonly (readonly [string, Call])[] {
  return [
    ['listUsers', { query: { integration } }],
    ['lookupIdentity', { query: { type: 'aderant', value: '1' } }],
    ['findOrCreateIdentity', { body: { email: userName, identityType: 'aderant' } }],
    ['getUser', {}],
    ['updateUser', { body: { nickname: 'x' } }],
    ['updateUserV2', { body: { nickname: 'x' } }],
    ['deleteUser', {}],
  ]
}

test.describe('what another customer has', () => {
  test.beforeEach(({ promise }) => promise('customers-are-apart'))

  test('is neither read, listed, looked up, changed nor deleted', async ({
    client,
    isRefusal,
    make,
    verbs,
  }) => {
    const user = await make.user()
    const identity = { type: 'aderant', value: make.name() }
    await update(client, user.id, { identities: [identity] })
    const as = 'other-tenant'
    const path = at(user.id)
    await untouched(client, [verbs.getUser(user.id)], async () => {
      isRefusal(await client.send('getUser', { path, as }), 'foreignUser')
      isRefusal(await client.send('deleteUser', { path, as }), 'foreignUser')
      const body = { nickname: 'x' }
      isRefusal(await client.send('updateUser', { path, body, as }), 'foreignUser')
      isRefusal(await client.send('updateUserV2', { path, body, as }), 'foreignUser')
      isError(await client.send('lookupIdentity', { path, query: identity, as }), 404)
      const listed = await client.send('listUsers', { path, query: { integration }, as })
      expect(ids(listed.body as { _id: string }[])).not.toContain(user.id)
    })
  })

  test('cannot be given to a user of this one', async ({ client, lacks, make, verbs }) => {
    const theirs = await client.send('listUsers', {
      path: own,
      query: { integration },
      as: 'other-tenant',
    })
    const strangers = theirs.body as Awaited<ReturnType<typeof listUsers>>
    const stranger = strangers.find(({ roles }) => roles.length > 0) ?? lacks('a role over there')
    const user = await make.user()
    await untouched(client, [verbs.getUser(user.id)], async () => {
      isError(await tryUpdate(client, user.id, { delegateIds: [stranger._id] }), 400)
      isError(await tryUpdate(client, user.id, { roleIds: ids(stranger.roles) }), 400)
    })
  })

  test('may have the same email and the same identity', async ({ client, make, say, verbs }) => {
    const user = await make.user()
    const identities = [{ type: 'aderant', value: make.name() }]
    await update(client, user.id, { identities })
    const body = { ...own, email: user.userName, identities }
    const twin = await client.send('createUser', { body, as: 'other-tenant' })
    expect(twin.status).toBe(201)
    const { _id } = twin.body as { _id: string }
    expect(_id).not.toBe(user.id)
    await say(verbs.deleteUser(_id), 'other-tenant')
    expect((await readUser(client, user.id)).identities).toEqual(identities)
  })
})

test('fifty requests at once are all answered', async ({ client, promise }) => {
  promise('requests-are-not-rationed')
  const query = { integration, search: 'nobody is called so' }
  const requests = Array.from({ length: 50 }, () => client.send('listUsers', { path: own, query }))
  const statuses = (await Promise.all(requests)).map(({ status }) => status)
  expect(new Set(statuses)).toEqual(new Set([200]))
})
