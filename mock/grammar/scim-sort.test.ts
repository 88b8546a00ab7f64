import { expect, test } from '#test'
import type { Resource } from './scim-resource.ts'
import type { ResourceModel } from './scim-schema.ts'
import { deviceModel, enterprise, userModel } from './scim-schemas.test.kit.ts'
import { compareSortKeys, sortKey } from './scim-sort.ts'

const babs = {
  id: 'aB',
  userName: 'Babs',
  active: true,
  name: { familyName: 'Jensen' },
  emails: [{ value: 'B@x.test' }, { value: 'A@x.test', type: 'Home', primary: true }],
  roles: [{ value: 'Owner' }, { value: 'Admin' }],
  addresses: [{ region: 'CA' }],
  meta: { created: '2020-01-01T01:00:00+01:00' },
  [enterprise]: { department: 'Tours' },
}

const keys: readonly { by: string; want: unknown; model?: ResourceModel; of?: Resource }[] = [
  { by: 'USERNAME', want: 'babs' },
  { by: 'id', want: 'aB' },
  { by: 'name.familyName', want: 'jensen' },
  { by: 'emails', want: 'a@x.test' },
  { by: 'emails.type', want: 'home' },
  { by: 'roles', want: 'owner' },
  { by: 'addresses.region', want: 'ca' },
  { by: 'active', want: 1 },
  { by: 'meta.created', want: Date.UTC(2020, 0, 1) },
  { by: `${enterprise}:department`, want: 'tours' },
  { by: 'slots', want: 3, model: deviceModel, of: { slots: 3 } },
  { by: 'tags', want: 'b', model: deviceModel, of: { tags: ['B', 'a'] } },
  { by: 'title', want: undefined },
  { by: 'name', want: undefined },
  { by: 'addresses', want: undefined },
  { by: 'phoneNumbers.value', want: undefined },
  { by: 'shoe', want: undefined },
  { by: 'constructor', want: undefined },
]

for (const { by, want, model = userModel, of = babs } of keys) {
  test(`the key to sort by ${by} is ${want}`, () => {
    expect(sortKey(model, by)(of)).toBe(want)
  })
}

test('to sort by what is no path is refused', () => {
  for (const by of ['', 'a b', 'emails[type eq "work"]']) {
    expect(() => sortKey(userModel, by)).toThrow(
      expect.objectContaining({ scimType: 'invalidValue', path: 'sortBy' }),
    )
  }
})

test('what has no value comes last, and first in descending order', () => {
  const ascending = ['b', undefined, 'a', 2, undefined, 10].sort(compareSortKeys)
  // Array.sort has undefined last by itself.
  expect(ascending).toEqual([2, 10, 'a', 'b', undefined, undefined])
  const boxed = [{ key: 'b' }, {}, { key: 'a' }] as { key?: string }[]
  const descending = boxed.sort((one, other) => -compareSortKeys(one.key, other.key))
  expect(descending).toEqual([{}, { key: 'b' }, { key: 'a' }])
})
