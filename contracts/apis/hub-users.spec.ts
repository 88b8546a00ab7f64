import type { Client } from '../call.ts'
import { goodPassword, login, type WireUser } from '../drivers/hub-wire.ts'
import type { Reply } from '../exchange.ts'
import type { Make } from '../make.ts'
import { expect, test } from '../suite.ts'
import { untouched } from '../untouched.ts'

test.describe('a created user', () => {
  test('is answered whole, and its Location answers the same', async ({
    client,
    make,
    promise,
    target,
  }) => {
    promise('create-user-answers-201', 'create-user-sends-location', 'ids-are-uuids')
    promise('dates-are-utc', 'new-users-are-active', 'new-users-are-in-no-group')
    const { body, headers, status } = await create(client, make)
    const user = body as WireUser
    expect(status).toBe(201)
    expect(user).toMatchObject({ active: true, system: false, invitationPending: false })
    expect(user).toMatchObject({ temporarilyLocked: false, _modified: user._created })
    expect(user._id).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
    expect(user._created).toMatch(/Z$/)
    const location = headers.get('location') ?? ''
    expect(location).toMatch(/^https?:/)
    const path = new URL(location).pathname.slice(new URL(target.url).pathname.length)
    expect((await client.raw({ like: 'getUser', path })).body).toEqual(user)
    const groups = await client.send('getUserGroups', { path: { userId: user._id } })
    expect(groups.body).toEqual([])
  })

  test('has no property without a value, and never a password', async ({
    client,
    make,
    promise,
  }) => {
    promise('absent-values-are-left-out', 'passwords-are-never-answered')
    const { text, body } = await create(client, make)
    expect(text).not.toContain(goodPassword)
    expect(text).not.toMatch(/password|hash|null|""/i)
    expect(body).not.toHaveProperty('email')
  })

  test('is called by the userName unless a displayName was sent', async ({
    client,
    make,
    promise,
  }) => {
    promise('display-name-follows-the-user-name')
    const { displayName, userName } = (await create(client, make)).body as WireUser
    expect(displayName).toBe(userName)
    const named = (await create(client, make, { displayName: 'Ada' })).body as WireUser
    expect(named.displayName).toBe('Ada')
  })

  test('has a reason when inactive and none when active, whatever is sent', async ({
    client,
    make,
    promise,
  }) => {
    promise('inactive-users-have-a-reason')
    const reasonOf = async (more: object) =>
      ((await create(client, make, more)).body as WireUser).inactiveReason
    expect(await reasonOf({ active: false })).toBe('manual')
    const sent = { active: false, inactiveReason: 'externalAccountDisabled' }
    expect(await reasonOf(sent)).toBe('externalAccountDisabled')
    expect(await reasonOf({ inactiveReason: 'manual' })).toBeUndefined()
  })

  test('may share an email with another', async ({ client, make, promise }) => {
    promise('emails-may-be-shared')
    for (const email of ['both@example.com', 'both@example.com']) {
      expect((await create(client, make, { email })).status).toBe(201)
    }
  })

  test('gets nothing of what only the Hub sets', async ({ client, driver, make, promise }) => {
    promise('read-only-properties-are-ignored')
    const sent = readOnly(driver.missingId)
    const { body, status } = await create(client, make, sent)
    expect(status).toBe(201)
    for (const [name, value] of Object.entries(sent)) expect(body).not.toHaveProperty(name, value)
  })

  const bad: readonly (readonly [what: string, more: object, cites: string])[] = [
    ['no userName', { userName: undefined }, 'user-name-is-required'],
    ['no password', { password: undefined }, 'password-is-required'],
    [
      'no password, from elsewhere',
      { password: undefined, externalId: 'x' },
      'password-is-required',
    ],
    ['an email without @', { email: 'ada' }, 'email-is-an-address'],
    ['an email that ends with @', { email: 'ada@' }, 'email-is-an-address'],
    ['a userName of 257 characters', { userName: 'x'.repeat(257) }, 'texts-are-bounded'],
    ['a displayName of 257 characters', { displayName: 'x'.repeat(257) }, 'texts-are-bounded'],
    ['an email of 321 characters', { email: `${'x'.repeat(310)}@example.co` }, 'texts-are-bounded'],
    ['a password of 1025 characters', { password: 'aB3-'.repeat(257) }, 'texts-are-bounded'],
    ['an empty userName', { userName: '' }, 'names-have-no-outer-space'],
    ['a space before the userName', { userName: ' ada' }, 'names-have-no-outer-space'],
    ['a tab after the userName', { userName: 'ada\t' }, 'names-have-no-outer-space'],
    ['null for an email', { email: null }, 'null-is-no-value'],
    ['a stranger for a property', { title: 'x' }, 'unknown-properties-are-refused'],
    ['an unknown reason', { active: false, inactiveReason: 'tired' }, 'broken-bodies-are-400'],
    [
      'a guessable password',
      { password: 'password' },
      'the-policy-holds-wherever-a-password-is-set',
    ],
  ]
  for (const [what, more, cites] of bad) {
    test(`is none with ${what}`, async ({ client, driver, make, promise, say, verbs }) => {
      promise(cites, 'refused-requests-change-nothing')
      const before = await say(verbs.listUsers({ where: whose(make), count: 0 }))
      const reply = await create(client, make, more)
      expect(reply.status).toBe(400)
      expect(driver.message(reply)).toBeTruthy()
      expect(await say(verbs.listUsers({ where: whose(make), count: 0 }))).toEqual(before)
    })
  }
})

test.describe('an update of a user', () => {
  test('with what was read changes nothing', async ({ client, make, promise }) => {
    promise('what-was-read-can-be-sent-back', 'modified-follows-changes')
    const user = (await create(client, make, { email: 'a@b', active: false })).body as WireUser
    const path = { userId: user._id }
    expect((await client.send('updateUser', { path, body: user })).body).toEqual(user)
    expect((await client.send('getUser', { path })).body).toEqual(user)
  })

  test('resets what it leaves out and keeps the rest', async ({ client, make, promise }) => {
    promise('update-user-resets-what-is-left-out', 'update-user-keeps-the-rest')
    promise('created-never-changes', 'changes-are-seen-at-once')
    const more = { email: 'a@b', unixUserName: 'ab', displayName: 'Ada', active: false }
    const user = (await create(client, make, more)).body as WireUser
    const path = { userId: user._id }
    const { userName } = user
    const updated = (await client.send('updateUser', { path, body: { userName } })).body as WireUser
    const { email: _, inactiveReason: _reason, ...rest } = user
    const { unixUserName: _unix, ...kept } = rest as typeof rest & { unixUserName?: string }
    expect(updated).toEqual({
      ...kept,
      displayName: userName,
      active: true,
      _modified: updated._modified,
    })
    expect(updated._modified > user._modified).toBe(true)
    expect((await login(client, userName)).status).toBe(200)
  })

  test('gives a name that logs in, and frees the old one', async ({ client, make, promise }) => {
    promise('renamed-users-log-in-by-the-new-name')
    const user = await make.user()
    const userName = make.address(make.name('renamed'))
    const path = { userId: user.id }
    expect((await client.send('updateUser', { path, body: { userName } })).status).toBe(200)
    expect((await login(client, userName)).status).toBe(200)
    expect((await login(client, user.userName)).status).toBe(401)
  })

  test('ignores what only the Hub sets', async ({ client, driver, make, promise }) => {
    promise('read-only-properties-are-ignored')
    const user = (await create(client, make)).body as WireUser
    const body = { ...user, ...readOnly(driver.missingId) }
    const reply = await client.send('updateUser', { path: { userId: user._id }, body })
    expect(reply.body).toEqual(user)
  })

  test('that is broken is refused and changes nothing', async ({
    client,
    make,
    promise,
    verbs,
  }) => {
    promise('user-name-is-required', 'refused-requests-change-nothing')
    const user = await make.user()
    const path = { userId: user.id }
    await untouched(client, [verbs.getUser(user.id)], async () => {
      for (const body of [
        { displayName: 'x' },
        { userName: 'x', email: 'x' },
        { userName: 'x', password: 'x' },
      ]) {
        expect((await client.send('updateUser', { path, body })).status).toBe(400)
      }
    })
  })
})

function create(client: Client, make: Make, more: object = {}): Promise<Reply> {
  const body = { userName: make.address(make.name()), password: goodPassword, ...more }
  return client.send('createUser', { body })
}

function whose(make: Make) {
  return { field: 'userName', operator: 'co', value: make.prefix } as const
}

function readOnly(id: string): Record<string, unknown> {
  const date = '2001-01-01T00:00:00Z'
  const dates = { _created: date, _modified: date, deleted: date, invitationExpiry: date }
  return { _id: id, ...dates, system: true, temporarilyLocked: true, invitationPending: true }
}
