import { expect, expectProblem, HOME, leastSync, test, untouched } from './nexus-account.ts'

test('a body is read as JSON whatever the parameters of its type', async ({
  account,
  client,
  promise,
}) => {
  promise('only-json-is-read', 'errors-are-application-problem-json')
  const { id } = await account.create()
  for (const type of ['application/json', 'application/json; charset=utf-8', 'Application/JSON']) {
    const call = { path: { userId: id }, body: {}, headers: { 'content-type': type } }
    const reply = await client.send('PatchUser', call)
    expect(reply.status).toBe(200)
    expect(reply.headers.get('content-type')).toMatch(/^application\/json(;|$)/)
  }
  for (const type of ['text/json', 'application/problem+json', 'application/merge-patch+json']) {
    const call = { path: { userId: id }, body: {}, headers: { 'content-type': type } }
    expectProblem(await client.send('PatchUser', call), 415)
  }
})

test('properties and query parameters that the document does not name are ignored', async ({
  account,
  promise,
}) => {
  promise('unknown-properties-are-ignored', 'unknown-query-parameters-are-ignored')
  const made = await account.create({ favouriteColour: 'green', id: 'mine', password: 'x' })
  expect(made).not.toHaveProperty('favouriteColour')
  expect(made.id).not.toBe('mine')
  const query = { colour: 'green', select: 'id' }
  expect(await account.ask('GetUser', 200, { path: { userId: made.id }, query })).toEqual(made)
})

test('an option with a dollar is one more unknown parameter', async ({ account, promise }) => {
  promise('options-have-no-dollar')
  const path = { organizationId: HOME }
  const query = { $top: 0, $filter: 'nonsense', $count: 'true', top: 1 }
  const list = await account.ask<{ value: unknown[] }>('GetOrganizationMembers', 200, {
    path,
    query,
  })
  expect(list.value).toHaveLength(1)
  expect(list).not.toHaveProperty('@odata.count')
})

test('an id that nothing has is not found, whatever its form', async ({
  account,
  client,
  promise,
}) => {
  promise('ids-are-compared-as-text', 'missing-things-are-404', 'problems-repeat-the-status')
  const { id } = await account.create()
  for (const odd of ['1', 'null', "'", '😀', '%', `${id}x`, id.toUpperCase(), '__proto__', 'a/b']) {
    expectProblem(await client.send('GetUser', { path: { userId: odd } }), 404)
    const path = { organizationId: odd, userId: id }
    expectProblem(await client.send('GetOrganizationMembers', { path }), 404)
    expectProblem(await client.send('GetOrganizationMember', { path }), 404)
  }
})

test('an error is a problem document, with each property that is at fault', async ({
  account,
  client,
  promise,
}) => {
  promise('errors-are-problem-documents', 'problems-name-the-field', 'broken-bodies-are-400')
  const body = account.person({ displayName: 7, idpMetadata: { azoUserId: '' }, roles: [1] })
  const reply = await client.send('CreateUser', { body })
  for (const field of ['displayName', 'idpMetadata.azoUserId', 'roles[0]']) {
    expectProblem(reply, 400, field)
  }
  for (const name of ['type', 'detail', 'instance']) {
    const value = (reply.body as Record<string, unknown>)[name] ?? null
    expect(value === null || typeof value === 'string').toBe(true)
  }
  const path = { organizationId: HOME }
  const paged = await client.send('GetOrganizationMembers', { path, query: { top: 'ten' } })
  expectProblem(paged, 400, 'top')
})

test('a request that is refused at its last step has changed nothing', async ({
  account,
  client,
  promise,
}) => {
  promise('refused-requests-change-nothing')
  const taken = { azoUserId: `ad|${Date.now()}`, azoConnectionId: 'con_rehearsal_taken' }
  await account.create({ idpMetadata: taken })
  const person = account.person({ makeAdmin: true, idpMetadata: taken })
  expectProblem(await client.send('CreateUser', { body: person }), 409)
  // Had she been made, her address would be taken now.
  await account.ask('CreateUser', 201, { body: { ...person, idpMetadata: null } })
})

test('the next read of a user and of a list shows a change', async ({ account, promise }) => {
  promise('changes-are-seen-at-once')
  const { id, emailAddress } = await account.create()
  const path = { userId: id, organizationId: HOME }
  await account.ask('PatchUser', 200, { path, body: { displayName: 'Seen At Once' } })
  expect((await account.read(id)).displayName).toBe('Seen At Once')
  const filter = `user/emailAddress eq '${emailAddress}'`
  const list = await account.ask('GetOrganizationMembers', 200, { path, query: { filter } })
  expect(list).toMatchObject({ value: [{ user: { displayName: 'Seen At Once' } }] })
})

test('a body of more than a mebibyte is too large, and changes nothing', async ({
  account,
  client,
  promise,
}) => {
  promise('large-bodies-are-413')
  const { id } = await account.create()
  await untouched(client, [account.reading(id)], async () => {
    const attributes = [{ key: 'long', value: 'x'.repeat(1024 * 1024) }]
    const call = { path: { userId: id }, body: { ...leastSync, attributes } }
    expectProblem(await client.send('SyncUserIdentity', call), 413)
  })
})
