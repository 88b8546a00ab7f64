/** Who may do what (draft-scim-api-01 sections 2 and 3.9). */
import { CORE, expect, test } from './scim.v1.ts'

test('a refusal says how to come in', { tag: '@basic' }, async ({ client, promise, scim }) => {
  promise('refusals-carry-a-challenge', 'missing-credential-is-401', 'invalid-credential-is-401')
  for (const as of ['nobody', 'expired', 'revoked'] as const) {
    const reply = await client.send('listUsers', { as })
    scim.refused(reply, 401)
    expect(reply.headers.get('www-authenticate'), as).toMatch(/^[A-Za-z]+( |$)/)
  }
})

test('who may read only reads, and changes nothing', { tag: '@basic' }, async ({
  client,
  make,
  promise,
  scim,
}) => {
  promise('reading-needs-read-and-writing-needs-write', 'credential-without-right-is-403')
  const as = 'reader'
  const user = await scim.user()
  const { id, userName } = user
  expect((await scim.send('get', 'User', { id, as })).body).toEqual(user)
  expect((await client.send('listGroups', { query: { count: 1 }, as })).status).toBe(200)
  const body = { userName, title: 'x' }
  const operation = { method: 'DELETE', path: `/Users/${id}`, version: user.meta.version }
  for (const reply of [
    await scim.send('replace', 'User', { id, body, as }),
    await scim.send('patch', 'User', { id, body, as }),
    await scim.send('delete', 'User', { id, as }),
    await client.send('createGroup', { body: { displayName: make.name() }, as }),
    await client.send('bulk', { body: { schemas: [CORE], Operations: [operation] }, as }),
  ]) {
    scim.refused(reply, 403)
  }
  expect(await scim.read('User', id)).toEqual(user)
})

test('a credential is judged before anything else is', { tag: '@edge' }, async ({
  client,
  make,
  promise,
  scim,
}) => {
  promise('credential-is-judged-first')
  const as = 'nobody'
  const id = make.name('nobody')
  for (const reply of [
    await scim.send('get', 'User', { id, as }),
    await client.send('listUsers', { query: { filter: 'nonsense' }, as }),
    await client.raw({ like: 'createUser', body: '{', as }),
    await client.send('createUser', { body: { title: 7 }, as }),
  ]) {
    scim.refused(reply, 401)
  }
})

test('what a provider says of itself needs no credential', { tag: '@edge' }, async ({
  client,
  promise,
}) => {
  promise('discovery-needs-no-credential')
  for (const operation of ['getServiceProviderConfigs', 'listSchemas']) {
    expect((await client.send(operation, { as: 'nobody' })).status).toBe(200)
  }
})
