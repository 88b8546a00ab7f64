import { expect, test } from '#test'
import { twinsOf } from './test-flags.ts'

test('what the command line is told, the suite is told by the twins of the flags', () => {
  expect(twinsOf({ referee: true, token: 'secret', allowWrites: true })).toEqual({
    REHEARSAL_REFEREE: '1',
    REHEARSAL_TOKEN: 'secret',
  })
  expect(twinsOf({})).toEqual({})
})
