import { again } from '../again.ts'
import type { WireUser } from '../drivers/nexus-wire.ts'
import { type Account, CONNECTION, expect, expectProblem, HOME, test } from './nexus-account.ts'

test('reading a user shows everything, and changes nothing', async ({
  account,
  client,
  driver,
  promise,
}) => {
  promise('get-user-shows-everything', 'users-have-34-fields', 'missing-things-are-404')
  const { role } = await account.role()
  const { id } = await account.create({ roles: [role.id] })
  await account.sync(id, { attributes: [{ key: 'a' }] })
  const body = { customUpnValue: 'a@b' }
  await account.ask('CreateUserCustomUpn', 201, { path: { userId: id }, body })
  const user = await account.read(id)
  for (const list of [
    user.roles,
    user.attributes,
    user.customUpns,
    user.identities,
    user.memberOf,
  ]) {
    expect(list).toHaveLength(1)
  }
  expect(await account.read(id)).toEqual(user)
  expect(Object.keys(user)).toHaveLength(34)
  expectProblem(await client.send('GetUser', { path: { userId: driver.missingId } }), 404)
})

test('owners are short, and their chain is cut after two', async ({ account, promise }) => {
  promise('owner-chain-is-cut', 'owners-are-short')
  const { role } = await account.role()
  const top = await account.create()
  const second = await account.create({ ownerId: top.id, roles: [role.id] })
  const first = await account.create({ ownerId: second.id, makeAdmin: true })
  const { owner } = await account.create({ ownerId: first.id })
  const empty = { roles: [], memberOf: [], organization: null }
  expect(owner).toEqual({ ...first, ...empty, owner: expect.anything() })
  expect(owner?.owner).toEqual({ ...second, ...empty, owner: null })
})

test('users who own each other are cut at the same place', async ({ account, lacks, promise }) => {
  promise('owner-chain-is-cut')
  const { id, owner } = await account.self()
  if (owner?.ownerId !== id) lacks('an administrator whose owner she owns')
  expect(owner?.owner?.id).toBe(id)
  expect(owner?.owner).toMatchObject({ ownerId: owner?.id, owner: null })
})

test('the organization of a user lists neither members nor subscriptions', async ({
  account,
  promise,
}) => {
  promise('organizations-list-no-members')
  const { organization } = await account.create()
  expect(organization).toMatchObject({ members: [], subscriptions: [], domains: [], aliases: [] })
})

test('memberships are in the order of joining, each without its user', async ({
  account,
  promise,
}) => {
  promise(
    'member-of-lists-every-membership',
    'guests-have-another-home',
    'organization-is-the-home',
  )
  const { id, organizationId } = await account.create()
  const other = await account.elsewhere()
  await account.join(other, id)
  const { memberOf, organization } = await account.read(id)
  expect(organization?.id).toBe(organizationId)
  const [home, guest] = [
    { organizationId, isGuest: false },
    { organizationId: +other, isGuest: true },
  ]
  expect(memberOf).toMatchObject([
    { ...home, user: null },
    { ...guest, user: null },
  ])
})

test('deployments are those assigned, with the subscriptions that they belong to', async ({
  account,
  planted,
  promise,
}) => {
  promise('deployments-are-those-assigned', 'expansions-end-there')
  const user = await account.read(planted('assignments', () => true))
  const { subscriptions, applicationDeployments } = user
  expect(applicationDeployments.length).toBeGreaterThan(0)
  for (const one of applicationDeployments) {
    expect(one).toMatchObject({ subscription: null, application: null, steps: [] })
  }
  for (const one of subscriptions) {
    expect(one).toMatchObject({ organization: null, product: null, logs: [], status: null })
  }
  const ids = new Set(applicationDeployments.map((one) => one.subscriptionId))
  expect(subscriptions.map((one) => one.id).sort()).toEqual([...ids].sort())
})

test('who made a record and who changed it last are users', async ({ account, promise }) => {
  promise('by-is-the-id-of-a-user', 'created-never-changes')
  const { id: self } = await account.self()
  const { id, created, createdBy, modifiedBy, memberOf } = await account.create()
  expect([createdBy, modifiedBy, memberOf[0]?.createdBy]).toEqual([self, self, self])
  const body = { nickname: 'changed' }
  await account.ask('PatchUser', 200, { path: { userId: id }, body })
  expect(await account.read(id)).toMatchObject({ created, createdBy: self, modifiedBy: self })
})

test.describe('a user is modified by a change of', () => {
  const changes: Record<string, (account: Account, id: string, step: string) => Promise<unknown>> =
    {
      'a value of hers': (account, id, nickname) =>
        account.ask('PatchUser', 200, { path: { userId: id }, body: { nickname } }),
      'an attribute': (account, id, value) =>
        account.sync(id, { attributes: [{ key: 'a', value }] }),
      'the groups of an identity': (account, id, group) =>
        account.sync(id, { connection: { connectionId: CONNECTION, groups: [group] } }),
      'an identity': (account, id, azoUserId) =>
        account.ask('LinkUserToTenant', 204, {
          path: { userId: id, idpTenantId: 'us-1' },
          body: { strategy: 'ad', azoUserId, azoConnectionId: CONNECTION },
        }),
      'a custom UPN': (account, id, clientUpnKey) =>
        account.ask('CreateUserCustomUpn', 201, {
          path: { userId: id },
          body: { clientUpnKey, customUpnValue: 'a@b' },
        }),
      'a role': async (account, id) => account.give(id, (await account.role()).role.id),
      'a role of a membership': async (account, id) => {
        const { emailAddress, memberOf } = await account.read(id)
        const held = memberOf.some(({ roles }) => roles.length > 0)
        const path = { organizationId: HOME, userId: id }
        if (held) return account.ask('RemoveOrganizationMemberRole', 204, { path })
        const body = { emailAddress, makeAdmin: true }
        return account.ask('InviteOrganizationMember', 200, { path, body })
      },
    }
  for (const [what, change] of Object.entries(changes)) {
    test(what, async ({ account, make, promise }) => {
      promise('modified-follows-every-change')
      const { id, modified } = await account.create()
      // Two changes within one tick of the clock have the same date.
      await again(async () => {
        await change(account, id, make.name())
        const after: WireUser = await account.read(id)
        expect(after.modified > modified).toBe(true)
      })
    })
  }
})
