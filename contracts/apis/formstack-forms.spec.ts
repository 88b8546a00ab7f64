import type { Permitted, WireList } from '../drivers/formstack.ts'
import { expect, test } from '../suite.ts'

interface Folder extends Permitted {
  parentFolderId: number | null
}

for (const [kind, list, get, urn, promises] of [
  [
    'forms',
    'listForms',
    'getForm',
    'Form',
    ['listed-forms-have-null-permissions', 'a-form-alone-has-null-permissions'],
  ],
  [
    'folders',
    'listFolders',
    'getFolder',
    'Folder',
    ['listed-folders-have-null-permissions', 'a-folder-alone-has-null-permissions'],
  ],
] as const) {
  test(`${kind} are listed and read alike, without permissions`, async ({
    client,
    lacks,
    promise,
  }) => {
    promise(
      ...promises,
      'form-urn-has-no-extension',
      'folder-urn-is-like-that-of-forms',
      'ids-of-users-forms-and-folders-are-strings',
    )
    const { Resources } = (await client.send(list)).body as WireList<Permitted>
    if (Resources.length === 0) lacks(`one of the ${kind} in the account`)
    for (const one of Resources) {
      expect(one).toMatchObject({
        id: expect.stringMatching(/^\d+$/),
        permissions: null,
        schemas: [`urn:ietf:params:scim:schemas:formstack:2.0:${urn}`],
        meta: { resourceType: urn },
      })
      expect((await client.send(get, { path: { id: one.id } })).body).toEqual(one)
    }
  })

  test(`one of the ${kind} who is not there is not found`, async ({
    client,
    driver,
    isRefusal,
    promise,
  }) => {
    promise('missing-things-are-404-not-found')
    const reply = await client.send(get, { path: { id: driver.missingId } })
    isRefusal(reply, 'missingUser')
    expect(reply.body).toMatchObject({ detail: 'Not Found' })
  })
}

test('a folder names the folder around it as a number', async ({ client, promise }) => {
  promise('folders-name-their-parent', 'created-may-be-null')
  const { Resources } = (await client.send('listFolders', { query: { count: 1000 } }))
    .body as WireList<Folder>
  const ids = Resources.map(({ id }) => Number(id))
  for (const { parentFolderId } of Resources) {
    if (parentFolderId !== null) expect(ids).toContain(parentFolderId)
  }
})

test.describe('what SCIM has for describing an API', () => {
  for (const operation of ['getServiceProviderConfig', 'listSchemas', 'listResourceTypes']) {
    test(`is not implemented, rather than made up: ${operation}`, async ({ client, promise }) => {
      promise('discovery-is-not-implemented')
      for (const as of ['admin', 'reader', 'member'] as const) {
        const reply = await client.send(operation, { as })
        expect(reply.status).toBe(501)
        expect(reply.body).toMatchObject({ status: 501, scimType: null })
      }
    })
  }
})
