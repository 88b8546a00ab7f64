import type { WireUser } from '../drivers/scim.v2-wire.ts'
import { expect, patchOp, type Scim, test } from './scim.ts'
import { count, told } from './scim.v2-resources.ts'

// These tests share the one record of the member, and put it back as it was: one after the other.
test.describe.configure({ mode: 'default' })

const as = 'member'

test('/Me is the user of the credential, and tells where she is', { tag: '@basic' }, async ({
  promise,
  scim,
}) => {
  promise('me-is-the-callers-user', 'me-tells-the-real-location')
  const reply = await scim.send('getMe', { as })
  expect(reply.status).toBe(200)
  const me = reply.body as WireUser
  expect(reply.headers.get('location')).toBe(me.meta.location)
  expect(me.meta).toMatchObject({ resourceType: 'User' })
  expect(await scim.read('User', me.id)).toEqual(me)
  const admin = (await scim.send('getMe')).body as WireUser
  expect(admin.id).not.toBe(me.id)
})

test('a patch of /Me changes the user herself', { tag: '@edge' }, async ({ promise, scim }) => {
  promise('me-is-the-callers-user', 'me-tells-the-real-location')
  const me = await own(scim)
  await putBack(scim, me, async () => {
    const body = patchOp({ op: 'add', path: 'nickName', value: 'Rehearsed' })
    const reply = await scim.send('patchMe', { as, body })
    expect([200, 204]).toContain(reply.status)
    if (reply.status === 200) expect(reply.headers.get('location')).toBe(me.meta.location)
    expect(await scim.read('User', me.id)).toMatchObject({ nickName: 'Rehearsed' })
    expect(told(await own(scim))).toEqual({ ...told(me), nickName: 'Rehearsed' })
  })
})

test('a replacement of /Me replaces the user herself', { tag: '@edge' }, async ({
  promise,
  scim,
}) => {
  promise('me-is-the-callers-user', 'me-tells-the-real-location')
  const me = await own(scim)
  await putBack(scim, me, async () => {
    const reply = await scim.send('replaceMe', { as, body: { ...me, nickName: 'Replaced' } })
    expect(reply).toMatchObject({ status: 200, body: { id: me.id, nickName: 'Replaced' } })
    expect(reply.headers.get('location')).toBe(me.meta.location)
    expect(await scim.read('User', me.id)).toEqual(reply.body)
  })
})

test('/Me answers with the attributes that were asked for, and keeps to its version', {
  tag: '@edge',
}, async ({ promise, scim }) => {
  promise('projection-applies-to-every-reply', 'if-none-match-of-this-version-is-304')
  await scim.supports('etag')
  const { id, meta, userName } = await own(scim)
  const { body } = await scim.send('getMe', { as, query: { attributes: 'userName' } })
  expect(body).toMatchObject({ id, userName })
  expect(body).not.toHaveProperty('meta')
  const headers = { 'If-None-Match': String(meta.version) }
  expect(await scim.send('getMe', { as, headers })).toMatchObject({ status: 304, text: '' })
})

test('whoever reads herself may ask for some attributes', { tag: '@edge' }, async ({
  promise,
  scim,
}) => {
  promise('projection-applies-to-every-reply')
  const { body } = await scim.send('getMe', { query: { attributes: 'userName' } })
  expect(body).toHaveProperty('userName')
  expect(body).not.toHaveProperty('meta')
})

test('a change of /Me that is wrong is refused, and changes nothing', { tag: '@basic' }, async ({
  promise,
  scim,
}) => {
  promise('me-is-the-callers-user', 'refused-requests-change-nothing')
  const [me, { userName }] = [await own(scim), await scim.user()]
  const taken = { op: 'replace', path: 'userName', value: userName }
  for (const [operation, statuses] of [
    [{ op: 'replace', path: 'active', value: 'no' }, [400]],
    [{ op: 'remove', path: 'userName' }, [400]],
    [taken, [409, 400]],
  ] as const) {
    scim.refused(await scim.send('patchMe', { as, body: patchOp(operation) }), statuses)
  }
  scim.refused(await scim.send('replaceMe', { as, body: { ...me, userName: '' } }), 400)
  expect(await own(scim)).toEqual(me)
})

test('nobody signs up at /Me', { tag: '@edge' }, async ({ promise, scim }) => {
  promise('me-cannot-be-created')
  const body = scim.body('User')
  scim.refused(await scim.send('createMe', { as, body }), 501)
  expect(await count(scim, 'User', `userName eq "${body.userName}"`)).toBe(0)
})

test('reading and changing oneself needs no right, and deleting oneself one', {
  tag: '@edge',
}, async ({ lacks, promise, scim, target }) => {
  promise('me-needs-no-right-to-read-and-change')
  // What a real deployment would make of the deletion, nobody could undo.
  if (!target.mock) lacks('a mock')
  const me = await own(scim)
  scim.refused(await scim.send('deleteMe', { as }), 403)
  expect(await own(scim)).toEqual(me)
})

async function own(scim: Scim): Promise<WireUser> {
  const reply = await scim.send('getMe', { as })
  expect(reply.status).toBe(200)
  return reply.body as WireUser
}

async function putBack(scim: Scim, me: WireUser, act: () => Promise<void>): Promise<void> {
  try {
    await act()
  } finally {
    const { body } = await scim.send('replaceMe', { as, body: me })
    expect(told(body as WireUser)).toEqual(told(me))
  }
}
