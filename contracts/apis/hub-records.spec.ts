import type { Client } from '../call.ts'
import { goodPassword, type WireUser } from '../drivers/hub-wire.ts'
import type { Reply } from '../exchange.ts'
import type { Make } from '../make.ts'
import { expect, test } from '../suite.ts'
import { untouched } from '../untouched.ts'

test.describe('a system user', () => {
  test('cannot be changed, deleted or given a password', async ({
    client,
    lacks,
    promise,
    verbs,
  }) => {
    promise('system-records-are-immutable')
    const query = { 'filter[system][EQ]': 'true' }
    const { data } = (await client.send('queryUsers', { query })).body as { data: WireUser[] }
    const system = data[0] ?? lacks('a system user')
    const path = { userId: system._id }
    const patch = [{ op: 'replace', path: '/displayName', value: 'Other' }]
    await untouched(client, [verbs.getUser(system._id)], async () => {
      for (const [operation, body] of [
        ['updateUser', { userName: system.userName }],
        ['patchUser', patch],
        ['deleteUser', undefined],
        ['setUserPassword', { password: goodPassword }],
      ] as const) {
        expect((await client.send(operation, { path, body })).status, operation).toBe(409)
      }
    })
  })
})

test('an id that is no UUID is missing like any other', async ({
  client,
  promise,
  refused,
  verbs,
}) => {
  promise('odd-ids-are-missing-ids')
  for (const id of ['1', 'me too', '__proto__', '../users', 'x'.repeat(300), 'ä']) {
    await refused(verbs.getUser(id), 'missingUser')
    expect((await client.send('getPrincipalGroups', { path: { principalId: id } })).status).toBe(
      404,
    )
    expect((await client.send('getGroup', { path: { groupId: id } })).status).toBe(404)
  }
})

test('the operating system knows a user by the Unix name, or else by the userName', async ({
  client,
  make,
  promise,
}) => {
  promise('os-user-name-is-the-unix-name', 'os-user-shows-what-is-set')
  const more = { unixUserName: 'ada', unixHomeDirectory: '/home/ada' }
  const [one, other] = [await create(client, make, more), await create(client, make)]
  const osUser = async ({ body }: Reply) => {
    const path = { userId: (body as WireUser)._id }
    return (await client.send('getUserOSUser', { path })).body
  }
  expect(await osUser(one)).toEqual({ userName: 'ada', unixHomeDirectory: '/home/ada' })
  expect(await osUser(other)).toEqual({ userName: (other.body as WireUser).userName })
})

function create(client: Client, make: Make, more: object = {}): Promise<Reply> {
  const body = { userName: make.address(make.name()), password: goodPassword, ...more }
  return client.send('createUser', { body })
}
