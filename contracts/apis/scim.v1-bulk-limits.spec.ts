/** What a bulk job must not be (draft-scim-api-01 section 3.5). */
import { CORE, expect, test } from './scim.v1.ts'

test('more operations than there may be are 413, and none is done', { tag: '@edge' }, async ({
  client,
  lacks,
  make,
  promise,
  scim,
}) => {
  promise('bulk-too-many-operations-is-413')
  const { bulk } = await scim.needs('bulk', 'filter')
  if (bulk.maxOperations > 5000) lacks('a maxOperations that can be exceeded in one request')
  const prefix = make.name('many')
  const operations = Array.from({ length: bulk.maxOperations + 1 }, (_, at) => ({
    method: 'POST',
    path: '/Users',
    bulkId: String(at),
    data: { userName: make.address(`${prefix}-${at}`) },
  }))
  const reply = await client.send('bulk', { body: { schemas: [CORE], Operations: operations } })
  scim.refused(reply, 413)
  expect(reply.text).toMatch(/maxOperations|maxPayloadSize|operations/i)
  const filter = `userName sw ${JSON.stringify(prefix)}`
  expect((await scim.list('User', { filter })).totalResults).toBe(0)
})

test('a job that is none is refused', { tag: '@edge' }, async ({ client, promise, scim }) => {
  promise('bulk-needs-operations')
  for (const body of [{ schemas: [CORE] }, { schemas: [CORE], Operations: 'x' }]) {
    scim.refused(await client.send('bulk', { body }), 400)
  }
})

test('a job that is larger than it may be is 413, and none of it is done', {
  tag: '@edge',
}, async ({ client, lacks, make, promise, scim }) => {
  promise('bulk-too-large-is-413')
  const { bulk } = await scim.needs('bulk', 'filter')
  if (bulk.maxPayloadSize > 5_000_000) lacks('a maxPayloadSize that can be exceeded in one request')
  const userName = make.address(make.name('large'))
  const data = { userName, title: 'x'.repeat(bulk.maxPayloadSize) }
  const operation = { method: 'POST', path: '/Users', bulkId: 'large', data }
  const reply = await client.send('bulk', { body: { schemas: [CORE], Operations: [operation] } })
  scim.refused(reply, 413)
  const filter = `userName eq ${JSON.stringify(userName)}`
  expect((await scim.list('User', { filter })).totalResults).toBe(0)
})
