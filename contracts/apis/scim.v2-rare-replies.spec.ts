/** Replies that no client hopes for, of operations whose usual ones are asked for elsewhere. */
import type { WireUser } from '../drivers/scim.v2-wire.ts'
import { expect, GROUP, patchOp, type Scim, test, USER } from './scim.ts'

const both = { attributes: 'displayName', excludedAttributes: 'meta' }
const filter = 'name eq "User"'

test('whatever is read, attributes and excludedAttributes exclude each other', {
  tag: '@edge',
}, async ({ promise, scim }) => {
  promise('projection-both-is-400')
  const { id } = await scim.group()
  for (const reply of [
    await scim.get('Group', id, { query: both }),
    await scim.list('everything', both),
    await scim.send('getMe', { as: 'member', query: both }),
  ]) {
    scim.refused(reply, 400, 'invalidValue')
  }
})

test('a group that is known in this version is not sent again', { tag: '@edge' }, async ({
  promise,
  scim,
}) => {
  promise('if-none-match-of-this-version-is-304')
  await scim.supports('etag')
  const { id, meta } = await scim.group()
  const headers = { 'If-None-Match': String(meta.version) }
  expect(await scim.get('Group', id, { headers })).toMatchObject({ status: 304, text: '' })
})

test('a user is sent again when a group that she is in has another name', {
  tag: '@edge',
}, async ({ lacks, promise, scim }) => {
  promise('if-none-match-of-another-version-is-200')
  await scim.supports('etag')
  const user = await scim.user()
  const group = await scim.group({ members: [{ value: user.id }] })
  const { meta, groups = [] } = await scim.read('User', user.id)
  const shown = groups.find(({ value }) => value === group.id)
  if (shown?.display !== group.displayName)
    lacks('a server that shows the names of groups in users')
  const displayName = `${group.displayName} again`
  await scim.patched(
    'Group',
    group.id,
    patchOp({ op: 'replace', path: 'displayName', value: displayName }),
  )
  const headers = { 'If-None-Match': String(meta.version) }
  expect((await scim.get('User', user.id, { headers })).status).toBe(200)
})

test('a filter of one thing of discovery is refused too', { tag: '@edge' }, async ({
  promise,
  scim,
}) => {
  promise('discovery-filters-are-403')
  for (const id of [USER, GROUP]) {
    scim.refused(await scim.send('getSchema', { path: { id }, query: { filter } }), 403)
  }
  const call = { path: { id: 'User' }, query: { filter } }
  scim.refused(await scim.send('getResourceType', call), 403)
})

test('what /Me refuses leaves oneself and others as they were', { tag: '@edge' }, async ({
  promise,
  scim,
}) => {
  promise('me-is-the-callers-user', 'refused-requests-change-nothing')
  const other = await scim.user()
  const me = await own(scim, 'member')
  const { userName } = other
  const taken = { ...me, userName }
  scim.refused(await scim.send('replaceMe', { as: 'member', body: taken }), [409, 400])
  expect(await own(scim, 'member')).toEqual(me)
  const patch = patchOp({ op: 'replace', path: 'userName', value: userName })
  scim.refused(await scim.send('patchMe', { as: 'member', body: patch }), [409, 400])
  expect(await own(scim, 'member')).toEqual(me)
  expect(await scim.read('User', other.id)).toEqual(other)
})

test('/Me is changed and deleted in the version that is meant, or not at all', {
  tag: '@edge',
}, async ({ lacks, promise, scim, target }) => {
  promise('if-match-of-another-version-is-412', 'me-is-the-callers-user')
  // What a real deployment would make of the deletion, nobody could undo.
  if (!target.mock) lacks('a mock')
  const headers = { 'If-Match': 'W/"another"' }
  const member = await own(scim, 'member')
  const body = { ...member, nickName: 'Changed' }
  const patch = patchOp({ op: 'add', path: 'nickName', value: 'Changed' })
  scim.refused(await scim.send('replaceMe', { as: 'member', body, headers }), 412)
  scim.refused(await scim.send('patchMe', { as: 'member', body: patch, headers }), 412)
  expect(await own(scim, 'member')).toEqual(member)
  const admin = await own(scim, 'admin')
  scim.refused(await scim.send('deleteMe', { headers }), 412)
  expect(await own(scim, 'admin')).toEqual(admin)
})

async function own(scim: Scim, as: 'admin' | 'member'): Promise<WireUser> {
  const reply = await scim.send('getMe', { as })
  expect(reply.status).toBe(200)
  return reply.body as WireUser
}
