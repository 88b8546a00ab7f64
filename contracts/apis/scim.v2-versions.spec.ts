import type { WireGroup, WireUser } from '../drivers/scim.v2-wire.ts'
import type { Reply } from '../exchange.ts'
import { expect, patchOp, test } from './scim.ts'
import { memberIds, unchanged } from './scim.v2-resources.ts'

test.beforeEach(({ scim }) => scim.supports('etag'))

/** The ETag of a reply. */
function tagOf({ headers }: Reply): string {
  return headers.get('etag') ?? ''
}

test('every reply with one resource has its version as ETag', { tag: '@basic' }, async ({
  promise,
  scim,
}) => {
  promise('etag-is-sent', 'version-is-the-etag')
  const body = scim.body('User')
  const created = await scim.create('User', body)
  const { id } = created.body as WireUser
  const add = patchOp({ op: 'add', path: 'title', value: 'Guide' })
  const group = await scim.create('Group', scim.body('Group'))
  for (const reply of [
    created,
    await scim.get('User', id),
    await scim.put('User', id, body),
    await scim.patch('User', id, add),
    group,
    await scim.get('Group', (group.body as WireGroup).id),
  ]) {
    expect(tagOf(reply)).toMatch(/^(W\/)?".*"$/)
    const { meta } = (reply.status === 204 ? await scim.read('User', id) : reply.body) as WireUser
    expect(meta.version).toBe(tagOf(reply))
  }
})

test('an ETag is weak', { tag: '@edge' }, async ({ promise, scim }) => {
  promise('etag-is-weak')
  const { id } = await scim.user()
  expect(tagOf(await scim.get('User', id))).toMatch(/^W\/"/)
})

test('a version changes with each change, and with nothing else', { tag: '@basic' }, async ({
  promise,
  scim,
}) => {
  promise('etag-changes-with-the-resource')
  const [user, other] = [await scim.user(), await scim.user()]
  const version = async (id: string) => tagOf(await scim.get('User', id))
  const seen = [await version(user.id)]
  for (const title of ['Guide', 'Head', 'Guide']) {
    await scim.patched('User', user.id, patchOp({ op: 'replace', path: 'title', value: title }))
    seen.push(await version(user.id))
    await scim.patched('User', other.id, patchOp({ op: 'replace', path: 'title', value: title }))
    expect(await version(user.id)).toBe(seen.at(-1))
  }
  expect(new Set(seen).size).toBe(4)
})

test('a version changes with the members of a group, and with the groups of a user', {
  tag: '@edge',
}, async ({ promise, scim }) => {
  promise('etag-changes-with-the-resource')
  const [user, group] = [await scim.user(), await scim.group()]
  const before = [tagOf(await scim.get('User', user.id)), tagOf(await scim.get('Group', group.id))]
  const add = patchOp({ op: 'add', path: 'members', value: [{ value: user.id }] })
  await scim.patched('Group', group.id, add)
  const [ofUser, ofGroup] = before
  expect(tagOf(await scim.get('Group', group.id))).not.toBe(ofGroup)
  // A copy that somebody keeps is stale: the groups are a part of the user's resource.
  if ((await scim.read('User', user.id)).groups?.length) {
    expect(tagOf(await scim.get('User', user.id))).not.toBe(ofUser)
  }
})

test('a reader who has the version already is told so, without a body', { tag: '@basic' }, async ({
  promise,
  scim,
}) => {
  promise('if-none-match-of-this-version-is-304', 'if-none-match-of-another-version-is-200')
  promise('conditions-list-several-versions')
  const { id } = await scim.user()
  const read = (tags: string) => scim.get('User', id, { headers: { 'If-None-Match': tags } })
  const tag = tagOf(await scim.get('User', id))
  for (const known of [tag, `W/"other", ${tag}`, `${tag},"x"`, '*']) {
    expect(await read(known)).toMatchObject({ status: 304, text: '' })
  }
  expect(await read('W/"other"')).toMatchObject({ status: 200, body: { id } })
  const add = patchOp({ op: 'add', path: 'title', value: 'Guide' })
  await scim.patched('User', id, add)
  expect(await read(tag)).toMatchObject({ status: 200, body: { title: 'Guide' } })
})

test('a change of the version that the writer knows is made', { tag: '@basic' }, async ({
  promise,
  scim,
}) => {
  promise('if-match-of-this-version-passes', 'if-match-star-passes', 'if-match-is-optional')
  promise('conditions-list-several-versions')
  for (const conditions of [
    (tag: string) => ({ 'If-Match': tag }),
    (tag: string) => ({ 'If-Match': `W/"other", ${tag}` }),
    () => ({ 'If-Match': '*' }),
    () => ({}),
  ]) {
    const { id, userName } = await scim.user()
    const headers = async () => conditions(tagOf(await scim.get('User', id)))
    const body = scim.body('User', { userName, title: 'Guide' })
    expect((await scim.put('User', id, body, { headers: await headers() })).status).toBe(200)
    const add = patchOp({ op: 'add', path: 'nickName', value: 'Babs' })
    const patched = await scim.patch('User', id, add, { headers: await headers() })
    expect(patched.status).toBeLessThan(300)
    expect(await scim.read('User', id)).toMatchObject({ title: 'Guide', nickName: 'Babs' })
    expect((await scim.remove('User', id, { headers: await headers() })).status).toBe(204)
  }
})

test('a change of another version is refused and changes nothing', { tag: '@basic' }, async ({
  promise,
  scim,
}) => {
  promise('if-match-of-another-version-is-412', 'refused-requests-change-nothing')
  const [user, group] = [await scim.user(), await scim.group()]
  // Table 8 of RFC 7644 lists 409 for it too.
  const refusals = [412, 409]
  await unchanged(scim, [user, group], async () => {
    for (const tags of ['W/"other"', '"other"', 'W/"a", W/"b"']) {
      const headers = { 'If-Match': tags }
      for (const one of [user, group]) {
        const type = one.meta.resourceType as 'User' | 'Group'
        const add = patchOp({ op: 'add', path: 'externalId', value: 'x' })
        scim.refused(
          await scim.put(type, one.id, { ...one, externalId: 'x' }, { headers }),
          refusals,
        )
        scim.refused(await scim.patch(type, one.id, add, { headers }), refusals)
        scim.refused(await scim.remove(type, one.id, { headers }), refusals)
      }
    }
  })
})

test('of two writers who read the same version, the second is refused', { tag: '@basic' }, async ({
  promise,
  scim,
}) => {
  promise('if-match-of-another-version-is-412', 'etag-changes-with-the-resource')
  const [ann, bea] = [await scim.user(), await scim.user()]
  const { id } = await scim.group()
  const headers = { 'If-Match': tagOf(await scim.get('Group', id)) }
  const join = ({ id: value }: WireUser) => {
    const add = patchOp({ op: 'add', path: 'members', value: [{ value }] })
    return scim.patch('Group', id, add, { headers })
  }
  expect((await join(ann)).status).toBeLessThan(300)
  scim.refused(await join(bea), [412, 409])
  expect(memberIds(await scim.read('Group', id))).toEqual([ann.id])
})
