import type { WireUser } from '../drivers/nexus-wire.ts'
import { expect, expectProblem, test, untouched } from './nexus-account.ts'

const PATCH = 'PatchUser'

test('a patch sets what it names with a value, and leaves the rest', async ({
  account,
  promise,
}) => {
  promise('patch-applies-what-is-not-null', 'patch-user-answers-200')
  const before = await account.create({ nickname: 'Ann', username: 'ann' })
  const path = { userId: before.id }
  const body = {
    displayName: 'Anna After',
    givenName: 'Anna',
    nickname: null,
    language: 'en-GB',
    picture: 'https://example.com/a.png',
    phoneNumber: '+15555550198',
    recoveryEmailAddress: 'anna@home.example',
    isMfaDisabled: true,
    mfaEnrollmentStatus: 'Enrolled',
  }
  const user = await account.ask<WireUser>(PATCH, 200, { path, body })
  const { modified } = user
  expect(user).toEqual({ ...before, ...body, nickname: 'Ann', modified })
  expect(await account.read(before.id)).toEqual(user)
})

test('an empty patch, or one of nulls alone, changes nothing', async ({ account, promise }) => {
  promise('empty-patch-changes-nothing')
  const before = await account.create({ nickname: 'Ann' })
  const path = { userId: before.id }
  for (const body of [{}, { nickname: null, isBlocked: null }, { nickname: 'Ann' }]) {
    expect(await account.ask(PATCH, 200, { path, body })).toEqual(before)
  }
})

test('an e-mail address and an idpUserId in a patch are ignored', async ({ account, promise }) => {
  promise('email-address-cannot-be-patched', 'idp-user-id-is-ignored')
  const before = await account.create()
  const body = { emailAddress: 'other@example.com', idpUserId: 'auth0|1' }
  expect(await account.ask(PATCH, 200, { path: { userId: before.id }, body })).toEqual(before)
})

test('a blocked user is inactive, and active again when she is not', async ({
  account,
  promise,
}) => {
  promise('blocked-users-are-inactive')
  const { id } = await account.create()
  for (const isBlocked of [true, false]) {
    const body = { isBlocked }
    const user = await account.ask(PATCH, 200, { path: { userId: id }, body })
    expect(user).toMatchObject({ isActive: !isBlocked })
  }
})

test('whether an address is verified follows from two fields, and dates are in UTC', async ({
  account,
  client,
  promise,
}) => {
  promise('email-verified-has-a-hyphen', 'verification-status-follows', 'dates-are-utc')
  const { id, created } = await account.create()
  expect(created).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/)
  const path = { userId: id }
  const sent = { emailVerifySentDate: '2026-03-01T12:00:00+02:00' }
  const pending = await account.ask<WireUser>(PATCH, 200, { path, body: sent })
  expect(new Date(pending['email-verify-sent-date'] ?? '').getTime()).toBe(Date.UTC(2026, 2, 1, 10))
  expect(pending['email-verify-sent-date']).toMatch(/Z$/)
  expect(pending['email-verification-status-type']).toBe('Pending')
  const body = { emailVerified: true }
  const verified = await account.ask<WireUser>(PATCH, 200, { path, body })
  expect(verified).toMatchObject({
    'email-verified': true,
    'email-verification-status-type': 'Verified',
  })
  for (const emailVerifySentDate of ['yesterday', '2016-12-31T23:59:60Z']) {
    const reply = await client.send(PATCH, { path, body: { emailVerifySentDate } })
    expectProblem(reply, 400, 'emailVerifySentDate')
  }
})

test('a password needs a permission of its own, and comes back nowhere', async ({
  account,
  client,
  isRefusal,
  promise,
}) => {
  promise('password-needs-its-own-permission', 'passwords-are-never-returned')
  const { id } = await account.create()
  const body = { password: 'correct horse', nickname: 'Ann' }
  const reply = await client.send(PATCH, { path: { userId: id }, body })
  expect(reply.status).toBe(200)
  expect(reply.text).not.toContain('correct horse')
  const foreign = await account.create()
  await untouched(client, [account.reading(foreign.id)], async () => {
    const call = { path: { userId: foreign.id }, body, as: 'other-tenant' } as const
    isRefusal(await client.send(PATCH, call), 'missingRole')
  })
})

for (const { field, most, promised } of [
  { field: 'displayName', most: 200, promised: 'patched-display-name-has-200-characters-at-most' },
  { field: 'givenName', most: 100, promised: 'patched-names-have-100-characters-at-most' },
  { field: 'familyName', most: 100, promised: 'patched-names-have-100-characters-at-most' },
]) {
  test(`a ${field} has ${most} characters at most in a patch`, async ({
    account,
    client,
    promise,
  }) => {
    promise(promised)
    const { id } = await account.create()
    const path = { userId: id }
    const good = { [field]: 'x'.repeat(most) }
    expect(await account.ask(PATCH, 200, { path, body: good })).toMatchObject(good)
    await untouched(client, [account.reading(id)], async () => {
      const body = { nickname: 'left behind', [field]: 'x'.repeat(most + 1) }
      expectProblem(await client.send(PATCH, { path, body }), 400, field)
    })
  })
}

test('a display name is never empty', async ({ account, client, promise }) => {
  promise('display-name-is-never-empty')
  const { id } = await account.create()
  const call = { path: { userId: id }, body: { displayName: '' } }
  expectProblem(await client.send(PATCH, call), 400, 'displayName')
})

test('nobody is patched who is not there', async ({ client, driver, promise }) => {
  promise('missing-things-are-404')
  const call = { path: { userId: driver.missingId }, body: { nickname: 'Nobody' } }
  expectProblem(await client.send(PATCH, call), 404)
})

test.describe('the own profile', () => {
  const ME = 'UpdateMeProfile'

  test('has five fields to change, with any credential of its user', async ({
    account,
    promise,
  }) => {
    promise('me-is-the-owner-of-the-credential', 'me-changes-five-fields', 'me-needs-no-permission')
    promise('me-applies-what-is-not-null')
    const as = 'member' as const
    const before = await account.ask<WireUser>(ME, 200, { body: {}, as })
    const { givenName, familyName, nickname, language, picture } = before
    const five = { givenName: 'G', familyName: 'F', nickname: 'N', language: 'L', picture: 'P' }
    const body = { ...five, nickname: null, displayName: 'X', isBlocked: true, id: 'me' }
    const after = await account.ask<WireUser>(ME, 200, { body, as })
    const { modified, modifiedBy } = after
    expect(after).toEqual({ ...before, ...five, nickname, modified, modifiedBy })
    expect(modifiedBy).toBe(before.id)
    expect(await account.read(before.id)).toEqual(after)
    const back = { givenName, familyName, language: language ?? '', picture: picture ?? '' }
    await account.ask(ME, 200, { body: back, as })
  })

  test('has the limits of a patch', async ({ client, promise }) => {
    promise('broken-bodies-are-400')
    const as = 'member' as const
    for (const [field, length] of [
      ['givenName', 101],
      ['nickname', 101],
      ['picture', 251],
    ] as const) {
      const body = { [field]: 'x'.repeat(length) }
      expectProblem(await client.send(ME, { body, as }), 400, field)
    }
  })

  test('is nobody of a credential that belongs to none', async ({
    account,
    client,
    lacks,
    promise,
    target,
  }) => {
    promise('me-without-a-user-is-404')
    if (!target.mock) lacks('a caller who is no user')
    const headers = { authorization: `Bearer ${target.tokens.application}` }
    const { id } = await account.create()
    await untouched(client, [account.reading(id)], async () => {
      const body = { nickname: 'Nobody' }
      expectProblem(await client.send(ME, { body, headers }), 404)
    })
  })
})
