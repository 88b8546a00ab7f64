import type { Reply } from '../exchange.ts'
import { expect, test } from './scim.ts'

const SCIM = 'application/scim+json'
const JSON_TYPE = 'application/json'

test('a reply is SCIM unless something else is asked for', { tag: '@basic' }, async ({
  promise,
  scim,
}) => {
  promise('replies-are-scim-json')
  const { id } = await scim.user()
  const filter = scim.mine('User')
  for (const headers of [{ accept: '*/*' }, { accept: SCIM }, { accept: 'application/*' }]) {
    for (const reply of [
      await scim.create('User', scim.body('User'), { headers }),
      await scim.get('User', id, { headers }),
      await scim.list('User', { filter }, { headers }),
      await scim.get('Group', id, { headers }),
      await scim.create('User', {}, { headers }),
      await scim.send('getServiceProviderConfig', { headers }),
    ]) {
      expect(typeOf(reply), `${reply.sent.method} ${reply.sent.url}`).toBe(SCIM)
    }
  }
})

test('whoever asks for plain JSON gets it', { tag: '@basic' }, async ({ promise, scim }) => {
  promise('plain-json-is-answered-on-request')
  const { id } = await scim.user()
  for (const accept of [JSON_TYPE, `text/html, ${JSON_TYPE};q=0.5`]) {
    const headers = { accept }
    const plain = await scim.get('User', id, { headers })
    expect(typeOf(plain), accept).toBe(JSON_TYPE)
    expect(plain.body).toEqual(await scim.read('User', id))
    expect(typeOf(await scim.get('Group', id, { headers })), accept).toBe(JSON_TYPE)
  }
})

for (const [type, promised] of [
  [SCIM, 'scim-json-is-read'],
  [JSON_TYPE, 'plain-json-is-read'],
] as const) {
  test(`a body may be ${type}`, { tag: '@basic' }, async ({ promise, scim }) => {
    promise(promised)
    const spellings = [type, `${type}; charset=utf-8`, `${type};charset=UTF-8`, type.toUpperCase()]
    for (const spelling of spellings) {
      const headers = { 'content-type': spelling }
      const body = scim.body('User', { title: spelling })
      const { status, body: created } = await scim.create('User', body, { headers })
      expect({ status, created }).toMatchObject({ status: 201, created: body })
    }
  })
}

test('a body of another type is refused', { tag: '@edge' }, async ({ promise, scim }) => {
  promise('other-types-are-415')
  for (const type of ['text/plain', 'application/xml', 'application/x-www-form-urlencoded']) {
    const headers = { 'content-type': type }
    scim.refused(await scim.create('User', scim.body('User'), { headers }), 415)
  }
  expect(await scim.ids('User', { filter: scim.mine('User') })).toEqual([])
})

test('every character comes back as it was sent', { tag: '@basic' }, async ({ promise, scim }) => {
  promise('content-is-utf-8')
  const displayName =
    'Zo\u00eb \u041b\u0435\u0432 \u65e5\u672c\u8a9e \u0639\u0645\u0631 \u{1f600} "\\/\u00df'
  const { id } = await scim.user({ displayName })
  expect((await scim.read('User', id)).displayName).toBe(displayName)
  const filter = `id eq "${id}" and displayName co "\u65e5\u672c\u8a9e \u0639\u0645\u0631 \u{1f600}"`
  expect(await scim.ids('User', { filter })).toEqual([id])
})

function typeOf({ headers }: Reply): string | undefined {
  return headers.get('content-type')?.split(';')[0]?.trim().toLowerCase()
}
