import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base, expect } from '#test'
import { createMock } from './index.ts'

const test = base.extend<{ folder: string }>({
  folder: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'realms-'))
    await use(folder)
    rmSync(folder, { recursive: true })
  },
})

const personas = { 'admin-token': { tenant: 't', roles: ['read', 'write'] } }
const user = { id: '1', tenant: 't', userName: 'ann', created: '2025-01-01T00:00:00.000Z' }

/** How a start with a file of this content ends. */
async function begin(folder: string, content: unknown): Promise<unknown> {
  const seed = join(folder, 'seed.json')
  writeFileSync(seed, JSON.stringify(content))
  const settings = { apis: ['hub'], choice: { seed } }
  return createMock(settings).then(
    (mock) => mock.close(),
    (error: unknown) => error,
  )
}

test('a file with rows of people and of tables of the API is a world to begin with', async ({
  folder,
}) => {
  const rows = { users: [user], policies: [] }
  expect(await begin(folder, { personas, rows })).toBeUndefined()
})

const odd: readonly [what: string, content: unknown, want: RegExp][] = [
  ['no personas', { rows: {} }, /"personas" with an "admin-token", and "rows"/],
  ['a text for a persona', { personas: { 'admin-token': 'x' }, rows: {} }, /"personas" with/],
  [
    'a persona without a tenant',
    { personas: { ...personas, 'reader-token': { roles: [] } }, rows: {} },
    /reader-token needs a "tenant" and a list of "roles"/,
  ],
  ['a list for the tables', { personas, rows: [] }, /and "rows"/],
  [
    'an unknown table',
    { personas, rows: { people: [user] } },
    /hub has no table people; there are users,/,
  ],
  ['a table that is no list', { personas, rows: { users: user } }, /users is no list of rows/],
  ['a row without an id', { personas, rows: { users: [user, {}] } }, /row 2 of users has no id/],
  [
    'a row whose id is a number',
    { personas, rows: { users: [{ ...user, id: 1 }] } },
    /row 1 of users has no id/,
  ],
  ['a row that is no object', { personas, rows: { users: [null] } }, /row 1 of users has no id/],
  [
    'two rows of one id',
    { personas, rows: { users: [user, user] } },
    /row 2 of users has the id 1 of another/,
  ],
  [
    'a row without what finds it',
    { personas, rows: { users: [{ id: '1', tenant: 't' }] } },
    /row 1 of users lacks what its index/,
  ],
  [
    'a membership that has not the id it is looked for by',
    {
      personas,
      rows: { memberships: [{ id: '1', group: 'g', kind: 'user', member: 'u', position: 1 }] },
    },
    /the id 1 of memberships is not its group, its kind and its member/,
  ],
]

for (const [what, content, want] of odd) {
  test(`a file with ${what} is no world, and the place in it is told`, async ({ folder }) => {
    expect(await begin(folder, content)).toMatchObject({
      name: 'FixtureError',
      message: expect.stringMatching(want),
    })
  })
}

test('a state that the disk has no place for is told with the place', async ({ folder }) => {
  mkdirSync(join(folder, 'sub'))
  writeFileSync(join(folder, 'file'), '')
  for (const db of [join(folder, 'sub'), join(folder, 'file', 'state.json')]) {
    const refused = await createMock({ apis: ['hub'], db }).catch((error: unknown) => error)
    const message = expect.stringContaining(`${db} cannot hold the state`)
    expect(refused).toMatchObject({ name: 'UsageError', message })
  }
})
