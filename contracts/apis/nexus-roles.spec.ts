import type { WireRole } from '../drivers/nexus-wire.ts'
import { AUDIENCE, expect, expectProblem, HOME, test, untouched } from './nexus-account.ts'

const CREATE = 'CreateRole'
const ADD = 'AddUserRole'
const TAKE = 'RemoveOrganizationMemberRole'
const ADMIN = 'organization-admin'

test.describe('a new role', () => {
  test('is named after its product, and does not show its audience', async ({
    account,
    make,
    promise,
  }) => {
    promise('role-name-is-made-from-the-product', 'create-role-answers-201')
    promise('role-does-not-show-its-audience')
    const productName = make.name()
    for (const [description, shown] of [
      ['Builds', 'Builds'],
      [null, null],
    ] as const) {
      const own = `${productName}${description}`
      const body = { audience: AUDIENCE, productName: own, description }
      const role = await account.ask<WireRole>(CREATE, 201, { body })
      const name = `${own}-developers`
      expect(role).toEqual({ id: role.id, name, expires: null, description: shown })
    }
  })

  test('needs an audience and a product', async ({ account, client, make, promise }) => {
    promise('role-needs-audience-and-product')
    const good = { audience: AUDIENCE, productName: make.name() }
    for (const field of ['audience', 'productName']) {
      for (const value of [undefined, null, '', 7]) {
        const body = { ...good, [field]: value }
        expectProblem(await client.send(CREATE, { body }), 400, field)
      }
    }
    // Had one been made, its name would be taken now.
    await account.ask(CREATE, 201, { body: good })
  })

  test('has a name that no other of the account has, in any case', async ({
    account,
    client,
    make,
    promise,
  }) => {
    promise('role-names-are-unique')
    const body = { audience: AUDIENCE, productName: make.name() }
    const role = await account.ask<WireRole>(CREATE, 201, { body })
    const { id } = await account.create()
    await account.give(id, role.name)
    await untouched(client, [account.reading(id)], async () => {
      for (const productName of [body.productName, body.productName.toUpperCase()]) {
        const twin = { audience: `${AUDIENCE}/other`, productName }
        expectProblem(await client.send(CREATE, { body: twin }), 409)
      }
    })
    const foreign = await client.send(CREATE, { body, as: 'other-tenant' })
    expect(foreign.status).toBe(201)
  })
})

test.describe('roles of a user', () => {
  test('are added by id or name to those that she has, each once', async ({ account, promise }) => {
    promise('add-role-answers-204', 'add-role-adds', 'role-is-an-id-or-a-name', 'role-is-held-once')
    promise('lists-of-a-user-keep-an-order')
    const { id } = await account.create()
    const [one, two] = [(await account.role()).role, (await account.role()).role]
    await account.give(id, two.id)
    await account.give(id, one.name.toUpperCase(), one.id)
    const after = await account.read(id)
    expect(after.roles).toEqual([one, two])
    await account.give(id, two.name, one.id, one.id)
    await account.give(id)
    expect(await account.read(id)).toEqual(after)
  })

  test('are added all or none', async ({ account, client, promise }) => {
    promise('unknown-role-is-400')
    const { id } = await account.create()
    const { role } = await account.role()
    await untouched(client, [account.reading(id)], async () => {
      for (const value of [[role.id, 'nothing'], [''], ['__proto__']]) {
        expectProblem(
          await client.send(ADD, { path: { userId: id }, body: { value } }),
          400,
          'value',
        )
      }
      for (const body of [{}, { value: null }, { value: role.id }, { roles: [role.id] }]) {
        expectProblem(await client.send(ADD, { path: { userId: id }, body }), 400, 'value')
      }
    })
  })

  test('are given to nobody who is not there', async ({ client, driver, promise }) => {
    promise('missing-things-are-404')
    const call = { path: { userId: driver.missingId }, body: { value: [] } }
    expectProblem(await client.send(ADD, call), 404)
  })

  test('that have ended are in no reply, and do not end when they are added again', async ({
    account,
    lacks,
    planted,
    promise,
  }) => {
    promise('expired-things-are-left-out', 'added-role-does-not-expire')
    let role = ''
    const id = planted('grants', (row) => {
      role = String(row.role)
      return row.expires !== undefined && String(row.expires) < new Date().toISOString()
    })
    const { roles } = await account.read(id)
    const held = roles.find((one) => one.id === role)
    if (held?.expires === null) lacks('a mock in which nobody has added it anew')
    expect(held).toBeUndefined()
    await account.give(id, role)
    const ended = expect.objectContaining({ id: role, expires: null })
    expect((await account.read(id)).roles).toEqual(expect.arrayContaining([...roles, ended]))
  })
})

test.describe('roles of a member', () => {
  test('are taken, and she stays a member with her other roles', async ({ account, promise }) => {
    promise(
      'remove-member-role-answers-204',
      'member-stays-a-member',
      'membership-follows-its-roles',
    )
    const { role } = await account.role()
    const { id, memberOf } = await account.create({ makeAdmin: true, roles: [role.id] })
    const other = await account.elsewhere()
    await account.join(other, id)
    const path = { userId: id, organizationId: HOME }
    const query = { roles: ADMIN }
    expect(await account.ask(TAKE, 204, { path, query })).toBeUndefined()
    const after = await account.read(id)
    expect(after.roles).toEqual([role])
    const [home] = after.memberOf
    expect(home).toEqual({ ...memberOf[0], roles: [], modified: home?.modified })
    expect(after.memberOf).toHaveLength(2)
    expect(Date.parse(home?.modified ?? '')).toBeGreaterThanOrEqual(Date.parse(home?.created ?? ''))
  })

  test('are all taken when none is named', async ({ account, promise }) => {
    promise('without-roles-all-are-taken')
    const { id } = await account.create({ makeAdmin: true })
    await account.ask(TAKE, 204, { path: { userId: id, organizationId: HOME } })
    expect((await account.read(id)).memberOf).toMatchObject([{ roles: [] }])
  })

  test('that she does not have change nothing when they are taken', async ({
    account,
    promise,
  }) => {
    promise('role-not-held-is-204')
    const before = await account.create()
    const path = { userId: before.id, organizationId: HOME }
    await account.ask(TAKE, 204, { path, query: { roles: ADMIN } })
    expect(await account.read(before.id)).toEqual(before)
  })

  test('other than that of an administrator cannot be taken', async ({
    account,
    client,
    promise,
  }) => {
    promise('only-organization-admin-can-be-taken')
    const { id } = await account.create({ makeAdmin: true })
    const path = { userId: id, organizationId: HOME }
    await untouched(client, [account.reading(id)], async () => {
      for (const roles of ['admin', `${ADMIN},other`, '', ADMIN.toUpperCase()]) {
        const reply = await client.send(TAKE, { path, query: { roles } })
        expect(reply.status).toBe(400)
      }
    })
  })

  test('are taken from nobody who is no member', async ({ account, client, driver, promise }) => {
    promise('missing-things-are-404')
    const { id } = await account.create()
    for (const path of [
      { userId: driver.missingId, organizationId: HOME },
      { userId: id, organizationId: 'nowhere' },
      { userId: id, organizationId: await account.elsewhere() },
    ]) {
      expectProblem(await client.send(TAKE, { path }), 404)
    }
  })
})
