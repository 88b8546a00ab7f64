import { expect, test } from '#test'
import { createMock } from '../../index.ts'

test('a page has a hundred resources unless asked otherwise, and a thousand at most', async () => {
  await using mock = await createMock({
    apis: ['scim.v2'],
    choice: { seed: 'generated', users: 1100 },
  })
  const page = async (query: string) => {
    const reply = await fetch(`${mock.url}/scim/v2/Users?attributes=userName${query}`, {
      headers: { Authorization: 'Bearer admin-token' },
    })
    const body = (await reply.json()) as { Resources: unknown[]; totalResults: number }
    expect(body.totalResults).toBeGreaterThan(1100)
    return body.Resources.length
  }
  expect(await page('')).toBe(100)
  expect(await page('&count=5000')).toBe(1000)
  expect(await page('&cursor=')).toBe(100)
  expect(await page('&cursor=&count=5000')).toBe(1000)
})
