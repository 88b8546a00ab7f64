/** Finds what a run has made by the names that it gave. */
import type { Client } from '../call.ts'
import {
  Absent,
  type Driver,
  type Operator,
  type Page,
  type Phrase,
  type Undo,
} from '../drivers/driver.ts'
import type { Reply } from '../exchange.ts'
import type { Asking } from '../target.ts'
import type { Intent, Thing } from './log.ts'

export interface Seeking {
  readonly client: Client
  readonly driver: Driver
  readonly as: Asking
}

/** How users and groups are read, and where their names are. */
export const kinds = {
  missingUser: { list: 'listUsers', get: 'getUser', field: 'userName', filters: 'users' },
  missingGroup: { list: 'listGroups', get: 'getGroup', field: 'displayName', filters: 'groups' },
} as const

/**
 * What the names in a request lead to whose reply never came.
 * @throws Error when the target does not tell
 */
export async function find(
  { operation, names }: Pick<Intent, 'operation' | 'names'>,
  seeking: Seeking,
): Promise<Thing[]> {
  const { driver } = seeking
  const made = driver.madeUntold?.[operation]?.as ?? operation
  // A bulk may have made anything.
  const operations = made in driver.undo ? [made] : oneOfEach(driver.undo)
  const found: Thing[] = []
  for (const one of operations) {
    for (const name of names) found.push(...(await findNamed(one, name, seeking)))
  }
  return found.filter(({ id }, at) => found.findIndex((one) => one.id === id) === at)
}

/** Whatever has this name, in any case. @throws Error when the target does not tell */
export function findNamed(operation: string, name: string, seeking: Seeking): Promise<Thing[]> {
  const wanted = name.toLowerCase()
  const search = { operation, name, operators: ['eq', 'sw', 'co'] } as const
  return list(search, seeking, (it) => it === wanted)
}

/**
 * Whatever has a name that begins so: the first page of it.
 * @throws Error when the API or the target cannot be asked for it
 */
export function findBegun(operation: string, prefix: string, seeking: Seeking): Promise<Thing[]> {
  const search = { operation, name: prefix, operators: ['sw', 'co'] } as const
  return list(search, seeking, (it) => it.startsWith(prefix))
}

/** Whether a user or a group has a name of the run; others show too in what is read, as those of her groups. */
export function carries(thing: unknown, prefix: string): boolean {
  const { userName, displayName } = (thing ?? {}) as Record<string, unknown>
  return [userName, displayName].some((name) => String(name).toLowerCase().includes(prefix))
}

/** Of which kind it is what an operation makes; undefined where it may be any. */
export function kindOf({ undo, madeUntold }: Driver, operation: string): Undo['gone'] | undefined {
  return undo[madeUntold?.[operation]?.as ?? operation]?.gone
}

/** Groups before their members. */
export function oneOfEach(undo: Driver['undo']): string[] {
  const makers = [makerOf(undo, 'missingGroup'), makerOf(undo, 'missingUser')]
  return makers.filter((one) => one !== undefined)
}

/** An operation that makes things of this kind. */
export function makerOf(undo: Driver['undo'], kind: Undo['gone']): string | undefined {
  return Object.entries(undo).find(([, one]) => one.gone === kind)?.[0]
}

interface Search {
  /** The operation of `undo` that makes such things. */
  readonly operation: string
  readonly name: string
  /** What the API is asked by: the first that it has. */
  readonly operators: readonly Operator[]
}

async function list(
  { operation, name, operators }: Search,
  { client, driver, as }: Seeking,
  matches: (name: string) => boolean,
): Promise<Thing[]> {
  const { list, field, filters } = kinds[(driver.undo[operation] as Undo).gone]
  const verb = driver.verbs[list]
  const offered: readonly Operator[] = driver.filters[filters][field] ?? []
  const operator = operators.find((one) => offered.includes(one))
  if (verb instanceof Absent || !operator) {
    throw new Error(`${driver.api} cannot be asked for a ${field}`)
  }
  const phrase: Phrase<Page<{ id: string }>> = verb({ where: { field, operator, value: name } })
  const reply = await client.send(phrase.operation, { ...phrase.call, as })
  if (reply.status !== phrase.status) {
    // What it says may hold the credential, and this is written down.
    throw new Error(`${phrase.operation} answers ${reply.status}`)
  }
  const nameOf = (item: object) => String((item as Record<string, unknown>)[field]).toLowerCase()
  return itemsIn(phrase, reply)
    .filter((one) => matches(nameOf(one)))
    .map(({ id }) => ({ operation, id }))
}

/** @throws Error when it is no list, as the page at which one logs in */
function itemsIn<T>(phrase: Phrase<Page<T>>, reply: Reply): readonly T[] {
  try {
    return phrase.read(reply).items
  } catch {
    throw new Error(`${phrase.operation} answers ${reply.status} with what is no list`)
  }
}
