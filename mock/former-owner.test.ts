import { expect, test } from '#test'
import { createMock } from './index.ts'

test('a token whose owner was deleted is still good, and its owner is nobody to read or to change', async () => {
  await using mock = await createMock({ apis: ['gotomeeting'], auth: 'strict' })
  const users = `${mock.url}/gotomeeting/identity/v1/Users`
  const ask = async (token: string, path: string, method = 'GET', body?: object) => {
    const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' }
    const text = body && { body: JSON.stringify(body) }
    return fetch(`${users}${path}`, { method, headers, ...text })
  }
  const me = (await (await ask('member-token', '/me')).json()) as Record<string, string>
  expect((await ask('admin-token', `/${me.id}`, 'DELETE')).status).toBe(200)
  const everybody = await (await ask('admin-token', '')).json()
  const { userName, displayName, locale, timezone } = me
  for (const [method, body] of [
    ['GET', undefined],
    ['PATCH', { displayName: 'Ghost' }],
    ['PUT', { userName, displayName, locale, timezone }],
  ] as const) {
    expect((await ask('member-token', '/me', method, body)).status).toBe(404)
  }
  expect(await (await ask('admin-token', '')).json()).toEqual(everybody)
})
