/** What would keep the server busy for minutes is refused at once. */
import { expect, test } from '#test'
import { createMock } from '../../index.ts'

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User'
const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group'
const SEARCH = 'urn:ietf:params:scim:api:messages:2.0:SearchRequest'
const PATCH = 'urn:ietf:params:scim:api:messages:2.0:PatchOp'

async function asking() {
  const mock = await createMock({ apis: ['scim.v2'] })
  const ask = async (method: string, path: string, body: object) => {
    const reply = await fetch(`${mock.url}/scim/v2${path}`, {
      method,
      headers: { Authorization: 'Bearer admin-token', 'Content-Type': 'application/scim+json' },
      body: JSON.stringify(body),
    })
    return { status: reply.status, body: (await reply.json()) as { id: string; title?: string } }
  }
  return { ask, [Symbol.asyncDispose]: () => mock.close() }
}

function titles(count: number) {
  const titled = (_: unknown, at: number) => ({ op: 'add', path: 'title', value: `no. ${at}` })
  return { schemas: [PATCH], Operations: Array.from({ length: count }, titled) }
}

test('a patch has a thousand operations at most', async () => {
  await using client = await asking()
  const made = await client.ask('POST', '/Users', { schemas: [USER], userName: 'patched' })
  const path = `/Users/${made.body.id}`
  expect((await client.ask('PATCH', path, titles(1001))).status).toBe(413)
  const patched = await client.ask('PATCH', path, titles(1000))
  expect([patched.status, patched.body.title]).toEqual([200, 'no. 999'])
  const group = await client.ask('POST', '/Groups', { schemas: [GROUP], displayName: 'patched' })
  expect((await client.ask('PATCH', `/Groups/${group.body.id}`, titles(1001))).status).toBe(413)
})

test('a request brings a thousand passwords at most', async () => {
  await using client = await asking()
  const passwords = Array.from({ length: 1001 }, (_, at) => ({ password: `no. ${at}` }))
  const body = { schemas: [USER], userName: 'many', passwords }
  expect((await client.ask('POST', '/Users', body)).status).toBe(413)
})

test('a filter has two hundred conditions at most', async () => {
  await using client = await asking()
  const search = (count: number) => {
    const filter = Array(count).fill('not (title co "x")').join(' or ')
    return client.ask('POST', '/Users/.search', { schemas: [SEARCH], filter })
  }
  const refused = { status: 400, body: expect.objectContaining({ scimType: 'tooMany' }) }
  expect(await search(201)).toEqual(refused)
  expect((await search(200)).status).toBe(200)
})
