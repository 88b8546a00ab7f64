import type { WireGroup, WireList, WireResource, WireUser } from '../drivers/scim.v2-wire.ts'
import type { Reply } from '../exchange.ts'
import { test as base, expect, type Scope } from './scim.ts'

interface Both {
  readonly user: WireUser
  readonly group: WireGroup
  /** The names of the types that a query of the two answers with, in alphabetical order. */
  found(filter: string): Promise<string>
}

const test = base.extend<{ both: Both }>({
  both: async ({ make, scim }, use) => {
    await scim.supports('filter')
    const displayName = make.name('both')
    const user = await scim.user({ displayName, title: 'Only users have one' })
    const group = await scim.group({ displayName, members: [{ value: user.id }] })
    const found = async (filter: string) => {
      const ours = `displayName eq "${displayName}" and ${filter}`
      const reply = await scim.list('everything', { filter: ours })
      expect(reply.status, filter).toBe(200)
      return typesIn(reply)
    }
    await use({ user, group, found })
  },
})

test('a query of the root answers with users and groups', { tag: '@edge' }, async ({
  both,
  promise,
  scim,
}) => {
  promise('root-query-spans-the-types', 'root-query-tells-types-apart')
  expect(await both.found(`(id eq "${both.user.id}" or id eq "${both.group.id}")`)).toBe(
    'Group User',
  )
  expect(await both.found('meta.resourceType eq "User"')).toBe('User')
  expect(await both.found('meta.resourceType eq "Group"')).toBe('Group')
  const filter = `displayName eq "${both.group.displayName}"`
  const { totalResults, Resources = [] } = await scim.listed<WireResource>('everything', { filter })
  expect(totalResults).toBe(2)
  const [user, group] = [
    await scim.read('User', both.user.id),
    await scim.read('Group', both.group.id),
  ]
  expect(Resources).toEqual(expect.arrayContaining([user, group]))
})

test('an attribute that a type lacks has no value there', { tag: '@edge' }, async ({
  both,
  promise,
}) => {
  promise('attributes-a-type-lacks-have-no-value')
  for (const [filter, want] of [
    ['userName pr', 'User'],
    ['title eq "Only users have one"', 'User'],
    ['not (title pr)', 'Group'],
    ['members pr', 'Group'],
    [`members.value eq "${both.user.id}"`, 'Group'],
    [`(title pr or members.value eq "${both.user.id}")`, 'Group User'],
    ['title pr and members pr', ''],
  ] as const) {
    expect(await both.found(filter), filter).toBe(want)
  }
})

test('a search answers what the query answers', { tag: '@basic' }, async ({
  both,
  promise,
  scim,
}) => {
  promise('search-is-the-query-by-post', 'search-stays-within-its-type')
  const filter = `displayName eq "${both.group.displayName}"`
  for (const [scope, want] of [
    ['User', 'User'],
    ['Group', 'Group'],
  ] as const) {
    const reply = await scim.search(scope, { filter })
    expect(typesIn(reply)).toBe(want)
    expect(reply.body).toEqual(await scim.listed(scope, { filter }))
    const narrow = { filter, attributes: ['displayName'], startIndex: 1, count: 1 }
    const query = { ...narrow, attributes: 'displayName' }
    expect((await scim.search(scope, narrow)).body).toEqual(await scim.listed(scope, query))
  }
})

test('a search of the root answers with every type', { tag: '@edge' }, async ({
  both,
  promise,
  scim,
}) => {
  promise('search-stays-within-its-type', 'root-query-spans-the-types')
  const filter = `displayName eq "${both.group.displayName}"`
  const reply = await scim.search('everything', { filter })
  expect(typesIn(reply)).toBe('Group User')
  const one = await scim.search('everything', { filter: `${filter} and userName pr` })
  expect(typesIn(one)).toBe('User')
})

test('names in a search are read in any case', { tag: '@edge' }, async ({
  both,
  promise,
  scim,
}) => {
  promise('query-names-ignore-case', 'search-projects-with-arrays')
  const { id } = both.user
  const reply = await scim.search('User', { filter: `ID eq "${id}"`, attributes: ['TITLE'] })
  const schemas = expect.any(Array)
  expect((reply.body as WireList).Resources).toEqual([{ id, schemas, title: both.user.title }])
})

test('a search that does not say it is one is refused', { tag: '@edge' }, async ({
  both,
  promise,
  scim,
}) => {
  promise('search-needs-its-urn')
  const filter = `id eq "${both.user.id}"`
  const scopes: readonly Scope[] = ['User', 'Group', 'everything']
  for (const scope of scopes) {
    for (const schemas of [[], ['urn:ietf:params:scim:schemas:core:2.0:User']]) {
      scim.refused(await scim.search(scope, { schemas, filter }), 400)
    }
  }
})

test('a search creates and changes nothing', { tag: '@edge' }, async ({ both, promise, scim }) => {
  promise('search-changes-nothing')
  const before = await scim.read('User', both.user.id)
  const filter = scim.mine('User')
  const body = { filter, userName: 'somebody', title: 'Changed', id: both.user.id }
  expect((await scim.search('User', body)).status).toBe(200)
  expect(await scim.read('User', both.user.id)).toEqual(before)
  expect(await scim.ids('User', { filter })).toEqual([both.user.id])
})

test('a search refuses the filters that a query refuses', { tag: '@edge' }, async ({
  promise,
  scim,
}) => {
  promise('filter-bad-syntax-is-400', 'filter-unknown-operator-is-400')
  for (const filter of ['userName', 'userName like "a"', 'userName eq "a" and', '(title pr']) {
    scim.refused(await scim.search('User', { filter }), 400, 'invalidFilter')
  }
})

function typesIn({ body }: Reply): string {
  const { Resources = [] } = body as WireList
  return Resources.map(({ meta }) => meta.resourceType)
    .sort()
    .join(' ')
}
