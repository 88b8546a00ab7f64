/** The patches that RFC 7644 section 3.5.2 prints, each on a resource for which it was written. */
import type { WireOperation, WireUser } from '../drivers/scim.v2-wire.ts'
import { ENTERPRISE, expect, patchOp, test } from './scim.ts'
import { idsOf, memberIds, members, told } from './scim.v2-resources.ts'

interface UserExample {
  readonly example: string
  readonly cites: readonly string[]
  readonly given: object
  readonly operations: readonly WireOperation[]
  readonly want: object
}

const work = { value: 'bjensen@example.com', type: 'work', primary: true }
const home = { value: 'babs@jensen.org', type: 'home' }
const workAddress = {
  type: 'work',
  streetAddress: '100 Universal City Plaza',
  locality: 'Hollywood',
  region: 'CA',
  postalCode: '91608',
  country: 'US',
  formatted: '100 Universal City Plaza\nHollywood, CA 91608 USA',
  primary: true,
}
const homeAddress = { type: 'home', streetAddress: '456 Hollywood Blvd', locality: 'Hollywood' }
const newAddress = {
  ...workAddress,
  streetAddress: '911 Universal City Plaza',
  formatted: '911 Universal City Plaza\nHollywood, CA 91608 US',
}

const ofUsers: readonly UserExample[] = [
  {
    example: 'adds attributes without a path, whatever the case of their names',
    cites: ['patch-add-without-path-merges', 'patch-add-appends', 'query-names-ignore-case'],
    given: { emails: [work], title: 'Guide' },
    operations: [{ op: 'add', value: { emails: [home], nickname: 'Babs' } }],
    want: { emails: [work, home], nickName: 'Babs', title: 'Guide' },
  },
  {
    example: 'removes the values that match all of a filter',
    cites: ['patch-remove-filter-removes-matches'],
    given: { emails: [work, home, { value: 'b@example.org', type: 'work' }] },
    operations: [{ op: 'remove', path: 'emails[type eq "work" and value ew "example.com"]' }],
    want: { emails: [home, { value: 'b@example.org', type: 'work' }] },
  },
  {
    example: 'replaces the whole of a value that a filter finds',
    cites: ['patch-replace-filter-replaces-every-match'],
    given: { addresses: [homeAddress, workAddress] },
    operations: [{ op: 'replace', path: 'addresses[type eq "work"]', value: newAddress }],
    want: { addresses: [homeAddress, newAddress] },
  },
  {
    example: 'replaces a sub-attribute of a value that a filter finds',
    cites: ['patch-replace-sub-attribute-of-matches', 'patch-path-may-end-after-the-bracket'],
    given: { addresses: [homeAddress, workAddress] },
    operations: [
      {
        op: 'replace',
        path: 'addresses[type eq "work"].streetAddress',
        value: '1010 Broadway Ave',
      },
    ],
    want: { addresses: [homeAddress, { ...workAddress, streetAddress: '1010 Broadway Ave' }] },
  },
  {
    example: 'replaces several attributes without a path and leaves the rest',
    cites: ['patch-replace-without-path-sets', 'trap-partial-replace-keeps-the-rest'],
    given: {
      emails: [{ value: 'old@example.com', type: 'work' }],
      title: 'Guide',
      [ENTERPRISE]: { department: 'Tours' },
    },
    operations: [{ op: 'replace', value: { emails: [work, home], nickname: 'Babs' } }],
    want: {
      emails: [work, home],
      nickName: 'Babs',
      title: 'Guide',
      [ENTERPRISE]: { department: 'Tours' },
    },
  },
  {
    example: 'replaces a sub-attribute of a complex attribute',
    cites: ['patch-replace-merges-complex'],
    given: { name: { familyName: 'Jensen', givenName: 'Barbara' } },
    operations: [{ op: 'replace', path: 'name.familyName', value: 'Jones' }],
    want: { name: { familyName: 'Jones', givenName: 'Barbara' } },
  },
]

test.describe('an example of the RFC', () => {
  for (const { example, cites, given, operations, want } of ofUsers) {
    test(example, { tag: '@basic' }, async ({ promise, scim }) => {
      promise(...cites)
      const before = await scim.user(given)
      const after = await scim.patched('User', before.id, patchOp(...operations))
      expect(told(after)).toEqual(told({ ...before, ...given, ...want }))
    })
  }
})

interface GroupExample {
  readonly example: string
  readonly cites: readonly string[]
  readonly operations: (of: Record<'ann' | 'bea' | 'cleo', WireUser>) => readonly WireOperation[]
  /** Who is in the group, in which Ann and Bea were. */
  readonly want: readonly ('ann' | 'bea' | 'cleo')[]
}

const member = ({ id, meta, userName }: WireUser) => ({
  display: userName,
  $ref: meta?.location,
  value: id,
})

const ofGroups: readonly GroupExample[] = [
  {
    example: 'adds a member',
    cites: ['patch-add-appends'],
    operations: ({ cleo }) => [{ op: 'add', path: 'members', value: [member(cleo)] }],
    want: ['ann', 'bea', 'cleo'],
  },
  {
    example: 'removes a single member',
    cites: ['patch-remove-filter-removes-matches'],
    operations: ({ ann }) => [{ op: 'remove', path: `members[value eq "${ann.id}"]` }],
    want: ['bea'],
  },
  {
    example: 'removes all members',
    cites: ['patch-remove-unfiltered-removes-all'],
    operations: () => [{ op: 'remove', path: 'members' }],
    want: [],
  },
  {
    example: 'removes and adds a member in a single request',
    cites: ['patch-applies-in-order', 'patch-remove-filter-removes-matches', 'patch-add-appends'],
    operations: ({ ann, cleo }) => [
      { op: 'remove', path: `members[value eq "${ann.id}"]` },
      { op: 'add', path: 'members', value: [member(cleo)] },
    ],
    want: ['bea', 'cleo'],
  },
  {
    example: 'removes all members and adds others in a single request',
    cites: ['patch-applies-in-order', 'patch-remove-unfiltered-removes-all'],
    operations: ({ bea, cleo }) => [
      { op: 'remove', path: 'members' },
      { op: 'add', path: 'members', value: [member(bea), member(cleo)] },
    ],
    want: ['bea', 'cleo'],
  },
  {
    example: 'replaces all members by a list',
    cites: ['patch-replace-unfiltered-replaces-all'],
    operations: ({ ann, cleo }) => [
      { op: 'replace', path: 'members', value: [member(ann), member(cleo)] },
    ],
    want: ['ann', 'cleo'],
  },
]

test.describe('an example of the RFC, of a group,', () => {
  for (const { example, cites, operations, want } of ofGroups) {
    test(example, { tag: '@basic' }, async ({ promise, scim }) => {
      promise(...cites)
      const cast = { ann: await scim.user(), bea: await scim.user(), cleo: await scim.user() }
      const group = await scim.group(members(cast.ann, cast.bea))
      const after = await scim.patched('Group', group.id, patchOp(...operations(cast)))
      expect(memberIds(after)).toEqual(idsOf(...want.map((name) => cast[name])))
    })
  }
})
