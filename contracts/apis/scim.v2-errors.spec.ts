import type { Draft } from '../call.ts'
import { ERROR, type WireError } from '../drivers/scim.v2-wire.ts'
import type { Reply } from '../exchange.ts'
import { expect, type Scim, test } from './scim.ts'

test('an error has its URN and its status as a string', { tag: '@basic' }, async ({
  promise,
  scim,
}) => {
  promise('errors-have-their-urn', 'error-status-is-a-string')
  for (const { status, body } of await failures(scim)) {
    expect(body).toMatchObject({ schemas: [ERROR], status: String(status) })
  }
})

test('an error says why, and has nothing that SCIM does not know', { tag: '@edge' }, async ({
  promise,
  scim,
}) => {
  promise('errors-say-why', 'errors-have-no-other-keys')
  for (const { body } of await failures(scim)) {
    const { detail, ...rest } = body as WireError
    expect(detail).toMatch(/\S/)
    expect(['schemas', 'scimType', 'status']).toEqual(expect.arrayContaining(Object.keys(rest)))
  }
})

const bodies: readonly (readonly [what: string, draft: Draft])[] = [
  ['no JSON', { body: '{"userName": ' }],
  ['two values', { body: '{} {}' }],
  ['a list', { body: '[]' }],
  ['a text', { body: '"userName"' }],
  ['null', { body: 'null' }],
]

for (const [what, draft] of bodies) {
  test(`a body that is ${what} is refused`, { tag: '@edge' }, async ({ client, promise, scim }) => {
    promise('broken-json-is-400')
    const user = await scim.user()
    const at = `/Users/${user.id}`
    for (const reply of [
      await client.raw({ like: 'createUser', ...draft }),
      await client.raw({ like: 'createGroup', ...draft }),
      await client.raw({ like: 'replaceUser', path: at, ...draft }),
      await client.raw({ like: 'searchUsers', ...draft }),
    ]) {
      scim.refused(reply, 400, ['invalidSyntax', 'invalidValue'])
    }
    expect(await scim.read('User', user.id)).toEqual(user)
  })
}

test('a request without the body that it needs is refused', { tag: '@edge' }, async ({
  client,
  promise,
  scim,
}) => {
  promise('missing-bodies-are-400')
  const user = await scim.user()
  scim.refused(await client.raw({ like: 'createUser' }), 400, 'invalidSyntax')
  const path = `/Users/${user.id}`
  scim.refused(await client.raw({ like: 'replaceUser', path }), 400, 'invalidSyntax')
  expect(await scim.read('User', user.id)).toEqual(user)
})

test('a path that there is not is a 404 of SCIM', { tag: '@basic' }, async ({
  client,
  promise,
  scim,
}) => {
  promise('unknown-paths-are-404', 'errors-have-their-urn')
  const { id } = await scim.user()
  for (const path of ['/Shoes', '/Shoes/1', `/Users/${id}/emails`, '/Schemas/a/b']) {
    scim.refused(await client.raw({ method: 'GET', path }), 404)
  }
})

test('a method that a path does not have is refused', { tag: '@edge' }, async ({
  client,
  promise,
  scim,
}) => {
  promise('wrong-methods-are-405')
  const { id } = await scim.user()
  for (const [method, path] of [
    ['DELETE', '/Users'],
    ['PUT', '/Users'],
    ['POST', `/Users/${id}`],
    ['GET', '/.search'],
  ] as const) {
    const reply = await client.raw({ method, path, ...(method !== 'GET' && { body: '{}' }) })
    scim.refused(reply, 405)
    expect(reply.headers.get('allow'), `${method} ${path}`).toMatch(/[A-Z]/)
  }
  expect((await scim.read('User', id)).id).toBe(id)
})

/** One of each kind that a server without any optional part has. */
async function failures(scim: Scim): Promise<Reply[]> {
  const { id, userName } = await scim.user()
  return [
    await scim.get('Group', id),
    await scim.create('User', scim.body('User', { userName })),
    await scim.create('User', scim.body('User', { active: 5 })),
    await scim.list('User', undefined, { as: 'nobody' }),
  ]
}
