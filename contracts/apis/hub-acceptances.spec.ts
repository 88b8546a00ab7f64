import { accept, invite, pending, setPassword } from '../drivers/hub-invitations.ts'
import { goodPassword, login } from '../drivers/hub-wire.ts'
import { expect, test } from '../suite.ts'
import { untouched } from '../untouched.ts'

test('accepting with a password makes an ordinary user, once', async ({
  client,
  make,
  promise,
  say,
  verbs,
}) => {
  promise(
    'accepting-ends-the-invitation',
    'accepting-keeps-the-rest',
    'accepted-passwords-log-in',
    'invitation-tokens-work-once',
  )
  promise('only-pending-invitations-are-resent', 'passwords-are-never-answered')
  const { _id, token, email } = await invite(client, make)
  const group = await make.group([{ kind: 'user', id: _id }])
  const userName = make.name('accepted')
  const body = { token, userName, displayName: 'Ann', password: goodPassword }
  expect((await accept(client, body)).status).toBe(204)
  const user = (await client.send('getUser', { path: { userId: _id } })).body
  expect(user).toMatchObject({ userName, displayName: 'Ann', email, invitationPending: false })
  expect(user).not.toHaveProperty('invitationExpiry')
  expect((await login(client, userName)).status).toBe(200)
  expect(await say(verbs.groupsOf(_id))).toEqual([group.id])
  expect((await accept(client, body)).status).toBe(404)
  expect((await pending(client)).map((one) => one._id)).not.toContain(_id)
  for (const operation of ['resendInvitation', 'cancelInvitation']) {
    expect((await client.send(operation, { path: { userId: _id } })).status).toBe(404)
  }
})

test('accepting with a subject leaves no password until one is set', async ({
  client,
  make,
  promise,
}) => {
  promise(
    'accepted-subjects-have-no-password',
    'subjects-are-unique',
    'refused-acceptances-can-be-repeated',
    'passwords-are-never-answered',
  )
  const [one, two] = [await invite(client, make), await invite(client, make)]
  const jwtSubject = `${make.prefix}-subject`
  const { token, userName, displayName } = one
  expect((await accept(client, { token, userName, displayName, jwtSubject })).status).toBe(204)
  expect((await login(client, userName)).status).toBe(401)
  const { text } = await client.send('getUser', { path: { userId: one._id } })
  expect(text).not.toContain(jwtSubject)
  expect((await setPassword(client, one._id)).status).toBe(200)
  expect((await login(client, userName)).status).toBe(200)
  const other = { token: two.token, userName: two.userName, displayName }
  expect((await accept(client, { ...other, jwtSubject })).status).toBe(409)
  expect((await accept(client, { ...other, jwtSubject: `${jwtSubject}2` })).status).toBe(204)
})

test('an acceptance that is refused leaves the invitation as it was', async ({
  client,
  make,
  promise,
  verbs,
}) => {
  promise(
    'accepting-sets-one-credential',
    'acceptance-checks-the-user-name',
    'refused-acceptances-can-be-repeated',
  )
  promise('the-policy-holds-wherever-a-password-is-set', 'refused-requests-change-nothing')
  const ann = await make.user()
  const { _id, token, userName, displayName } = await invite(client, make)
  const body = { token, userName, displayName, password: goodPassword }
  await untouched(client, [verbs.getUser(_id)], async () => {
    for (const [wrong, status] of [
      [{ ...body, jwtSubject: 'x' }, 400],
      [{ ...body, password: undefined }, 400],
      [{ ...body, password: 'password' }, 400],
      [{ ...body, password: userName.toUpperCase() }, 400],
      [{ ...body, userName: ' x' }, 400],
      [{ ...body, userName: ann.userName }, 409],
      [{ ...body, token: 'unknown' }, 404],
    ] as const) {
      expect((await accept(client, wrong)).status, JSON.stringify(wrong)).toBe(status)
    }
  })
  expect((await accept(client, body)).status).toBe(204)
})

test('a name is available unless another has it', async ({ client, make, promise, verbs }) => {
  promise(
    'availability-foretells-acceptance',
    'own-invited-name-is-available',
    'availability-needs-a-good-token',
  )
  const ann = await make.user()
  const { _id, token, userName } = await invite(client, make)
  const available = async (name: string) =>
    (await client.send('checkUserNameAvailable', { body: { token, userName: name } })).body
  await untouched(client, [verbs.getUser(_id), verbs.getUser(ann.id)], async () => {
    expect(await available(make.name())).toEqual({ available: true })
    expect(await available(userName)).toEqual({ available: true })
    expect(await available(ann.userName.toUpperCase())).toEqual({ available: false })
  })
  const body = { token: 'unknown', userName }
  expect((await client.send('checkUserNameAvailable', { body })).status).toBe(404)
  const bad = { token, userName: '' }
  expect((await client.send('checkUserNameAvailable', { body: bad })).status).toBe(400)
})
