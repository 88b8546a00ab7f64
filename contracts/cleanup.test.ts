import { expect, test } from '#test'
import { readSpec } from '../specs/read.ts'
import type { Client } from './call.ts'
import { cleanUp, cleanUpAfter } from './cleanup.ts'
import type { Watch } from './client.ts'
import type { Driver } from './drivers/driver.ts'
import { formstack } from './drivers/formstack.ts'
import { laurel } from './drivers/laurel.ts'
import { scimV1 } from './drivers/scim.v1.ts'
import { scimV2 } from './drivers/scim.v2.ts'
import type { Reply } from './exchange.ts'
import { createOwning, type Owning } from './ownership/owning.ts'
import type { Asking, Target } from './target.ts'
import { Unreachable } from './transport.ts'

const prefix = 'rehearsal-1-'
const url = 'http://127.0.0.1/api'

test('what was made is removed, the last first, by whom made it', async () => {
  const owning = owningOf(formstack)
  made(owning, { path: '/Users', body: { id: '7' } })
  made(owning, { path: '/Groups', body: { id: 8 }, as: 'other-tenant' })
  const { client, sent } = answering(204)
  expect(await run(formstack, owning, client)).toEqual([])
  expect(sent).toEqual(['deleteGroup 8 other-tenant', 'deleteUser 7 admin'])
  await run(formstack, owning, client)
  expect(sent).toHaveLength(2)
})

test('what was not made is not removed', async () => {
  const owning = owningOf(formstack)
  made(owning, { path: '/Users', body: { id: '7' }, status: 409 })
  made(owning, { method: 'PUT', path: '/Users/7', body: { id: '7' }, status: 200 })
  const { client, sent } = answering(204)
  await run(formstack, owning, client)
  expect(sent).toEqual([])
})

test('what a reply tells no id of is looked for', async () => {
  const owning = owningOf(formstack)
  made(owning, { path: '/Users', body: undefined })
  const { client, sent } = answering(204)
  await run(formstack, owning, client)
  expect(sent).toEqual(['listUsers undefined admin'])
})

for (const { driver, created, refused } of [
  { driver: scimV2, created: '201', refused: '409' },
  { driver: scimV1, created: { code: '201' }, refused: { code: '409' } },
]) {
  test(`what a bulk of ${driver.api} has made is removed`, async () => {
    const owning = owningOf(driver)
    const Operations = [
      { method: 'POST', status: created, location: 'https://example.com/Users/7' },
      { method: 'POST', status: created, location: 'https://example.com/Groups/8' },
      { method: 'POST', status: refused },
      { method: 'PUT', status: created, location: 'https://example.com/Users/9' },
    ]
    made(owning, { path: '/Bulk', body: { Operations }, status: 200 })
    const { client, sent } = answering(204)
    await run(driver, owning, client)
    expect(sent).toEqual(['deleteGroup 8 admin', 'deleteUser 7 admin'])
  })
}

test('what is gone already is as good as removed', async () => {
  const owning = owningOf(formstack)
  made(owning, { path: '/Users', body: { id: '7' } })
  expect(await run(formstack, owning, answering(404).client)).toEqual([])
})

test('what would not go is named, and the rest is removed all the same', async () => {
  const owning = owningOf(formstack)
  made(owning, { path: '/Users', body: { id: '7' } })
  made(owning, { path: '/Groups', body: { id: 8 } })
  const { client, sent } = answering(500)
  expect(await run(formstack, owning, client)).toEqual([
    'createGroup 8: deleteGroup answers 500',
    'createUser 7: deleteUser answers 500',
  ])
  expect(sent).toHaveLength(2)
})

test('what a reply does not tell the id of is found by its name', async () => {
  const owning = owningOf(laurel)
  made(owning, { path: '/api/v1/customers/c/users/lookup/identity', body: { type: 'x' } })
  const found = { _id: '7', email: `${prefix}1@example.com`, firstName: '', lastName: '' }
  const other = { ...found, _id: '8', email: `${prefix}11@example.com` }
  const { client, sent } = answering(200, [found, other])
  expect(await run(laurel, owning, client)).toEqual([])
  expect(sent).toEqual(['listUsers undefined admin', 'deleteUser 7 admin'])
})

test('a thing without a name of the run is a fault of the suite', () => {
  const owning = owningOf(formstack)
  const nameless = { path: '/Users', body: { id: '7' }, name: 'ann' }
  expect(() => made(owning, nameless)).toThrow('carries no name of this run (rehearsal-1-...)')
})

for (const [what, send, name] of [
  [
    'gives no answer is no failure',
    () => Promise.reject(new Unreachable('no reply')),
    'Unreachable',
  ],
  ['refuses is one', async () => reply(500, {}), 'Error'],
] as const) {
  test(`clean-up that a mock of the run's own ${what}`, async () => {
    const owning = owningOf(formstack)
    made(owning, { path: '/Users', body: { id: '7' } })
    const watch: Watch = {
      target: { ...targetOf('formstack'), tokens: { admin: 's3cret' } },
      spec: readSpec('formstack'),
      transport: { send },
      redact: String,
      lasting: () => undefined,
      notRun: (lacks) => {
        throw new Error(lacks)
      },
      finding: () => undefined,
      exchanged: () => undefined,
      covered: () => true,
    }
    const cleaning = cleanUpAfter(watch, { driver: formstack, owning, prefix })
    const why = expect.stringContaining('clean-up failed, please remove:')
    await expect(cleaning).rejects.toThrow(expect.objectContaining({ name, message: why }))
  })
}

interface Given {
  readonly path: string
  readonly body: unknown
  readonly method?: string
  readonly status?: number
  readonly as?: Asking
  readonly name?: string
}

function owningOf(driver: Driver): Owning {
  const { api } = driver
  return createOwning({ driver, spec: readSpec(api), target: targetOf(api), prefix })
}

function targetOf(api: string): Target {
  return { api, url, mock: true, given: false, writes: true, tokens: {} }
}

function made(owning: Owning, given: Given): void {
  const { path, method = 'POST', status = 201, as = 'admin' } = given
  const { name = `${prefix}1@example.com` } = given
  const data = { userName: name, displayName: name }
  const parts = ['/Users', '/Groups'].map((part) => ({ method: 'POST', path: part, data }))
  const body = JSON.stringify({ ...data, Operations: parts })
  const sent = { method, url: url + path, headers: {}, body }
  owning.sending(as, sent)({ ...reply(status, given.body), sent })
}

function run(driver: Driver, owning: Owning, client: Client): Promise<readonly string[]> {
  return cleanUp(client, { driver, owning, prefix, careful: false })
}

function answering(status: number, body?: unknown): { client: Client; sent: string[] } {
  const sent: string[] = []
  const send: Client['send'] = async (operation, call = {}) => {
    const { id, userId = id } = call.path ?? {}
    sent.push(`${operation} ${userId} ${call.as}`)
    return reply(status, body)
  }
  return {
    client: {
      send,
      raw: async () => reply(status, undefined),
      may: () => true,
      objection: () => undefined,
    },
    sent,
  }
}

function reply(status: number, body: unknown): Reply {
  const sent = { method: 'POST', url: '', headers: {} }
  return { sent, status, headers: new Headers(), body, text: 'no' }
}
