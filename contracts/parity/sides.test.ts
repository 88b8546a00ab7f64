import { expect, test } from '#test'
import { runPrefix } from '../ownership/run.ts'
import { targetOf } from '../target.ts'
import { compared, type Deployments, environmentOf, markOf, needsMock, withMock } from './sides.ts'

const given: Deployments = {
  A: { targets: { hub: 'mock' }, mock: true, fresh: true },
  B: { targets: { hub: 'https://hub.example' }, mock: false },
}

const environment = {
  REHEARSAL_PARITY: JSON.stringify(withMock(given, { hub: 'http://127.0.0.1:4010/hub' })),
  REHEARSAL_TOKEN: 'of-both',
  REHEARSAL_HUB_READER_TOKEN: 'reader-of-both',
  REHEARSAL_B_HUB_READER_TOKEN: 'reader-of-b',
}

test('each side has its own URL and credentials, and a mock is shown none of a deployment', () => {
  const [a, b] = [
    targetOf('hub', environmentOf('A', environment)),
    targetOf('hub', environmentOf('B', environment)),
  ]
  expect(a).toMatchObject({ url: 'http://127.0.0.1:4010/hub', mock: true })
  expect(a.tokens).toMatchObject({ admin: 'admin-token', reader: 'reader-token' })
  expect(b).toMatchObject({ url: 'https://hub.example', mock: false })
  expect(b.tokens).toEqual({ admin: 'of-both', reader: 'reader-of-b' })
})

test('a mock is started when a side is one', () => {
  expect(needsMock(given)).toBe(true)
  expect(needsMock({ ...given, A: given.B })).toBe(false)
  expect(compared(environment)).toEqual(['hub'])
  expect(compared({})).toEqual([])
})

test('names of a scenario are alike on both sides but for a letter, and unlike all others', () => {
  const info = { titlePath: ['file', 'title'], retry: 0, repeatEachIndex: 0 }
  expect(markOf(info)).toMatch(/^\d{10}$/)
  expect(markOf({ ...info, titlePath: ['file', 'other'] })).not.toBe(markOf(info))
  const runs = (['A', 'B'] as const).map((side) =>
    runPrefix(environmentOf(side, { ...environment, REHEARSAL_RUN: 'run7' })),
  )
  expect(runs).toEqual(['rehearsal-run7p-', 'rehearsal-run7q-'])
})

test('only a mock that goes with the run keeps what was made', () => {
  expect(targetOf('hub', environmentOf('A', environment)).given).toBe(false)
  expect(targetOf('hub', environmentOf('B', environment)).given).toBe(true)
})
