import type { Client } from '../call.ts'
import { by, goodPassword, login, tokenOf, type WireUser } from '../drivers/hub-wire.ts'
import type { Reply } from '../exchange.ts'
import { expect, test } from '../suite.ts'
import { untouched } from '../untouched.ts'

const another = 'Green-Lantern-58'

test.describe('validating a password', () => {
  test('answers 200 with what is wrong with it, and changes nothing', async ({
    client,
    make,
    promise,
    verbs,
  }) => {
    promise(
      'bad-passwords-are-a-200-with-an-error',
      'validating-changes-nothing',
      'guessable-passwords-are-refused',
    )
    const user = await make.user()
    const own = by(await tokenOf(client, user.userName))
    await untouched(client, [verbs.getUser(user.id)], async () => {
      for (const [password, good] of [
        ['password', false],
        ['aaaaaaaa', false],
        [another, true],
      ] as const) {
        const body = { password }
        const replies = [
          await client.send('validatePasswordForSelf', { body, ...own }),
          await client.send('validatePasswordForUser', { body, path: { userId: user.id } }),
          await client.send('validatePassword', { body }),
        ]
        for (const reply of replies) expect(errorOf(reply) === '').toBe(good)
      }
    })
    expect((await login(client, user.userName)).status).toBe(200)
  })

  test('knows whose it is to be', async ({ client, make, promise }) => {
    promise('passwords-about-oneself-are-refused', 'own-validation-knows-the-caller')
    promise('validation-for-a-user-knows-that-user', 'validation-for-a-new-user-knows-what-is-sent')
    const [ann, bea] = [await make.user(), await make.user()]
    const email = `${make.prefix}@mail.example`
    const path = { userId: ann.id }
    await client.send('patchUser', { path, body: [{ op: 'add', path: '/email', value: email }] })
    const [own, other] = [
      by(await tokenOf(client, ann.userName)),
      by(await tokenOf(client, bea.userName)),
    ]
    const name = { username: ann.userName, displayName: 'Ann O Nymous', email }
    for (const password of [ann.userName.toUpperCase(), email.toUpperCase()]) {
      const body = { password }
      expect(errorOf(await client.send('validatePasswordForSelf', { body, ...own }))).not.toBe('')
      expect(errorOf(await client.send('validatePasswordForSelf', { body, ...other }))).toBe('')
      expect(errorOf(await client.send('validatePasswordForUser', { body, path }))).not.toBe('')
      expect(
        errorOf(await client.send('validatePassword', { body: { ...body, ...name } })),
      ).not.toBe('')
      expect(errorOf(await client.send('validatePassword', { body }))).toBe('')
    }
    const displayed = { password: 'ann o nymous', ...name }
    expect(errorOf(await client.send('validatePassword', { body: displayed }))).not.toBe('')
  })

  test('that is missing is refused', async ({ client, make, promise }) => {
    promise('broken-bodies-are-400')
    const path = { userId: (await make.user()).id }
    for (const operation of ['validatePasswordForSelf', 'validatePassword']) {
      expect((await client.send(operation, { body: {} })).status).toBe(400)
    }
    expect((await client.send('validatePasswordForUser', { path, body: {} })).status).toBe(400)
  })
})

test.describe('setting a password', () => {
  test('takes effect at once and decides whether it must be changed', async ({
    client,
    make,
    promise,
    verbs,
  }) => {
    promise(
      'set-password-takes-effect-at-once',
      'set-password-decides-must-change',
      'must-change-is-403',
    )
    promise('modified-follows-changes')
    const { id, userName } = await make.user()
    await untouched(client, [verbs.getUser(id)], async () => {
      expect((await set(client, id, { password: another, mustChange: true })).status).toBe(200)
      const waiting = await login(client, userName, another)
      expect(waiting.status).toBe(403)
      expect(waiting.body).not.toHaveProperty('token')
      expect((await login(client, userName)).status).toBe(401)
      expect((await set(client, id, { password: another })).status).toBe(200)
      expect((await login(client, userName, another)).status).toBe(200)
    })
  })

  test('that is bad is refused with the text of the validation', async ({
    client,
    driver,
    make,
    promise,
  }) => {
    promise('the-policy-holds-wherever-a-password-is-set', 'refused-requests-change-nothing')
    const { id, userName } = await make.user()
    const body = { password: 'letmein' }
    const reply = await set(client, id, body)
    expect(reply.status).toBe(400)
    const verdict = await client.send('validatePasswordForUser', { body, path: { userId: id } })
    expect(driver.message(reply)).toBe(errorOf(verdict))
    expect((await login(client, userName)).status).toBe(200)
  })

  test('lifts no inactivity', async ({ client, make, promise }) => {
    promise('set-password-keeps-lockouts', 'inactive-users-cannot-log-in')
    const { id, userName } = await make.user()
    const body = [{ op: 'replace', path: '/active', value: false }]
    await client.send('patchUser', { path: { userId: id }, body })
    expect((await set(client, id, { password: another })).status).toBe(200)
    expect((await login(client, userName, another)).status).toBe(401)
  })
})

test.describe('changing one’s own password', () => {
  test('takes effect at once, keeps tokens and lifts what must be changed', async ({
    client,
    make,
    promise,
  }) => {
    promise(
      'own-change-takes-effect-at-once',
      'own-change-keeps-tokens',
      'own-change-lifts-must-change',
    )
    const { id, userName } = await make.user()
    const own = by(await tokenOf(client, userName))
    await set(client, id, { password: goodPassword, mustChange: true })
    const body = { currentPassword: goodPassword, newPassword: another }
    expect((await client.send('changeMyPassword', { body, ...own })).status).toBe(200)
    expect((await login(client, userName, another)).status).toBe(200)
    expect((await login(client, userName)).status).toBe(401)
    expect((await client.send('getCurrentUser', own)).status).toBe(200)
  })

  test('needs the current one, and another one that is good', async ({ client, make, promise }) => {
    promise('own-change-needs-the-current-password', 'own-change-needs-another-password')
    promise('the-policy-holds-wherever-a-password-is-set')
    const { userName } = await make.user()
    const own = by(await tokenOf(client, userName))
    for (const [currentPassword, newPassword] of [
      ['wrong', another],
      [goodPassword, goodPassword],
      [goodPassword, 'password'],
    ]) {
      const body = { currentPassword, newPassword }
      expect((await client.send('changeMyPassword', { body, ...own })).status).toBe(400)
    }
    expect((await login(client, userName)).status).toBe(200)
  })
})

test.describe('changing a password by user name', () => {
  test('takes effect at once and lifts what must be changed', async ({ client, make, promise }) => {
    promise(
      'change-by-name-takes-effect-at-once',
      'change-by-name-lifts-must-change',
      'must-change-waits-for-the-first-login',
    )
    const userName = make.name()
    const body = { userName, password: goodPassword, mustChange: true }
    const { _id } = (await client.send('createUser', { body })).body as WireUser
    expect((await login(client, userName)).status).toBe(403)
    const change = {
      username: userName.toUpperCase(),
      currentPassword: goodPassword,
      newPassword: another,
    }
    expect((await client.send('changePassword', { body: change })).status).toBe(200)
    const { body: user } = await client.send('getUser', { path: { userId: _id } })
    expect(user).toMatchObject({ userName, active: true })
    expect((await login(client, userName, another)).status).toBe(200)
    expect((await login(client, userName)).status).toBe(401)
  })

  test('is refused like a login, and judges the new one only after the current one', async ({
    client,
    make,
    promise,
  }) => {
    promise(
      'change-by-name-fails-like-a-login',
      'change-by-name-checks-the-password-first',
      'change-by-name-needs-another-password',
    )
    const { userName: username } = await make.user()
    const refusal = (await login(client, make.name())).body
    for (const [currentPassword, newPassword, status] of [
      ['wrong', another, 401],
      ['wrong', 'password', 401],
      [goodPassword, 'password', 400],
      [goodPassword, goodPassword, 400],
    ] as const) {
      const body = { username, currentPassword, newPassword }
      const reply = await client.send('changePassword', { body })
      expect(reply.status).toBe(status)
      if (status === 401) expect(reply.body).toEqual(refusal)
    }
    expect((await login(client, username)).status).toBe(200)
  })
})

test('a user from elsewhere has no password here', async ({ client, make, promise, verbs }) => {
  promise('external-users-have-no-password-here', 'external-users-keep-no-password')
  const userName = make.name()
  const body = { userName, password: goodPassword, externalId: 'CN=Somebody' }
  const { _id } = (await client.send('createUser', { body })).body as WireUser
  const path = { userId: _id }
  expect((await login(client, userName)).status).toBe(401)
  expect((await set(client, _id, { password: another })).status).toBe(409)
  const verdict = await client.send('validatePasswordForUser', {
    path,
    body: { password: another },
  })
  expect(errorOf(verdict)).not.toBe('')
  const { token } = (await client.send('generateToken', { body: { userId: _id } })).body as {
    token: string
  }
  const own = { currentPassword: goodPassword, newPassword: another }
  await untouched(client, [verbs.getUser(_id)], async () => {
    expect((await client.send('changeMyPassword', { body: own, ...by(token) })).status).toBe(409)
  })
  const change = { username: userName, ...own }
  expect((await client.send('changePassword', { body: change })).status).toBe(401)
  await client.send('updateUser', { path, body: { userName } })
  expect((await login(client, userName)).status).toBe(401)
})

function set(client: Client, userId: string, body: object): Promise<Reply> {
  return client.send('setUserPassword', { path: { userId }, body })
}

function errorOf({ body }: Reply): string {
  return (body as { error: string }).error
}
