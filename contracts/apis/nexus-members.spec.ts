import type { WireMembership } from '../drivers/nexus-wire.ts'
import { type Account, expect, expectProblem, HOME, test, untouched } from './nexus-account.ts'

const ADD = 'AddOrganizationMember'
const INVITE = 'InviteOrganizationMember'
const GET = 'GetOrganizationMember'
const LIST = 'GetOrganizationMembers'

test.describe('a member', () => {
  test('who is added is the last in the list, and it is the last of hers', async ({
    account,
    promise,
  }) => {
    promise('add-member-answers-201', 'added-member-is-in-the-list-and-in-the-user')
    promise(
      'home-stays-where-it-is',
      'guests-have-another-home',
      'member-of-lists-every-membership',
    )
    const before = await account.create()
    const other = await account.elsewhere()
    const membership = await account.join(other, before.id)
    const after = await account.read(before.id)
    expect(membership).toMatchObject({ userId: before.id, isGuest: true, user: after })
    expect(after.organizationId).toBe(before.organizationId)
    expect(after.memberOf).toEqual([...before.memberOf, { ...membership, user: null }])
    const query = { filter: `userId eq '${before.id}' or isGuest eq true` }
    const list = { path: { organizationId: other }, query }
    const { value } = await account.ask<{ value: WireMembership[] }>(LIST, 200, list)
    const ids = value.map((one) => one.userId)
    expect(ids).toContain(before.id)
    // Others may join meanwhile; those who were there stand before her.
    expect(value[ids.indexOf(before.id)]?.id).toBe(membership.id)
  })

  test('has a flag of her own, and needs a second factor by either', async ({
    account,
    promise,
  }) => {
    promise('member-flag-is-that-of-the-membership', 'mfa-is-required-by-either')
    const other = await account.elsewhere()
    for (const flag of [true, false]) {
      const { id, organization, memberOf } = await account.create()
      expect(memberOf[0]?.isMfaRequired).toBe(organization?.isMfaRequired)
      const membership = await account.join(other, id, flag)
      expect(membership.isMembershipMfaRequired).toBe(flag)
      if (flag) expect(membership.isMfaRequired).toBe(true)
    }
  })

  test('needs a user and a flag', async ({ account, client, promise }) => {
    promise('member-needs-a-user-and-a-flag', 'unknown-references-are-400')
    const { id } = await account.create()
    const path = { organizationId: await account.elsewhere() }
    await untouched(client, [account.reading(id)], async () => {
      for (const [field, value] of [
        ['userId', undefined],
        ['userId', ''],
        ['userId', 'x'.repeat(41)],
        ['userId', 'nobody'],
        ['isMfaRequired', undefined],
        ['isMfaRequired', null],
        ['isMfaRequired', 'true'],
      ] as const) {
        const body = { userId: id, isMfaRequired: false, [field]: value }
        expectProblem(await client.send(ADD, { path, body }), 400, field)
      }
    })
  })

  test('who is one already is refused', async ({ account, client, promise }) => {
    promise('member-already-there-is-409')
    const { id } = await account.create()
    await untouched(client, [account.reading(id)], async () => {
      const body = { userId: id, isMfaRequired: true }
      expectProblem(await client.send(ADD, { path: { organizationId: HOME }, body }), 409)
    })
    const body = { userId: id, isMfaRequired: true }
    expectProblem(await client.send(ADD, { path: { organizationId: 'nowhere' }, body }), 404)
  })

  test('is answered with her user in full, or with what select names', async ({
    account,
    client,
    promise,
  }) => {
    promise('member-has-the-user-in-full', 'select-keeps-the-named-fields')
    promise('unknown-selections-are-400', 'expand-changes-nothing')
    const user = await account.create({ makeAdmin: true })
    const path = { organizationId: HOME, userId: user.id }
    const query = { expand: 'user' }
    const membership = await account.ask<WireMembership>(GET, 200, { path, query })
    expect(membership).toEqual({ ...user.memberOf[0], user })
    const { id, userId, isGuest } = membership
    const select = { select: 'userId,isGuest' }
    expect(await account.ask(GET, 200, { path, query: select })).toEqual({ id, userId, isGuest })
    for (const wrong of ['', 'UserId', 'user/id', 'displayName']) {
      expectProblem(await client.send(GET, { path, query: { select: wrong } }), 400, 'select')
    }
  })

  test('is not found where she is none', async ({ account, client, driver, promise }) => {
    promise('not-a-member-is-404')
    const { id: userId } = await account.create()
    for (const path of [
      { organizationId: await account.elsewhere(), userId },
      { organizationId: 'nowhere', userId },
      { organizationId: HOME, userId: driver.missingId },
    ]) {
      expectProblem(await client.send(GET, { path }), 404)
    }
  })
})

test.describe('an invitation', () => {
  const invite = (account: Account, organizationId: string, body: object) =>
    account.ask<WireMembership>(INVITE, 200, { path: { organizationId }, body })

  test('creates whom nobody knows, as a member with plain defaults', async ({
    account,
    make,
    promise,
  }) => {
    promise('invitation-creates-whom-nobody-knows', 'invite-answers-200')
    promise('invited-user-is-a-database-user')
    const emailAddress = make.person().userName
    const own = { emailAddress, displayName: 'Invited', isMfaDisabled: true }
    const { user, userId, isGuest, roles } = await invite(account, HOME, own)
    expect(user).toEqual(await account.read(userId))
    expect(user).toMatchObject({ ...own, authenticationMethod: 'Database', identities: [] })
    expect({ isGuest, roles }).toEqual({ isGuest: false, roles: [] })
    expect(user?.organizationId).toBe((await account.self()).organizationId)
  })

  test('names whom it creates by what it has', async ({ account, make, promise }) => {
    promise('invited-user-has-a-display-name')
    for (const [names, wanted] of [
      [{ givenName: 'Ann', familyName: 'Bee' }, 'Ann Bee'],
      [{ givenName: null, familyName: 'Bee' }, 'Bee'],
      [{ givenName: 'Ann' }, 'Ann'],
      [{}, undefined],
    ] as const) {
      const emailAddress = make.person().userName
      const { user } = await invite(account, HOME, { emailAddress, ...names })
      expect(user?.displayName).toBe(wanted ?? emailAddress)
    }
  })

  test('adds whom somebody knows, and keeps her names', async ({ account, promise }) => {
    promise('invitation-adds-whom-somebody-knows', 'invitation-keeps-known-names')
    const before = await account.create()
    const other = await account.elsewhere()
    const emailAddress = before.emailAddress.toUpperCase()
    const sent = { emailAddress, displayName: 'X', givenName: 'X', isMfaDisabled: true }
    const membership = await invite(account, other, sent)
    expect(membership).toMatchObject({ userId: before.id, isGuest: true })
    const after = await account.read(before.id)
    const { modified, memberOf } = after
    expect(after).toEqual({ ...before, modified, memberOf })
    expect(memberOf).toHaveLength(2)
  })

  test('of a member changes nothing but what makeAdmin adds', async ({ account, promise }) => {
    promise('invitation-of-a-member-changes-nothing', 'invited-admins-have-the-member-role')
    const before = await account.create()
    const { emailAddress } = before
    const membership = await invite(account, HOME, { emailAddress })
    expect(membership).toEqual({ ...before.memberOf[0], user: before })
    const promoted = await invite(account, HOME, { emailAddress, makeAdmin: true })
    const { modified } = promoted
    const roles = [expect.objectContaining({ name: 'organization-admin' })]
    expect({ ...promoted, user: null }).toEqual({ ...before.memberOf[0], roles, modified })
    expect(await invite(account, HOME, { emailAddress, makeAdmin: true })).toEqual(promoted)
  })

  test('needs an e-mail address', async ({ client, promise }) => {
    promise('invitation-needs-an-email-address')
    const path = { organizationId: HOME }
    for (const emailAddress of [undefined, null, '', 'ann', 'ann@', `a@${'b'.repeat(249)}`]) {
      expectProblem(
        await client.send(INVITE, { path, body: { emailAddress } }),
        400,
        'emailAddress',
      )
    }
  })

  test('of somebody of another account is refused', async ({ account, client, promise }) => {
    promise('address-in-another-account-is-409')
    const { id, emailAddress } = await account.create()
    const path = { organizationId: HOME }
    await untouched(client, [account.reading(id)], async () => {
      const call = { path, body: { emailAddress }, as: 'other-tenant' } as const
      expectProblem(await client.send(INVITE, call), 409)
    })
  })

  test('goes to an organization that is there', async ({ account, client, make, promise }) => {
    promise('missing-things-are-404')
    const body = { emailAddress: make.person().userName }
    const path = { organizationId: 'nowhere' }
    expectProblem(await client.send(INVITE, { path, body }), 404)
    // Had she been made, her address would be taken now.
    await account.create(body)
  })
})
