import { expect, test } from '../suite.ts'
import { untouched } from '../untouched.ts'

test.describe('patching a group', () => {
  test('adds and removes in the order of the operations, and answers the group', async ({
    client,
    make,
    promise,
  }) => {
    promise('patch-group-adds-and-removes-users', 'patch-group-answers-the-group')
    const [ann, bea, cleo] = await make.users(3)
    const { id } = await make.group([{ kind: 'user', id: ann?.id ?? '' }])
    const body = {
      Operations: [
        { op: 'add', path: 'members', value: [{ value: bea?.id }, { value: cleo?.id }] },
        { op: 'remove', path: 'members', value: [{ value: ann?.id }, { value: bea?.id }] },
        { op: 'add', path: 'members', value: [{ value: bea?.id }] },
      ],
    }
    const reply = await client.send('patchGroup', { path: { id }, body })
    expect(reply.status).toBe(200)
    const members = [{ value: Number(cleo?.id) }, { value: Number(bea?.id) }]
    expect(reply.body).toMatchObject({ id: Number(id), members })
    expect((await client.send('getGroup', { path: { id } })).body).toEqual(reply.body)
  })

  test('that changes nothing touches nothing', async ({ client, make, promise, verbs }) => {
    promise('adding-a-member-again-changes-nothing')
    const [ann, bea] = [await make.user(), await make.user()]
    const { id } = await make.group([{ kind: 'user', id: ann.id }])
    await untouched(client, [verbs.getGroup(id), verbs.getUser(ann.id)], async () => {
      const body = {
        Operations: [
          { op: 'add', path: 'members', value: [{ value: ann.id }] },
          { op: 'remove', path: 'members', value: [{ value: bea.id }] },
        ],
      }
      expect((await client.send('patchGroup', { path: { id }, body })).status).toBe(200)
    })
  })

  test('is all or nothing', async ({ client, driver, isRefusal, make, promise, verbs }) => {
    promise('patch-group-is-all-or-nothing', 'adding-an-unknown-user-is-400')
    const [ann, bea] = [await make.user(), await make.user()]
    const { id } = await make.group([{ kind: 'user', id: ann.id }])
    await untouched(client, [verbs.getGroup(id)], async () => {
      const body = {
        Operations: [
          { op: 'add', path: 'members', value: [{ value: bea.id }] },
          { op: 'remove', path: 'members', value: [{ value: ann.id }] },
          { op: 'add', path: 'members', value: [{ value: driver.missingId }] },
        ],
      }
      const reply = await client.send('patchGroup', { path: { id }, body })
      isRefusal(reply, 'unknownMember')
      expect(reply.body).toMatchObject({ detail: 'Invalid input' })
    })
  })

  test("of nobody's group is not found", async ({ bystanders, client, driver, isRefusal }) => {
    const { ids, reads } = await bystanders()
    const value = [{ value: Number(ids.user) }]
    const body = { Operations: [{ op: 'add', path: 'members', value }] }
    const path = { id: driver.missingId }
    await untouched(client, reads, async () => {
      isRefusal(await client.send('patchGroup', { path, body }), 'missingGroup')
    })
  })
})

const value = [{ value: 1 }]
const wrong: readonly (readonly [promised: string, operation: object])[] = [
  ...['replace', 'read', 'write', 'Add', '', null].map(
    (op) => ['group-ops-are-two', { op, path: 'members', value }] as const,
  ),
  ['group-path-is-members', { op: 'add', value }],
  ...['Members', 'users', '', 'members[value eq "1"]', 'displayName'].map(
    (path) => ['group-path-is-members', { op: 'add', path, value }] as const,
  ),
  ['remove-needs-a-value', { op: 'remove', path: 'members' }],
  ['remove-needs-a-value', { op: 'remove', path: 'members', value: [] }],
  ['broken-bodies-are-400', { op: 'add', path: 'members', value: { value: 1 } }],
  ['broken-bodies-are-400', { op: 'add', path: 'members', value: ['1'] }],
]

for (const [promised, operation] of wrong) {
  test(`the operation ${JSON.stringify(operation)} is refused`, async ({
    client,
    isRefusal,
    make,
    promise,
    verbs,
  }) => {
    promise(promised)
    const user = await make.user()
    const { id } = await make.group([{ kind: 'user', id: user.id }])
    await untouched(client, [verbs.getGroup(id)], async () => {
      const body = { Operations: [operation] }
      isRefusal(await client.send('patchGroup', { path: { id }, body }), 'wrongType')
    })
  })
}
