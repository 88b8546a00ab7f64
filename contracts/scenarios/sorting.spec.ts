import { kinds, ours } from '../lists.ts'
import { expect, test } from '../suite.ts'

for (const kind of kinds) {
  test.describe(`the sorted list of ${kind.name}`, () => {
    test.beforeEach(({ about }) => about(kind.name === 'users' ? 'sortingUsers' : 'sortingGroups'))

    test('goes up or down as asked', async ({ driver, make, verbs, say }) => {
      await kind.make(make, ['m', 'z', 'a', 'q'])
      const scope = { ...ours(driver, kind, make), sortBy: kind.field }
      const up = await say(kind.list(verbs, { ...scope, sortOrder: 'ascending' }))
      expect(labels(up.items)).toEqual(['a', 'm', 'q', 'z'])
      const down = await say(kind.list(verbs, { ...scope, sortOrder: 'descending' }))
      expect(labels(down.items)).toEqual(['z', 'q', 'm', 'a'])
    })

    test('goes up unless asked otherwise', async ({ driver, make, verbs, say }) => {
      await kind.make(make, ['m', 'z', 'a'])
      const scope = { ...ours(driver, kind, make), sortBy: kind.field }
      expect(labels((await say(kind.list(verbs, scope))).items)).toEqual(['a', 'm', 'z'])
    })

    test('is sorted before it is cut', async ({ driver, make, verbs, say }) => {
      await kind.make(make, ['m', 'z', 'a', 'q'])
      const scope = { ...ours(driver, kind, make), sortBy: kind.field, count: 2 }
      const first = await say(kind.list(verbs, scope))
      expect(first.total).toBe(4)
      expect(labels(first.items)).toEqual(['a', 'm'])
      const second = await say(kind.list(verbs, { ...scope, startIndex: 3 }))
      expect(labels(second.items)).toEqual(['q', 'z'])
    })

    test('does not look at case', async ({ driver, make, verbs, say }) => {
      await kind.make(make, ['b', 'C', 'A', 'd'])
      const scope = { ...ours(driver, kind, make), sortBy: kind.field }
      expect(labels((await say(kind.list(verbs, scope))).items)).toEqual(['A', 'b', 'C', 'd'])
    })
  })
}

/** What a test called them, without its prefix and any domain. */
function labels(items: readonly { name: string }[]): (string | undefined)[] {
  return items.map(({ name }) => name.split('@')[0]?.split('-').at(-1))
}
