import { expect, test } from '#test'
import { MemoryRealm } from '../store/realm.ts'
import { fixedWorld } from '../world.ts'
import { addGroup, deleteGroup, groupById, updateGroup } from './groups.ts'
import { addMember, groupsOf, membersOf } from './memberships.ts'
import { groups, memberships, schema } from './tables.ts'

function newRealm(uniqueGroupNames = true) {
  return new MemoryRealm(schema({ uniqueGroupNames }))
}

function team(id: string, displayName: string, tenant = 'north') {
  return { id, tenant, displayName, own: {} }
}

test('a group name is taken without regard to case, where group names are unique', () => {
  const realm = newRealm()
  addGroup(realm, team('1', 'Trainers'), fixedWorld())
  const again = () => addGroup(realm, team('2', 'tRAINERS'), fixedWorld())
  expect(again).toThrow('displayName "tRAINERS" is taken by another group')
  expect(realm.count(groups, { index: 'live', within: ['north'] })).toBe(1)
})

test('two groups share a name where group names are not unique, and in two tenants', () => {
  const realm = newRealm(false)
  addGroup(realm, team('1', 'Trainers'), fixedWorld())
  addGroup(realm, team('2', 'Trainers'), fixedWorld())
  const range = { index: 'displayName', within: ['north', 'trainers'] }
  expect(Array.from(realm.scan(groups, range), ({ id }) => id)).toEqual(['1', '2'])
  const strict = newRealm()
  addGroup(strict, team('1', 'Trainers'), fixedWorld())
  expect(addGroup(strict, team('2', 'Trainers', 'south'), fixedWorld()).id).toBe('2')
})

test('a group may keep its own name, and cannot take that of another', () => {
  const realm = newRealm()
  const world = fixedWorld()
  const group = addGroup(realm, team('1', 'Trainers'), world)
  addGroup(realm, team('2', 'Sales'), world)
  expect(updateGroup(realm, { ...group, displayName: 'TRAINERS' }, world)).toMatchObject({
    version: 2,
    created: group.created,
  })
  expect(() => updateGroup(realm, { ...group, displayName: 'sales' }, world)).toThrow('is taken')
})

test('an update that alters nothing is no change', () => {
  const realm = newRealm()
  const group = addGroup(realm, team('1', 'Trainers'), fixedWorld())
  realm.commit()
  expect(updateGroup(realm, { ...group }, fixedWorld('2030-01-01T00:00:00.000Z'))).toEqual(group)
  expect(realm.changes).toEqual([])
})

test('a deleted group is gone with its memberships and its place in others, and its name is free', () => {
  const realm = newRealm()
  const world = fixedWorld()
  const [outer, middle, inner] = ['outer', 'middle', 'inner'].map((id) =>
    addGroup(realm, team(id, id), world),
  )
  if (!outer || !middle || !inner) throw new Error('three groups were made')
  addMember(realm, outer, { member: { kind: 'group', id: 'middle' } })
  addMember(realm, middle, { member: { kind: 'group', id: 'inner' } })
  deleteGroup(realm, middle)
  expect([...membersOf(realm, outer)]).toEqual([])
  expect(groupsOf(realm, { kind: 'group', id: 'inner' }).size).toBe(0)
  expect(realm.size(memberships.name)).toBe(0)
  expect(() => groupById(realm, 'north', 'middle')).toThrow('no group has the id "middle"')
  expect(groupById(realm, 'north', 'inner')).toEqual(inner)
  expect(addGroup(realm, team('4', 'MIDDLE'), world).id).toBe('4')
})

test('a group of another tenant is not found', () => {
  const realm = newRealm()
  addGroup(realm, team('1', 'Trainers'), fixedWorld())
  expect(() => groupById(realm, 'south', '1')).toThrow('no group has the id "1"')
  expect(() => groupById(realm, 'north', 'toString')).toThrow('no group')
})
