import type { Client } from '../call.ts'
import {
  type Permitted,
  USER_EXTENSION,
  type WireList,
  type WireUser,
} from '../drivers/formstack.ts'
import { expect, test } from '../suite.ts'
import { untouched } from '../untouched.ts'

const levels = {
  read: { canViewSubmissions: true, canEditSubmissions: false, isAdmin: false },
  write: { canViewSubmissions: true, canEditSubmissions: true, isAdmin: false },
  admin: { canViewSubmissions: true, canEditSubmissions: true, isAdmin: true },
}
type Level = keyof typeof levels
const promises = {
  read: 'read-gives-view',
  write: 'write-gives-view-and-edit',
  admin: 'admin-gives-everything',
} as const

for (const kind of ['forms', 'folders'] as const) {
  for (const level of Object.keys(levels) as Level[]) {
    test(`${level} on ${kind} gives what it says, on whole objects`, async ({
      client,
      lacks,
      make,
      promise,
    }) => {
      promise(
        promises[level],
        'patch-user-answers-the-user',
        'patch-shows-its-own-outcome',
        'permissions-show-whole-forms-and-folders',
      )
      const [one, two] = await present(client, kind, lacks)
      const { id } = await make.user()
      const reply = await patch(client, id, [{ op: level, path: kind, value: [two, one] }])
      const want = [one, two].map((part) => ({ ...part, permissions: levels[level] }))
      expect(permitted(reply.body, kind)).toEqual(want)
      expect(reply.body).toMatchObject({ id, meta: { resourceType: 'User' } })
      expect((await client.send('getUser', { path: { id } })).body).toEqual(reply.body)
    })
  }

  test(`none takes an entry of the ${kind} away`, async ({ client, lacks, make, promise }) => {
    promise('none-removes-the-entry')
    const [one, two] = await present(client, kind, lacks)
    const { id } = await make.user()
    await patch(client, id, [{ op: 'write', path: kind, value: [one, two] }])
    const reply = await patch(client, id, [{ op: 'none', path: kind, value: [one] }])
    expect(permitted(reply.body, kind).map((part) => part.id)).toEqual([two.id])
    const again = await patch(client, id, [{ op: 'none', path: kind, value: [one] }])
    expect(permitted(again.body, kind)).toEqual(permitted(reply.body, kind))
  })
}

test('the last level counts, also when it is less', async ({ client, lacks, make, promise }) => {
  promise('a-level-is-set-not-added')
  const [one, two] = await present(client, 'forms', lacks)
  const { id } = await make.user()
  const reply = await patch(client, id, [
    { op: 'admin', path: 'forms', value: [one, two] },
    { op: 'read', path: 'forms', value: [one] },
    { op: 'none', path: 'forms', value: [two] },
    { op: 'write', path: 'forms', value: [two] },
  ])
  const got = permitted(reply.body, 'forms').map(({ permissions }) => permissions)
  expect(got).toEqual([levels.read, levels.write])
  const less = await patch(client, id, [{ op: 'read', path: 'forms', value: [two] }])
  expect(permitted(less.body, 'forms')[1]?.permissions).toEqual(levels.read)
})

test('one refused operation leaves the effect of none', async ({
  client,
  driver,
  isRefusal,
  lacks,
  make,
  promise,
  verbs,
}) => {
  promise('patch-user-is-all-or-nothing', 'unknown-forms-and-folders-are-400')
  const [one, two] = await present(client, 'forms', lacks)
  const { id } = await make.user()
  await patch(client, id, [{ op: 'read', path: 'forms', value: [one] }])
  await untouched(client, [verbs.getUser(id)], async () => {
    for (const path of ['forms', 'folders']) {
      const reply = await patch(client, id, [
        { op: 'admin', path: 'forms', value: [two] },
        { op: 'none', path: 'forms', value: [one] },
        { op: 'read', path, value: [{ id: driver.missingId }] },
      ])
      isRefusal(reply, 'wrongType')
      expect(reply.body).toMatchObject({ detail: 'Invalid input' })
    }
  })
})

test('a patch leaves what it does not name, and a folder gives nothing on its forms', async ({
  client,
  lacks,
  make,
  promise,
}) => {
  promise('patch-user-leaves-the-rest', 'folders-do-not-pass-on-permissions')
  const [form, other] = await present(client, 'forms', lacks)
  const folders = await present(client, 'folders', lacks)
  const { id } = await make.user()
  await patch(client, id, [{ op: 'write', path: 'forms', value: [form] }])
  const { body } = await patch(client, id, [{ op: 'admin', path: 'folders', value: folders }])
  expect(permitted(body, 'forms').map((part) => part.id)).toEqual([form.id])
  expect(permitted(body, 'folders')).toHaveLength(folders.length)
  const after = await patch(client, id, [{ op: 'read', path: 'forms', value: [other] }])
  expect(permitted(after.body, 'folders')).toEqual(permitted(body, 'folders'))
  expect(permitted(after.body, 'forms')[0]).toEqual(permitted(body, 'forms')[0])
})

test('a patch of nobody is not found, word for word', async ({
  bystanders,
  client,
  driver,
  promise,
}) => {
  promise('patch-of-an-unknown-user-is-404')
  const { reads } = await bystanders()
  const operation = { op: 'read', path: 'forms', value: [{ id: '1' }] }
  await untouched(client, reads, async () => {
    const reply = await patch(client, driver.missingId, [operation])
    expect(reply.status).toBe(404)
    expect(reply.body).toEqual({
      detail: 'Not Found',
      schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
      scimType: null,
      status: 404,
    })
  })
})

const value = [{ value: 1 }]
const wrong: readonly (readonly [promised: string, body: unknown])[] = [
  ...['add', 'remove', 'replace', 'Read', '', 1].map(
    (op) => ['user-ops-are-four', { Operations: [{ op, path: 'forms', value }] }] as const,
  ),
  ['the-key-is-op', { Operations: [{ ops: 'read', path: 'forms', value }] }],
  ['user-paths-are-two', { Operations: [{ op: 'read', value }] }],
  ...['members', 'Forms', '', 'forms.1', null].map(
    (path) => ['user-paths-are-two', { Operations: [{ op: 'read', path, value }] }] as const,
  ),
  ['operations-is-an-array-in-an-object', [{ op: 'read', path: 'forms', value }]],
  ['operations-is-an-array-in-an-object', { Operations: { op: 'read', path: 'forms', value } }],
  ['operations-is-an-array-in-an-object', { operations: [{ op: 'read', path: 'forms', value }] }],
  ['empty-patches-are-400', { Operations: [] }],
  ['empty-patches-are-400', { Operations: [{ op: 'read', path: 'forms', value: [] }] }],
  ['broken-bodies-are-400', { Operations: [{ op: 'read', path: 'forms', value: 1 }] }],
  ['broken-bodies-are-400', { Operations: [{ op: 'read', path: 'forms', value: [1] }] }],
  ['broken-bodies-are-400', { Operations: [{ op: 'read', path: 'forms', value: [{ id: 1 }] }] }],
  ['broken-bodies-are-400', { Operations: [{ op: 'read', path: 'forms' }] }],
]

for (const [promised, body] of wrong) {
  test(`the patch ${JSON.stringify(body)} is refused`, async ({
    client,
    isRefusal,
    make,
    promise,
    verbs,
  }) => {
    promise(promised)
    const { id } = await make.user()
    await untouched(client, [verbs.getUser(id)], async () => {
      isRefusal(await client.send('patchUser', { path: { id }, body }), 'wrongType')
    })
  })
}

test('only a patch that changes a level touches the time of the last change', async ({
  client,
  lacks,
  make,
  promise,
  say,
  verbs,
}) => {
  promise('patch-touches-last-modified')
  const [form] = await present(client, 'forms', lacks)
  const { id } = await make.user()
  await patch(client, id, [{ op: 'none', path: 'forms', value: [form] }])
  expect(await say(verbs.lastModified(id))).toBeNull()
  await patch(client, id, [{ op: 'read', path: 'forms', value: [form] }])
  expect(await say(verbs.lastModified(id))).not.toBeNull()
})

interface Operation {
  readonly op: string
  readonly path: string
  readonly value: readonly { id: string }[]
}

function patch(client: Client, id: string, operations: readonly Operation[]) {
  const Operations = operations.map(({ value: parts, ...rest }) => ({
    ...rest,
    value: parts.map((part) => ({ value: Number(part.id) })),
  }))
  return client.send('patchUser', { path: { id }, body: { Operations } })
}

function permitted(body: unknown, kind: 'forms' | 'folders'): Permitted[] {
  return (body as WireUser)[USER_EXTENSION][kind]
}

/** Two forms or folders that the account has, in the order of their ids. */
async function present(
  client: Client,
  kind: 'forms' | 'folders',
  lacks: (what: string) => never,
): Promise<[Permitted, Permitted]> {
  const operation = kind === 'forms' ? 'listForms' : 'listFolders'
  const { Resources } = (await client.send(operation)).body as WireList<Permitted>
  const [one, two] = Resources
  return one && two ? [one, two] : lacks(`two ${kind} in the account`)
}
