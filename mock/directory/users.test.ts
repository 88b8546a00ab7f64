import { expect, test } from '#test'
import { MemoryRealm } from '../store/realm.ts'
import { fixedWorld } from '../world.ts'
import { addGroup } from './groups.ts'
import { addMember, groupsOf, membersOf } from './memberships.ts'
import { schema, type User, users } from './tables.ts'
import {
  addUser,
  deleteUser,
  retireUser,
  touchUser,
  updateUser,
  userById,
  userByName,
  userInAnyTenant,
} from './users.ts'

function newRealm() {
  return new MemoryRealm(schema({ uniqueGroupNames: true }))
}

function person(id: string, userName: string, tenant = 'north') {
  return { id, tenant, userName, active: true, own: {} }
}

function liveIds(realm: MemoryRealm, tenant = 'north'): string[] {
  return Array.from(realm.scan(users, { index: 'live', within: [tenant] }), ({ id }) => id)
}

const twins = [
  { held: 'ada@x.example', asked: 'ada@x.example' },
  { held: 'ada@x.example', asked: 'ADA@X.example' },
  { held: 'ÉMILE', asked: 'émile' },
  { held: 'Zoe\u0308', asked: 'ZO\u00cb' },
]

for (const { held, asked } of twins) {
  test(`${JSON.stringify(asked)} is taken while ${JSON.stringify(held)} has the name`, () => {
    const realm = newRealm()
    const world = fixedWorld()
    addUser(realm, person('1', held), world)
    const refused = { code: 'conflict', subject: 'user', field: 'userName' }
    expect(failureOf(() => addUser(realm, person('2', asked), world))).toMatchObject(refused)
    expect(liveIds(realm)).toEqual(['1'])
  })
}

test('a name is free in another tenant, unless names cross tenants', () => {
  for (const userNamesCrossTenants of [false, true]) {
    const realm = new MemoryRealm(schema({ uniqueGroupNames: true, userNamesCrossTenants }))
    const world = fixedWorld()
    addUser(realm, person('1', 'ada'), world)
    const add = () => addUser(realm, person('2', 'ADA', 'south'), world)
    if (!userNamesCrossTenants) expect(add()).toMatchObject({ tenant: 'south' })
    else {
      expect(failureOf(add)).toMatchObject({ code: 'conflict', field: 'userName' })
      expect(userInAnyTenant(realm, 'ADA')).toMatchObject({ id: '1' })
    }
  }
})

const strangers = [
  { held: 'ada', asked: 'ada.b' },
  { held: 'ada.b', asked: 'ada' },
  { held: 'ada\u0000', asked: 'ada' },
  { held: 'ada', asked: ' ada' },
]

for (const { held, asked } of strangers) {
  test(`${JSON.stringify(asked)} is free while ${JSON.stringify(held)} has another name`, () => {
    const realm = newRealm()
    const world = fixedWorld()
    addUser(realm, person('1', held), world)
    addUser(realm, person('2', asked), world)
    expect(liveIds(realm)).toEqual(['1', '2'])
  })
}

test('a name is free in another tenant, also where the tenant begins with the name of this one', () => {
  const realm = newRealm()
  const world = fixedWorld()
  for (const [id, tenant] of ['north', 'northern', 'nort', ''].entries()) {
    addUser(realm, person(`${id}`, 'ada', tenant), world)
  }
  expect(userByName(realm, 'nort', 'ADA')?.id).toBe('2')
  expect(userByName(realm, 'south', 'ada')).toBeUndefined()
})

test('a user may keep her own name, in other letters too', () => {
  const realm = newRealm()
  const world = fixedWorld()
  const user = addUser(realm, person('1', 'ada'), world)
  const changed = updateUser(realm, { ...user, userName: 'Ada' }, world)
  expect(changed).toEqual({ ...user, userName: 'Ada', modified: changed.modified, version: 2 })
  expect(changed.modified > user.modified).toBe(true)
  expect(userByName(realm, 'north', 'aDA')).toEqual(changed)
})

test("a user cannot take another's name, and her old one is free after a change", () => {
  const realm = newRealm()
  const world = fixedWorld()
  const ada = addUser(realm, person('1', 'ada'), world)
  addUser(realm, person('2', 'bo'), world)
  const stolen = failureOf(() => updateUser(realm, { ...ada, userName: 'BO' }, world))
  expect(stolen).toMatchObject({ code: 'conflict', field: 'userName' })
  expect(userById(realm, 'north', '1')).toEqual(ada)
  updateUser(realm, { ...ada, userName: 'cy' }, world)
  expect(addUser(realm, person('3', 'ada'), world).id).toBe('3')
})

test('what alters nothing leaves the modification time and the version as they are', () => {
  const realm = newRealm()
  const world = fixedWorld()
  const user = addUser(realm, person('1', 'ada'), world)
  realm.commit()
  expect(updateUser(realm, { ...user }, world)).toEqual(user)
  expect(realm.changes).toEqual([])
  expect(touchUser(realm, user, world)).toMatchObject({ version: 2 })
})

test('a retired user is not found, by nobody, and her name is free', () => {
  const realm = newRealm()
  const world = fixedWorld()
  const user = addUser(realm, person('1', 'ada'), world)
  retireUser(realm, user, world)
  expect(failureOf(() => userById(realm, 'north', '1'))).toMatchObject({ code: 'notFound' })
  expect(userByName(realm, 'north', 'ada')).toBeUndefined()
  expect(liveIds(realm)).toEqual([])
  expect(realm.count(users, { index: 'live', within: ['north'] })).toBe(0)
  expect(realm.get(users, '1')?.deleted).toBeDefined()
  expect(addUser(realm, person('2', 'ADA'), world)).toMatchObject({ id: '2', version: 1 })
})

const endings: readonly [string, (realm: MemoryRealm, user: User) => void][] = [
  ['retired', (realm, user) => retireUser(realm, user, fixedWorld())],
  ['deleted', deleteUser],
]

for (const [ending, end] of endings) {
  test(`a ${ending} user has left every group, and others are still there`, () => {
    const realm = newRealm()
    const world = fixedWorld()
    const [ada, bo] = [person('1', 'ada'), person('2', 'bo')].map((it) => addUser(realm, it, world))
    const groups = ['a', 'b'].map((id) =>
      addGroup(realm, { id, tenant: 'north', displayName: id, own: {} }, world),
    )
    for (const group of groups) {
      for (const id of ['1', '2']) addMember(realm, group, { member: { kind: 'user', id } })
    }
    end(realm, ada as User)
    expect(groupsOf(realm, { kind: 'user', id: '1' }).size).toBe(0)
    for (const group of groups) {
      expect(Array.from(membersOf(realm, group), ({ member }) => member)).toEqual([bo?.id])
    }
  })
}

const hidden = [
  { given: 'another tenant', tenant: 'south', id: '1' },
  { given: 'a prefix of the tenant', tenant: 'nort', id: '1' },
  { given: 'an unknown id', tenant: 'north', id: '01' },
  { given: 'an empty id', tenant: 'north', id: '' },
  { given: 'the name of a built-in', tenant: 'north', id: '__proto__' },
]

for (const { given, tenant, id } of hidden) {
  test(`a user is not found with ${given}`, () => {
    const realm = newRealm()
    addUser(realm, person('1', 'ada'), fixedWorld())
    const refused = { code: 'notFound', subject: 'user' }
    expect(failureOf(() => userById(realm, tenant, id))).toMatchObject(refused)
  })
}

function failureOf(work: () => unknown): unknown {
  try {
    work()
  } catch (error) {
    return error
  }
  return undefined
}
