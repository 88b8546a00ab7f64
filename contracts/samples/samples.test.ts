import { expect, test } from '#test'
import { readSpec } from '../../specs/read.ts'
import { drivers } from '../drivers/all.ts'
import { Absent } from '../drivers/driver.ts'
import { contradiction } from '../drivers/stale.ts'
import { samples } from './all.ts'

for (const api of Object.keys(drivers)) {
  const spec = readSpec(api)
  const own = samples[api] ?? {}

  test(`${api} has a sample of every operation of its document, and of no other`, () => {
    expect(Object.keys(own).sort()).toEqual(spec.operations.map(({ id }) => id).sort())
  })

  test(`${api} lacks no sample for a reason that is no longer so`, () => {
    const gone = Object.entries(own).flatMap(([operation, sample]) => {
      const fault = sample instanceof Absent ? contradiction(sample, spec) : undefined
      return fault ? [`${operation} has no sample, but ${fault}`] : []
    })
    expect(gone).toEqual([])
  })
}
