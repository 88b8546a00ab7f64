import type { WireGroup, WireList } from '../drivers/gotomeeting.ts'
import { expect, test } from '../suite.ts'

/** `P` stands for the prefix of the test; the groups are called P-alpha, P-beta and P-gamma. */
const cases: readonly (readonly [filter: string, want: string])[] = [
  ['displayName eq "P-beta"', 'beta'],
  ['displayName sw "P-"', 'alpha beta gamma'],
  ['displayName co "P-" and displayName co "gamm"', 'gamma'],
  ['displayName eq "P-alpha" or displayName eq "P-gamma"', 'alpha gamma'],
  // "and" binds tighter than "or".
  ['displayName eq "P-alpha" or displayName sw "P-" and displayName co "-b"', 'alpha beta'],
  ['(displayName eq "P-alpha" or displayName sw "P-") and displayName co "-b"', 'beta'],
  ['((displayName eq "P-alpha"))', 'alpha'],
  ['DISPLAYNAME EQ "p-BETA"', 'beta'],
  ['displayname Sw "p-A"', 'alpha'],
  ['displayName eq "P-beta" AND displayName Sw "P"', 'beta'],
  ['displayName  eq   "P-beta"', 'beta'],
  ['displayName eq "P-\\u0062eta"', 'beta'],
  ['displayName eq "P-bet"', ''],
  ['displayName sw "-beta"', ''],
]

for (const [filter, want] of cases) {
  test(`groups are filtered by ${filter}`, async ({ client, make, promise }) => {
    promise('groups-filter-by-eq-sw-and-co', 'filters-combine', 'filters-ignore-case')
    for (const label of ['alpha', 'beta', 'gamma']) await make.group([], label)
    const query = { filter: filter.replaceAll(/(["(])P/gi, `$1${make.prefix}`) }
    const { resources, totalResults } = (await client.send('getGroups', { query }))
      .body as WireList<WireGroup>
    const found = resources.map(({ displayName }) => displayName.slice(make.prefix.length + 1))
    expect(found.sort().join(' ')).toBe(want)
    expect(totalResults).toBe(found.length)
  })
}

test('users are filtered by two of the operators, combined', async ({ client, make, promise }) => {
  promise('users-filter-by-eq-and-sw', 'filters-combine')
  const given = make.name('Given')
  const ann = await make.user({ givenName: given, familyName: 'One' })
  await make.user({ givenName: given, familyName: 'Two' })
  const filter = `name.givenName eq "${given}" and name.familyName sw "o"`
  const { body } = await client.send('getUsers', { query: { filter } })
  expect(body).toMatchObject({ totalResults: 1, resources: [{ id: ann.id }] })
})

for (const filter of [
  'userName co "a"',
  'displayName co "a"',
  'userName sw "a" and name.givenName co "b"',
]) {
  test(`users are not filtered by ${filter}`, async ({ client, isRefusal, promise }) => {
    promise('users-do-not-filter-by-co')
    isRefusal(await client.send('getUsers', { query: { filter } }), 'unsupportedFilter')
  })
}

for (const filter of [
  'displayName ne "a"',
  'displayName ew "a"',
  'displayName ge "a"',
  'meta.created gt "2020-01-01"',
  'members[value eq "1"]',
  'displayName eq "a" xor displayName eq "b"',
  'displayName eq "a" or',
  'displayName eq "a")',
  "displayName eq 'a'",
  'displayName eq "a" displayName eq "b"',
]) {
  test(`groups are not filtered by ${filter}`, async ({ client, isRefusal, promise }) => {
    promise('other-filters-are-400')
    isRefusal(await client.send('getGroups', { query: { filter } }), 'unsupportedFilter')
  })
}
