import { createLocalJWKSet, decodeJwt, type JSONWebKeySet, type JWTPayload, jwtVerify } from 'jose'
import type { Client } from '../call.ts'
import { by, goodPassword, login, tokenOf, type WireUser } from '../drivers/hub-wire.ts'
import { expect, test } from '../suite.ts'
import { untouched } from '../untouched.ts'

test.describe('a login', () => {
  test('takes the userName in any case and the password exactly, and leaves the user', async ({
    client,
    make,
    promise,
    verbs,
  }) => {
    promise('created-user-logs-in', 'login-ignores-the-case-of-names', 'login-leaves-the-user')
    const { id, userName } = await make.user()
    await untouched(client, [verbs.getUser(id)], async () => {
      expect((await login(client, userName.toUpperCase())).status).toBe(200)
      expect((await login(client, userName, goodPassword.toUpperCase())).status).toBe(401)
      expect((await login(client, userName, `${goodPassword} `)).status).toBe(401)
    })
  })

  test('that is refused says the same to everybody', async ({
    client,
    make,
    promise,
    say,
    verbs,
  }) => {
    promise(
      'refused-logins-look-alike',
      'deleted-users-cannot-log-in',
      'refusals-carry-a-challenge',
    )
    const [ann, gone, idle] = [await make.user(), await make.user(), await make.user()]
    await say(verbs.deleteUser(gone.id))
    const body = { userName: idle.userName, active: false }
    await client.send('updateUser', { path: { userId: idle.id }, body })
    const replies = [
      await login(client, make.name()),
      await login(client, ann.userName, 'wrong'),
      await login(client, gone.userName),
      await login(client, idle.userName),
    ]
    for (const reply of replies) {
      expect(reply.status).toBe(401)
      expect(reply.body).toEqual(replies[0]?.body)
      expect(reply.headers.get('www-authenticate')).toMatch(/^Bearer/)
    }
  })

  test('may fail as often as it likes by default', async ({ client, make, promise }) => {
    promise('lockout-is-off-by-default')
    const { userName } = await make.user()
    for (let attempt = 0; attempt < 6; attempt++) await login(client, userName, 'wrong')
    expect((await login(client, userName)).status).toBe(200)
  })

  test('without a name or password is refused', async ({ client, promise }) => {
    promise('broken-bodies-are-400')
    for (const body of [
      {},
      { username: 'x' },
      { username: 1, password: 'x' },
      { userName: 'x', password: 'x' },
    ]) {
      expect((await client.send('login', { body })).status).toBe(400)
    }
  })
})

test.describe('a token', () => {
  test('is a JWT that the published keys verify, for as long as it says', async ({
    client,
    make,
    promise,
  }) => {
    promise(
      'tokens-are-signed-jwts',
      'keys-verify-tokens',
      'keys-are-public',
      'tokens-expire',
      'tokens-name-their-user',
    )
    const user = await make.user()
    const { body } = await login(client, user.userName)
    const { token, expiresIn } = body as { token: string; expiresIn: number }
    const keys = await keySet(client)
    const { payload } = await jwtVerify(token, createLocalJWKSet(keys), { algorithms: ['RS256'] })
    expect(payload).toMatchObject({ sub: user.id, preferred_username: user.userName })
    expect(payload.name).toBe(`${user.givenName} ${user.familyName}`)
    expect(expiresIn).toBe(3600)
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(expiresIn)
    for (const key of keys.keys)
      expect(Object.keys(key).sort()).toEqual(['alg', 'e', 'kid', 'kty', 'n', 'use'])
  })

  test('has the groups of its user, and keeps them', async ({
    client,
    make,
    promise,
    say,
    verbs,
  }) => {
    promise(
      'tokens-carry-groups',
      'memberships-wait-for-the-next-token',
      'issued-tokens-are-bearer-tokens',
    )
    const user = await make.user()
    const inner = await make.group([{ kind: 'user', id: user.id }])
    const outer = await make.group([{ kind: 'group', id: inner.id }])
    const token = await tokenOf(client, user.userName)
    expect(groupsIn(token)).toEqual([inner.displayName, outer.displayName])
    await say(verbs.deleteGroup(inner.id))
    expect(((await client.send('getCurrentUser', by(token))).body as WireUser)._id).toBe(user.id)
    expect(groupsIn(await tokenOf(client, user.userName))).toEqual([])
  })

  test('has the roles of its groups, as they were', async ({
    client,
    isRefusal,
    lacks,
    make,
    promise,
    say,
    verbs,
  }) => {
    promise('groups-give-roles', 'memberships-wait-for-the-next-token', 'missing-role-is-403')
    const where = { field: 'displayName', operator: 'eq', value: 'HubAdministrators' } as const
    const { items } = await say(verbs.listGroups({ where }))
    const admins = items[0] ?? lacks('the group HubAdministrators')
    const user = await make.user()
    const member = { kind: 'user', id: user.id } as const
    const plain = by(await tokenOf(client, user.userName))
    await say(verbs.addMember(admins.id, member))
    isRefusal(await client.send('queryUsers', plain), 'missingRole')
    const full = by(await tokenOf(client, user.userName))
    await say(verbs.removeMember(admins.id, member))
    expect((await client.send('queryUsers', full)).status).toBe(200)
    const path = { userId: user.id }
    expect((await client.send('clearLogonFailures', { path, ...full })).status).toBe(204)
  })
})

test.describe('a token for somebody else', () => {
  test('has the rights of the other and names the administrator', async ({
    client,
    isRefusal,
    make,
    promise,
  }) => {
    promise(
      'impersonation-gives-the-rights-of-the-other',
      'impersonation-names-the-actor',
      'issued-tokens-are-bearer-tokens',
    )
    const user = await make.user()
    const group = await make.group([{ kind: 'user', id: user.id }])
    const token = await impersonate(client, user.id)
    const me = (await client.send('getCurrentUser')).body as WireUser
    expect(decodeJwt(token)).toMatchObject({
      sub: user.id,
      act: { sub: me._id },
      groups: [group.displayName],
    })
    expect(decodeJwt(await tokenOf(client, user.userName))).not.toHaveProperty('act')
    expect(((await client.send('getCurrentUser', by(token))).body as WireUser)._id).toBe(user.id)
    isRefusal(await client.send('queryUsers', by(token)), 'missingRole')
  })

  test('is for administrators, and about an active user who is another', async ({
    client,
    driver,
    isRefusal,
    make,
    promise,
  }) => {
    promise(
      'impersonation-is-for-administrators',
      'impersonation-is-of-somebody-else',
      'impersonation-needs-an-active-user',
    )
    const user = await make.user()
    for (const as of ['reader', 'member'] as const) {
      isRefusal(
        await client.send('generateToken', { body: { userId: user.id }, as }),
        'missingRole',
      )
    }
    const status = async (userId: string) =>
      (await client.send('generateToken', { body: { userId } })).status
    expect(await status(((await client.send('getCurrentUser')).body as WireUser)._id)).toBe(400)
    expect(await status('')).toBe(400)
    expect(await status(driver.missingId)).toBe(404)
    const body = { userName: user.userName, active: false }
    await client.send('updateUser', { path: { userId: user.id }, body })
    expect(await status(user.id)).toBe(409)
  })

  test('needs no password of theirs', async ({ client, make, promise }) => {
    promise('impersonation-needs-no-password')
    const more = [{ mustChange: true }, { externalId: 'CN=Somebody' }]
    for (const each of more) {
      const body = { userName: make.name(), password: goodPassword, ...each }
      const { _id } = (await client.send('createUser', { body })).body as WireUser
      expect(await impersonate(client, _id)).toBeTruthy()
    }
  })
})

async function keySet(client: Client): Promise<JSONWebKeySet> {
  return (await client.send('getKeySet', { as: 'nobody' })).body as JSONWebKeySet
}

async function impersonate(client: Client, userId: string): Promise<string> {
  return ((await client.send('generateToken', { body: { userId } })).body as { token: string })
    .token
}

function groupsIn(token: string): unknown {
  return (decodeJwt(token) as JWTPayload & { groups?: string[] }).groups
}
