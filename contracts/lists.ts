/** Users and groups are listed alike; a scenario about lists asks both. */
import type { Condition, Driver, Group, ListQuery, Page, Phrase, Verbs } from './drivers/driver.ts'
import type { Make } from './make.ts'

export interface Listed {
  readonly id: string
  readonly name: string
}

/** One kind of list. */
export interface Kind {
  readonly name: 'users' | 'groups'
  /** What the name stands in, as a condition calls it. */
  readonly field: 'userName' | 'displayName'
  list(verbs: Verbs, query: ListQuery): Phrase<Page<Listed>>
  /** Makes one for each label, in this order. */
  make(make: Make, labels: readonly string[]): Promise<Listed[]>
}

export const kinds: readonly Kind[] = [
  {
    name: 'users',
    field: 'userName',
    list: (verbs, query) => naming(verbs.listUsers(query), ({ userName }) => userName),
    make: (make, labels) =>
      inTurn(labels, async (label) => {
        const { id, userName } = await make.user({ userName: make.address(make.name(label)) })
        return { id, name: userName }
      }),
  },
  {
    name: 'groups',
    field: 'displayName',
    list: (verbs, query) => names(verbs.listGroups(query)),
    make: (make, labels) =>
      inTurn(labels, async (label) => {
        const { id, displayName } = await make.group([], label)
        return { id, name: displayName }
      }),
  },
]

/**
 * Narrows a list to what a test has made. Where the API cannot, the list holds what others make
 * at the same time too, and a test has to look again when it has changed meanwhile.
 */
export function ours(driver: Driver, kind: Kind, make: Make): { where?: Condition } {
  const offered = driver.filters[kind.name][kind.field] ?? []
  const operator = (['sw', 'co'] as const).find((one) => offered.includes(one))
  return operator ? { where: { field: kind.field, operator, value: `${make.prefix}-` } } : {}
}

/**
 * A list of groups by id and name, from one request: the members of a group that somebody else has
 * deleted meanwhile cannot be asked for.
 */
export function names(phrase: Phrase<Page<Group>>): Phrase<Page<Listed>> {
  return naming(phrase, ({ displayName }) => displayName)
}

function naming<T extends { id: string }>(
  phrase: Phrase<Page<T>>,
  nameOf: (item: T) => string,
): Phrase<Page<Listed>> {
  const { operation, call, status } = phrase
  return {
    operation,
    call,
    status,
    read: (reply) => {
      const { total, items } = phrase.read(reply)
      return { total, items: items.map((item) => ({ id: item.id, name: nameOf(item) })) }
    },
  }
}

async function inTurn<T>(
  labels: readonly string[],
  one: (label: string) => Promise<T>,
): Promise<T[]> {
  const made: T[] = []
  for (const label of labels) made.push(await one(label))
  return made
}
