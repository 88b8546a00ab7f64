import { login, type WireList, type WireUser } from '../drivers/hub-wire.ts'
import { expect, test } from '../suite.ts'

/** What P17 configures is no operation: these look at users whom the fixture has locked. */
const rehearsalPassword = 'rehearsal-Pass-1'

test('a user who is locked out for a while is refused, and comes back when cleared', async ({
  client,
  lacks,
  promise,
  target,
}) => {
  promise('temporary-lockouts-show-and-end', 'locked-users-are-refused-whatever-they-send')
  promise('clearing-ends-a-temporary-lockout', 'impersonation-needs-no-password')
  const query = { 'filter[temporarilyLocked][EQ]': 'true' }
  const { data } = (await client.send('queryUsers', { query })).body as WireList<WireUser>
  const locked = data[0] ?? lacks('a user who is locked out for a while')
  const path = { userId: locked._id }
  const body = { userId: locked._id }
  if (target.mock)
    expect((await login(client, locked.userName, rehearsalPassword)).status).toBe(401)
  expect((await client.send('generateToken', { body })).status).toBe(200)
  expect((await client.send('clearLogonFailures', { path })).status).toBe(204)
  const after = (await client.send('getUser', { path })).body
  expect(after).toEqual({ ...locked, temporarilyLocked: false })
  if (target.mock)
    expect((await login(client, locked.userName, rehearsalPassword)).status).toBe(200)
})

test('a user who is locked for good stays inactive when cleared, until made active', async ({
  client,
  lacks,
  promise,
  target,
}) => {
  promise(
    'clearing-keeps-a-permanent-lock',
    'reactivation-lifts-a-permanent-lock',
    'permanent-lockout-deactivates',
  )
  const query = { 'filter[active][EQ]': 'false' }
  const { data } = (await client.send('queryUsers', { query })).body as WireList<WireUser>
  const locked =
    data.find(({ inactiveReason }) => inactiveReason === 'tooManyFailedLogons') ??
    lacks('a user whom failed logins made inactive')
  const path = { userId: locked._id }
  expect((await client.send('clearLogonFailures', { path })).status).toBe(204)
  expect((await client.send('getUser', { path })).body).toEqual(locked)
  if (target.mock)
    expect((await login(client, locked.userName, rehearsalPassword)).status).toBe(401)
  const active = [{ op: 'replace', path: '/active', value: true }]
  expect((await client.send('patchUser', { path, body: active })).body).toMatchObject({
    active: true,
  })
  if (target.mock)
    expect((await login(client, locked.userName, rehearsalPassword)).status).toBe(200)
  const inactive = [
    { op: 'replace', path: '/active', value: false },
    { op: 'add', path: '/inactiveReason', value: 'tooManyFailedLogons' },
  ]
  expect((await client.send('patchUser', { path, body: inactive })).status).toBe(200)
})

test('clearing the failures of a user who has none is fine', async ({
  client,
  driver,
  make,
  promise,
}) => {
  promise('clearing-nothing-is-204')
  const { id } = await make.user()
  expect((await client.send('clearLogonFailures', { path: { userId: id } })).status).toBe(204)
  const path = { userId: driver.missingId }
  expect((await client.send('clearLogonFailures', { path })).status).toBe(404)
})
