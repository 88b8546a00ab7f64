import { Failure } from '../../directory/failure.ts'
import type { Reader } from '../../directory/realm.ts'
import type { Behaviour, Call, Slow, World } from '../dialect.ts'
import { slow } from '../dialect.ts'
import { limits } from './limits.ts'
import type { Hashes } from './records.ts'

/** A behaviour that may store a password: each is hashed beforehand (RFC 7643 section 4.1.1). */
export function withHashes(perform: (hashes: Hashes) => Behaviour): Slow {
  return slow(hashed, perform)
}

function hashed(_: Reader, { body }: Call, world: World): Promise<Hashes> {
  const passwords = [...passwordsIn(body)]
  refuseMany(passwords.length)
  return Promise.all(passwords.map((each) => world.hash(each))).then(
    (hashes) => new Map(passwords.map((each, at) => [each, hashes[at] as string])),
  )
}

/** A hash takes its time, and no request needs more than one for each operation. */
function refuseMany(count: number): void {
  const { maxOperations } = limits
  if (count <= maxOperations) return
  throw new Failure(
    'tooLarge',
    `${count} passwords are more than a request may have (${maxOperations})`,
  )
}

const PASSWORD = /(?:^|:)password$/i

/** Whatever a body, at any depth, calls a password: under that name, or by a path that ends so. */
function passwordsIn(body: unknown): Set<string> {
  const found = new Set<string>()
  const waiting: unknown[] = [body]
  // What is added meanwhile is walked too: no depth ends the stack.
  for (const part of waiting) {
    if (typeof part !== 'object' || part === null) continue
    for (const [, password] of passwordEntries(part)) found.add(password)
    for (const value of Object.values(part)) if (typeof value === 'object') waiting.push(value)
  }
  return found
}

/** What an object names as a password, or has as the value beside such a path. */
export function passwordEntries(part: object): [name: string, password: string][] {
  const entries = Object.entries(part).filter((entry): entry is [string, string] => {
    return typeof entry[1] === 'string'
  })
  const leadsToOne = entries.some(
    ([name, value]) => /^path$/i.test(name) && PASSWORD.test(value.trim()),
  )
  return entries.filter(
    ([name]) => PASSWORD.test(name.trim()) || (leadsToOne && /^value$/i.test(name)),
  )
}
