import { expect, test } from '@playwright/test'
import { createMock } from '../../index.ts'

test('/Me is not found any more by whoever was deleted', async () => {
  await using mock = await createMock({ apis: ['scim.v2'] })
  const me = (method: string) =>
    fetch(`${mock.url}/scim/v2/Me`, { method, headers: { Authorization: 'Bearer admin-token' } })
  expect((await me('GET')).status).toBe(200)
  expect((await me('DELETE')).status).toBe(204)
  const gone = await me('GET')
  expect({ status: gone.status, body: await gone.json() }).toMatchObject({
    status: 404,
    body: { schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'], status: '404' },
  })
})
