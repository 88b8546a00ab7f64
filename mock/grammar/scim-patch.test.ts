/** The examples of RFC 7644 section 3.5.2, and the rules its text adds. */

import { expect, test } from '#test'
import { type PatchOperation, patchResource } from './scim-patch.ts'
import type { Resource } from './scim-resource.ts'
import { enterprise, userModel } from './scim-schemas.test.kit.ts'

const work = { type: 'work', streetAddress: '100 Universal City Plaza', region: 'CA' }
const home = { type: 'home', streetAddress: '456 Hollywood Blvd', region: 'CA' }
const mail = { value: 'bjensen@example.com', type: 'work', primary: true }
const babs = {
  userName: 'bjensen',
  nickName: 'Babs',
  name: { familyName: 'Jensen', givenName: 'Barbara' },
  emails: [mail, { value: 'babs@jensen.org', type: 'home' }],
  addresses: [work, home],
  [enterprise]: { department: 'Tours', manager: { value: '26', $ref: '../Users/26' } },
}
const moved = { type: 'work', streetAddress: '911 Universal City Plaza', country: 'US' }
const { [enterprise]: extension, ...plain } = babs

type Row = readonly [operation: PatchOperation, want: Resource]
const users: readonly Row[] = [
  // section 3.5.2.1
  [
    { op: 'add', value: { emails: [{ value: 'b@x.test', type: 'home' }], nickname: 'B' } },
    { ...babs, nickName: 'B', emails: [...babs.emails, { value: 'b@x.test', type: 'home' }] },
  ],
  [
    { op: 'add', path: 'title', value: 'Guide' },
    { ...babs, title: 'Guide' },
  ],
  [
    { op: 'add', path: 'name', value: { middleName: 'J', GIVENNAME: 'Barb' } },
    { ...babs, name: { familyName: 'Jensen', givenName: 'Barb', middleName: 'J' } },
  ],
  [
    {
      op: 'add',
      path: 'emails',
      value: [{ value: 'BJENSEN@example.com', type: 'work', primary: true }],
    },
    { ...babs, emails: [{ ...mail, value: 'BJENSEN@example.com' }, babs.emails[1]] },
  ],
  [
    { op: 'add', path: 'emails', value: { value: 'b@x.test', primary: true } },
    {
      ...babs,
      emails: [{ ...mail, primary: false }, babs.emails[1], { value: 'b@x.test', primary: true }],
    },
  ],
  [{ op: 'add', path: 'emails', value: [] }, babs],
  [
    { op: 'add', path: 'emails[type eq "home"]', value: { display: 'B' } },
    { ...babs, emails: [mail, { ...babs.emails[1], display: 'B' }] },
  ],
  // section 3.5.2.2
  [
    { op: 'remove', path: 'nickName' },
    { ...babs, nickName: undefined },
  ],
  [{ op: 'remove', path: 'title' }, babs],
  [
    { op: 'remove', path: 'name.givenName' },
    { ...babs, name: { familyName: 'Jensen' } },
  ],
  [
    { op: 'remove', path: 'emails[type eq "work" and value ew "example.com"]' },
    { ...babs, emails: [babs.emails[1]] },
  ],
  [
    { op: 'remove', path: 'emails[value pr]' },
    { ...babs, emails: undefined },
  ],
  [
    { op: 'remove', path: 'emails.type' },
    { ...babs, emails: [{ value: mail.value, primary: true }, { value: 'babs@jensen.org' }] },
  ],
  [
    { op: 'remove', path: 'addresses[region eq "ca"].region' },
    {
      ...babs,
      addresses: [
        { type: 'work', streetAddress: work.streetAddress },
        { type: 'home', streetAddress: home.streetAddress },
      ],
    },
  ],
  [{ op: 'remove', path: 'phoneNumbers.type' }, babs],
  [{ op: 'remove', path: enterprise }, plain],
  // section 3.5.2.3
  [
    { op: 'replace', path: 'addresses[type eq "work"]', value: moved },
    { ...babs, addresses: [moved, home] },
  ],
  [
    { op: 'replace', path: 'addresses[type eq"work"].streetAddress', value: '1010 Broadway Ave' },
    { ...babs, addresses: [{ ...work, streetAddress: '1010 Broadway Ave' }, home] },
  ],
  [
    { op: 'replace', value: { emails: [{ value: 'b@x.test' }], nickName: 'B' } },
    { ...babs, emails: [{ value: 'b@x.test' }], nickName: 'B' },
  ],
  [
    { op: 'replace', path: 'name', value: { givenName: 'B' } },
    { ...babs, name: { familyName: 'Jensen', givenName: 'B' } },
  ],
  [
    { op: 'replace', path: 'name', value: { givenName: null } },
    { ...babs, name: { familyName: 'Jensen' } },
  ],
  [
    { op: 'replace', path: 'title', value: 'Guide' },
    { ...babs, title: 'Guide' },
  ],
  [
    { op: 'replace', path: 'addresses[region eq "CA"].region', value: 'NV' },
    {
      ...babs,
      addresses: [
        { ...work, region: 'NV' },
        { ...home, region: 'NV' },
      ],
    },
  ],
  [
    { op: 'replace', path: 'emails[type eq "home"].primary', value: true },
    {
      ...babs,
      emails: [
        { ...mail, primary: false },
        { ...babs.emails[1], primary: true },
      ],
    },
  ],
  [
    { op: 'replace', path: 'emails[type eq "home"]', value: null },
    { ...babs, emails: [mail] },
  ],
  [
    { op: 'replace', path: 'nickName', value: null },
    { ...babs, nickName: undefined },
  ],
  [
    { op: 'replace', path: 'emails', value: null },
    { ...babs, emails: undefined },
  ],
  [
    { op: 'replace', path: 'emails', value: [] },
    { ...babs, emails: undefined },
  ],
  // URNs
  [
    { op: 'add', path: `${enterprise}:costCenter`, value: '4130' },
    { ...babs, [enterprise]: { ...extension, costCenter: '4130' } },
  ],
  [
    { op: 'add', value: { [`${enterprise}:costCenter`]: '4130' } },
    { ...babs, [enterprise]: { ...extension, costCenter: '4130' } },
  ],
  [
    {
      op: 'replace',
      value: { [enterprise.toUpperCase()]: { Department: 'T', manager: { value: '27' } } },
    },
    { ...babs, [enterprise]: { department: 'T', manager: { value: '27', $ref: '../Users/26' } } },
  ],
  [
    { op: 'replace', path: enterprise, value: { department: null } },
    { ...babs, [enterprise]: { manager: extension.manager } },
  ],
  [{ op: 'replace', value: { [enterprise]: null } }, plain],
  [
    { op: 'remove', path: `${enterprise}:MANAGER.$ref` },
    { ...babs, [enterprise]: { department: 'Tours', manager: { value: '26' } } },
  ],
  [{ op: 'add', value: { schemas: [enterprise.toLowerCase()] } }, babs],
  // ours: what the schemas do not know
  [{ op: 'add', value: { shoe: 43, 'name.givenName': 'x', name: { shoe: 43 } } }, babs],
]

for (const [operation, want] of users) {
  test(`a PATCH may be ${JSON.stringify(operation)}`, () => {
    expect(patchResource(userModel, babs, [operation])).toEqual(JSON.parse(JSON.stringify(want)))
  })
}
