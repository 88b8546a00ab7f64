import type { Operation } from '../../specs/read.ts'
import type { RefusalName } from '../drivers/driver.ts'
import { expect, test } from '../suite.ts'
import type { Asking } from '../target.ts'
import { untouched } from '../untouched.ts'

const refused: readonly { as: Asking; who: string; why: RefusalName }[] = [
  { as: 'nobody', who: 'without a credential', why: 'noCredential' },
  { as: 'expired', who: 'with an expired credential', why: 'expiredCredential' },
  { as: 'revoked', who: 'with a revoked credential', why: 'revokedCredential' },
]

for (const { as, who, why } of refused) {
  test.describe(`a caller ${who}`, () => {
    test('is refused by every operation that reads', async ({
      client,
      driver,
      isRefusal,
      spec,
    }) => {
      const ids = { user: driver.missingId, group: driver.missingId }
      for (const operation of spec.operations.filter(guarded).filter(reads)) {
        await test.step(operation.id, async () => {
          const path = driver.place(operation.path, ids)
          isRefusal(await client.raw({ like: operation.id, path, as }), why)
        })
      }
    })

    test('is refused by every operation that writes, and nothing changes', async ({
      bystanders,
      client,
      driver,
      isRefusal,
      spec,
    }) => {
      const { ids, reads } = await bystanders()
      await untouched(client, reads, async () => {
        for (const operation of spec.operations.filter(guarded).filter(writes)) {
          const path = driver.place(operation.path, ids)
          const draft = { like: operation.id, path, as, body: '{}' }
          if (!client.may(draft)) continue
          await test.step(operation.id, async () => isRefusal(await client.raw(draft), why))
        }
      })
    })
  })
}

test.describe('a caller who may only read', () => {
  test('reads users', async ({ make, say, verbs }) => {
    const user = await make.user()
    expect(await say(verbs.getUser(user.id), 'reader')).toEqual(user)
    expect((await say(verbs.listUsers({ count: 1 }), 'reader')).total).toBeGreaterThan(0)
  })

  test('reads groups', async ({ make, say, verbs }) => {
    const group = await make.group()
    expect(await say(verbs.getGroup(group.id), 'reader')).toEqual(group)
    expect((await say(verbs.listGroups({ count: 1 }), 'reader')).total).toBeGreaterThan(0)
  })

  test('is refused by every operation that asks for the right to write, and nothing changes', async ({
    bystanders,
    client,
    driver,
    isRefusal,
    spec,
  }) => {
    const { ids, reads } = await bystanders()
    await untouched(client, reads, async () => {
      const searches = driver.searches ?? []
      const writing = spec.operations.filter(asksForRole).filter(writes)
      for (const operation of writing.filter(({ id }) => !searches.includes(id))) {
        const path = driver.place(operation.path, ids)
        const draft = { like: operation.id, path, as: 'reader', body: '{}' } as const
        if (!client.may(draft)) continue
        await test.step(operation.id, async () => {
          isRefusal(await client.raw(draft), 'missingRole')
        })
      }
    })
  })

  test('creates nobody', async ({ make, refused, say, verbs }) => {
    const person = make.person()
    await refused(verbs.createUser(person), 'missingRole', 'reader')
    const where = { field: 'userName', operator: 'eq', value: person.userName } as const
    expect(await say(verbs.listUsers({ where }))).toEqual({ total: 0, items: [] })
  })

  test('alters and deletes nobody', async ({ alter, client, make, refused, verbs }) => {
    const user = await make.user()
    await untouched(client, [verbs.getUser(user.id)], async () => {
      await refused(alter(user.id, make.person()), 'missingRole', 'reader')
      await refused(verbs.deleteUser(user.id), 'missingRole', 'reader')
    })
  })

  test('alters and deletes no group', async ({ client, make, refused, verbs }) => {
    const user = await make.user()
    const group = await make.group([{ kind: 'user', id: user.id }])
    await untouched(client, [verbs.getGroup(group.id)], async () => {
      await refused(verbs.setMembers(group, []), 'missingRole', 'reader')
      await refused(verbs.deleteGroup(group.id), 'missingRole', 'reader')
    })
  })
})

test.describe('a caller without any right', () => {
  test('is refused by every operation that asks for one, and nothing changes', async ({
    bystanders,
    client,
    driver,
    isRefusal,
    spec,
  }) => {
    const { ids, reads } = await bystanders()
    await untouched(client, reads, async () => {
      for (const operation of spec.operations.filter(asksForRole)) {
        const path = driver.place(operation.path, ids)
        const body = operation.body && { body: '{}' }
        const draft = { like: operation.id, path, as: 'member', ...body } as const
        if (!client.may(draft)) continue
        await test.step(operation.id, async () => {
          isRefusal(await client.raw(draft), 'missingRole')
        })
      }
    })
  })
})

test.describe('a caller of another organization', () => {
  test('sees nobody of this one', async ({ make, refused, say, verbs }) => {
    const user = await make.user()
    await refused(verbs.getUser(user.id), 'foreignUser', 'other-tenant')
    const where = { field: 'userName', operator: 'eq', value: user.userName } as const
    const found = await say(verbs.listUsers({ where }), 'other-tenant')
    expect(found).toEqual({ total: 0, items: [] })
  })

  test('sees no group of this one', async ({ make, refused, verbs }) => {
    const group = await make.group()
    await refused(verbs.getGroup(group.id), 'foreignGroup', 'other-tenant')
  })

  test('alters and deletes nobody of this one', async ({ alter, client, make, refused, verbs }) => {
    const user = await make.user()
    await untouched(client, [verbs.getUser(user.id)], async () => {
      await refused(alter(user.id, make.person()), 'foreignUser', 'other-tenant')
      await refused(verbs.deleteUser(user.id), 'foreignUser', 'other-tenant')
    })
  })

  test('alters and deletes no group of this one', async ({ client, make, refused, verbs }) => {
    const user = await make.user()
    const group = await make.group([{ kind: 'user', id: user.id }])
    await untouched(client, [verbs.getGroup(group.id)], async () => {
      await refused(verbs.setMembers(group, []), 'foreignGroup', 'other-tenant')
      await refused(verbs.deleteGroup(group.id), 'foreignGroup', 'other-tenant')
    })
  })
})

/** An operation that also lets in a caller without a credential is none of these scenarios' business. */
function guarded({ security }: Operation): boolean {
  return security.length > 0 && security.every((one) => Object.keys(one).length > 0)
}

function asksForRole({ security }: Operation): boolean {
  const asking = (one: Operation['security'][0]) => Object.values(one).flat().length > 0
  return security.length > 0 && security.every(asking)
}

function reads({ method }: Operation): boolean {
  return method === 'get'
}

function writes(operation: Operation): boolean {
  return !reads(operation)
}
