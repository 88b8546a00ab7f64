import {
  accept,
  type Invitation,
  invite,
  pending,
  setPassword,
} from '../drivers/hub-invitations.ts'
import { goodPassword, login, type WireList, type WireUser } from '../drivers/hub-wire.ts'
import { expect, test } from '../suite.ts'
import { untouched } from '../untouched.ts'

const WEEK = 7 * 24 * 3600 * 1000

test('an invitation makes a pending user, who cannot log in', async ({ client, make, promise }) => {
  promise(
    'inviting-creates-a-pending-user',
    'invitations-answer-their-token',
    'invitations-expire-after-a-week',
  )
  promise(
    'invited-users-cannot-log-in',
    'pending-invitations-are-listed',
    'invited-users-are-users',
    'impersonation-needs-an-active-user',
  )
  const invitation = await invite(client, make)
  const { _id: userId, invitationExpiry, userName, displayName, email } = invitation
  const user = (await client.send('getUser', { path: { userId } })).body as WireUser
  expect(user).toMatchObject({
    userName,
    displayName,
    email,
    active: true,
    invitationPending: true,
    invitationExpiry,
  })
  expect(Math.abs(Date.parse(invitationExpiry) - Date.parse(user._created) - WEEK)).toBeLessThan(
    5000,
  )
  expect(await pending(client)).toContainEqual(invitation)
  const query = { 'filter[_id][EQ]': userId, 'filter[invitationPending][EQ]': 'true' }
  expect((await client.send('queryUsers', { query })).body).toMatchObject({ totalCount: 1 })
  expect((await setPassword(client, userId)).status).toBe(200)
  expect((await login(client, userName)).status).toBe(401)
  expect((await client.send('generateToken', { body: { userId } })).status).toBe(409)
})

test('an invitation reserves its userName, in any case', async ({
  client,
  make,
  promise,
  refused,
  verbs,
}) => {
  promise('invitations-reserve-the-user-name', 'user-name-is-unique')
  const ann = await make.user()
  const { userName, email, displayName } = await invite(client, make)
  await refused(verbs.createUser(make.person({ userName })), 'duplicateUser')
  await untouched(client, [verbs.getUser(ann.id)], async () => {
    for (const taken of [ann.userName, userName.toUpperCase()]) {
      const body = { email, displayName, userName: taken }
      expect((await client.send('createInvitation', { body })).status).toBe(409)
    }
  })
  for (const body of [
    { email, userName: 'x' },
    { email: 'x', userName: 'x', displayName: 'x' },
  ]) {
    expect((await client.send('createInvitation', { body })).status).toBe(400)
  }
})

test('sending again replaces the token', async ({ client, make, promise }) => {
  promise(
    'resending-replaces-the-token',
    'invitations-expire-after-a-week',
    'invitation-tokens-work-once',
  )
  const before = await invite(client, make)
  const reply = await client.send('resendInvitation', { path: { userId: before._id } })
  const after = reply.body as Invitation
  expect(after).toEqual({ ...before, token: after.token, invitationExpiry: after.invitationExpiry })
  expect(after.token).not.toBe(before.token)
  expect(after.invitationExpiry > before.invitationExpiry).toBe(true)
  const { body: user } = await client.send('getUser', { path: { userId: before._id } })
  const { invitationExpiry } = after
  expect(user).toMatchObject({ invitationPending: true, invitationExpiry })
  const { userName, displayName } = before
  const body = { userName, displayName, password: goodPassword }
  expect((await accept(client, { ...body, token: before.token })).status).toBe(404)
  expect((await accept(client, { ...body, token: after.token })).status).toBe(204)
})

for (const operation of ['cancelInvitation', 'deleteUser']) {
  test(`${operation} ends the invitation and its user, whose name is free`, async ({
    client,
    make,
    promise,
  }) => {
    promise('cancelling-deletes-the-invited-user', 'deleting-ends-an-invitation')
    const { _id, token, userName, displayName } = await invite(client, make)
    const path = { userId: _id }
    expect((await client.send(operation, { path })).status).toBe(204)
    const body = { token, userName, displayName, password: goodPassword }
    expect((await accept(client, body)).status).toBe(404)
    expect((await pending(client)).map((one) => one._id)).not.toContain(_id)
    const query = { 'filter[_id][EQ]': _id, 'filter[deleted][EQ]': 'deletedOnly' }
    expect((await client.send('queryUsers', { query })).body).toMatchObject({ totalCount: 1 })
    await make.user({ userName })
  })
}

test('an expired invitation is listed, and nobody accepts it', async ({
  client,
  lacks,
  promise,
  verbs,
}) => {
  promise(
    'invitation-tokens-expire',
    'pending-invitations-are-listed',
    'invited-users-are-users',
    'availability-needs-a-good-token',
  )
  const now = new Date().toISOString()
  const expired =
    (await pending(client)).find(({ invitationExpiry }) => invitationExpiry < now) ??
    lacks('an invitation that has expired')
  const { token, userName, displayName } = expired
  await untouched(client, [verbs.getUser(expired._id)], async () => {
    const body = { token, userName, displayName, password: goodPassword }
    expect((await accept(client, body)).status).toBe(410)
    expect(
      (await client.send('checkUserNameAvailable', { body: { token, userName } })).status,
    ).toBe(410)
  })
})

test('invitations come in pages', async ({ client, make, promise }) => {
  promise('total-counts-before-paging', 'first-offset-is-zero')
  await invite(client, make)
  const query = { 'page[offset]': 1, 'page[limit]': 1 }
  const { totalCount, data } = (await client.send('listInvitations', { query }))
    .body as WireList<object>
  expect(totalCount).toBeGreaterThanOrEqual(data.length)
  expect(data.length).toBeLessThanOrEqual(1)
})
