import type { WireList, WireUser } from '../drivers/scim.v2-wire.ts'
import { test as base, ENTERPRISE, expect, USER } from './scim.ts'

interface Sorting {
  /** Makes a user of each label, in this order. */
  make(people: Readonly<Record<string, object>>): Promise<void>
  /** The labels in the order of a list of them. */
  order(query: Readonly<Record<string, string | number>>): Promise<string>
  /** The same by POST. */
  searched(query: object): Promise<string>
}

const test = base.extend<{ sorting: Sorting }>({
  sorting: async ({ scim, make }, use) => {
    await scim.supports('sort', 'filter')
    const filter = `externalId sw "${make.name('')}"`
    const labels = (found: readonly WireUser[] = []) =>
      found.map(({ externalId }) => externalId?.slice(make.name('').length)).join(' ')
    await use({
      make: async (people) => {
        for (const [label, own] of Object.entries(people)) {
          await scim.user({ externalId: make.name(label), ...own })
        }
      },
      order: async (query) => labels((await scim.listed('User', { filter, ...query })).Resources),
      searched: async (query) => {
        const { body } = await scim.search('User', { filter, ...query })
        return labels((body as WireList<WireUser>).Resources)
      },
    })
  },
})

test('a list ascends unless it is asked to descend', { tag: '@basic' }, async ({
  promise,
  sorting,
}) => {
  promise('sort-ascends-by-default', 'sort-descends-on-request')
  await sorting.make({ b: { title: 'bear' }, c: { title: 'cat' }, a: { title: 'ape' } })
  expect(await sorting.order({ sortBy: 'title' })).toBe('a b c')
  expect(await sorting.order({ sortBy: 'title', sortOrder: 'ascending' })).toBe('a b c')
  expect(await sorting.order({ sortBy: 'title', sortOrder: 'descending' })).toBe('c b a')
})

test('whoever has no value is last, and first when the list descends', { tag: '@edge' }, async ({
  promise,
  sorting,
}) => {
  promise('sort-puts-missing-values-last', 'sort-puts-missing-values-first-descending')
  await sorting.make({ none: {}, b: { title: 'bear' }, a: { title: 'ape' } })
  expect(await sorting.order({ sortBy: 'title' })).toBe('a b none')
  expect(await sorting.order({ sortBy: 'title', sortOrder: 'descending' })).toBe('none b a')
})

test('what is not case exact sorts without regard to case', { tag: '@basic' }, async ({
  make,
  promise,
  sorting,
}) => {
  promise('sort-case-follows-case-exact')
  const person = (label: string) => ({ userName: make.address(make.name(label)), title: label })
  await sorting.make({ c: person('c'), B: person('B'), a: person('a'), D: person('D') })
  for (const sortBy of ['userName', 'title']) {
    expect(await sorting.order({ sortBy }), sortBy).toBe('a B c D')
    expect(await sorting.order({ sortBy, sortOrder: 'descending' }), sortBy).toBe('D c B a')
  }
})

test('a sub-attribute orders a list, whatever the case of its name', { tag: '@edge' }, async ({
  promise,
  sorting,
}) => {
  promise('sort-reads-sub-attributes', 'query-names-ignore-case', 'names-may-carry-the-urn')
  await sorting.make({
    z: { name: { familyName: 'Zappa' }, [ENTERPRISE]: { department: 'm' } },
    d: { name: { familyName: 'Dolphy' }, [ENTERPRISE]: { department: 'n' } },
    m: { name: { familyName: 'Monk' } },
  })
  for (const sortBy of ['name.familyName', 'NAME.FamilyName', `${USER}:name.familyName`]) {
    expect(await sorting.order({ sortBy }), sortBy).toBe('d m z')
  }
  expect(await sorting.order({ sortBy: `${ENTERPRISE}:department` })).toBe('z d m')
})

test('times order a list', { tag: '@edge' }, async ({ promise, sorting, scim }) => {
  promise('sort-reads-sub-attributes', 'sort-descends-on-request')
  await sorting.make({ first: {}, second: {}, third: {} })
  const { Resources = [] } = await scim.listed('User', {
    filter: scim.mine('User'),
    sortBy: 'meta.created',
    sortOrder: 'descending',
  })
  const times = Resources.map(({ meta }) => Date.parse(meta.created))
  expect(times).toHaveLength(3)
  expect(times).toEqual(times.toSorted((one, other) => other - one))
})

test('a multi-valued attribute sorts by its primary value, or else by its first', {
  tag: '@edge',
}, async ({ promise, sorting }) => {
  promise('sort-takes-the-primary-value')
  const email = (name: string, own?: object) => ({ value: `${name}@example.com`, ...own })
  await sorting.make({
    x: { emails: [email('a'), email('x', { primary: true })] },
    m: { emails: [email('m', { type: 'work' }), email('b', { type: 'home' })] },
    c: { emails: [email('c', { primary: true }), email('z')] },
    none: {},
  })
  for (const sortBy of ['emails', 'emails.value']) {
    expect(await sorting.order({ sortBy }), sortBy).toBe('c m x none')
    expect(await sorting.order({ sortBy, sortOrder: 'descending' }), sortBy).toBe('none x m c')
  }
})

test('the pages of a sorted list are parts of it', { tag: '@basic' }, async ({
  promise,
  sorting,
}) => {
  promise('sort-ascends-by-default', 'pages-partition-the-list')
  await sorting.make({ d: { title: 'd' }, a: { title: 'a' }, c: { title: 'c' }, b: { title: 'b' } })
  const page = (startIndex: number) => sorting.order({ sortBy: 'title', startIndex, count: 2 })
  expect([await page(1), await page(3)]).toEqual(['a b', 'c d'])
})

test('a list is sorted by what is not asked for', { tag: '@edge' }, async ({
  promise,
  sorting,
}) => {
  promise('sort-ascends-by-default', 'projection-attributes-narrow')
  await sorting.make({ b: { title: 'bear' }, c: { title: 'cat' }, a: { title: 'ape' } })
  expect(await sorting.order({ sortBy: 'title', attributes: 'externalId' })).toBe('a b c')
})

test('a search is sorted as a list is', { tag: '@edge' }, async ({ promise, sorting }) => {
  promise('search-is-the-query-by-post', 'sort-descends-on-request')
  await sorting.make({ b: { title: 'bear' }, c: { title: 'cat' }, a: { title: 'ape' } })
  expect(await sorting.searched({ sortBy: 'title' })).toBe('a b c')
  expect(await sorting.searched({ sortBy: 'TITLE', sortOrder: 'descending' })).toBe('c b a')
})

test('an order that is none is refused', { tag: '@edge' }, async ({
  promise,
  scim,
  sorting: _,
}) => {
  promise('sort-bad-order-is-400')
  const query = { sortBy: 'userName', sortOrder: 'sideways' }
  scim.refused(await scim.list('User', query), 400, 'invalidValue')
})
