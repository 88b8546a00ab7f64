/** Methods by another name, and formats (draft-scim-api-01 sections 3.6 and 3.12). */
import { CORE, expect, test } from './scim.v1.ts'

test('a POST may stand for PUT, PATCH and DELETE', { tag: '@basic' }, async ({
  client,
  promise,
  scim,
}) => {
  promise('override-names-the-method')
  const { id, userName } = await scim.user({ title: 'Guide', nickName: 'Babs' })
  const path = `/Users/${encodeURIComponent(id)}`
  const post = (method: string, like: string, body?: object) =>
    client.raw({
      like,
      method: 'POST',
      path,
      headers: { 'X-HTTP-Method-Override': method },
      ...(body && { body: JSON.stringify(body) }),
    })
  const put = await post('PUT', 'replaceUser', { userName, title: 'Head' })
  expect(put.status).toBe(200)
  expect(await scim.read('User', id)).toEqual(put.body)
  expect(put.body).toMatchObject({ id, title: 'Head' })
  expect(put.body).not.toHaveProperty('nickName')
  const patched = await post('PATCH', 'patchUser', { nickName: 'B' })
  if (patched.status !== 501) {
    expect(await scim.read('User', id)).toMatchObject({ title: 'Head', nickName: 'B' })
  }
  expect([200, 204]).toContain((await post('DELETE', 'deleteUser')).status)
  scim.refused(await scim.send('get', 'User', { id }), 404)
})

test('a POST that stands for another method is judged as that', { tag: '@edge' }, async ({
  client,
  promise,
  scim,
}) => {
  promise('override-names-the-method')
  const group = await scim.group()
  const path = `/Groups/${encodeURIComponent(group.id)}`
  const override = { method: 'POST', headers: { 'X-HTTP-Method-Override': 'PUT' } }
  scim.refused(await client.raw({ ...override, like: 'replaceGroup', path, body: '{}' }), 400)
  const nobody = { ...override, like: 'replaceGroup', path, body: '{}', as: 'nobody' } as const
  scim.refused(await client.raw(nobody), 401)
  expect(await scim.read('Group', group.id)).toEqual(group)
})

test('no header makes a GET delete', { tag: '@edge' }, async ({ client, promise, scim }) => {
  promise('override-names-the-method')
  const user = await scim.user()
  const path = `/Users/${encodeURIComponent(user.id)}`
  const headers = { 'X-HTTP-Method-Override': 'DELETE' }
  const reply = await client.raw({ like: 'getUser', path, headers })
  expect(reply.body).toEqual(user)
  expect(await scim.read('User', user.id)).toEqual(user)
})

test('JSON is the format, asked for or not', { tag: '@basic' }, async ({
  client,
  make,
  promise,
  scim,
}) => {
  promise('replies-are-json')
  const { id } = await scim.user()
  const asked: Readonly<Record<string, string>>[] = [
    {},
    { Accept: 'application/json' },
    { Accept: '*/*' },
  ]
  for (const headers of asked) {
    for (const reply of [
      await scim.send('get', 'User', { id, headers }),
      await client.send('listUsers', { query: { count: 1 }, headers }),
      await scim.send('get', 'User', { id: make.name('nobody'), headers }),
    ]) {
      expect(reply.headers.get('content-type')).toMatch(/^application\/json\b/)
      expect(reply.body).toBeDefined()
    }
  }
})

test('a path may end in .json', { tag: '@edge' }, async ({ client, promise, scim }) => {
  promise('json-suffix-is-no-part-of-the-path')
  const user = await scim.user()
  const path = `/Users/${encodeURIComponent(user.id)}.json`
  expect((await client.raw({ like: 'getUser', path })).body).toEqual(user)
  const { userName } = user
  const body = JSON.stringify({ userName, title: 'Head' })
  expect((await client.raw({ like: 'replaceUser', path, body })).body).toMatchObject({
    title: 'Head',
  })
  const list = await client.raw({ like: 'listUsers', path: '/Users.json?count=1' })
  expect(list.body).toMatchObject({ schemas: [CORE] })
  const config = await client.raw({
    like: 'getServiceProviderConfigs',
    path: '/ServiceProviderConfigs.json',
  })
  expect(config.body).toMatchObject({ schemas: [CORE] })
})

test('text comes back letter by letter', { tag: '@basic' }, async ({ promise, scim }) => {
  promise('content-is-utf-8')
  const displayName = 'Bårbara Ω 日本 👩‍🚀 "x" \\ \u2028'
  const { id } = await scim.user({ displayName })
  expect((await scim.read('User', id)).displayName).toBe(displayName)
})
