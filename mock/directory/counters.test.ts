import { expect, test } from '#test'
import { MemoryRealm } from '../store/realm.ts'
import { fixedWorld } from '../world.ts'
import { nextNumber } from './counters.ts'
import { counters, schema } from './tables.ts'
import { addUser, deleteUser } from './users.ts'

function newRealm() {
  return new MemoryRealm(schema({ uniqueGroupNames: true }))
}

test('a series counts from 1, and each series for itself', () => {
  const realm = newRealm()
  const drawn = ['a', 'a', 'b', 'a', 'b'].map((series) => nextNumber(realm, series))
  expect(drawn).toEqual([1, 2, 1, 3, 2])
})

test('a series goes on from the row that it finds', () => {
  const realm = newRealm()
  realm.put(counters, { id: 'keys', value: 7_310_000_000_149 })
  expect(nextNumber(realm, 'keys')).toBe(7_310_000_000_150)
})

test('the number of what was deleted is never used again', () => {
  const realm = newRealm()
  const ids = ['ada', 'bo', 'cy'].map((userName) => {
    const id = String(nextNumber(realm, 'users'))
    const row = { id, tenant: 'north', userName, active: true, own: {} }
    deleteUser(realm, addUser(realm, row, fixedWorld()))
    return id
  })
  expect(ids).toEqual(['1', '2', '3'])
})

test('a number that was taken in vain comes again, for nobody has seen it', () => {
  const realm = newRealm()
  nextNumber(realm, 'users')
  const failing = () => {
    nextNumber(realm, 'users')
    throw new Error('no')
  }
  expect(() => realm.attempt(failing)).toThrow('no')
  expect(nextNumber(realm, 'users')).toBe(2)
})
