import { expect, test } from '#test'
import { apiNames, readSpec } from '../../specs/read.ts'
import { Absent } from '../drivers/driver.ts'
import { contradiction } from '../drivers/stale.ts'
import { samples } from './all.ts'

for (const api of apiNames()) {
  test(`every operation of ${api} has a sample, or what its absence stands on is so`, () => {
    const spec = readSpec(api)
    const known = samples[api] ?? {}
    const ids = spec.operations.map(({ id }) => id)
    const stale = Object.entries(known).flatMap(([id, sample]) => {
      const fault = sample instanceof Absent ? contradiction(sample, spec) : undefined
      return fault ? [`${id} is declared absent, but ${fault}`] : []
    })
    expect({
      missing: ids.filter((id) => !Object.hasOwn(known, id)),
      unknown: Object.keys(known).filter((id) => !ids.includes(id)),
      stale,
    }).toEqual({ missing: [], unknown: [], stale: [] })
  })
}
