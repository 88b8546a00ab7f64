/** PATCH of SCIM 1.1: the examples of draft-ietf-scim-api-01 section 3.3.2, and its rules. */

import fc from 'fast-check'
import { expect, test } from '#test'
import { bodyOf, resourcesOf } from './scim-random.test.kit.ts'
import { commonAttributes1, resourceModel } from './scim-schema.ts'
import { badge, deviceModel, enterprise, groupModel, userModel } from './scim-schemas.test.kit.ts'
import { patchResource1 } from './scim1-patch.ts'

const core1 = 'urn:scim:schemas:core:1.0'
const userModel1 = resourceModel(
  { ...userModel.base, id: core1 },
  userModel.extensions,
  commonAttributes1,
)
const groupModel1 = resourceModel({ ...groupModel.base, id: core1 }, [], commonAttributes1)

const group = {
  displayName: 'Tour Guides',
  members: [
    { value: '2819c223', display: 'Babs Jensen' },
    { value: '902c246b', display: 'James Smith' },
  ],
}
const [babs, james] = group.members
const added = { value: '08e1d05d', display: 'Mandy Pepperidge' }

const groups: readonly { what: string; body: object; want: object }[] = [
  {
    what: 'adds a member',
    body: { members: [added] },
    want: { ...group, members: [babs, james, added] },
  },
  { what: 'adds a member that is there', body: { members: [{ value: '2819c223' }] }, want: group },
  {
    what: 'adds a member as a plain value',
    body: { members: ['x'] },
    want: { ...group, members: [babs, james, { value: 'x' }] },
  },
  {
    what: 'deletes a member',
    body: { members: [{ value: '2819c223', display: 'X', operation: 'delete' }] },
    want: { ...group, members: [james] },
  },
  {
    what: 'deletes who is no member',
    body: { members: [{ value: 'x', operation: 'delete' }] },
    want: group,
  },
  {
    what: 'deletes all members by name',
    body: { meta: { attributes: ['members'] } },
    want: { displayName: 'Tour Guides' },
  },
  {
    what: 'deletes all members one by one',
    body: {
      members: [
        { ...babs, operation: 'delete' },
        { ...james, Operation: 'Delete' },
      ],
    },
    want: { displayName: 'Tour Guides' },
  },
  {
    what: 'replaces the members',
    body: { meta: { attributes: ['MEMBERS'] }, members: [added] },
    want: { ...group, members: [added] },
  },
  {
    what: 'replaces the members and ignores a deletion',
    body: { meta: { attributes: ['members'] }, members: [{ ...babs, operation: 'delete' }, added] },
    want: { ...group, members: [added] },
  },
  {
    what: 'renames',
    body: { id: 'g1', displayName: 'Guides' },
    want: { ...group, displayName: 'Guides' },
  },
  { what: 'adds no members', body: { members: [] }, want: group },
]

for (const { what, body, want } of groups) {
  test(`a PATCH of SCIM 1.1 ${what} of a group`, () => {
    expect(patchResource1(groupModel1, group, { schemas: [core1], ...body })).toEqual(want)
  })
}

const address = { type: 'work', region: 'CA' }
const mail = { value: 'b@x.test', type: 'work', primary: true }
const user = {
  userName: 'bjensen',
  title: 'Guide',
  name: { familyName: 'Jensen', givenName: 'Barbara', formatted: 'Ms. Jensen' },
  emails: [mail],
  addresses: [address],
  [enterprise]: { department: 'Tours', division: 'D' },
}
const { title, ...untitled } = user
const { emails, ...unmailed } = user

const users: readonly { body: object; want: object }[] = [
  { body: { userName: 'babs', active: false }, want: { ...user, userName: 'babs', active: false } },
  { body: { name: { givenName: 'B' } }, want: { ...user, name: { ...user.name, givenName: 'B' } } },
  {
    body: { meta: { attributes: ['name.formatted'] }, name: { givenName: 'B' } },
    want: { ...user, name: { familyName: 'Jensen', givenName: 'B' } },
  },
  {
    body: { meta: { attributes: ['name'] }, name: { givenName: 'B' } },
    want: { ...user, name: { givenName: 'B' } },
  },
  { body: { meta: { attributes: ['title', 'shoe', 'a b'] } }, want: untitled },
  { body: { META: { Attributes: [`${core1}:title`] } }, want: untitled },
  {
    body: { meta: { attributes: [`${enterprise}:division`] } },
    want: { ...user, [enterprise]: { department: 'Tours' } },
  },
  {
    body: { meta: { attributes: ['userName'] }, userName: 'babs' },
    want: { ...user, userName: 'babs' },
  },
  { body: { title: null }, want: untitled },
  { body: { emails: null }, want: unmailed },
  {
    body: { emails: [{ value: 'B@X.test', type: 'home' }] },
    want: { ...user, emails: [{ ...mail, value: 'B@X.test', type: 'home' }] },
  },
  {
    body: { emails: [{ value: 'c@x.test', primary: true }] },
    want: {
      ...user,
      emails: [
        { ...mail, primary: false },
        { value: 'c@x.test', primary: true },
      ],
    },
  },
  { body: { emails: [{ value: 'b@x.test', operation: 'delete' }] }, want: unmailed },
  {
    body: { addresses: [{ region: 'NV' }] },
    want: { ...user, addresses: [address, { region: 'NV' }] },
  },
  { body: { addresses: [{ type: 'work', operation: 'delete' }] }, want: user },
  {
    body: { addresses: [{ ...address, operation: 'delete' }, { region: 'NV' }] },
    want: { ...user, addresses: [{ region: 'NV' }] },
  },
  {
    body: { [enterprise]: { department: 'T' } },
    want: { ...user, [enterprise]: { department: 'T', division: 'D' } },
  },
  {
    body: { [`${enterprise}:department`]: 'T' },
    want: { ...user, [enterprise]: { department: 'T', division: 'D' } },
  },
  {
    body: { preferredLanguage: 'en_US', locale: 'en_US' },
    want: { ...user, preferredLanguage: 'en_US', locale: 'en_US' },
  },
  { body: { id: 'x', groups: [], shoe: 43, meta: { version: 'x' } }, want: user },
]

for (const { body, want } of users) {
  test(`a PATCH of SCIM 1.1 may be ${JSON.stringify(body)}`, () => {
    expect(patchResource1(userModel1, user, body)).toEqual(want)
  })
}

const refused: readonly { body: unknown; scimType: string; path: string }[] = [
  { body: null, scimType: 'invalidSyntax', path: '' },
  { body: { schemas: ['urn:x:y'] }, scimType: 'invalidValue', path: 'schemas' },
  { body: { userName: null }, scimType: 'invalidValue', path: 'userName' },
  { body: { active: 'true' }, scimType: 'invalidValue', path: 'active' },
  { body: { emails: mail }, scimType: 'invalidValue', path: 'emails' },
  {
    body: { emails: [{ value: 5, operation: 'delete' }] },
    scimType: 'invalidValue',
    path: 'emails.value',
  },
  { body: { meta: { attributes: 'title' } }, scimType: 'invalidValue', path: 'meta.attributes' },
  { body: { meta: { attributes: [1] } }, scimType: 'invalidValue', path: 'meta.attributes' },
  { body: { meta: { attributes: ['userName'] } }, scimType: 'mutability', path: 'userName' },
  { body: { meta: { attributes: ['id'] } }, scimType: 'mutability', path: 'id' },
  {
    body: { meta: { attributes: ['userName'] }, userName: '' },
    scimType: 'invalidValue',
    path: 'userName',
  },
]

for (const { body, scimType, path } of refused) {
  test(`a PATCH of SCIM 1.1 is refused with ${scimType} for ${JSON.stringify(body)}`, () => {
    const patch = () => patchResource1(userModel1, user, body)
    expect(patch).toThrow(expect.objectContaining({ scimType, path }))
  })
}

test('a PATCH of SCIM 1.1 sets what is immutable once', () => {
  const device = { serial: 'S1', [badge]: { number: '7' } }
  for (const body of [{ serial: 'S2' }, { meta: { attributes: ['serial'] }, serial: 'S2' }]) {
    expect(() => patchResource1(deviceModel, device, body)).toThrow(
      expect.objectContaining({ scimType: 'mutability', path: 'serial' }),
    )
  }
  expect(patchResource1(deviceModel, device, { serial: 'S1' })).toBe(device)
})

test('a PATCH of SCIM 1.1 with the whole resource changes nothing', () => {
  const property = fc.property(resourcesOf(userModel1), (before) => {
    expect(patchResource1(userModel1, before, bodyOf(userModel1, before))).toBe(before)
  })
  fc.assert(property, { numRuns: 100 })
})
