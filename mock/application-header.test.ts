import { expect, test } from '#test'
import { createMock } from './index.ts'

test('the token of an application is looked for in the header that the settings name', async () => {
  const tuning = { applicationTokenHeader: 'X-Application-Token' }
  await using mock = await createMock({ apis: ['nexus'], auth: 'strict', tuning })
  const ask = async (header: string) => {
    const headers = { Authorization: 'Bearer member-token', [header]: 'application-token' }
    const url = `${mock.url}/nexus/v1/me`
    const body = JSON.stringify({})
    const type = { 'Content-Type': 'application/json' }
    return (await fetch(url, { method: 'PATCH', headers: { ...headers, ...type }, body })).status
  }
  expect(await ask('X-Application-Token')).toBe(200)
  expect(await ask('x-application-token')).toBe(200)
  expect(await ask('ApplicationToken')).toBe(401)
})
