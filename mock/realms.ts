import {
  type Choice,
  FixtureError,
  realmOf,
  type StartingWorld,
  startingWorld,
} from '../fixtures/worlds.ts'
import { dialects } from './dialects/index.ts'
import { hasItsId } from './directory/memberships.ts'
import type { Index, Row, Table } from './directory/realm.ts'
import { groups, type Membership, memberships, users } from './directory/tables.ts'
import type { Durability } from './store/durability.ts'
import type { Progress } from './store/progress.ts'
import { type RealmRules, Store, type World } from './store/store.ts'
import { UsageError } from './usage-error.ts'

export interface Realms {
  readonly store: Store
  /** By realm. */
  readonly worlds: ReadonlyMap<string, StartingWorld>
}

/** What to begin with, and where the state is. */
export interface Kept {
  readonly choice: Partial<Choice>
  readonly db: string | undefined
  readonly durability?: Durability | undefined
  readonly foldAfter?: number | undefined
  /** Is told how far the work is. */
  readonly progress?: Progress
}

const fallback: Choice = { seed: 'fixture', users: 1000, randomSeed: 1 }

/**
 * Opens the state and begins the realms that are new in it. A realm that is there goes on from
 * the world that it began from, and a reset brings that one back.
 * @throws UsageError when another world is asked for than the one that is there or the state has no
 * place on the disk, FixtureError for a file with rows that do not fit.
 */
export async function openRealms(
  apis: readonly string[],
  { choice, db, durability, foldAfter, progress }: Kept,
): Promise<Realms> {
  const held = db === undefined ? {} : await onDisk(db, () => Store.seedsIn(db))
  const worlds = new Map<string, StartingWorld>()
  for (const name of new Set(apis.map(realmOf))) {
    const begun = held[name] === undefined ? undefined : (JSON.parse(held[name]) as Choice)
    const world = startingWorld(name, { ...fallback, ...begun, ...choice })
    await refuseOddRows(name, world)
    if (begun) refuseOther(name, { begun, asked: world, db: db ?? '' })
    worlds.set(name, world)
  }
  const place = db === undefined ? undefined : { file: db, durability, foldAfter }
  return { store: await onDisk(db, () => Store.open(rules(worlds), place, progress)), worlds }
}

/** What the system refuses is told with the place where the state was to be. */
async function onDisk<T>(db: string | undefined, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).syscall === undefined) throw error
    throw new UsageError(`${db} cannot hold the state: ${(error as Error).message}`)
  }
}

/** @throws FixtureError for a row that the tables of the API have no place for. */
async function refuseOddRows(realm: string, { choice, rows }: StartingWorld): Promise<void> {
  if (choice.seed === 'fixture' || choice.seed === 'generated') return
  const schema = dialects.find(({ name }) => realmOf(name) === realm)?.schema ?? []
  for (const [table, row] of await rows()) {
    const known = schema.find((each) => each.table.name === table)
    if (!known) {
      const names = schema.map((each) => each.table.name).join(', ')
      throw new FixtureError(`${choice.seed}: ${realm} has no table ${table}; there are ${names}`)
    }
    if (table === memberships.name && !hasItsId(row as Row as Membership)) {
      const rule = 'is not its group, its kind and its member with "/" between them'
      throw new FixtureError(`${choice.seed}: the id ${row.id} of memberships ${rule}`)
    }
    const index = known.indexes.find((each) => !hasKey(each, row))
    if (!index) continue
    const what = `row ${row.id} of ${table} lacks what its index "${index.name}" is made of`
    throw new FixtureError(`${choice.seed}: ${what}`)
  }
}

function hasKey({ key }: Index<Row>, row: Row): boolean {
  try {
    return key(row)?.every((part) => typeof part === 'string') ?? true
  } catch (error) {
    if (error instanceof TypeError) return false
    throw error
  }
}

function refuseOther(
  api: string,
  { begun, asked, db }: { begun: Choice; asked: StartingWorld; db: string },
): void {
  if (inWords(begun) === inWords(asked.choice)) return
  throw new UsageError(
    `${db} holds the world "${inWords(begun)}" of ${api}, and you asked for "${inWords(asked.choice)}". ` +
      "Run 'rehearsal reset' to begin anew, leave --seed out to go on, or choose another --db.",
  )
}

/** Only a generated world has a size and a random seed. */
function inWords({ seed, users, randomSeed }: Choice): string {
  return seed === 'generated' ? `generated, ${users} users, random seed ${randomSeed}` : seed
}

/** How many users and groups a realm has, deleted ones not counted. */
export function population({ store, worlds }: Realms, api: string) {
  const realm = realmOf(api)
  const tenants = new Set(
    Object.values(worlds.get(realm)?.personas ?? {}).map((persona) => persona.tenant),
  )
  const size = <R extends Row>(table: Table<R>) =>
    [...tenants]
      .map((tenant) => store.realm(realm).count(table, { index: 'live', within: [tenant] }))
      .reduce((sum, part) => sum + part, 0)
  return { users: size(users), groups: size(groups) }
}

/** Realms that are not served now are kept, so every dialect's tables are known to the store. */
function rules(worlds: ReadonlyMap<string, StartingWorld>): Map<string, RealmRules> {
  return new Map(
    dialects.map(({ name, schema }) => {
      const realm = realmOf(name)
      const world = worlds.get(realm)
      return [realm, world ? { schema, begin: () => beginning(world) } : { schema }]
    }),
  )
}

async function beginning({ choice, rows }: StartingWorld): Promise<World> {
  return { seed: JSON.stringify(choice), rows: await rows() }
}
