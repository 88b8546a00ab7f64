/** The readings of PATCH that some clients need and the RFC does not have. */

import { expect, test } from '#test'
import { type PatchOperation, type PatchOptions, patchResource } from './scim-patch.ts'
import { enterprise, groupModel, userModel } from './scim-schemas.test.kit.ts'

const mail = { value: 'b@x.test', type: 'work', primary: true }
const babs = {
  userName: 'bjensen',
  name: { familyName: 'Jensen' },
  emails: [mail],
  [enterprise]: { manager: { value: '26' } },
}
const { [enterprise]: extension, ...plain } = babs

const create: PatchOptions = { createMissingTarget: true }
const coerce: PatchOptions = { coerceValues: true }
const dotted: PatchOptions = { dottedKeys: true }

type Row = readonly [options: PatchOptions, operation: PatchOperation, want: object]
const table: readonly Row[] = [
  [
    create,
    { op: 'add', path: 'emails[type eq "home"].value', value: 'h@x.test' },
    { ...babs, emails: [mail, { type: 'home', value: 'h@x.test' }] },
  ],
  [
    create,
    { op: 'replace', path: 'emails[TYPE eq "home" and primary eq true]', value: { Value: 'h' } },
    {
      ...babs,
      emails: [
        { ...mail, primary: false },
        { type: 'home', primary: true, value: 'h' },
      ],
    },
  ],
  [
    create,
    { op: 'replace', path: 'addresses[type eq "work"].country', value: 'US' },
    { ...babs, addresses: [{ type: 'work', country: 'US' }] },
  ],
  [
    create,
    { op: 'replace', path: 'phoneNumbers.value', value: '5' },
    { ...babs, phoneNumbers: [{ value: '5' }] },
  ],
  [
    create,
    { op: 'replace', path: 'emails[type eq "work"].value', value: 'c@x.test' },
    { ...babs, emails: [{ ...mail, value: 'c@x.test' }] },
  ],
  [coerce, { op: 'replace', path: 'active', value: 'False' }, { ...babs, active: false }],
  [coerce, { op: 'replace', value: { active: 'TRUE' } }, { ...babs, active: true }],
  [
    coerce,
    { op: 'replace', path: 'emails[type eq "work"].primary', value: 'False' },
    { ...babs, emails: [{ ...mail, primary: false }] },
  ],
  [
    coerce,
    { op: 'replace', path: `${enterprise}:manager`, value: '27' },
    { ...babs, [enterprise]: { manager: { value: '27' } } },
  ],
  [coerce, { op: 'replace', path: `${enterprise}:manager`, value: '' }, plain],
  [coerce, { op: 'add', value: { [enterprise]: { manager: '' } } }, plain],
  [
    coerce,
    { op: 'add', value: { [`${enterprise}:manager`]: '27' } },
    { ...babs, [enterprise]: { manager: { value: '27' } } },
  ],
  [
    coerce,
    { op: 'replace', path: 'roles', value: 'admin' },
    { ...babs, roles: [{ value: 'admin' }] },
  ],
  [
    dotted,
    { op: 'replace', value: { 'name.givenName': 'B', 'NAME.familyname': 'J', title: 'T' } },
    { ...babs, name: { familyName: 'J', givenName: 'B' }, title: 'T' },
  ],
  [
    dotted,
    { op: 'replace', value: { [`${enterprise}:manager.value`]: '9', 'a.b': 1, 'c d': 1 } },
    { ...babs, [enterprise]: { manager: { value: '9' } } },
  ],
  [
    dotted,
    { op: 'replace', value: { 'emails[type eq "work"].value': 'c@x.test' } },
    { ...babs, emails: [{ ...mail, value: 'c@x.test' }] },
  ],
]

for (const [options, operation, want] of table) {
  const [name] = Object.keys(options)
  test(`with ${name} a PATCH may be ${JSON.stringify(operation)}`, () => {
    expect(patchResource(userModel, babs, [operation], options)).toEqual(want)
  })
}

test('with coerceValues a bare text is a member', () => {
  const operation: PatchOperation = { op: 'add', path: 'members', value: ['1', '2'] }
  expect(patchResource(groupModel, { displayName: 'G' }, [operation], coerce)).toEqual({
    displayName: 'G',
    members: [{ value: '1' }, { value: '2' }],
  })
})

const noTarget: readonly PatchOperation[] = [
  { op: 'replace', path: 'emails[type ne "work"].value', value: 'x' },
  { op: 'replace', path: 'emails[type eq "a" and type eq "b"].value', value: 'x' },
  { op: 'replace', path: 'emails[type eq "home" and display co "z"].value', value: 'x' },
  { op: 'replace', path: 'emails[type eq "home"]', value: null },
  { op: 'remove', path: 'emails[type eq "home"]' },
]

for (const operation of noTarget) {
  test(`createMissingTarget makes nothing for ${JSON.stringify(operation)}`, () => {
    const patch = () => patchResource(userModel, babs, [operation], create)
    expect(patch).toThrow(expect.objectContaining({ scimType: 'noTarget' }))
  })
}

test('a made target obeys the schemas', () => {
  const path = 'emails[primary eq "yes"].value'
  const patch = () => patchResource(userModel, babs, [{ op: 'add', path, value: 'x' }], create)
  expect(patch).toThrow(expect.objectContaining({ scimType: 'invalidValue' }))
})

test('a dotted name obeys the schemas', () => {
  const value = { 'meta.version': '1' }
  const patch = () => patchResource(userModel, babs, [{ op: 'add', value }], dotted)
  expect(patch).toThrow(expect.objectContaining({ scimType: 'mutability' }))
})
