import { expect, test } from '#test'
import { createMock } from '../../index.ts'

const body = {
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
  userName: 'ghost',
}
const patch = {
  schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
  Operations: [{ op: 'add', path: 'nickName', value: 'Ghost' }],
}

test('who deletes herself is gone, and her token, though good, is nobody’s to read or to change', async () => {
  await using mock = await createMock({ apis: ['scim.v2'], auth: 'strict' })
  const ask = (method: string, path: string, sent?: object) =>
    fetch(`${mock.url}/scim/v2${path}`, {
      method,
      headers: { Authorization: 'Bearer admin-token', 'Content-Type': 'application/scim+json' },
      ...(sent && { body: JSON.stringify(sent) }),
    })
  const { id } = (await (await ask('GET', '/Me')).json()) as { id: string }
  expect((await ask('DELETE', '/Me')).status).toBe(204)
  expect((await ask('GET', `/Users/${id}`)).status).toBe(404)
  const everybody = await (await ask('GET', '/Users')).json()
  for (const [method, sent] of [
    ['GET', undefined],
    ['PUT', body],
    ['PATCH', patch],
    ['DELETE', undefined],
  ] as const) {
    expect([method, (await ask(method, '/Me', sent)).status]).toEqual([method, 404])
  }
  expect(await (await ask('GET', '/Users')).json()).toEqual(everybody)
})
