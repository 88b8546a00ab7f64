import { expect, test } from '#test'
import { targetOf } from '../target.ts'
import { compared, type Deployments, environmentOf, markOf, needsMock, withMock } from './sides.ts'

const given: Deployments = {
  A: { targets: { hub: 'mock' }, mock: true },
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
  expect(needsMock(withMock(given, { hub: 'http://127.0.0.1:4010/hub' }))).toBe(false)
  expect(compared(environment)).toEqual(['hub'])
  expect(compared({})).toEqual([])
})

test('names of a scenario are alike on both sides but for a letter, and unlike all others', () => {
  const info = { titlePath: ['file', 'title'], retry: 0, repeatEachIndex: 0 }
  const [a, b] = [markOf('A', info), markOf('B', info)]
  expect(a.slice(0, -1)).toBe(b.slice(0, -1))
  expect(a).toMatch(/^\d{10}p$/)
  expect(b).toMatch(/^\d{10}q$/)
  expect(markOf('A', { ...info, titlePath: ['file', 'other'] })).not.toBe(a)
})
