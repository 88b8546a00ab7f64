import { expect, test } from '#test'
import { MemoryRealm } from '../store/realm.ts'
import { fixedWorld } from '../world.ts'
import { addGroup, deleteGroup, groupById } from './groups.ts'
import {
  addMember,
  groupsOf,
  type Member,
  membershipOf,
  membersOf,
  removeMember,
} from './memberships.ts'
import { type Group, schema } from './tables.ts'
import { addUser, retireUser } from './users.ts'

const user = (id: string): Member => ({ kind: 'user', id })
const group = (id: string): Member => ({ kind: 'group', id })

/** A realm with users u1 to u9, and the groups named. */
function newRealm(...names: readonly string[]) {
  const realm = new MemoryRealm(schema({ uniqueGroupNames: true }))
  const world = fixedWorld()
  for (const number of '123456789') {
    const id = `u${number}`
    addUser(realm, { id, tenant: 'north', userName: id, active: true, own: {} }, world)
  }
  const team = (id: string): Group =>
    addGroup(realm, { id, tenant: 'north', displayName: id, own: {} }, world)
  return { realm, world, groups: new Map(names.map((name) => [name, team(name)])) }
}

/** Puts groups into groups: `nest(at, 'a', 'b', 'c')` makes b a member of a, and c of b. */
function nest({ realm, groups }: ReturnType<typeof newRealm>, ...chain: readonly string[]) {
  for (const [at, inner] of chain.slice(1).entries()) {
    addMember(realm, groups.get(chain[at] ?? '') as Group, { member: group(inner) })
  }
}

test('members stand in the order in which they came, one that comes back stands last', () => {
  const { realm, world, groups } = newRealm('a', 'b')
  const [a] = [...groups.values()] as [Group]
  for (const member of [user('u9'), group('b'), user('u1'), user('u5')]) {
    expect(addMember(realm, a, { member, world })).toBe('added')
  }
  expect(removeMember(realm, a, { member: user('u9'), world })).toBe('removed')
  expect(addMember(realm, a, { member: user('u9'), world })).toBe('added')
  expect(Array.from(membersOf(realm, a), ({ member }) => member)).toEqual(['b', 'u1', 'u5', 'u9'])
})

test('more than ten members keep their order', () => {
  const { realm, groups } = newRealm('a')
  const [a] = [...groups.values()] as [Group]
  const ids = Array.from({ length: 120 }, (_, at) => `m${(at * 7) % 120}`)
  for (const id of ids) {
    addUser(realm, { id, tenant: 'north', userName: id, active: true, own: {} }, fixedWorld())
    addMember(realm, a, { member: user(id) })
  }
  expect(Array.from(membersOf(realm, a), ({ member }) => member)).toEqual(ids)
})

test('a member that is there already, or is absent, changes nothing', () => {
  const { realm, world, groups } = newRealm('a')
  const [a] = [...groups.values()] as [Group]
  addMember(realm, a, { member: user('u1'), world })
  const before = groupById(realm, 'north', 'a')
  realm.commit()
  expect(addMember(realm, a, { member: user('u1'), world })).toBe('already')
  expect(removeMember(realm, a, { member: user('u2'), world })).toBe('absent')
  expect(removeMember(realm, a, { member: group('u1'), world })).toBe('absent')
  expect(realm.changes).toEqual([])
  expect(groupById(realm, 'north', 'a')).toEqual(before)
})

test('a group is modified when a member comes or goes, and not by its first members', () => {
  const { realm, world, groups } = newRealm('a')
  const [a] = [...groups.values()] as [Group]
  addMember(realm, a, { member: user('u1') })
  expect(groupById(realm, 'north', 'a')).toEqual(a)
  addMember(realm, a, { member: user('u2'), world })
  removeMember(realm, a, { member: user('u1'), world })
  const now = groupById(realm, 'north', 'a')
  expect(now.version).toBe(3)
  expect(now.modified > a.modified).toBe(true)
})

const strangers: readonly Member[] = [
  user('nobody'),
  user('other'),
  user('retired'),
  user('a'),
  user(''),
  user('__proto__'),
  group('nothing'),
  group('foreign'),
  group('gone'),
  group('u1'),
]

for (const member of strangers) {
  test(`${member.kind} ${JSON.stringify(member.id)} is a stranger and is refused`, () => {
    const { realm, world, groups } = newRealm('a', 'gone')
    const other = { tenant: 'south', active: true, own: {} }
    addUser(realm, { ...other, id: 'other', userName: 'other' }, world)
    addGroup(realm, { ...other, id: 'foreign', displayName: 'foreign' }, world)
    const retired = { ...other, tenant: 'north', id: 'retired', userName: 'retired' }
    retireUser(realm, addUser(realm, retired, world), world)
    deleteGroup(realm, groups.get('gone') as Group)
    const adding = () => addMember(realm, groups.get('a') as Group, { member, world })
    expect(adding).toThrow(`no ${member.kind} has the id ${JSON.stringify(member.id)}`)
    expect([...membersOf(realm, groups.get('a') as Group)]).toEqual([])
  })
}

const cycles = [
  { chain: ['a'], adding: 'a', to: 'a', want: 'a cannot be a member of itself' },
  { chain: ['a', 'b'], adding: 'a', to: 'b', want: 'a already contains group b' },
  { chain: ['a', 'b', 'c', 'd', 'e'], adding: 'a', to: 'e', want: 'a already contains group e' },
  { chain: ['a', 'b', 'c', 'd', 'e'], adding: 'b', to: 'd', want: 'b already contains group d' },
]

for (const { chain, adding, to, want } of cycles) {
  test(`a cycle is refused: ${adding} in ${to} over ${chain.join(' > ')}`, () => {
    const at = newRealm(...chain)
    nest(at, ...chain)
    const member = group(adding)
    const close = () => addMember(at.realm, at.groups.get(to) as Group, { member })
    expect(close).toThrow(want)
  })
}

test('what only looks like a cycle is allowed: a shortcut, and a group in two others', () => {
  const at = newRealm('a', 'b', 'c', 'd')
  nest(at, 'a', 'b', 'c')
  nest(at, 'a', 'c')
  nest(at, 'd', 'b')
  const closure = groupsOf(at.realm, group('c'))
  expect(Object.fromEntries(closure)).toEqual({ a: 'direct', b: 'direct', d: 'indirect' })
})

test('after the link that closed it is gone, what was a cycle is allowed', () => {
  const at = newRealm('a', 'b', 'c')
  nest(at, 'a', 'b', 'c')
  const [, b, c] = [...at.groups.values()] as [Group, Group, Group]
  removeMember(at.realm, b, { member: group('c'), world: at.world })
  expect(addMember(at.realm, c, { member: group('a') })).toBe('added')
  expect([...groupsOf(at.realm, group('b')).keys()]).toEqual(['a', 'c'])
})

test('the closure of a diamond has each group once, and direct beats indirect', () => {
  const at = newRealm('top', 'left', 'right', 'bottom', 'alone')
  nest(at, 'top', 'left', 'bottom')
  nest(at, 'top', 'right', 'bottom')
  for (const name of ['bottom', 'top']) {
    addMember(at.realm, at.groups.get(name) as Group, { member: user('u1') })
  }
  const closure = groupsOf(at.realm, user('u1'))
  expect(Object.fromEntries(closure)).toEqual({
    bottom: 'direct',
    top: 'direct',
    left: 'indirect',
    right: 'indirect',
  })
  expect(groupsOf(at.realm, user('u2')).size).toBe(0)
})

test('a user and a group of the same id are two members', () => {
  const at = newRealm('a', 'u1')
  const [a] = [...at.groups.values()] as [Group]
  addMember(at.realm, a, { member: user('u1') })
  expect(groupsOf(at.realm, group('u1')).size).toBe(0)
  expect(addMember(at.realm, a, { member: group('u1') })).toBe('added')
  removeMember(at.realm, a, { member: user('u1'), world: at.world })
  expect(Array.from(membersOf(at.realm, a), ({ kind }) => kind)).toEqual(['group'])
})

test('a membership keeps what the API has of its own, and is found by its member', () => {
  const { realm, groups } = newRealm('a')
  const team = groups.get('a') as Group
  addMember(realm, team, { member: user('u1'), own: { flag: true } })
  addMember(realm, team, { member: user('u2') })
  expect(membershipOf(realm, team, user('u1'))).toMatchObject({ position: 1, own: { flag: true } })
  expect(membershipOf(realm, team, user('u2'))).not.toHaveProperty('own')
  expect(membershipOf(realm, team, user('u3'))).toBeUndefined()
})
