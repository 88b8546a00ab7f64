import { expect, test } from '#test'
import { MemoryRealm } from '../store/realm.ts'
import { fixedWorld } from '../world.ts'
import { effectiveMembersOf } from './effective-members.ts'
import { addGroup } from './groups.ts'
import { addMember, type Member } from './memberships.ts'
import { schema } from './tables.ts'
import { addUser } from './users.ts'

const user = (id: string): Member => ({ kind: 'user', id })
const group = (id: string): Member => ({ kind: 'group', id })

/** Who is in the group `top`, as `id closeness`, when the groups have these members. */
function inside(members: Readonly<Record<string, readonly Member[]>>): string[] {
  const realm = new MemoryRealm(schema({ uniqueGroupNames: true }))
  const world = fixedWorld()
  for (const id of ['ann', 'bea']) {
    addUser(realm, { id, tenant: 'north', userName: id, active: true, own: {} }, world)
  }
  const made = Object.keys(members).map((id) =>
    addGroup(realm, { id, tenant: 'north', displayName: id, own: {} }, world),
  )
  for (const one of made) {
    for (const member of members[one.id] ?? []) addMember(realm, one, { member })
  }
  const [top] = made
  if (!top) throw new Error('there is no group')
  return effectiveMembersOf(realm, top).map(({ id, closeness }) => `${id} ${closeness}`)
}

test('members of members are indirect members, after the direct ones', () => {
  const members = { top: [group('mid'), user('bea')], mid: [group('low')], low: [user('ann')] }
  expect(inside(members)).toEqual(['mid direct', 'bea direct', 'low indirect', 'ann indirect'])
})

test('whoever is a member both ways is one once, and directly', () => {
  const members = { top: [group('low'), user('ann')], low: [user('ann'), user('bea')] }
  expect(inside(members)).toEqual(['low direct', 'ann direct', 'bea indirect'])
})

test('two ways to the same group lead to its members once', () => {
  const low = [group('low')]
  const members = {
    top: [group('left'), group('right')],
    left: low,
    right: low,
    low: [user('ann')],
  }
  expect(inside(members)).toEqual(['left direct', 'right direct', 'low indirect', 'ann indirect'])
})

test('a group without members has none of any kind', () => {
  expect(inside({ top: [] })).toEqual([])
})
