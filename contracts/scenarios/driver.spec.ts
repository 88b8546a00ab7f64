import { stale } from '../drivers/stale.ts'
import { expect, test } from '../suite.ts'

test('what the driver says of the API is so in its document', ({ driver, spec }) => {
  expect(stale(driver, spec)).toEqual([])
})
