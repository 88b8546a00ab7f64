import { expect, test } from '#test'
import { MemoryRealm } from '../store/realm.ts'
import { fixedWorld } from '../world.ts'
import { addGroup, groupById } from './groups.ts'
import { type Member, membersOf, replaceMembers } from './memberships.ts'
import { schema } from './tables.ts'
import { addUser } from './users.ts'

const user = (id: string): Member => ({ kind: 'user', id })

/** A group `a` with the users given; u1, u2 and u3 are there to be taken. */
function newGroup(...ids: readonly string[]) {
  const realm = new MemoryRealm(schema({ uniqueGroupNames: true }))
  const world = fixedWorld()
  for (const id of ['u1', 'u2', 'u3']) {
    addUser(realm, { id, tenant: 'north', userName: id, active: true, own: {} }, world)
  }
  const row = { tenant: 'north', own: {} }
  const group = addGroup(realm, { ...row, id: 'a', displayName: 'a' }, world)
  addGroup(realm, { ...row, id: 'b', displayName: 'b' }, world)
  replaceMembers(realm, group, { members: ids.map(user), world })
  realm.commit()
  return { realm, world, group }
}

function members({ realm, group }: ReturnType<typeof newGroup>): string[] {
  return Array.from(membersOf(realm, group), ({ member }) => member)
}

const replacements = [
  { held: [], sent: ['u2', 'u1'], want: ['u2', 'u1'] },
  { held: ['u1', 'u2'], sent: ['u2', 'u1'], want: ['u2', 'u1'] },
  { held: ['u1', 'u2'], sent: ['u3'], want: ['u3'] },
  { held: ['u1', 'u2'], sent: [], want: [] },
  { held: ['u1'], sent: ['u2', 'u1', 'u2'], want: ['u2', 'u1'] },
  { held: ['u1', 'u2', 'u3'], sent: ['u1', 'u3'], want: ['u1', 'u3'] },
]

for (const { held, sent, want } of replacements) {
  test(`[${sent}] in the place of [${held}] makes [${want}]`, () => {
    const at = newGroup(...held)
    replaceMembers(at.realm, at.group, { members: sent.map(user), world: at.world })
    expect(members(at)).toEqual(want)
  })
}

const touched = [
  { held: ['u1', 'u2'], sent: ['u1', 'u2', 'u3'], want: ['u3'] },
  { held: ['u1', 'u2', 'u3'], sent: ['u1', 'u3'], want: ['u2'] },
  { held: ['u1', 'u2'], sent: ['u2', 'u3'], want: ['u1', 'u3'] },
]

for (const { held, sent, want } of touched) {
  test(`[${sent}] in the place of [${held}] writes of [${want}] alone`, () => {
    const at = newGroup(...held)
    replaceMembers(at.realm, at.group, { members: sent.map(user), world: at.world })
    const written = at.realm.changes.filter(({ table }) => table === 'memberships')
    expect(written.map(({ id }) => id)).toEqual(want.map((id) => `a/user/${id}`))
  })
}

test('the same members again are no change, sent twice or not', () => {
  const at = newGroup('u1', 'u2')
  const before = groupById(at.realm, 'north', 'a')
  for (const ids of [
    ['u1', 'u2'],
    ['u1', 'u2', 'u1'],
  ]) {
    replaceMembers(at.realm, at.group, { members: ids.map(user), world: at.world })
  }
  expect(at.realm.changes).toEqual([])
  expect(groupById(at.realm, 'north', 'a')).toEqual(before)
})

test('however many members change, the group is modified once', () => {
  const at = newGroup('u1')
  const before = groupById(at.realm, 'north', 'a')
  replaceMembers(at.realm, at.group, { members: ['u3', 'u2'].map(user), world: at.world })
  expect(groupById(at.realm, 'north', 'a').version).toBe(before.version + 1)
})

const refused: readonly Member[] = [
  user('nobody'),
  { kind: 'group', id: 'a' },
  // Written behind each other, these look like the members that are held.
  user('u1\na/user/u2'),
]

for (const member of refused) {
  test(`${member.kind} ${JSON.stringify(member.id)} is refused, and an attempt leaves all as it was`, () => {
    const at = newGroup('u1', 'u2')
    const { realm, world, group } = at
    const replace = () => replaceMembers(realm, group, { members: [member], world })
    expect(() => realm.attempt(replace)).toThrow(/no user has|member of itself/)
    expect(members(at)).toEqual(['u1', 'u2'])
    expect(realm.changes).toEqual([])
  })
}

test('a group that is left out may be put in again, and nesting is not a cycle', () => {
  const at = newGroup('u1')
  const nested: Member = { kind: 'group', id: 'b' }
  for (const list of [[nested, user('u1')], [user('u1')], [user('u1'), nested]]) {
    replaceMembers(at.realm, at.group, { members: list, world: at.world })
    expect(members(at)).toEqual(list.map(({ id }) => id))
  }
})
