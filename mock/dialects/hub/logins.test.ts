import { expect, test } from '#test'
import { addUser } from '../../directory/users.ts'
import { MemoryRealm } from '../../store/realm.ts'
import { fixedWorld } from '../../world.ts'
import type { Call, Reply, Slow, World } from '../dialect.ts'
import { hub } from './dialect.ts'
import { userView } from './records.ts'
import { logonFailures } from './tables.ts'

const policies = { name: 'policies', noun: 'policy' }
const lockout = {
  id: 'bruteForceDetectionPolicy',
  enabled: true,
  maxLoginFailures: 2,
  maxTemporaryLockouts: 1,
}

/** A realm with lockout and one user, and what it answers to that user's login. */
async function newRealm() {
  const realm = new MemoryRealm(hub.schema)
  let time = Date.parse('2026-01-01T00:00:00.000Z')
  const world: World = { ...fixedWorld(), now: () => new Date(time).toISOString() }
  realm.put(policies, lockout)
  const own = { system: false, passwordHash: await world.hash('right') }
  const user = { id: 'ann', tenant: 'north', userName: 'ann', active: true, own }
  const before = addUser(realm, user, world)
  const login = async (password: string): Promise<number> => {
    const { prepare, perform } = hub.behaviours.login as Slow
    const body = { username: 'ANN', password }
    const caller = { tenant: 'north', roles: [] }
    const call: Call = {
      operation: 'login',
      path: {},
      query: {},
      parameters: [],
      headers: {},
      body,
      caller,
      base: '',
    }
    const reply: Reply = perform(await prepare(realm, call, world))(realm, call, world)
    return reply.status
  }
  const view = () =>
    userView(realm, realm.get({ name: 'users', noun: 'user' }, 'ann') as typeof before, world.now())
  return { realm, login, view, before, pass: (seconds: number) => (time += seconds * 1000) }
}

test('failed logins lock a user for a while, which shows, ends by itself and is no change of her', async () => {
  const { login, view, before, pass } = await newRealm()
  expect([await login('wrong'), await login('wrong')]).toEqual([401, 401])
  expect(view()).toMatchObject({
    temporarilyLocked: true,
    active: true,
    _modified: before.modified,
  })
  expect(await login('right')).toBe(401)
  pass(60)
  expect(view()).toMatchObject({ temporarilyLocked: false })
  expect(await login('right')).toBe(200)
})

test('a login that succeeds clears the history', async () => {
  const { realm, login } = await newRealm()
  await login('wrong')
  expect(realm.get(logonFailures, 'ann')).toMatchObject({ failures: 1 })
  await login('right')
  expect(realm.get(logonFailures, 'ann')).toBeUndefined()
})

test('attempts during a lockout are not counted, and the last lockout leaves the user inactive', async () => {
  const { login, view, pass } = await newRealm()
  for (let each = 0; each < 5; each++) await login('wrong')
  pass(60)
  expect(view()).toMatchObject({ active: true, temporarilyLocked: false })
  await login('wrong')
  expect(view()).toMatchObject({ active: true })
  await login('wrong')
  expect(view()).toMatchObject({ active: false, inactiveReason: 'tooManyFailedLogons' })
  pass(3600)
  expect(await login('right')).toBe(401)
})
