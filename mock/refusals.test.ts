/** What stands beside a refusal, in headers that every client must be able to read. */

import { expect, test } from '#test'
import { refuse } from './answer.ts'
import type { Dialect } from './dialects/dialect.ts'
import { Failure } from './directory/failure.ts'
import { Violations } from './requests.ts'
import { WrongMethod } from './routes.ts'

const dialect: Dialect = {
  name: 'tiny',
  schema: [],
  behaviours: {},
  failure: ({ message }) => ({ status: 400, body: { message }, headers: { 'X-Own': 'kept' } }),
}

function refused(error: unknown) {
  return refuse(dialect, error, { preferred: () => undefined })
}

function violationsOf(error: unknown): unknown[] {
  return JSON.parse(refused(error).headers?.['Rehearsal-Violations'] ?? '')
}

test("a refusal keeps the dialect's headers and says its code", () => {
  const { headers } = refused(new Failure('conflict', 'taken', { field: 'userName' }))
  expect(headers).toMatchObject({ 'X-Own': 'kept', 'Rehearsal-Failure': 'conflict' })
})

test('a rule of the directory is told as a violation is', () => {
  const failure = new Failure('conflict', 'userName is taken', { field: 'userName' })
  expect(violationsOf(failure)).toEqual([
    { pointer: '/userName', keyword: 'conflict', specPath: '', hint: 'userName is taken' },
  ])
})

test('a wrong method says which ones there are', () => {
  const { headers } = refused(new WrongMethod('PUT', ['GET', 'POST']))
  expect(headers?.Allow).toBe('GET, POST')
})

const texts = ['漢字 🦊', 'a\r\nSet-Cookie: b=1', '\0\x7f\u2028', '"\\', '\ud800']

for (const text of texts) {
  test(`${JSON.stringify(text)} in a message is ASCII in the header, and comes back from it`, () => {
    const { headers } = refused(new Failure('invalid', text))
    expect(headers?.['Rehearsal-Violations']).toMatch(/^[\x20-\x7e]+$/)
    expect(violationsOf(new Failure('invalid', text))).toMatchObject([{ hint: text }])
  })
}

test('however much is wrong, the headers stay within what clients read', () => {
  const long = '漢'.repeat(200)
  const many = Array.from({ length: 50 }, (_, at) => ({
    pointer: `/${long}${at}`,
    keyword: 'additionalProperties',
    specPath: '#/components/schemas/User/additionalProperties',
    hint: `/${long}${at} is not a known property`,
  }))
  const longest = long.repeat(99)
  const one = { pointer: `/${longest}`, keyword: 'type', specPath: '#', hint: longest }
  for (const error of [
    new Violations(many, undefined),
    new Violations([one], undefined),
    new Failure('invalid', longest),
    new Failure('invalid', 'odd', { field: longest }),
  ]) {
    const { headers = {} } = refused(error)
    const size = Object.entries(headers).join('').length
    // Node's own fetch gives up beyond 16 KiB, some proxies beyond 8.
    expect(size).toBeLessThan(8 * 1024)
    expect(violationsOf(error).length).toBeGreaterThan(0)
  }
})

test('a refusal has the type that the caller prefers, where the API has several', () => {
  const failureTypes = ['application/scim+json', 'application/json']
  const typed = (preferred: string | undefined) =>
    refuse({ ...dialect, failureTypes }, new Failure('notFound', 'gone'), {
      preferred: (types) => types.find((type) => type === preferred),
    }).headers?.['Content-Type']
  expect(typed(undefined)).toBe('application/scim+json')
  expect(typed('application/json')).toBe('application/json')
  expect(refused(new Failure('notFound', 'gone')).headers).not.toHaveProperty('Content-Type')
})
