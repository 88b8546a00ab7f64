/** Makes people and groups whose names nobody else has. */
import type { Driver, Group, Member, Person, User, Verbs } from './drivers/driver.ts'
import { runPrefix } from './ownership/run.ts'
import { environmentOf, markOf, type Side } from './parity/sides.ts'
import type { Say } from './say.ts'
import type { TestInfo } from './test.ts'

export interface Make {
  /** What every name of this test begins with; no other test's does. */
  readonly prefix: string
  /** A new name; the label, if any, ends it. */
  name(label?: string): string
  /** Someone who is not there yet. */
  person(own?: Partial<Person>): Person
  /** A userName of this local part, in a domain that the API accepts. */
  address(local: string): string
  user(own?: Partial<Person>): Promise<User>
  users(howMany: number): Promise<User[]>
  group(members?: readonly Member[], label?: string): Promise<Group>
}

export interface Maker {
  readonly verbs: Verbs
  readonly say: Say
  readonly prefix: string
  /** The domain of new userNames. */
  readonly domain: string
}

export function createMake({ verbs, say, prefix, domain }: Maker): Make {
  let made = 0
  const name = (label?: string) => `${prefix}-${label ?? ++made}`
  const address = (local: string) => `${local}@${domain}`
  const person = (own: Partial<Person> = {}) => ({
    userName: address(name()),
    givenName: 'Rehearsal',
    familyName: 'Person',
    ...own,
  })
  const user = (own?: Partial<Person>) => say(verbs.createUser(person(own)))
  return {
    prefix,
    name,
    person,
    address,
    user,
    users: async (howMany) => {
      const users: User[] = []
      while (users.length < howMany) users.push(await user())
      return users
    },
    group: (members = [], label) => say(verbs.createGroup({ displayName: name(label), members })),
  }
}

/** Where new people may have their addresses: where a present one has hers, if the API cares. */
export async function domainOf(driver: Driver, verbs: Verbs, say: Say): Promise<string> {
  if (driver.userNameDomain === 'any') return 'example.com'
  const { items } = await say(verbs.listUsers({ count: 1 }))
  const domain = items[0]?.userName.split('@')[1]
  if (!domain) throw new Error(`${driver.api} has no user whose e-mail domain a new one could have`)
  return domain
}

let tests = 0

/** Unlike that of any other test, worker or run against the same deployment. */
export function uniquePrefix(info: TestInfo, side: Side | ''): string {
  if (side) return runPrefix(environmentOf(side)) + markOf(info)
  tests += 1
  return `${runPrefix()}${info.workerIndex}-${tests}`
}
