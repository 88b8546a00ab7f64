import type { Condition, Operator } from '../drivers/driver.ts'
import { type Kind, kinds } from '../lists.ts'
import type { Make } from '../make.ts'
import { expect, test } from '../suite.ts'

/** The part of a name that each operator is given. */
const parts: Record<Operator, (name: string) => string> = {
  eq: (name) => name,
  sw: (name) => name.slice(0, -3),
  co: (name) => name.slice(2, -3),
}

for (const kind of kinds) {
  test.describe(`a filter of ${kind.name}`, () => {
    const offered = kind.name === 'users' ? 'filteringUsers' : 'filteringGroups'

    test('finds by every field and operator that there is, and nothing else', async ({
      about,
      driver,
      make,
      say,
      verbs,
    }) => {
      about(offered)
      const wanted = await one(kind, make, 'Wanted')
      await one(kind, make, 'Other')
      for (const [field, operators] of Object.entries(driver.filters[kind.name])) {
        const value = wanted.fields[field as Condition['field']] ?? ''
        for (const operator of operators) {
          await test.step(`${field} ${operator}`, async () => {
            const part = parts[operator](value)
            const where = { field: field as Condition['field'], operator, value: part }
            const { items } = await say(kind.list(verbs, { where }))
            expect(items.map(({ id }) => id)).toEqual([wanted.id])
          })
        }
      }
    })

    test('does not look at case', async ({ about, driver, make, say, verbs }) => {
      about('filterIgnoresCase')
      const wanted = await one(kind, make, 'Wanted')
      for (const operator of driver.filters[kind.name][kind.field] ?? []) {
        const value = parts[operator](wanted.fields[kind.field] ?? '').toUpperCase()
        const where = { field: kind.field, operator, value }
        const { items } = await say(kind.list(verbs, { where }))
        expect(items.map(({ id }) => id)).toEqual([wanted.id])
      }
    })

    test('that matches nothing is answered with an empty list', async ({
      about,
      make,
      say,
      verbs,
    }) => {
      about('emptyList')
      const where = { field: kind.field, operator: 'eq', value: make.name() } as const
      expect(await say(kind.list(verbs, { where }))).toEqual({ total: 0, items: [] })
    })

    test('takes its value as a text, whatever stands in it', async ({
      about,
      make,
      say,
      verbs,
    }) => {
      about(offered)
      await one(kind, make, 'Bystander')
      const values = ['"', '\\', '\\"', '" or "a" eq "a', ') or (', '漢字 😀', '%', '*', "'", '\n']
      for (const odd of values) {
        const where = { field: kind.field, operator: 'eq', value: `${make.prefix}${odd}` } as const
        expect(await say(kind.list(verbs, { where }))).toEqual({ total: 0, items: [] })
      }
    })

    test('that the API does not offer is refused', async ({ client, driver, isRefusal, verbs }) => {
      const { operation, call } = kind.list(verbs, {})
      for (const filter of driver.unsupportedFilters[kind.name]) {
        const asked = typeof filter === 'string' ? { filter } : filter
        await test.step(JSON.stringify(filter), async () => {
          const query = { ...call.query, ...asked }
          isRefusal(await client.send(operation, { ...call, query }), 'unsupportedFilter')
        })
      }
    })

    test('that is no filter is refused', async ({ client, isRefusal, verbs }) => {
      const { operation, call } = kind.list(verbs, {})
      const f = kind.field
      for (const filter of [
        '',
        ' ',
        f,
        `${f} eq`,
        `${f} eq a`,
        `${f} eq "a`,
        `${f} eq "a" "b"`,
        `(${f} eq "a"`,
        `${f} = "a"`,
        `eq "a"`,
        `${f} eq "a" and`,
        '('.repeat(1000),
      ]) {
        await test.step(filter.slice(0, 40), async () => {
          const query = { ...call.query, filter }
          isRefusal(await client.send(operation, { ...call, query }), 'malformedFilter')
        })
      }
    })
  })
}

test('a group with quotes and other letters in its name is found by it', async ({
  about,
  make,
  say,
  verbs,
}) => {
  about('filteringGroups')
  const group = await make.group([], 'Ünï "quoted" \\ 漢字 😀 + & %20')
  const where = { field: 'displayName', operator: 'eq', value: group.displayName } as const
  expect(await say(verbs.listGroups({ where }))).toEqual({ total: 1, items: [group] })
})

interface Made {
  readonly id: string
  readonly fields: Partial<Record<Condition['field'], string>>
}

/** One whose every field is its own. */
async function one(kind: Kind, make: Make, label: string): Promise<Made> {
  if (kind.name === 'groups') {
    const { id, displayName } = await make.group([], label)
    return { id, fields: { displayName } }
  }
  const { id, userName, givenName, familyName } = await make.user({
    userName: make.address(make.name(label)),
    givenName: make.name(`${label}Given`),
    familyName: make.name(`${label}Family`),
  })
  const displayName = `${givenName} ${familyName}`
  return { id, fields: { userName, givenName, familyName, displayName } }
}
