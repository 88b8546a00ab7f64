import { expect, test } from '#test'
import { ERROR } from '../drivers/scim.v2-wire.ts'
import type { Reply } from '../exchange.ts'
import type { Target } from '../target.ts'
import { expectError1, expectError2 } from './scim-errors.ts'

const mock: Target = { api: 'scim.v2', url: '', mock: true, given: true, writes: true, tokens: {} }
const real: Target = { ...mock, mock: false }
const error = { schemas: [ERROR], status: '400', scimType: 'invalidValue', detail: 'no' }
const wanted = { status: [400, 409], scimType: ['invalidValue', 'invalidSyntax'] }

test('an error has one of the statuses, that as a string, its URN and a scimType', () => {
  expect(checked(error)).toEqual([])
  expect(checked({ ...error, scimType: undefined }, real)).toHaveLength(1)
})

for (const { why, body, status = 400 } of [
  { why: 'another status', body: { ...error, status: '404' }, status: 404 },
  { why: 'a status that is a number', body: { ...error, status: 400 } },
  { why: 'the status of another reply', body: { ...error, status: '409' } },
  { why: 'no URN', body: { ...error, schemas: [] } },
  { why: 'another scimType', body: { ...error, scimType: 'mutability' } },
  { why: 'no body', body: undefined },
]) {
  test(`an error with ${why} is none`, () => {
    for (const target of [mock, real])
      expect(() => checked(body, target, status)).toThrow('was due')
  })
}

test('the mock tells the scimType', () => {
  expect(() => checked({ ...error, scimType: undefined })).toThrow('the scimType')
})

test('an error of SCIM 1.1 is a list with the status as a string', () => {
  const info = { annotations: [] }
  const check = (body: unknown) =>
    expectError1(reply(body, 400), { target: mock, info, status: 400 })
  check({ Errors: [{ description: 'no', code: '400' }] })
  for (const body of [undefined, {}, { Errors: [] }, { Errors: [{ code: 400 }] }, error]) {
    expect(() => check(body)).toThrow('was due')
  }
})

/** @returns what is noted beside. */
function checked(body: unknown, target = mock, status = 400): unknown[] {
  const info = { annotations: [] }
  expectError2(reply(body, status), { ...wanted, target, info })
  return info.annotations
}

function reply(body: unknown, status: number): Reply {
  const sent = { method: 'GET', url: '', headers: {} }
  return { sent, status, headers: new Headers(), body, text: '' }
}
