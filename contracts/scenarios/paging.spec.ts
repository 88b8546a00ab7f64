import { again } from '../again.ts'
import { kinds, ours } from '../lists.ts'
import { expect, test } from '../suite.ts'

/** Others may make and delete while a test reads a list that it cannot narrow: it looks again. */
for (const kind of kinds) {
  const topic = kind.name === 'users' ? 'pagingUsers' : 'pagingGroups'

  test.describe(`the list of ${kind.name}`, () => {
    test.beforeEach(({ about }) => about(topic))

    test('says how many match, however few are on the page', async ({
      about,
      driver,
      make,
      verbs,
      say,
    }) => {
      about('totalCountsMatches')
      const made = await kind.make(make, ['one', 'two', 'three'])
      const scope = ours(driver, kind, make)
      const page = await say(kind.list(verbs, { ...scope, count: 2 }))
      expect(page.items).toHaveLength(2)
      if (scope.where) expect(page.total).toBe(made.length)
      else expect(page.total).toBeGreaterThanOrEqual(made.length)
    })

    test('counts its places from one', async ({ about, driver, make, verbs, say }) => {
      about('firstIndexIsOne')
      await kind.make(make, ['one', 'two', 'three'])
      const scope = ours(driver, kind, make)
      await again(async () => {
        const { total } = await say(kind.list(verbs, { ...scope, count: 0 }))
        const { items } = await say(kind.list(verbs, { ...scope, count: total }))
        const first = await say(kind.list(verbs, { ...scope, startIndex: 1, count: 1 }))
        const second = await say(kind.list(verbs, { ...scope, startIndex: 2, count: 1 }))
        const last = await say(kind.list(verbs, { ...scope, startIndex: total, count: 1 }))
        expect([first, second, last].map((page) => page.items)).toEqual([
          [items[0]],
          [items[1]],
          [items.at(-1)],
        ])
      })
    })

    test('falls into pages that neither repeat nor skip', async ({
      about,
      driver,
      make,
      verbs,
      say,
    }) => {
      about('pagesPartition')
      const made = await kind.make(make, ['1', '2', '3', '4', '5', '6', '7'])
      const scope = ours(driver, kind, make)
      const size = scope.where ? 3 : 20
      await again(async () => {
        const { total } = await say(kind.list(verbs, { ...scope, count: 0 }))
        const ids: string[] = []
        for (let startIndex = 1; startIndex <= total; startIndex += size) {
          const page = await say(kind.list(verbs, { ...scope, startIndex, count: size }))
          expect(page.total).toBe(total)
          ids.push(...page.items.map(({ id }) => id))
        }
        expect(ids).toHaveLength(total)
        expect(new Set(ids).size).toBe(total)
        expect(ids).toEqual(expect.arrayContaining(made.map(({ id }) => id)))
      })
    })

    test('is empty beyond its end, and still says how many match', async ({
      about,
      driver,
      make,
      verbs,
      say,
    }) => {
      about('pageBeyondEnd')
      const made = await kind.make(make, ['one', 'two'])
      const scope = ours(driver, kind, make)
      const beyond = await say(kind.list(verbs, { ...scope, startIndex: 1_000_000 }))
      expect(beyond.items).toEqual([])
      expect(beyond.total).toBeGreaterThanOrEqual(made.length)
    })

    test('is empty when none is asked for, and still says how many match', async ({
      about,
      driver,
      make,
      verbs,
      say,
    }) => {
      about('pageOfNone')
      const made = await kind.make(make, ['one', 'two'])
      const none = await say(kind.list(verbs, { ...ours(driver, kind, make), count: 0 }))
      expect(none.items).toEqual([])
      expect(none.total).toBeGreaterThanOrEqual(made.length)
    })

    for (const { asked, wrong } of [
      { asked: { count: 7 }, wrong: 'ten' },
      { asked: { startIndex: 7 }, wrong: '1.5' },
    ]) {
      test(`refuses a ${Object.keys(asked)} of ${wrong}`, async ({ client, isRefusal, verbs }) => {
        const { operation, call } = kind.list(verbs, asked)
        const names = Object.keys(call.query ?? {})
        const query = Object.fromEntries(names.map((name) => [name, wrong]))
        isRefusal(await client.send(operation, { ...call, query }), 'badPaging')
      })
    }

    test('is filtered before it is counted and cut', async ({ about, make, verbs, say }) => {
      about('totalCountsMatches')
      const [, second] = await kind.make(make, ['one', 'two', 'three'])
      const where = { field: kind.field, operator: 'eq', value: second?.name ?? '' } as const
      const found = { total: 1, items: [second] }
      expect(await say(kind.list(verbs, { where, count: 1 }))).toEqual(found)
      expect(await say(kind.list(verbs, { where, count: 10, startIndex: 1 }))).toEqual(found)
    })
  })
}
