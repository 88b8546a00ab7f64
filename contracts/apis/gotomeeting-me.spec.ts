import type { Client } from '../call.ts'
import type { WireUser } from '../drivers/gotomeeting.ts'
import { expect, test } from '../suite.ts'

// These tests share the one record of the member, and put it back as it was: one after the other.
test.describe.configure({ mode: 'default' })

const as = 'member'

test('me is the owner of the token', async ({ client, promise }) => {
  promise('me-is-the-owner-of-the-token')
  const me = await own(client)
  expect((await client.send('getUser', { path: { userKey: me.id } })).body).toEqual(me)
  const admin = (await client.send('getMe')).body as WireUser
  expect(admin.id).not.toBe(me.id)
})

test('me is no key', async ({ client, isRefusal, promise }) => {
  promise('me-is-not-a-key')
  const me = await own(client)
  isRefusal(await client.raw({ method: 'DELETE', path: '/Users/me', as }), 'wrongMethod')
  isRefusal(await client.raw({ method: 'DELETE', path: '/Users/me' }), 'wrongMethod')
  expect(await own(client)).toEqual(me)
})

test('updating me follows updating a user', async ({ client, promise }) => {
  promise('update-me-follows-update-user')
  const me = await own(client)
  await putBack(client, me, async () => {
    for (const change of [
      { timezone: 'Europe/Madrid' },
      { locale: 'es-ES' },
      { displayName: 'Rehearsed' },
      { name: { givenName: 'Re', familyName: 'Hearsed' } },
      {},
    ]) {
      const before = await own(client)
      const reply = await client.send('updateMe', { as, body: change })
      expect(reply.body).toEqual({ ...before, ...change })
      expect(await own(client)).toEqual({ ...before, ...change })
    }
  })
})

test('replacing me follows replacing a user', async ({ client, promise }) => {
  promise('replace-me-follows-replace-user')
  const me = await own(client)
  await putBack(client, me, async () => {
    const { userName, name } = me
    const body = { userName, displayName: 'Replaced', locale: 'en_GB', timezone: 'UTC' }
    expect((await client.send('replaceMe', { as, body })).body).toEqual({ ...me, ...body })
    expect(await own(client)).toEqual({ ...me, ...body, name })
  })
})

test('a change of me that is wrong is refused, and changes nothing', async ({
  client,
  isRefusal,
  make,
  promise,
}) => {
  promise('update-me-follows-update-user', 'replace-me-follows-replace-user')
  const me = await own(client)
  const { userName, displayName, locale, timezone } = me
  const full = { userName, displayName, locale, timezone }
  for (const wrong of [
    { favouriteColour: 'green' },
    { userName: `${make.name()}@rehearsal.invalid` },
    { userName: '' },
    { timezone: 'Mars/Olympus' },
    { name: { givenName: 'Only' } },
    { id: '1' },
  ]) {
    isRefusal(await client.send('updateMe', { as, body: wrong }), 'wrongType')
    isRefusal(await client.send('replaceMe', { as, body: { ...full, ...wrong } }), 'wrongType')
  }
  isRefusal(await client.send('replaceMe', { as, body: { userName } }), 'wrongType')
  expect(await own(client)).toEqual(me)
})

test('a userName that is taken is refused to me too', async ({ client, isRefusal, make }) => {
  const { userName } = await make.user()
  const me = await own(client)
  const { displayName, locale, timezone } = me
  isRefusal(await client.send('updateMe', { as, body: { userName } }), 'duplicateUser')
  const body = { userName, displayName, locale, timezone }
  isRefusal(await client.send('replaceMe', { as, body }), 'duplicateUser')
  expect(await own(client)).toEqual(me)
})

async function own(client: Client): Promise<WireUser> {
  return (await client.send('getMe', { as })).body as WireUser
}

async function putBack(client: Client, me: WireUser, act: () => Promise<void>): Promise<void> {
  try {
    await act()
  } finally {
    const { userName, displayName, name, locale, timezone } = me
    const body = { userName, displayName, name, locale, timezone }
    expect((await client.send('replaceMe', { as, body })).body).toEqual(me)
  }
}
