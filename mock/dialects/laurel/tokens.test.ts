import { expect, test } from '#test'
import type { Row, Table } from '../../directory/realm.ts'
import { schema } from '../../directory/tables.ts'
import { MemoryRealm } from '../../store/realm.ts'
import { fixedWorld } from '../../world.ts'
import { clientRules, recognise, tokenBehaviours, tokenRules } from './tokens.ts'

const start = '2026-01-01T00:00:00.000Z'

function newRealm(): MemoryRealm {
  const realm = new MemoryRealm(schema({ uniqueGroupNames: false, own: [clientRules, tokenRules] }))
  const client = { id: 'sync', tenant: 'north', roles: ['read'], secretHash: '' }
  realm.put(clientRules.table as Table<Row>, client)
  return realm
}

function issue(realm: MemoryRealm, known: boolean): string {
  const { createToken } = tokenBehaviours
  const call = {
    operation: 'createToken',
    path: {},
    query: {},
    parameters: [],
    headers: {},
    body: { client_id: 'sync', client_secret: 'secret' },
    caller: { tenant: 'north', roles: [] },
    base: '',
  }
  if (!createToken) throw new Error('there is no createToken')
  const { body } = createToken.perform(known)(realm, call, fixedWorld(start))
  return (body as { access_token: string }).access_token
}

const moments = [
  { now: '2026-01-01T00:00:01.000Z', refused: undefined },
  { now: '2026-01-01T23:59:59.999Z', refused: undefined },
  { now: '2026-01-02T00:00:00.000Z', refused: 'has expired' },
  { now: '2027-01-01T00:00:00.000Z', refused: 'has expired' },
]

for (const { now, refused } of moments) {
  test(`a token of ${start} ${refused ?? 'is good'} at ${now}`, async () => {
    const realm = newRealm()
    const persona = await recognise(realm, issue(realm, true), fixedWorld(now))
    expect(persona).toEqual({ tenant: 'north', roles: ['read'], ...(refused && { refused }) })
  })
}

test('a token that was never issued is nobody’s', async () => {
  expect(await recognise(newRealm(), 'word', fixedWorld())).toBeUndefined()
})

test('a client whose secret was not verified gets no token', () => {
  const realm = newRealm()
  expect(() => issue(realm, false)).toThrow('the client or its secret is wrong')
  expect(realm.size('tokens')).toBe(0)
})
