import type { WireList } from '../drivers/scim.v2-wire.ts'
import { test as base, expect } from './scim.ts'

interface Crowd {
  /** Of five users. */
  readonly ids: readonly string[]
  /** What a list of them alone says. */
  list(query: Readonly<Record<string, string | number>>): Promise<Page>
}

interface Page {
  readonly totalResults: number
  readonly startIndex?: number
  readonly itemsPerPage?: number
  readonly ids: readonly string[]
}

const test = base.extend<{ crowd: Crowd }>({
  crowd: async ({ scim }, use) => {
    await scim.supports('filter', 'pagination.index')
    const ids: string[] = []
    while (ids.length < 5) ids.push((await scim.user()).id)
    const filter = scim.mine('User')
    await use({
      ids,
      list: async (query) => {
        const page = await scim.listed('User', { filter, ...query })
        const { totalResults, startIndex, itemsPerPage, Resources = [] } = page
        const said = { ...(startIndex && { startIndex }), ...(itemsPerPage && { itemsPerPage }) }
        return { totalResults, ...said, ids: Resources.map(({ id }) => id) }
      },
    })
  },
})

test('a page says where it is, how many came and how many there are', { tag: '@basic' }, async ({
  crowd,
  promise,
}) => {
  promise('pages-tell-where-they-are', 'items-per-page-is-what-came', 'total-counts-every-match')
  promise('a-page-never-exceeds-count')
  for (const [query, want] of [
    [{ count: 2 }, { startIndex: 1, itemsPerPage: 2 }],
    [
      { startIndex: 1, count: 3 },
      { startIndex: 1, itemsPerPage: 3 },
    ],
    [
      { startIndex: 2, count: 3 },
      { startIndex: 2, itemsPerPage: 3 },
    ],
    [
      { startIndex: 5, count: 3 },
      { startIndex: 5, itemsPerPage: 1 },
    ],
    [{ startIndex: 4 }, { startIndex: 4, itemsPerPage: 2 }],
  ] as const) {
    const { ids, ...said } = await crowd.list(query)
    expect(said, JSON.stringify(query)).toEqual({ totalResults: 5, ...want })
    expect(ids).toHaveLength(want.itemsPerPage)
  }
})

test('pages one after the other hold everybody once', { tag: '@basic' }, async ({
  crowd,
  promise,
}) => {
  promise('pages-partition-the-list', 'pages-count-from-one')
  for (const count of [1, 2, 4, 5]) {
    const seen: string[] = []
    for (let startIndex = 1; startIndex <= 5; startIndex += count) {
      seen.push(...(await crowd.list({ startIndex, count })).ids)
    }
    expect(seen.toSorted(), `pages of ${count}`).toEqual(crowd.ids.toSorted())
  }
})

test('a list has an order that stays', { tag: '@edge' }, async ({ crowd, promise }) => {
  promise('lists-have-a-stable-order')
  const { ids } = await crowd.list({})
  expect((await crowd.list({})).ids).toEqual(ids)
  expect((await crowd.list({ startIndex: 3, count: 2 })).ids).toEqual(ids.slice(2, 4))
})

test('a startIndex below 1 is 1, and the reply says so', { tag: '@edge' }, async ({
  crowd,
  promise,
}) => {
  promise('start-index-below-one-is-one', 'pages-count-from-one')
  const first = await crowd.list({ startIndex: 1, count: 2 })
  for (const startIndex of [0, -1, -1000]) {
    expect(await crowd.list({ startIndex, count: 2 }), `startIndex=${startIndex}`).toEqual(first)
  }
  expect(await crowd.list({ count: 2 })).toEqual(first)
})

test('a count of 0 or less asks for the total alone', { tag: '@basic' }, async ({
  crowd,
  promise,
}) => {
  promise('count-zero-answers-the-total-alone', 'count-below-zero-is-zero')
  for (const count of [0, -1, -1000]) {
    expect(await crowd.list({ count }), `count=${count}`).toMatchObject({
      totalResults: 5,
      ids: [],
    })
  }
})

test('a page past the end is empty and has the total', { tag: '@edge' }, async ({
  crowd,
  promise,
}) => {
  promise('page-beyond-the-end-is-empty')
  expect(await crowd.list({ startIndex: 6, count: 2 })).toMatchObject({ totalResults: 5, ids: [] })
  expect(await crowd.list({ startIndex: 1000 })).toMatchObject({ totalResults: 5, ids: [] })
})

test('a count above what the server gives is no error', { tag: '@edge' }, async ({
  crowd,
  promise,
  scim,
}) => {
  promise('a-page-never-exceeds-count', 'config-tells-the-limits')
  const { filter } = await scim.config()
  const most = filter?.maxResults ?? 0
  expect((await crowd.list({ count: most + 1 })).ids).toHaveLength(5)
  const { Resources = [] } = await scim.listed('User', { count: most + 1 })
  expect(Resources.length).toBeLessThanOrEqual(most)
})

test('a search is paged as a list is', { tag: '@edge' }, async ({ crowd, promise, scim }) => {
  promise('search-is-the-query-by-post', 'pages-tell-where-they-are', 'items-per-page-is-what-came')
  const { body } = await scim.search('User', { filter: scim.mine('User'), startIndex: 4, count: 3 })
  const { Resources = [], ...said } = body as WireList
  expect(said).toMatchObject({ totalResults: 5, startIndex: 4, itemsPerPage: 2 })
  expect(Resources.map(({ id }) => id)).toEqual((await crowd.list({ startIndex: 4 })).ids)
})

test('a search takes a startIndex below 1 and a count of 0 as a list does', {
  tag: '@edge',
}, async ({ crowd: _, promise, scim }) => {
  promise('search-is-the-query-by-post', 'start-index-below-one-is-one')
  promise('count-zero-answers-the-total-alone')
  const search = async (own: object) => {
    const { status, body } = await scim.search('User', { filter: scim.mine('User'), ...own })
    const { totalResults, startIndex, Resources = [] } = body as WireList
    return { status, totalResults, startIndex, came: Resources.length }
  }
  const first = { status: 200, totalResults: 5, startIndex: 1 }
  expect.soft(await search({ startIndex: 0, count: 2 })).toEqual({ ...first, came: 2 })
  expect.soft(await search({ count: 0 })).toMatchObject({ status: 200, totalResults: 5, came: 0 })
})

for (const name of ['count', 'startIndex'] as const) {
  test(`a ${name} that is no integer is refused`, { tag: '@edge' }, async ({ promise, scim }) => {
    promise('paging-that-is-no-integer-is-400')
    for (const value of ['two', '1.5', '0x10', '1 2', 'NaN']) {
      scim.refused(await scim.list('User', { [name]: value }), 400, 'invalidValue')
    }
  })
}
