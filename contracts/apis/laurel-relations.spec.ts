import type { Client } from '../call.ts'
import { at } from '../drivers/laurel.ts'
import { expect, test } from '../suite.ts'
import { untouched } from '../untouched.ts'
import { ids, isError, listUsers, readUser, tryUpdate, update } from './laurel.ts'

test.describe('delegateIds', () => {
  test('name those who delegate to the user, and both sides show it', async ({
    client,
    make,
    promise,
  }) => {
    promise('delegate-ids-set-delegators', 'delegators-gain-the-delegate')
    promise('delegates-mirror-delegators', 'relations-are-in-id-order')
    const [ann, bea, cleo] = await three(make)
    await update(client, bea, { identities: [{ type: 'aderant', value: make.name() }] })
    const { identities } = await readUser(client, bea)
    const updated = await update(client, ann, { delegateIds: [cleo, bea] })
    expect(updated.delegates).toEqual([])
    const called = { firstName: 'Rehearsal', lastName: 'Person' }
    expect(updated.delegators).toEqual([
      { _id: bea, ...called, identities },
      { _id: cleo, ...called, identities: [] },
    ])
    for (const id of [bea, cleo]) {
      const { delegates, delegators } = await readUser(client, id)
      expect(delegators).toEqual([])
      expect(delegates).toEqual([{ _id: ann, ...called, permissions: [] }])
    }
  })

  test('are the whole list, and empty it', async ({ client, make, promise }) => {
    promise('delegate-ids-are-the-whole-list', 'delegators-gain-the-delegate')
    const [ann, bea, cleo] = await three(make)
    await update(client, ann, { delegateIds: [bea] })
    expect(ids((await update(client, ann, { delegateIds: [cleo] })).delegators)).toEqual([cleo])
    expect((await readUser(client, bea)).delegates).toEqual([])
    expect(ids((await readUser(client, cleo)).delegates)).toEqual([ann])
    expect((await update(client, ann, { delegateIds: [] })).delegators).toEqual([])
    expect((await readUser(client, cleo)).delegates).toEqual([])
  })

  test('count once, whatever their case, and may be mutual', async ({ client, make, promise }) => {
    promise('repeated-ids-count-once', 'delegation-may-be-mutual')
    const [ann, bea] = await three(make)
    const delegateIds = [bea, bea.toUpperCase(), bea]
    expect(ids((await update(client, ann, { delegateIds })).delegators)).toEqual([bea])
    const mutual = await update(client, bea, { delegateIds: [ann] })
    expect([ids(mutual.delegators), ids(mutual.delegates)]).toEqual([[ann], [ann]])
  })

  test('are refused for the user herself and for nobody, and nothing changes', async ({
    client,
    driver,
    make,
    promise,
    say,
    verbs,
  }) => {
    promise('self-delegation-is-400', 'unknown-delegators-are-400')
    promise('refused-requests-change-nothing')
    const [ann, bea, cleo] = await three(make)
    const gone = await make.user()
    await say(verbs.deleteUser(gone.id))
    await update(client, ann, { delegateIds: [bea] })
    await untouched(client, [verbs.getUser(ann), verbs.getUser(bea)], async () => {
      for (const wrong of [ann, ann.toUpperCase(), driver.missingId, gone.id]) {
        const body = { nickname: 'Half', delegateIds: [cleo, wrong] }
        isError(await tryUpdate(client, ann, body), 400)
      }
    })
  })

  test('update one user and not those who are named', async ({ client, make, promise }) => {
    promise('delegation-updates-one-user')
    const [ann, bea] = await three(make)
    const { updatedAt } = await readUser(client, bea)
    await update(client, ann, { delegateIds: [bea] })
    await update(client, ann, { delegateIds: [] })
    expect((await readUser(client, bea)).updatedAt).toBe(updatedAt)
  })

  test('keep the permissions of those who are named again', async ({
    client,
    lacks,
    make,
    promise,
    target,
  }) => {
    promise('kept-delegations-keep-their-permissions')
    if (!target.mock) lacks('a delegation with permissions, of nobody whom it would disturb')
    const users = await listUsers(client)
    const giver = users.find(({ delegates }) => delegates.some(permitted))
    const delegate = giver?.delegates.find(permitted) ?? lacks('a delegation with permissions')
    const before = await readUser(client, delegate._id)
    const held = ids(before.delegators)
    const { id } = await make.user()
    await update(client, delegate._id, { delegateIds: [...held, id] })
    expect((await readUser(client, giver?._id ?? '')).delegates).toEqual(giver?.delegates)
    expect((await readUser(client, id)).delegates).toMatchObject([{ permissions: [] }])
    const restored = await update(client, delegate._id, { delegateIds: held })
    expect(restored.delegators).toEqual(before.delegators)
  })
})

test('names and identities of the others are the present ones', async ({
  client,
  make,
  promise,
}) => {
  promise('relations-are-shown-as-they-are-now', 'changes-are-seen-at-once')
  const [ann, bea] = await three(make)
  await update(client, ann, { delegateIds: [bea] })
  const identities = [{ type: 'zoom', value: make.name() }]
  await update(client, bea, { firstName: 'Beatrice', lastName: 'Now', identities })
  await update(client, ann, { firstName: 'Anna', lastName: 'Now' })
  const shown = { firstName: 'Beatrice', lastName: 'Now', identities }
  expect((await readUser(client, ann)).delegators).toEqual([{ _id: bea, ...shown }])
  expect((await readUser(client, bea)).delegates).toMatchObject([{ _id: ann, firstName: 'Anna' }])
})

test.describe('roleIds', () => {
  test('are the whole list, in any case, each once and in order', async ({
    client,
    lacks,
    make,
    promise,
  }) => {
    promise('role-ids-are-the-whole-list', 'repeated-ids-count-once', 'relations-are-in-id-order')
    const [one, two] = await roles(client, lacks)
    const { id } = await make.user()
    const roleIds = [two._id, one._id.toUpperCase(), one._id]
    expect((await update(client, id, { roleIds })).roles).toEqual([one, two])
    expect((await update(client, id, { roleIds: [two._id] })).roles).toEqual([two])
    expect((await update(client, id, { nickname: 'Nic' })).roles).toEqual([two])
    expect((await update(client, id, { roleIds: [] })).roles).toEqual([])
  })

  test('are refused when there is no such role, and nothing changes', async ({
    client,
    driver,
    lacks,
    make,
    promise,
    verbs,
  }) => {
    promise('unknown-roles-are-400', 'refused-requests-change-nothing')
    const [one, two] = await roles(client, lacks)
    const { id } = await make.user()
    await update(client, id, { roleIds: [one._id] })
    await untouched(client, [verbs.getUser(id)], async () => {
      for (const wrong of [driver.missingId, id]) {
        isError(await tryUpdate(client, id, { roleIds: [two._id, wrong] }), 400)
      }
    })
  })
})

test.describe('identities', () => {
  test('are the whole list, in the order given, of twins the first', async ({
    client,
    make,
    promise,
  }) => {
    promise('identities-are-the-whole-list', 'relations-are-in-id-order', 'identity-types-are-open')
    const { id } = await make.user()
    const { customer } = await readUser(client, id)
    const bound = { type: 'zoom', value: make.name(), customerId: customer._id }
    const free = { type: 'a/b ü', value: `${make.prefix} "x"/%20` }
    const twins = [bound, { ...free, customerId: null }, { type: 'zoom', value: bound.value }]
    expect((await update(client, id, { identities: twins })).identities).toEqual([bound, free])
    expect((await update(client, id, { identities: [free, bound] })).identities).toEqual([
      free,
      bound,
    ])
    expect((await update(client, id, { nickname: 'Nic' })).identities).toEqual([free, bound])
    expect((await update(client, id, { identities: [] })).identities).toEqual([])
  })

  test('of another user are refused, and free once she gives them up', async ({
    client,
    make,
    promise,
    verbs,
  }) => {
    promise('identities-are-unique', 'refused-requests-change-nothing')
    const [ann, bea] = await three(make)
    const taken = { type: 'aderant', value: make.name() }
    await update(client, ann, { identities: [taken] })
    await update(client, bea, { identities: [{ type: 'zoom', value: taken.value }] })
    await untouched(client, [verbs.getUser(ann), verbs.getUser(bea)], async () => {
      const identities = [{ type: 'aderant', value: make.name() }, taken]
      isError(await tryUpdate(client, bea, { identities, nickname: 'Half' }), 409)
      isError(await client.send('updateUserV2', { path: at(bea), body: { identities } }), 409)
    })
    await update(client, ann, { identities: [{ ...taken, value: taken.value.toUpperCase() }] })
    expect((await update(client, bea, { identities: [taken] })).identities).toEqual([taken])
  })

  test('bound to another customer are refused', async ({ client, make, promise, verbs }) => {
    promise('identities-are-bound-at-home')
    const { id } = await make.user()
    await untouched(client, [verbs.getUser(id)], async () => {
      const identities = [{ type: 'aderant', value: make.name(), customerId: 'f'.repeat(24) }]
      isError(await tryUpdate(client, id, { identities }), 400)
    })
  })
})

type Users = Awaited<ReturnType<typeof listUsers>>

function permitted({ permissions }: Users[number]['delegates'][number]): boolean {
  return permissions.length > 0
}

/** Two roles that the customer has, in the order of their ids. */
async function roles(client: Client, lacks: (what: string) => never) {
  const held = (await listUsers(client)).flatMap((user) => user.roles)
  const [one, two] = [...new Map(held.map((role) => [role._id, role])).values()].sort((a, b) =>
    a._id < b._id ? -1 : 1,
  )
  return one && two ? ([one, two] as const) : lacks('two roles that somebody has')
}

/** The ids of three users, in the order in which they were made. */
async function three(make: { users(howMany: number): Promise<{ id: string }[]> }) {
  const made = await make.users(3)
  return made.map(({ id }) => id) as [string, string, string]
}
