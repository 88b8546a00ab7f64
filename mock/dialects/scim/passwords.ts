import type { Reader } from '../../directory/realm.ts'
import type { Behaviour, Call, Slow, World } from '../dialect.ts'
import { slow } from '../dialect.ts'
import type { Hashes } from './records.ts'

/** A behaviour that may store a password: each is hashed beforehand (RFC 7643 section 4.1.1). */
export function withHashes(perform: (hashes: Hashes) => Behaviour): Slow {
  return slow(hashed, perform)
}

function hashed(_: Reader, { body }: Call, world: World): Promise<Hashes> {
  const passwords = [...passwordsIn(body)]
  return Promise.all(passwords.map((each) => world.hash(each))).then(
    (hashes) => new Map(passwords.map((each, at) => [each, hashes[at] as string])),
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
    for (const [name, value] of Object.entries(part)) {
      if (PASSWORD.test(name.trim()) && typeof value === 'string') found.add(value)
      if (/^path$/i.test(name) && typeof value === 'string' && PASSWORD.test(value.trim())) {
        for (const text of valuesBeside(part)) found.add(text)
      }
      if (typeof value === 'object') waiting.push(value)
    }
  }
  return found
}

function valuesBeside(operation: object): string[] {
  return Object.entries(operation)
    .filter(([name]) => /^value$/i.test(name))
    .flatMap(([, value]) => (typeof value === 'string' ? [value] : []))
}
