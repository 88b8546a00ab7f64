import { goodPassword } from '../drivers/hub-wire.ts'
import { expect, test } from '../suite.ts'
import { untouched } from '../untouched.ts'

/** What each operation is sent that takes a body and names somebody in its path. */
const bodies: Readonly<Record<string, unknown>> = {
  updateUser: { userName: 'nobody' },
  patchUser: [{ op: 'replace', path: '/displayName', value: 'Nobody' }],
  setUserPassword: { password: goodPassword },
  validatePasswordForUser: { password: goodPassword },
  replaceGroup: { name: 'nobody' },
  patchGroup: [{ op: 'replace', path: '/name', value: 'nobody' }],
  modifyGroupMembers: [],
}

test('what is asked of a user or a group who is not there is a 404, and nothing changes', async ({
  bystanders,
  client,
  driver,
  promise,
  spec,
}) => {
  promise('odd-ids-are-missing-ids', 'deleted-users-are-404-by-id')
  const { reads } = await bystanders()
  await untouched(client, reads, async () => {
    for (const nobody of [driver.missingId, 'nobody']) {
      const path = { userId: nobody, groupId: nobody, principalId: nobody }
      for (const { id } of spec.operations.filter((one) => one.path.includes('{'))) {
        const body = bodies[id]
        const reply = await client.send(id, { path, ...(body !== undefined && { body }) })
        expect(reply.status, id).toBe(404)
      }
      const token = await client.send('generateToken', { body: { userId: nobody } })
      expect(token.status).toBe(404)
    }
  })
})

test('a token for somebody who is inactive is refused, and she stays', async ({
  client,
  make,
  promise,
  verbs,
}) => {
  promise('impersonation-needs-an-active-user')
  const { id, userName } = await make.user()
  const body = { userName, active: false }
  expect((await client.send('updateUser', { path: { userId: id }, body })).status).toBe(200)
  await untouched(client, [verbs.getUser(id)], async () => {
    expect((await client.send('generateToken', { body: { userId: id } })).status).toBe(409)
  })
})
