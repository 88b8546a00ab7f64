import { expect, test } from '#test'
import type { Spec } from '../specs/read.ts'
import { type Credentials, type Door, identify, type Strictness } from './callers.ts'
import { specOf } from './tiny-api.test.kit.ts'

const schemes = {
  bearer: { type: 'http', scheme: 'bearer' },
  basic: { type: 'http', scheme: 'basic' },
  shouted: { type: 'http', scheme: 'Basic' },
  header: { type: 'apiKey', in: 'header', name: 'X-Key' },
  query: { type: 'apiKey', in: 'query', name: 'key' },
  oauth: { type: 'oauth2', flows: {} },
}

const personas: Door['personas'] = {
  'admin-token': { tenant: 'north', roles: ['READ', 'WRITE'], user: '1' },
  'reader-token': { tenant: 'north', roles: ['READ'], user: '2' },
  'expired-token': { tenant: 'north', roles: [], refused: 'has expired' },
}

function spec(...security: readonly Record<string, readonly string[]>[]): Spec {
  const get = { operationId: 'only', responses: {}, security }
  return specOf({ '/things': { get } }, { components: { securitySchemes: schemes } })
}

function ask(at: Spec, given: Partial<Credentials> & { key?: string }, mode: Strictness) {
  const { headers = {}, key, query = new URLSearchParams(key === undefined ? {} : { key }) } = given
  const [operation] = at.operations
  if (!operation) throw new Error('the document has an operation')
  return identify({ operation, spec: at }, { headers, query }, { strictness: mode, personas })
}

function bearer(authorization: string) {
  return { headers: { authorization } }
}

function basic(text: string) {
  return bearer(`Basic ${Buffer.from(text).toString('base64')}`)
}

type Outcome = 'admin' | 'reader' | 'unauthenticated' | 'badCredential' | 'forbidden'

/** Which persona a request is, or why it is none. */
async function outcome(
  at: Spec,
  given: Parameters<typeof ask>[1],
  mode: Strictness,
): Promise<Outcome> {
  try {
    const { user } = await ask(at, given, mode)
    return user === '1' ? 'admin' : 'reader'
  } catch (error) {
    return (error as { code: Outcome }).code
  }
}

const byBearer: readonly [given: string | undefined, lenient: Outcome, strict: Outcome][] = [
  [undefined, 'unauthenticated', 'unauthenticated'],
  ['Bearer admin-token', 'admin', 'admin'],
  ['bearer admin-token', 'admin', 'admin'],
  ['BEARER   reader-token', 'reader', 'reader'],
  ['Bearer expired-token', 'badCredential', 'badCredential'],
  ['Bearer something-else', 'admin', 'badCredential'],
  ['Bearer ADMIN-TOKEN', 'admin', 'badCredential'],
  ['Bearer constructor', 'admin', 'badCredential'],
  ['Bearer __proto__', 'admin', 'badCredential'],
  ['', 'badCredential', 'badCredential'],
  ['Bearer', 'badCredential', 'badCredential'],
  ['Bearer ', 'badCredential', 'badCredential'],
  ['Bearer\tadmin-token', 'badCredential', 'badCredential'],
  ['Bearer admin-token extra', 'badCredential', 'badCredential'],
  ['admin-token', 'badCredential', 'badCredential'],
  ['Basic admin-token', 'badCredential', 'badCredential'],
  ['Bearer t\u00f6ken', 'badCredential', 'badCredential'],
]

for (const [given, lenient, strict] of byBearer) {
  test(`Authorization ${JSON.stringify(given)} is ${lenient} when lenient, ${strict} when strict`, async () => {
    const at = spec({ bearer: [] })
    const asked = given === undefined ? {} : bearer(given)
    expect(await outcome(at, asked, 'lenient')).toBe(lenient)
    expect(await outcome(at, asked, 'strict')).toBe(strict)
  })
}

const openHanded: readonly [given: string | undefined, want: Outcome][] = [
  [undefined, 'admin'],
  ['Bearer nonsense', 'admin'],
  ['garbage', 'admin'],
  ['Bearer reader-token', 'reader'],
  ['Bearer constructor', 'admin'],
  ['Bearer toString', 'admin'],
  ['Bearer __proto__', 'admin'],
]

for (const [given, want] of openHanded) {
  test(`without checks, Authorization ${JSON.stringify(given)} is ${want}`, async () => {
    const asked = given === undefined ? {} : bearer(given)
    expect(await ask(spec({ bearer: ['WRITE'] }), asked, 'off')).toMatchObject({
      tenant: 'north',
      user: want === 'admin' ? '1' : '2',
    })
  })
}

test('an operation without security lets anybody in, and still knows who it is', async () => {
  const at = spec()
  for (const mode of ['lenient', 'strict', 'off'] as const) {
    expect(await outcome(at, {}, mode)).toBe('admin')
    expect(await outcome(at, bearer('Bearer reader-token'), mode)).toBe('reader')
  }
})

test('a role that is missing is named', async () => {
  const at = spec({ bearer: ['READ', 'WRITE'] })
  expect(await outcome(at, bearer('Bearer admin-token'), 'strict')).toBe('admin')
  const refused = await ask(at, bearer('Bearer reader-token'), 'strict').catch((error) => error)
  expect(refused).toMatchObject({ code: 'forbidden', message: expect.stringContaining('WRITE') })
})

test('a refused credential says why, and a missing one which scheme is wanted', async () => {
  const at = spec({ bearer: [] })
  const refused = await ask(at, bearer('Bearer expired-token'), 'lenient').catch((error) => error)
  expect((refused as Error).message).toBe('the credential has expired')
  expect(((await ask(at, {}, 'strict').catch((error) => error)) as Error).message).toContain(
    '(bearer)',
  )
})

const byBasic: readonly [given: string, lenient: Outcome, strict: Outcome][] = [
  ['admin-token:admin-token', 'admin', 'admin'],
  ['reader-token:reader-token', 'reader', 'reader'],
  ['expired-token:expired-token', 'badCredential', 'badCredential'],
  ['somebody:secret', 'admin', 'badCredential'],
  [':admin-token', 'badCredential', 'badCredential'],
  ['', 'badCredential', 'badCredential'],
]

for (const scheme of ['basic', 'shouted']) {
  for (const [given, lenient, strict] of byBasic) {
    test(`Basic ${given} is ${lenient} or ${strict} where the scheme is ${scheme}`, async () => {
      const at = spec({ [scheme]: [] })
      expect(await outcome(at, basic(given), 'lenient')).toBe(lenient)
      expect(await outcome(at, basic(given), 'strict')).toBe(strict)
    })
  }
}

test('Basic that is not base64 is a bad credential', async () => {
  expect(await outcome(spec({ basic: [] }), bearer('Basic %%%'), 'lenient')).toBe('badCredential')
})

test('a key is found in its header or in the query, wherever the spec puts it', async () => {
  const inHeader = { headers: { 'x-key': 'reader-token' } }
  expect(await outcome(spec({ header: [] }), inHeader, 'strict')).toBe('reader')
  expect(await outcome(spec({ query: [] }), { key: 'reader-token' }, 'strict')).toBe('reader')
  expect(await outcome(spec({ query: [] }), inHeader, 'strict')).toBe('unauthenticated')
  expect(await outcome(spec({ header: [] }), { key: 'reader-token' }, 'strict')).toBe(
    'unauthenticated',
  )
  expect(await outcome(spec({ query: [] }), { key: '' }, 'strict')).toBe('unauthenticated')
  expect(await outcome(spec({ query: [] }), { key: 'other' }, 'strict')).toBe('badCredential')
})

const optional: readonly [given: Parameters<typeof ask>[1], want: Outcome | 'nobody'][] = [
  [{}, 'nobody'],
  [bearer('Bearer admin-token'), 'admin'],
  [bearer('Bearer reader-token'), 'nobody'],
  [bearer('Bearer expired-token'), 'badCredential'],
  [bearer('Bearer something-else'), 'badCredential'],
  [bearer('Digest admin-token'), 'badCredential'],
]

for (const [given, want] of optional) {
  test(`where a credential is optional, ${JSON.stringify(given)} is ${want}`, async () => {
    for (const at of [spec({}, { bearer: ['WRITE'] }), spec({ bearer: ['WRITE'] }, {})]) {
      const nobody = { tenant: 'north', roles: [] }
      if (want === 'nobody') expect(await ask(at, given, 'strict')).toEqual(nobody)
      else expect(await outcome(at, given, 'strict')).toBe(want)
    }
  })
}

test('where nothing but an empty alternative is asked for, whoever comes is nobody', async () => {
  for (const given of [{}, bearer('Bearer admin-token'), bearer('Digest x')]) {
    for (const mode of ['lenient', 'strict'] as const) {
      expect(await ask(spec({}), given, mode)).toEqual({ tenant: 'north', roles: [] })
    }
  }
})

test('of two alternatives one is enough, and the nearer one says what is wrong', async () => {
  const at = spec({ bearer: [] }, { query: [] })
  expect(await outcome(at, { key: 'reader-token' }, 'strict')).toBe('reader')
  expect(await outcome(at, bearer('Bearer reader-token'), 'strict')).toBe('reader')
  expect(await outcome(at, { key: 'expired-token' }, 'strict')).toBe('badCredential')
  expect(await outcome(at, {}, 'strict')).toBe('unauthenticated')
})

test('where two schemes are required together, one alone is not enough', async () => {
  const at = spec({ bearer: [], query: [] })
  const both = { ...bearer('Bearer reader-token'), key: 'admin-token' }
  expect(await outcome(at, both, 'strict')).toBe('reader')
  expect(await outcome(at, bearer('Bearer reader-token'), 'strict')).toBe('unauthenticated')
  expect(await outcome(at, { ...both, key: 'other' }, 'strict')).toBe('badCredential')
})

test('an OAuth scheme takes a bearer token', async () => {
  const at = spec({ oauth: ['READ'] })
  expect(await outcome(at, bearer('Bearer reader-token'), 'strict')).toBe('reader')
  expect(await outcome(at, bearer('Bearer anything'), 'lenient')).toBe('admin')
  expect(await outcome(at, {}, 'lenient')).toBe('unauthenticated')
})
