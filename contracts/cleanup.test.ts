import { expect, test } from '#test'
import { createCleanup } from './cleanup.ts'
import type { Client } from './client.ts'
import { formstack } from './drivers/formstack.ts'
import { scimV1 } from './drivers/scim.v1.ts'
import { scimV2 } from './drivers/scim.v2.ts'
import type { Exchange, Reply } from './exchange.ts'

test('what was made is removed, the last first, by whom made it', async () => {
  const cleanup = createCleanup(formstack)
  cleanup.noted(made('createUser', { id: '7' }))
  cleanup.noted({ ...made('createGroup', { id: 8 }), as: 'other-tenant' })
  const { client, sent } = answering(204)
  await cleanup.run(client)
  expect(sent).toEqual(['deleteGroup 8 other-tenant', 'deleteUser 7 admin'])
  await cleanup.run(client)
  expect(sent).toHaveLength(2)
})

test('what was not made is not removed', async () => {
  const cleanup = createCleanup(formstack)
  cleanup.noted(made('createUser', { id: '7' }, 409))
  cleanup.noted(made('createUser', undefined))
  cleanup.noted(made('replaceUser', { id: '7' }, 200))
  const { client, sent } = answering(204)
  await cleanup.run(client)
  expect(sent).toEqual([])
})

for (const { driver, created, refused } of [
  { driver: scimV2, created: '201', refused: '409' },
  { driver: scimV1, created: { code: '201' }, refused: { code: '409' } },
]) {
  test(`what a bulk of ${driver.api} has made is removed`, async () => {
    const cleanup = createCleanup(driver)
    const Operations = [
      { method: 'POST', status: created, location: 'https://example.com/Users/7' },
      { method: 'POST', status: created, location: 'https://example.com/Groups/8' },
      { method: 'POST', status: refused },
      { method: 'PUT', status: created, location: 'https://example.com/Users/9' },
    ]
    cleanup.noted(made('bulk', { Operations }, 200))
    const { client, sent } = answering(204)
    await cleanup.run(client)
    expect(sent).toEqual(['deleteGroup 8 admin', 'deleteUser 7 admin'])
  })
}

test('what is gone already is as good as removed', async () => {
  const cleanup = createCleanup(formstack)
  cleanup.noted(made('createUser', { id: '7' }))
  await cleanup.run(answering(404).client)
})

test('what would not go is named, and the rest is removed all the same', async () => {
  const cleanup = createCleanup(formstack)
  cleanup.noted(made('createUser', { id: '7' }))
  cleanup.noted(made('createGroup', { id: 8 }))
  const { client, sent } = answering(500)
  await expect(cleanup.run(client)).rejects.toThrow(
    'clean-up failed, please remove:\ndeleteGroup 8: 500 no\ndeleteUser 7: 500 no',
  )
  expect(sent).toHaveLength(2)
})

function made(operation: string, body: unknown, status = 201): Exchange {
  return { api: 'formstack', operation, as: 'admin', reply: reply(status, body) }
}

function answering(status: number): { client: Client; sent: string[] } {
  const sent: string[] = []
  const send: Client['send'] = async (operation, call = {}) => {
    sent.push(`${operation} ${call.path?.id} ${call.as}`)
    return reply(status, undefined)
  }
  return { client: { send, raw: async () => reply(status, undefined) }, sent }
}

function reply(status: number, body: unknown): Reply {
  const sent = { method: 'POST', url: '', headers: {} }
  return { sent, status, headers: new Headers(), body, text: 'no' }
}
