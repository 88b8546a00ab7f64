import { expect, test } from '#test'
import { limitsOf } from './limits.ts'

test('limits are read from the environment, and without any there are few', () => {
  expect(limitsOf({})).toEqual({ maxWait: 120_000, settle: 0 })
  const all = {
    REHEARSAL_ALLOW_HOST: 'a.example,b.example',
    REHEARSAL_MAX_REQUESTS: '0',
    REHEARSAL_MAX_CREATED: '20',
    REHEARSAL_RATE: '0.5',
    REHEARSAL_MAX_WAIT: '90s',
    REHEARSAL_SETTLE: '1.5s',
  }
  expect(limitsOf(all)).toEqual({
    hosts: ['a.example', 'b.example'],
    maxRequests: 0,
    maxCreated: 20,
    rate: 0.5,
    maxWait: 90_000,
    settle: 1500,
  })
})

for (const [name, text] of [
  ['REHEARSAL_MAX_REQUESTS', 'many'],
  ['REHEARSAL_MAX_CREATED', '-1'],
  ['REHEARSAL_RATE', '0'],
  ['REHEARSAL_RATE', '0.00000001'],
  ['REHEARSAL_SETTLE', '301m'],
  ['REHEARSAL_MAX_WAIT', '99999999999s'],
  ['REHEARSAL_MAX_WAIT', '5'],
  ['REHEARSAL_SETTLE', '2 hours'],
] as const) {
  test(`${name}=${text} is no limit, and the variable is named`, () => {
    expect(() => limitsOf({ [name]: text })).toThrow(new RegExp(`^${name}: It takes .*${text}`))
  })
}
