import type { Client } from '../call.ts'
import { expect, test } from '../suite.ts'

test.describe('a token in the query', () => {
  test('is as good as one in the header for reading', async ({
    client,
    lacks,
    make,
    promise,
    target,
  }) => {
    promise('token-in-the-query-works-for-get')
    const user = await make.user()
    const query = { oauth_token: target.tokens.admin ?? lacks('a token of the administrator') }
    const path = { id: user.id }
    const fromHeader = await client.send('getUser', { path })
    expect((await client.send('getUser', { path, query, as: 'nobody' })).body).toEqual(
      fromHeader.body,
    )
    for (const operation of ['listUsers', 'listGroups', 'listForms', 'listFolders']) {
      expect((await client.send(operation, { query, as: 'nobody' })).status).toBe(200)
    }
  })

  test('is judged like one in the header', async ({ client, isRefusal, lacks, target }) => {
    const query = { oauth_token: target.tokens.expired ?? lacks('an expired token') }
    isRefusal(await client.send('listUsers', { query, as: 'nobody' }), 'expiredCredential')
  })

  test('is no credential for writing', async ({
    client,
    isRefusal,
    lacks,
    make,
    promise,
    say,
    target,
    verbs,
  }) => {
    promise('token-in-the-query-is-for-get-alone')
    const user = await make.user()
    const group = await make.group()
    const query = { oauth_token: target.tokens.admin ?? lacks('a token of the administrator') }
    for (const { operation, call } of [
      verbs.createUser(make.person()),
      verbs.replaceUser(user.id, make.person()),
      verbs.deleteUser(user.id),
      verbs.addMember(group.id, { kind: 'user', id: user.id }),
    ]) {
      const reply = await client.send(operation, { ...call, query, as: 'nobody' })
      isRefusal(reply, 'noCredential')
    }
    expect(await say(verbs.getUser(user.id))).toEqual(user)
    expect(await say(verbs.getGroup(group.id))).toEqual(group)
  })
})

test.describe('the challenge of a refusal', () => {
  test.beforeEach(({ promise }) => promise('refusals-carry-a-challenge'))

  test('names no error when there was no token', async ({ client }) => {
    const challenge = await challengeOf(client, 'nobody')
    expect(challenge).toMatch(/^Bearer( |$)/)
    expect(challenge).not.toContain('error=')
  })

  for (const as of ['expired', 'revoked'] as const) {
    test(`names the token when it is ${as}`, async ({ client }) => {
      expect(await challengeOf(client, as)).toMatch(/^Bearer .*error="invalid_token"/)
    })
  }
})

test('a refused credential is answered before anything else is', async ({
  client,
  driver,
  isRefusal,
  promise,
}) => {
  promise('credential-is-judged-first')
  const path = `/Users/${driver.missingId}`
  for (const [as, why] of [
    ['expired', 'expiredCredential'],
    ['nobody', 'noCredential'],
  ] as const) {
    isRefusal(await client.raw({ like: 'getUser', path, as }), why)
    isRefusal(await client.raw({ like: 'patchUser', path, as, body: '{' }), why)
    isRefusal(await client.send('createUser', { as, body: {} }), why)
    isRefusal(await client.send('listUsers', { as, query: { filter: 'nonsense' } }), why)
  }
})

test('a token that may only read reads everything and writes nothing', async ({
  client,
  isRefusal,
  make,
  promise,
  verbs,
}) => {
  promise('reading-needs-read-and-writing-needs-write', 'token-without-permission-is-403')
  const user = await make.user()
  const group = await make.group()
  for (const operation of ['listUsers', 'listGroups', 'listForms', 'listFolders']) {
    expect((await client.send(operation, { as: 'reader' })).status).toBe(200)
  }
  for (const { operation, call } of [verbs.getUser(user.id), verbs.getGroup(group.id)]) {
    expect((await client.send(operation, { ...call, as: 'reader' })).status).toBe(200)
  }
  const patch = {
    path: { id: user.id },
    body: { Operations: [{ op: 'read', path: 'forms', value: [{ value: 1 }] }] },
  }
  isRefusal(await client.send('patchUser', { ...patch, as: 'reader' }), 'missingRole')
  const member = { kind: 'user', id: user.id } as const
  const { operation, call } = verbs.addMember(group.id, member)
  isRefusal(await client.send(operation, { ...call, as: 'reader' }), 'missingRole')
})

test.describe('another account', () => {
  test('sees and changes nothing of this one', async ({
    client,
    isRefusal,
    make,
    promise,
    refused,
    verbs,
  }) => {
    promise('accounts-are-apart')
    const user = await make.user()
    const group = await make.group()
    const as = 'other-tenant'
    for (const operation of ['getUser', 'deleteUser']) {
      isRefusal(await client.send(operation, { path: { id: user.id }, as }), 'foreignUser')
    }
    await refused(verbs.replaceUser(user.id, make.person()), 'foreignUser', as)
    const body = { Operations: [{ op: 'none', path: 'forms', value: [{ value: 1 }] }] }
    isRefusal(await client.send('patchUser', { path: { id: user.id }, body, as }), 'foreignUser')
    await refused(verbs.removeMember(group.id, { kind: 'user', id: user.id }), 'foreignGroup', as)
  })

  test('cannot give its own users to a group of this one, nor rights on its forms', async ({
    client,
    driver,
    isRefusal,
    lacks,
    make,
    promise,
    refused,
    say,
    verbs,
  }) => {
    promise('accounts-are-apart')
    const { items } = await say(verbs.listUsers({ count: 1 }), 'other-tenant')
    const stranger = items[0] ?? lacks('a user in the other account')
    const group = await make.group()
    await refused(verbs.addMember(group.id, { kind: 'user', id: stranger.id }), 'unknownMember')
    isRefusal(await client.send('getUser', { path: { id: stranger.id } }), 'foreignUser')
    expect(stranger.id).not.toBe(driver.missingId)
    expect(await say(verbs.getGroup(group.id))).toEqual(group)
  })

  test('may have a user of the same name', async ({ make, promise, say, verbs }) => {
    promise('accounts-are-apart')
    const user = await make.user()
    const twin = await say(verbs.createUser(user), 'other-tenant')
    expect(twin.id).not.toBe(user.id)
    await say(verbs.deleteUser(twin.id), 'other-tenant')
  })
})

test('a hundred requests in a row are all answered', async ({ client, promise }) => {
  promise('calls-are-not-counted')
  const requests = Array.from({ length: 100 }, () =>
    client.send('listForms', { query: { count: 1 } }),
  )
  const statuses = (await Promise.all(requests)).map(({ status }) => status)
  expect(new Set(statuses)).toEqual(new Set([200]))
})

async function challengeOf(client: Client, as: 'nobody' | 'expired' | 'revoked'): Promise<string> {
  return (await client.send('listUsers', { as })).headers.get('www-authenticate') ?? ''
}
