import type { Client } from '../call.ts'
import { by, tokenOf, type WireUser } from '../drivers/hub-wire.ts'
import { expect, test } from '../suite.ts'
import type { Asking } from '../target.ts'
import { untouched } from '../untouched.ts'

type PublicCall = readonly [operation: string, body: object, status: number]

/** Calls in the name of nobody. */
function publicCalls(nobody: string): readonly PublicCall[] {
  const token = nobody
  return [
    ['login', { username: nobody, password: 'x' }, 401],
    ['changePassword', { username: nobody, currentPassword: 'x', newPassword: 'y' }, 401],
    ['acceptInvitation', { token, userName: nobody, displayName: 'x', password: 'x' }, 404],
    ['checkUserNameAvailable', { token, userName: nobody }, 404],
  ]
}

test('a public call works without a token, and looks at none that comes along', async ({
  client,
  make,
  promise,
}) => {
  promise('public-calls-look-at-no-token')
  for (const headers of [{}, { authorization: 'Bearer expired-token' }]) {
    for (const [operation, body, status] of publicCalls(make.name())) {
      const reply = await client.send(operation, { body, as: 'nobody', headers })
      expect(reply.status, operation).toBe(status)
    }
    expect((await client.send('getKeySet', { as: 'nobody', headers })).status).toBe(200)
  }
})

test('a token anywhere but in a Bearer header is none', async ({
  client,
  isRefusal,
  lacks,
  promise,
  target,
}) => {
  promise('token-travels-in-the-header', 'missing-credential-is-401')
  const token = target.tokens.admin ?? lacks('a token of the administrator')
  const query = { token, access_token: token }
  isRefusal(await client.send('queryUsers', { as: 'nobody', query }), 'noCredential')
  const basic = { authorization: `Basic ${btoa(`${token}:`)}` }
  const reply = await client.send('queryUsers', { as: 'nobody', headers: basic })
  expect(reply.status).toBe(401)
})

for (const as of ['nobody', 'expired', 'revoked', 'other-tenant'] as const) {
  test(`a call of ${as} is answered with a challenge, whatever else is wrong with it`, async ({
    client,
    driver,
    make,
    promise,
    verbs,
  }) => {
    promise('refusals-carry-a-challenge', 'credential-is-judged-first', 'errors-have-a-msg')
    if (as === 'other-tenant') promise('other-hubs-are-strangers')
    const user = await make.user()
    await untouched(client, [verbs.getUser(user.id)], async () => {
      const path = { userId: driver.missingId }
      const replies = [
        await client.send('getUser', { path, as }),
        await client.send('queryUsers', { query: { 'filter[x]': '1' }, as }),
        await client.send('createUser', { body: {}, as }),
        await client.send('deleteUser', { path: { userId: user.id }, as }),
        await client.send('getCurrentUser', { as }),
      ]
      for (const reply of replies) {
        expect(reply.status).toBe(401)
        expect(reply.headers.get('www-authenticate')).toMatch(/^Bearer/)
        expect(driver.message(reply)).toBeTruthy()
      }
    })
  })
}

test('a token that was altered is refused, and so is one that is malformed', async ({
  client,
  make,
  promise,
}) => {
  promise('invalid-token-is-401')
  const token = await tokenOf(client, (await make.user()).userName)
  const [head, body, signature = ''] = token.split('.')
  const other = signature.startsWith('A') ? 'B' : 'A'
  const claims = JSON.parse(atob((body ?? '').replaceAll('-', '+').replaceAll('_', '/')))
  const promoted = btoa(JSON.stringify({ ...claims, roles: ['read', 'admin'] }))
  for (const altered of [
    `${head}.${body}.${other}${signature.slice(1)}`,
    `${head}.${promoted.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')}.${signature}`,
    `${btoa('{"alg":"none"}').replace(/=+$/, '')}.${body}.`,
    'tokén',
  ]) {
    expect((await client.send('getCurrentUser', by(altered))).status, altered).toBe(401)
  }
})

test('whoever has a token may use what is below /me, and nothing else without a role', async ({
  client,
  isRefusal,
  make,
  promise,
  verbs,
}) => {
  promise('own-record-needs-no-role', 'reading-needs-read', 'missing-role-is-403')
  const user = await make.user()
  const own = by(await tokenOf(client, user.userName))
  const me = await client.send('getCurrentUser', own)
  expect((me.body as WireUser)._id).toBe(user.id)
  const password = { password: 'Any-Old-Words-5' }
  expect((await client.send('validatePasswordForSelf', { ...own, body: password })).status).toBe(
    200,
  )
  for (const operation of ['queryUsers', 'queryGroups', 'queryPrincipals', 'listInvitations']) {
    isRefusal(await client.send(operation, own), 'missingRole')
  }
  isRefusal(await client.send('getUser', { ...verbs.getUser(user.id).call, ...own }), 'missingRole')
})

test('a reader reads, and neither lists invitations nor judges passwords for others', async ({
  client,
  driver,
  isRefusal,
  promise,
}) => {
  promise('reading-needs-read', 'everything-else-needs-admin')
  const as: Asking = 'reader'
  for (const operation of ['queryUsers', 'queryGroups', 'queryPrincipals']) {
    expect((await client.send(operation, { as, query: { 'page[limit]': 1 } })).status).toBe(200)
  }
  isRefusal(await client.send('listInvitations', { as }), 'missingRole')
  const body = { userId: driver.missingId }
  isRefusal(await client.send('generateToken', { as, body }), 'missingRole')
  isRefusal(await client.send('validatePassword', { as, body: { password: 'x' } }), 'missingRole')
})

test('/me answers as the id of its owner does', async ({ client, promise }) => {
  promise('me-is-the-owner-of-the-token')
  for (const as of ['admin', 'reader', 'member'] as const) {
    const me = await client.send('getCurrentUser', { as })
    const path = { userId: (me.body as WireUser)._id }
    expect((await client.send('getUser', { path })).body).toEqual(me.body)
  }
  const query = { fields: 'userName' }
  const some = await client.send('getCurrentUser', { as: 'member', query })
  expect(Object.keys(some.body as object)).toEqual(['userName'])
})

test('the token of a user who is inactive or deleted is good no more', async ({
  client,
  make,
  promise,
  say,
  verbs,
}) => {
  promise('tokens-of-former-users-are-401', 'changes-are-seen-at-once')
  const user = await make.user()
  const own = by(await tokenOf(client, user.userName))
  expect(await statusOfMe(client, own)).toBe(200)
  await activate(client, user.id, false)
  expect(await statusOfMe(client, own)).toBe(401)
  await activate(client, user.id, true)
  expect(await statusOfMe(client, own)).toBe(200)
  await say(verbs.deleteUser(user.id))
  expect(await statusOfMe(client, own)).toBe(401)
})

test('a parameter that looks like a filter and is none is refused by every GET, and named', async ({
  client,
  driver,
  make,
  promise,
  spec,
}) => {
  promise('unknown-filters-are-400', 'other-unknown-parameters-are-ignored')
  const ids = { user: (await make.user()).id, group: (await make.group()).id }
  const reads = spec.operations.filter(
    ({ method, security }) => method === 'get' && security.length,
  )
  for (const { id, path } of reads) {
    const place = driver.place(path, ids)
    for (const name of ['filter[nothing][EQ]', 'page[size]', 'sortBy', 'fieldsOf']) {
      const reply = await client.raw({ like: id, path: `${place}?${encodeURIComponent(name)}=1` })
      expect(reply.status, `${id} ${name}`).toBe(400)
      expect(driver.message(reply)).toContain(name)
    }
    expect((await client.raw({ like: id, path: `${place}?colour=1` })).status).toBe(200)
  }
})

async function statusOfMe(client: Client, own: ReturnType<typeof by>): Promise<number> {
  return (await client.send('getCurrentUser', own)).status
}

async function activate(client: Client, userId: string, value: boolean): Promise<void> {
  const body = [{ op: 'replace', path: '/active', value }]
  expect((await client.send('patchUser', { path: { userId }, body })).status).toBe(200)
}
