/** PATCH of a group's members: the examples of RFC 7644 section 3.5.2, and what clients send. */

import { expect, test } from '#test'
import { type PatchOperation, type PatchOptions, patchResource } from './scim-patch.ts'
import { groupModel } from './scim-schemas.test.kit.ts'

const group = {
  displayName: 'Tour Guides',
  members: [
    { value: '2819c223', display: 'Babs Jensen' },
    { value: '902c246b', type: 'User' },
  ],
}
const james = { value: '08e1d05d', display: 'James Smith' }

const groups: readonly { what: string; operation: PatchOperation; want: object }[] = [
  {
    what: 'add a member',
    operation: { op: 'add', path: 'members', value: [james] },
    want: { ...group, members: [...group.members, james] },
  },
  {
    what: 'add a member that is there',
    operation: { op: 'add', path: 'members', value: [{ value: '902c246b' }] },
    want: group,
  },
  {
    what: 'remove a member by a filter',
    operation: { op: 'remove', path: 'members[value eq "2819c223"]' },
    want: { ...group, members: group.members.slice(1) },
  },
  {
    what: 'remove one who is no member',
    operation: { op: 'remove', path: 'members[value eq "nobody"]' },
    want: group,
  },
  {
    what: 'remove all members',
    operation: { op: 'remove', path: 'members' },
    want: { displayName: 'Tour Guides' },
  },
  {
    what: 'remove all members, though a value is given',
    operation: { op: 'remove', path: 'members', value: [{ value: '902c246b' }] },
    want: { displayName: 'Tour Guides' },
  },
  {
    what: 'replace all members',
    operation: { op: 'replace', path: 'members', value: [james] },
    want: { ...group, members: [james] },
  },
  {
    what: 'replace all members by none',
    operation: { op: 'replace', path: 'members', value: [] },
    want: { displayName: 'Tour Guides' },
  },
  {
    what: 'replace another attribute than members',
    operation: { op: 'replace', value: { displayName: 'Guides' } },
    want: { ...group, displayName: 'Guides' },
  },
]

for (const { what, operation, want } of groups) {
  test(`a PATCH may ${what}`, () => {
    expect(patchResource(groupModel, group, [operation])).toEqual(want)
  })
}

test('a PATCH may remove all members and add others', () => {
  const operations: PatchOperation[] = [
    { op: 'remove', path: 'members' },
    { op: 'add', path: 'members', value: [james, { value: '902c246b' }] },
  ]
  expect(patchResource(groupModel, group, operations)).toEqual({
    ...group,
    members: [james, { value: '902c246b' }],
  })
})

const listed: readonly { what: string; operation: PatchOperation; want: object }[] = [
  {
    what: 'a list of values',
    operation: { op: 'remove', path: 'members', value: [{ value: '902c246b' }] },
    want: { ...group, members: group.members.slice(0, 1) },
  },
  {
    what: 'one value with more than is stored',
    operation: { op: 'remove', path: 'members', value: { value: '902c246b', display: 'X' } },
    want: { ...group, members: group.members.slice(0, 1) },
  },
  {
    what: 'bare texts',
    operation: { op: 'remove', path: 'members', value: ['902c246b', '2819c223'] },
    want: { displayName: 'Tour Guides' },
  },
  {
    what: 'another sub-attribute than the value',
    operation: { op: 'remove', path: 'members', value: [{ display: 'babs jensen' }] },
    want: { ...group, members: group.members.slice(1) },
  },
  {
    what: 'who is no member',
    operation: { op: 'remove', path: 'members', value: [{ value: 'nobody' }] },
    want: group,
  },
  {
    what: 'an empty list',
    operation: { op: 'remove', path: 'members', value: [] },
    want: group,
  },
  { what: 'null', operation: { op: 'remove', path: 'members', value: null }, want: group },
  {
    what: 'an object without a known name',
    operation: { op: 'remove', path: 'members', value: [{ id: '902c246b' }] },
    want: group,
  },
  {
    what: 'nothing, which is all',
    operation: { op: 'remove', path: 'members' },
    want: { displayName: 'Tour Guides' },
  },
]

for (const { what, operation, want } of listed) {
  test(`with removeListedMembers a remove may list ${what}`, () => {
    const options = { removeListedMembers: true }
    expect(patchResource(groupModel, group, [operation], options)).toEqual(want)
  })
}

const rename: PatchOperation = { op: 'replace', value: { id: 'g1', displayName: 'Guides' } }

test("a rename may carry the group's own id", () => {
  const options: PatchOptions = { current: { id: 'g1', ...group } }
  const want = { ...group, displayName: 'Guides' }
  expect(patchResource(groupModel, group, [rename], options)).toEqual(want)
})

test('a rename with the id of another group is refused', () => {
  for (const id of ['g2', 'G1', undefined]) {
    const patch = () => patchResource(groupModel, group, [rename], { current: { ...group, id } })
    expect(patch).toThrow(expect.objectContaining({ scimType: 'mutability', path: 'id' }))
  }
})

const immutable: readonly PatchOperation[] = [
  { op: 'replace', path: 'members[value eq "2819c223"].value', value: 'x' },
  { op: 'replace', path: 'members[value eq "2819c223"]', value: { value: 'x' } },
  { op: 'add', path: 'members[value eq "2819c223"]', value: { value: 'x' } },
  { op: 'remove', path: 'members[value eq "2819c223"].value' },
  { op: 'replace', path: 'members[value eq "902c246b"].type', value: 'Group' },
]

for (const operation of immutable) {
  test(`a member is not altered by ${JSON.stringify(operation)}`, () => {
    const patch = () => patchResource(groupModel, group, [operation])
    expect(patch).toThrow(expect.objectContaining({ scimType: 'mutability' }))
  })
}

test('what is immutable of a member may be set where it was unset', () => {
  const path = 'members[value eq "2819c223"].type'
  const { members } = patchResource(groupModel, group, [{ op: 'add', path, value: 'User' }])
  expect(members).toEqual([{ ...group.members[0], type: 'User' }, group.members[1]])
})
