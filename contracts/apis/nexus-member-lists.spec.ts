import type { WireMembership } from '../drivers/nexus-wire.ts'
import type { Make } from '../make.ts'
import { type Account, expect, expectProblem, HOME, test } from './nexus-account.ts'

const LIST = 'GetOrganizationMembers'
const path = { organizationId: HOME }

interface List {
  value: WireMembership[]
  '@odata.count'?: number
}

test('members are listed with their users, who are short', async ({ account, make, promise }) => {
  promise('members-are-in-value', 'listed-users-are-short', 'count-adds-the-total')
  const { role } = await account.role()
  const own = { ownerId: (await account.create()).id, roles: [role.id] }
  const user = await account.create({ ...own, emailAddress: address(make, 'listed') })
  await account.sync(user.id, { attributes: [{ key: 'a', value: 'b' }] })
  const filter = `user/emailAddress eq '${user.emailAddress}'`
  const list = await listed(account, make, { filter })
  expect(list).not.toHaveProperty('@odata.count')
  const empty = { owner: null, organization: null, memberOf: [], roles: [], attributes: [] }
  const more = { identities: [], customUpns: [], subscriptions: [], applicationDeployments: [] }
  const { modified } = await account.read(user.id)
  const short = { ...user, ...empty, ...more, modified }
  expect(list.value).toEqual([{ ...user.memberOf[0], user: short }])
})

test('a page is what top and skip cut out of the matches, in the order of joining', async ({
  account,
  make,
  promise,
}) => {
  promise('top-and-skip-make-pages', 'without-top-all-are-answered', 'count-adds-the-total')
  promise('members-keep-the-order-of-joining', 'page-beyond-the-end-is-empty')
  await people(account, make, ['d', 'a', 'c', 'b'])
  for (const [query, wanted] of [
    [{}, 'dacb'],
    [{ top: 2 }, 'da'],
    [{ skip: 1 }, 'acb'],
    [{ top: 2, skip: 1 }, 'ac'],
    [{ top: 9, skip: 3 }, 'b'],
    [{ top: 0 }, ''],
    [{ skip: 9 }, ''],
  ] as const) {
    const list = await listed(account, make, { ...query, count: 'true' })
    expect(labels(list)).toBe(wanted)
    expect(list['@odata.count']).toBe(4)
  }
  const uncounted = await listed(account, make, { count: 'false' })
  expect(uncounted).not.toHaveProperty('@odata.count')
})

test('paging that is none is refused', async ({ client, promise }) => {
  promise('bad-paging-is-400')
  for (const [field, values] of Object.entries({
    top: ['-1', '1.5', 'ten', ''],
    skip: ['-1', '0x1', '1e', ' '],
    count: ['yes', '1', 'TRUE', ''],
  })) {
    for (const value of values) {
      expectProblem(await client.send(LIST, { path, query: { [field]: value } }), 400, field)
    }
  }
})

test('orderby sorts by its fields in turn, without regard to case, null first', async ({
  account,
  make,
  promise,
}) => {
  promise('orderby-sorts-by-one-or-more-fields', 'sorting-ignores-case')
  await people(account, make, ['b', 'a', 'd', 'c'], {
    a: { familyName: 'one', username: 'Z' },
    b: { familyName: 'One', username: null },
    c: { familyName: 'two', username: 'y' },
    d: { familyName: 'TWO', username: null },
  })
  for (const [orderby, wanted] of [
    ['user/emailAddress', 'abcd'],
    ['user/emailAddress desc', 'dcba'],
    ['user/familyName', 'badc'],
    ['user/familyName desc', 'dcba'],
    ['user/familyName desc,user/emailAddress asc', 'cdab'],
    ['user/familyName , user/emailAddress DESC', 'badc'],
    ['user/username', 'bdca'],
    ['user/username desc,user/emailAddress', 'acbd'],
    ['created', 'badc'],
  ] as const) {
    expect(labels(await listed(account, make, { orderby })), orderby).toBe(wanted)
  }
})

test('an orderby by anything else is refused', async ({ client, promise }) => {
  promise('unknown-orderby-is-400')
  for (const orderby of [
    '',
    'emailAddress',
    'user/password',
    'User/username',
    'created up',
    'created,',
    'isGuest',
  ]) {
    const reply = await client.send(LIST, { path, query: { orderby } })
    expect(reply.status, orderby).toBe(400)
  }
})

test('a filter joins its comparisons, and binds as OData has it', async ({
  account,
  make,
  promise,
}) => {
  promise('members-filter-by-three-comparisons', 'filter-text-has-single-quotes')
  promise('filters-ignore-the-case-of-values')
  const made = await people(account, make, ['a', 'b', 'c'], {
    a: { givenName: "O'Neil", familyName: 'Stone', username: 'ann' },
    b: { givenName: 'Bea', familyName: 'Stone' },
    c: { givenName: 'Bea', familyName: null },
  })
  await account.ask('PatchUser', 200, { path: { userId: made.b ?? '' }, body: { isBlocked: true } })
  for (const [filter, wanted] of [
    ["user/givenName eq 'O''NEIL'", 'a'],
    ["startswith(user/givenName,'o''')", 'a'],
    ["contains( user/familyName , 'TON' )", 'ab'],
    ['user/familyName eq null', 'c'],
    ['user/username eq null', 'bc'],
    ['user/isActive eq false', 'b'],
    ["isGuest eq false and user/givenName eq 'bea'", 'bc'],
    ['isGuest eq true', ''],
    [`userId eq '${made.c}'`, 'c'],
    ["user/username eq 'ann' or user/familyName eq 'Stone' and user/isActive eq false", 'ab'],
    ["(user/username eq 'ann' or user/familyName eq 'Stone') and user/isActive eq true", 'a'],
    ["user/displayName eq 'Rehearsal Person' and contains(user/emailAddress,'')", 'abc'],
  ] as const) {
    const list = await listed(account, make, { filter: `(${filter}) and ${ours(make)}` })
    expect(labels(list), filter).toBe(wanted)
  }
})

test('any other filter is refused, and the reply names it', async ({ client, promise }) => {
  promise('other-filters-are-400', 'problems-name-the-field')
  for (const filter of [
    '',
    "USER/username eq 'a'",
    "user/username EQ 'a'",
    "user/username eq 'a' AND isGuest eq true",
    'user/username eq true',
    "isGuest eq 'true'",
    'isGuest eq TRUE',
    "startswith(isGuest,'t')",
    "startswith('a',user/username)",
    'user/isActive eq false isGuest eq true',
    '(isGuest eq true',
    'isGuest eq true)',
    "user/username eq 'a",
    "constructor eq 'a'",
    `${'('.repeat(5000)}isGuest eq true`,
  ]) {
    expectProblem(await client.send(LIST, { path, query: { filter } }), 400, 'filter')
  }
})

test('select keeps the named fields of each membership', async ({
  account,
  client,
  make,
  promise,
}) => {
  promise('select-keeps-the-named-fields', 'unknown-selections-are-400')
  await people(account, make, ['a'])
  const { value } = await listed(account, make, { select: 'organizationId' })
  expect(value).toEqual([{ id: expect.any(String), organizationId: expect.any(Number) }])
  expectProblem(await client.send(LIST, { path, query: { select: 'username' } }), 400, 'select')
})

test('the members of nowhere are not found', async ({ client, promise }) => {
  promise('members-of-an-unknown-organization-are-404')
  expectProblem(await client.send(LIST, { path: { organizationId: 'nowhere' } }), 404)
})

function address(make: Make, label: string): string {
  return make.address(make.name(label))
}

/** A user for each label, in this order. @returns their ids */
async function people(
  account: Account,
  make: Make,
  order: readonly string[],
  own: Readonly<Record<string, object>> = {},
): Promise<Record<string, string>> {
  const ids: Record<string, string> = {}
  for (const label of order) {
    const { id } = await account.create({ emailAddress: address(make, label), ...own[label] })
    ids[label] = id
  }
  return ids
}

function ours({ prefix }: Make): string {
  return `startswith(user/emailAddress,'${prefix}-')`
}

function listed(account: Account, make: Make, query: Record<string, string | number>) {
  return account.ask<List>(LIST, 200, { path, query: { filter: ours(make), ...query } })
}

function labels({ value }: List): string {
  return value.map(({ user }) => user?.emailAddress.split('@')[0]?.split('-').at(-1)).join('')
}
