import { type Choice, type StartingWorld, startingWorld } from '../fixtures/worlds.ts'
import { dialects } from './dialects/index.ts'
import type { Row, Table } from './directory/realm.ts'
import { groups, users } from './directory/tables.ts'
import { type RealmRules, Store } from './store/store.ts'
import { UsageError } from './usage-error.ts'

export interface Realms {
  readonly store: Store
  readonly worlds: ReadonlyMap<string, StartingWorld>
}

/**
 * Opens the state and begins the realms that are new in it.
 * @throws UsageError when the state began from another world than the one asked for.
 */
export async function openRealms(
  apis: readonly string[],
  { choice, db }: { choice: Partial<Choice>; db: string | undefined },
): Promise<Realms> {
  const whole = { seed: 'fixture', users: 1000, randomSeed: 1, ...choice }
  const worlds = new Map<string, StartingWorld>()
  for (const name of apis) worlds.set(name, await startingWorld(name, whole))
  const store = await Store.open(rules(worlds), db)
  const other = [...worlds].find(([name, { seed }]) => store.seedOf(name) !== seed)
  if (choice.seed !== undefined && other) {
    const [name, { seed }] = other
    const held = store.seedOf(name)
    await store.close()
    throw new UsageError(
      `${db} holds the world "${held}" of ${name}, and you asked for "${seed}". ` +
        "Run 'rehearsal reset' to begin anew, leave --seed out to go on, or choose another --db.",
    )
  }
  return { store, worlds }
}

/** How many users and groups a realm has, deleted ones not counted. */
export function population({ store, worlds }: Realms, api: string) {
  const tenants = new Set(
    Object.values(worlds.get(api)?.personas ?? {}).map((persona) => persona.tenant),
  )
  const size = <R extends Row>(table: Table<R>) =>
    [...tenants]
      .map((tenant) => store.realm(api).count(table, { index: 'live', within: [tenant] }))
      .reduce((sum, part) => sum + part, 0)
  return { users: size(users), groups: size(groups) }
}

/** Realms that are not served now are kept, so every dialect's tables are known to the store. */
function rules(worlds: ReadonlyMap<string, StartingWorld>): Map<string, RealmRules> {
  return new Map(
    dialects.map(({ name, schema }) => {
      const world = worlds.get(name)
      return [
        name,
        world ? { schema, begin: () => ({ seed: world.seed, rows: world.rows() }) } : { schema },
      ]
    }),
  )
}
