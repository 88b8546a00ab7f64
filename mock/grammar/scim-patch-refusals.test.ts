/** What a PATCH refuses: RFC 7644 sections 3.5.2 and 3.12. */

import { expect, test } from '#test'
import type { ScimType } from './scim-fault.ts'
import { messages } from './scim-message.ts'
import { type PatchOperation, patchResource, readOperations } from './scim-patch.ts'
import { badge, deviceModel, enterprise, userModel } from './scim-schemas.test.kit.ts'

const babs = {
  userName: 'bjensen',
  name: { familyName: 'Jensen' },
  emails: [
    { value: 'b@x.test', type: 'work', primary: true },
    { value: 'b@y.test', type: 'home' },
  ],
  [enterprise]: { manager: { value: '26' } },
}
const machine = {
  serial: 'S1',
  firmware: '1.0',
  warranty: { until: '2030-01-01T00:00:00Z', number: 'W1' },
  [badge]: { number: '7', doors: ['1'] },
}

const refusals: Partial<Record<ScimType, readonly PatchOperation[]>> = {
  invalidPath: [
    { op: 'add', path: 'shoe', value: 43 },
    { op: 'add', path: '', value: 43 },
    { op: 'remove', path: 'name.shoe' },
    { op: 'remove', path: 'emails[type eq "work"].shoe' },
    { op: 'remove', path: 'name[familyName eq "Jensen"]' },
    { op: 'remove', path: 'emails.value[type eq "work"]' },
    { op: 'remove', path: 'department' },
    { op: 'remove', path: 'urn:example:other:userName' },
    { op: 'remove', path: 'name familyName' },
    { op: 'replace', path: '__proto__', value: {} },
    { op: 'replace', path: 'constructor.prototype', value: {} },
  ],
  invalidFilter: [
    { op: 'remove', path: 'emails[type is "work"]' },
    { op: 'remove', path: 'emails[]' },
    { op: 'remove', path: 'emails[primary gt true]' },
  ],
  noTarget: [
    { op: 'replace', path: 'emails[type eq "other"].value', value: 'c@x.test' },
    { op: 'replace', path: 'emails[type eq "other"]', value: { value: 'c@x.test' } },
    { op: 'add', path: 'emails[type eq "other"].value', value: 'c@x.test' },
    { op: 'remove', path: 'emails[type eq "other"]' },
    { op: 'remove', path: 'emails[type eq "other"].value' },
    { op: 'remove', path: 'phoneNumbers[type eq "work"]' },
    { op: 'replace', path: 'phoneNumbers.value', value: '1' },
    { op: 'remove', path: 'emails[shoe eq 43]' },
    { op: 'remove' },
  ],
  mutability: [
    { op: 'replace', path: 'id', value: '1' },
    { op: 'replace', path: 'meta.version', value: '1' },
    { op: 'replace', value: { id: '1' } },
    { op: 'replace', value: { groups: [] } },
    { op: 'add', path: 'groups', value: [{ value: 'g' }] },
    { op: 'remove', path: 'groups' },
    { op: 'remove', path: 'groups[value eq "g"]' },
    { op: 'remove', path: 'userName' },
    { op: 'remove', path: 'schemas' },
    { op: 'replace', path: `${enterprise}:manager.displayName`, value: 'X' },
  ],
  invalidValue: [
    { op: 'replace', path: 'userName', value: null },
    { op: 'replace', path: 'userName', value: '' },
    { op: 'replace', value: { userName: 5 } },
    { op: 'replace', path: 'active', value: 'True' },
    { op: 'replace', path: 'name', value: 'Jensen' },
    { op: 'replace', path: 'name', value: [] },
    { op: 'replace', path: 'emails', value: { value: 'c@x.test' } },
    { op: 'add', path: 'emails', value: 'c@x.test' },
    { op: 'add', path: 'emails', value: [{ value: 5 }] },
    { op: 'replace', path: 'emails[type eq "work"]', value: [{ value: 'c@x.test' }] },
    { op: 'replace', path: 'emails[type eq "work"].primary', value: 1 },
    { op: 'replace', path: 'emails.primary', value: true },
    {
      op: 'add',
      path: 'emails',
      value: [
        { value: 'c', primary: true },
        { value: 'd', primary: true },
      ],
    },
    { op: 'add', path: 'addresses', value: [{ country: 'USA' }] },
    { op: 'replace', path: 'timezone', value: 'Berlin' },
    { op: 'replace', path: `${enterprise}:manager`, value: '26' },
    { op: 'replace', value: { [enterprise]: 'x' } },
    { op: 'add', path: 'schemas', value: ['urn:example:other'] },
    { op: 'add', value: { schemas: ['urn:example:other'] } },
    { op: 'add', value: 'x' },
    { op: 'add', path: 'title' },
  ],
  invalidSyntax: [
    { op: 'add', value: { title: 'a', TITLE: 'b' } },
    { op: 'add', path: 'name', value: { givenName: 'a', givenname: 'b' } },
  ],
}

for (const [scimType, operations] of Object.entries(refusals)) {
  for (const operation of operations) {
    test(`a PATCH is refused with ${scimType} for ${JSON.stringify(operation)}`, () => {
      const list: PatchOperation[] = [{ op: 'add', path: 'title', value: 'Guide' }, operation]
      const before = structuredClone(babs)
      expect(() => patchResource(userModel, before, list)).toThrow(
        expect.objectContaining({ name: 'ScimFault', scimType }),
      )
      expect(before).toEqual(babs)
    })
  }
}

const devices: readonly { operation: PatchOperation; scimType: ScimType; path: string }[] = [
  {
    operation: { op: 'replace', path: 'serial', value: 'S2' },
    scimType: 'mutability',
    path: 'serial',
  },
  { operation: { op: 'replace', value: { serial: 's1' } }, scimType: 'mutability', path: 'serial' },
  { operation: { op: 'remove', path: 'serial' }, scimType: 'mutability', path: 'serial' },
  {
    operation: { op: 'add', path: 'warranty.number', value: 'W2' },
    scimType: 'mutability',
    path: 'warranty.number',
  },
  {
    operation: { op: 'replace', path: 'warranty', value: { number: 'W2' } },
    scimType: 'mutability',
    path: 'warranty.number',
  },
  {
    operation: { op: 'remove', path: 'warranty.number' },
    scimType: 'mutability',
    path: 'warranty.number',
  },
  {
    operation: { op: 'remove', path: 'warranty.until' },
    scimType: 'mutability',
    path: 'warranty.until',
  },
  {
    operation: { op: 'replace', path: 'warranty.until', value: null },
    scimType: 'invalidValue',
    path: 'warranty.until',
  },
  {
    operation: { op: 'replace', path: 'firmware', value: '1.0' },
    scimType: 'mutability',
    path: 'firmware',
  },
  {
    operation: { op: 'replace', value: { firmware: '2.0' } },
    scimType: 'mutability',
    path: 'firmware',
  },
  { operation: { op: 'remove', path: badge }, scimType: 'mutability', path: badge },
  {
    operation: { op: 'remove', path: `${badge}:number` },
    scimType: 'mutability',
    path: `${badge}:number`,
  },
  {
    operation: { op: 'replace', path: 'slots', value: 1.5 },
    scimType: 'invalidValue',
    path: 'slots',
  },
]

for (const { operation, scimType, path } of devices) {
  test(`a device is refused with ${scimType} for ${JSON.stringify(operation)}`, () => {
    const patch = () => patchResource(deviceModel, machine, [operation])
    expect(patch).toThrow(expect.objectContaining({ scimType, path }))
  })
}

test('what a PATCH would leave without a required part is refused', () => {
  const { warranty, ...bare } = machine
  const operation: PatchOperation = { op: 'add', path: 'warranty.number', value: 'W1' }
  expect(() => patchResource(deviceModel, bare, [operation])).toThrow(
    expect.objectContaining({ scimType: 'invalidValue', path: 'warranty.until' }),
  )
})

const operation = { op: 'add', path: 'title', value: 'Guide' }
const schemas = [messages.patch]

const frames: readonly { what: string; body: unknown; want: ScimType }[] = [
  { what: 'no body', body: null, want: 'invalidSyntax' },
  { what: 'no schemas', body: { Operations: [operation] }, want: 'invalidSyntax' },
  {
    what: 'another message',
    body: { schemas: [messages.search], Operations: [operation] },
    want: 'invalidValue',
  },
  { what: 'no operations', body: { schemas }, want: 'invalidSyntax' },
  { what: 'an empty list', body: { schemas, Operations: [] }, want: 'invalidSyntax' },
  {
    what: 'an object of operations',
    body: { schemas, Operations: operation },
    want: 'invalidSyntax',
  },
  ...[
    { given: 'add', want: 'invalidSyntax' },
    { given: { path: 'title', value: 'x' }, want: 'invalidSyntax' },
    { given: { ...operation, op: 'move' }, want: 'invalidSyntax' },
    { given: { ...operation, op: ['add'] }, want: 'invalidSyntax' },
    { given: { ...operation, path: 5 }, want: 'invalidSyntax' },
    { given: { op: 'add', OP: 'remove', path: 'title', value: 1 }, want: 'invalidSyntax' },
    { given: { op: 'add', path: 'title' }, want: 'invalidValue' },
    { given: { op: 'replace', value: 'Guide' }, want: 'invalidValue' },
    { given: { op: 'replace', value: null }, want: 'invalidValue' },
    { given: { op: 'remove' }, want: 'noTarget' },
    { given: { op: 'remove', path: null }, want: 'noTarget' },
  ].map(({ given, want }) => ({
    what: JSON.stringify(given),
    body: { schemas, Operations: [operation, given] },
    want: want as ScimType,
  })),
]

for (const { what, body, want } of frames) {
  test(`a PatchOp with ${what} is refused with ${want}`, () => {
    expect(() => readOperations(body)).toThrow(expect.objectContaining({ scimType: want }))
  })
}

test('a PatchOp is read with its names and ops in any case', () => {
  const body = {
    Schemas: schemas,
    operations: [
      { OP: 'Add', Path: 'title', Value: 'x' },
      { op: 'REPLACE', value: { title: 'x' } },
      { op: 'remove', path: 'members', value: [] },
    ],
  }
  expect(readOperations(body)).toEqual([
    { op: 'add', path: 'title', value: 'x' },
    { op: 'replace', value: { title: 'x' } },
    { op: 'remove', path: 'members', value: [] },
  ])
})
