import type { WireResource } from '../drivers/scim.v2-wire.ts'
import type { Reply } from '../exchange.ts'
import { expect, patchOp, test, USER } from './scim.ts'
import { told, unchanged } from './scim.v2-resources.ts'

const old = 'Correct-Horse-1'
const fresh = 'Battery-Staple-2'

/** Expects a success that does not tell a password, nor that there is a word for it. */
function silent({ status, text }: Reply): void {
  expect(status, text).toBeLessThan(300)
  expect(text).not.toMatch(/Horse|Staple|"password/i)
}

test('a password is in no reply, not even in one that asks for it', { tag: '@basic' }, async ({
  client,
  promise,
  scim,
}) => {
  promise('passwords-are-never-answered')
  const body = scim.body('User', { password: old, title: 'Guide' })
  const created = await scim.create('User', body)
  silent(created)
  const { id } = created.body as { id: string }
  silent(await scim.get('User', id))
  silent(await scim.put('User', id, { ...body, password: fresh }))
  silent(await scim.patch('User', id, patchOp({ op: 'replace', path: 'password', value: old })))
  silent(await scim.patch('User', id, patchOp({ op: 'replace', value: { password: fresh } })))
  silent(await scim.list('User', { filter: scim.mine('User') }))
  for (const attributes of ['password', 'userName,password', `${USER}:password`]) {
    const query = { attributes }
    silent(await scim.get('User', id, { query }))
    silent(await scim.list('User', { filter: scim.mine('User'), attributes }))
    silent(
      await client.send('patchUser', {
        path: { id },
        query,
        body: patchOp({ op: 'replace', path: 'password', value: old }),
      }),
    )
  }
})

test('a password can be changed by a patch and by a replacement', { tag: '@basic' }, async ({
  promise,
  scim,
}) => {
  promise('passwords-can-be-changed')
  await scim.supports('changePassword', 'etag')
  const { id, userName } = await scim.user({ password: old, title: 'Guide' })
  const first = await scim.read('User', id)
  const patched = await scim.patched(
    'User',
    id,
    patchOp({ op: 'replace', path: 'password', value: fresh }),
  )
  expect(patched.meta.version).not.toBe(first.meta.version)
  const body = scim.body('User', { userName, title: 'Guide', password: old })
  const replaced = await scim.replaced('User', id, body)
  expect(replaced.meta.version).not.toBe(patched.meta.version)
  expect(told(replaced)).toEqual(told(first))
})

test('a replacement without a password keeps the one that there is', { tag: '@edge' }, async ({
  promise,
  scim,
}) => {
  promise('put-keeps-an-omitted-password')
  await scim.supports('etag')
  const user = await scim.user({ password: old, title: 'Guide' })
  await unchanged(scim, [user], () => scim.replaced('User', user.id, user))
})

test('nobody is found by a password', { tag: '@edge' }, async ({ promise, scim }) => {
  promise('passwords-cannot-be-searched')
  await scim.user({ password: old })
  for (const filter of [`password eq "${old}"`, 'password pr', 'password sw "C"']) {
    const reply = await scim.list('User', { filter: scim.mine('User', filter) })
    if (reply.status === 400) scim.refused(reply, 400, 'invalidFilter')
    else expect(reply.body).toMatchObject({ totalResults: 0 })
  }
})

test('a password that is no text is refused', { tag: '@basic' }, async ({ promise, scim }) => {
  promise('wrong-types-are-400', 'patch-wrong-type-is-400')
  const user = await scim.user({ password: old })
  await unchanged(scim, [user], async () => {
    for (const password of [7, true, [old], { value: old }]) {
      const body = scim.body('User', { password })
      scim.refused(await scim.create('User', body), 400, 'invalidValue')
      const operation = { op: 'replace', path: 'password', value: password }
      const reply = await scim.patch('User', user.id, patchOp(operation))
      scim.refused(reply, 400, 'invalidValue')
    }
  })
})

test('a password is never answered, not even when it is asked for', { tag: '@basic' }, async ({
  promise,
  scim,
}) => {
  promise('projection-never-shows-never', 'passwords-are-never-answered')
  const query = { attributes: 'password,userName' }
  const body = scim.body('User', { password: 'S3cret-and-long-enough!' })
  const created = await scim.create('User', body, { query })
  const { id } = created.body as WireResource
  for (const { status, text } of [
    created,
    await scim.get('User', id, { query }),
    await scim.get('User', id),
    await scim.list('User', { ...query, filter: `userName eq "${body.userName}"` }),
    await scim.put('User', id, body, { query }),
  ]) {
    expect(status).toBeLessThan(300)
    expect(text).not.toMatch(/"password"|S3cret/i)
  }
})
