import { expect, test } from '@playwright/test'
import { fixtureOf } from '../fixtures/worlds.ts'
import { targetOf } from './target.ts'

const { personas } = fixtureOf('laurel')
const ofFixture = {
  own: personas['admin-token']?.tenant,
  other: personas['other-tenant-token']?.tenant,
}

const cases = [
  { given: { REHEARSAL_MOCK: '1' }, want: ofFixture },
  { given: {}, want: {} },
  { given: { REHEARSAL_LAUREL_TENANT: 'a' }, want: { own: 'a' } },
  { given: { REHEARSAL_LAUREL_OTHER_TENANT: 'b' }, want: { other: 'b' } },
  {
    given: { REHEARSAL_MOCK: '1', REHEARSAL_LAUREL_TENANT: 'a' },
    want: { ...ofFixture, own: 'a' },
  },
]

for (const { given, want } of cases) {
  test(`with ${JSON.stringify(given)} the callers belong to ${JSON.stringify(want)}`, () => {
    const environment = { ...given, REHEARSAL_TARGETS: '{"laurel": "http://localhost"}' }
    expect(targetOf('laurel', environment).tenants).toEqual(want)
  })
}
