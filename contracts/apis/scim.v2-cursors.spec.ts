import type { WireList, WireUser } from '../drivers/scim.v2-wire.ts'
import type { Reply } from '../exchange.ts'
import { test as base, expect } from './scim.ts'

type Query = Readonly<Record<string, string | number>>
type Page = WireList<WireUser>

interface Cursors {
  /** Of five users, whose titles are a to e. */
  readonly ids: readonly string[]
  readonly filter: string
  /** Asks for a page of them. */
  ask(query: Query): Promise<Reply>
  page(query: Query): Promise<Page>
  /** Follows the cursors from the first page to the last. */
  follow(query: Query): Promise<Page[]>
}

const test = base.extend<{ cursors: Cursors }>({
  cursors: async ({ scim }, use) => {
    await scim.supports('filter', 'pagination.cursor')
    const ids: string[] = []
    for (const title of ['c', 'a', 'e', 'b', 'd']) ids.push((await scim.user({ title })).id)
    const filter = scim.mine('User')
    const page = (query: Query) => scim.listed<WireUser>('User', { filter, ...query })
    await use({
      ids,
      filter,
      page,
      ask: (query) => scim.list('User', { filter, ...query }),
      follow: async (query) => {
        const pages = [await page({ ...query, cursor: '' })]
        for (let cursor = next(pages); cursor && pages.length < 10; cursor = next(pages)) {
          pages.push(await page({ ...query, cursor }))
        }
        return pages
      },
    })
  },
})

test('following the cursors shows everybody once', { tag: '@basic' }, async ({
  cursors,
  promise,
}) => {
  promise(
    'cursor-empty-starts',
    'cursor-pages-partition-the-list',
    'next-cursor-ends-with-the-list',
  )
  promise('cursor-keeps-the-total', 'cursor-is-url-safe')
  for (const [count, sizes] of [
    [2, [2, 2, 1]],
    [5, [5]],
    [1, [1, 1, 1, 1, 1]],
  ] as const) {
    const pages = await cursors.follow({ count })
    expect(pages.map(sizeOf), `count=${count}`).toEqual(sizes)
    expect(pages.flatMap(idsOf).toSorted()).toEqual(cursors.ids.toSorted())
    expect(pages.map((one) => one.totalResults ?? 5)).toEqual(pages.map(() => 5))
    const issued = pages.flatMap((one) => [one.nextCursor, one.previousCursor])
    for (const one of issued) expect(one ?? 'none').toMatch(/^[\w.~-]+$/)
  }
})

test('only a page that is not the first has a previousCursor, if any has, and it leads back', {
  tag: '@edge',
}, async ({ cursors, promise }) => {
  promise('previous-cursor-is-never-on-the-first-page')
  const pages = await cursors.follow({ count: 2 })
  expect(pages[0]).not.toHaveProperty('previousCursor')
  const [first, second] = pages
  if (!first || !second?.previousCursor) return
  const back = await cursors.page({ count: 2, cursor: second.previousCursor })
  expect(idsOf(back)).toEqual(idsOf(first))
})

test('without a cursor a list is paged by index', { tag: '@edge' }, async ({
  cursors,
  promise,
}) => {
  promise('cursor-is-the-clients-choice')
  const page = await cursors.page({ count: 2 })
  expect(page).toMatchObject({ startIndex: 1, itemsPerPage: 2 })
  expect(page).not.toHaveProperty('nextCursor')
})

test('pages by cursor keep the order that is asked for', { tag: '@edge' }, async ({
  cursors,
  promise,
  scim,
}) => {
  promise('cursor-keeps-the-sort')
  await scim.supports('sort')
  for (const [sortOrder, want] of [
    ['ascending', 'a b c d e'],
    ['descending', 'e d c b a'],
  ] as const) {
    const pages = await cursors.follow({ count: 2, sortBy: 'title', sortOrder })
    expect(pages.flatMap(titlesOf).join(' ')).toBe(want)
  }
})

test('a projection holds on every page', { tag: '@edge' }, async ({ cursors, promise }) => {
  promise('cursor-pages-partition-the-list', 'projection-applies-to-every-reply')
  const pages = await cursors.follow({ count: 2, attributes: 'title' })
  for (const one of pages.flatMap(({ Resources = [] }) => Resources)) {
    expect(Object.keys(one).toSorted()).toEqual(['id', 'schemas', 'title'])
  }
})

test('a cursor that the server did not issue is refused', { tag: '@edge' }, async ({
  cursors,
  promise,
  scim,
}) => {
  promise('cursor-forged-is-400')
  const { nextCursor = '' } = await cursors.page({ count: 2, cursor: '' })
  for (const cursor of ['nobody-made-this', '1', altered(nextCursor), `${nextCursor}A`]) {
    scim.refused(await cursors.ask({ count: 2, cursor }), 400, 'invalidCursor')
  }
})

test('a cursor is good for the query that it was issued for alone', { tag: '@edge' }, async ({
  cursors,
  promise,
  scim,
}) => {
  promise('cursor-needs-the-same-query')
  const { nextCursor: cursor = '' } = await cursors.page({ count: 2, cursor: '' })
  for (const other of [
    { filter: `${cursors.filter} and title pr` },
    { sortBy: 'title' },
    { attributes: 'title' },
    { excludedAttributes: 'title' },
  ]) {
    scim.refused(await cursors.ask({ count: 2, cursor, ...other }), 400, 'invalidCursor')
  }
  expect(sizeOf(await cursors.page({ count: 2, cursor }))).toBe(2)
})

test('the count stays the same from page to page', { tag: '@edge' }, async ({
  cursors,
  promise,
  scim,
}) => {
  promise('cursor-count-may-not-change')
  const { nextCursor: cursor = '' } = await cursors.page({ count: 2, cursor: '' })
  scim.refused(await cursors.ask({ count: 3, cursor }), 400, 'invalidCount')
})

test('a cursor and a startIndex do not go together', { tag: '@edge' }, async ({
  cursors,
  promise,
  scim,
}) => {
  promise('cursor-with-start-index-is-400')
  scim.refused(await cursors.ask({ count: 2, cursor: '', startIndex: 1 }), 400, 'invalidValue')
})

test('a search is paged by cursor as well', { tag: '@edge' }, async ({
  cursors,
  promise,
  scim,
}) => {
  promise('cursor-works-in-search')
  const search = async (cursor: string) => {
    const { status, body } = await scim.search('User', { filter: cursors.filter, count: 3, cursor })
    expect(status).toBe(200)
    return body as Page
  }
  const first = await search('')
  const second = await search(first.nextCursor ?? '')
  expect([first, second].map(sizeOf)).toEqual([3, 2])
  expect([first, second].flatMap(idsOf).toSorted()).toEqual(cursors.ids.toSorted())
  expect(second).not.toHaveProperty('nextCursor')
})

test('a deletion between two pages makes nobody be skipped', { tag: '@edge' }, async ({
  cursors,
  promise,
  scim,
}) => {
  promise('cursor-survives-deletions')
  const first = await cursors.page({ count: 2, cursor: '' })
  await scim.remove('User', idsOf(first)[0] ?? '')
  const second = await cursors.page({ count: 2, cursor: first.nextCursor ?? '' })
  const third = await cursors.page({ count: 2, cursor: second.nextCursor ?? '' })
  const seen = [first, second, third].flatMap(idsOf)
  expect(seen.toSorted()).toEqual(cursors.ids.toSorted())
})

test('a cursor grants nothing', { tag: '@edge' }, async ({ cursors, promise, scim }) => {
  promise('cursor-grants-nothing')
  const { nextCursor: cursor = '' } = await cursors.page({ count: 2, cursor: '' })
  const query = { filter: cursors.filter, count: 2, cursor }
  scim.refused(await scim.list('User', query, { as: 'nobody' }), 401)
})

function next(pages: readonly Page[]): string | undefined {
  return pages.at(-1)?.nextCursor
}

function sizeOf({ Resources = [] }: Page): number {
  return Resources.length
}

function idsOf({ Resources = [] }: Page): string[] {
  return Resources.map(({ id }) => id)
}

function titlesOf({ Resources = [] }: Page): unknown[] {
  return Resources.map(({ title }) => title)
}

/** Another cursor of the same length and letters. */
function altered(cursor: string): string {
  const last = cursor.at(-1) === 'A' ? 'B' : 'A'
  return `${cursor.slice(0, -1)}${last}`
}
