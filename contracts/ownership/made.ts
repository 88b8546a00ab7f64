/** What a create makes, by its request and by its reply. */
import type { Driver } from '../drivers/driver.ts'
import type { Reply } from '../exchange.ts'
import type { Locate, Write } from './addresses.ts'
import { carries } from './finding.ts'
import { valuesIn } from './guard.ts'
import type { Thing } from './log.ts'

/** A name that is longer was never meant to be taken. */
const LONGEST = 1000

/** The texts in a body that carry the prefix; a server may read a body that is not sound. */
export function namesIn(text: string, prefix: string): string[] {
  const texts = Array.from(text.matchAll(/"((?:[^"\\]|\\.)*)"/g), ([, quoted = '']) => quoted)
  const names = texts.filter((name) => name.toLowerCase().includes(prefix)).map(unescaped)
  return [...new Set(names)].filter((name) => name.length <= LONGEST)
}

function unescaped(text: string): string {
  try {
    return JSON.parse(`"${text}"`) as string
  } catch {
    return text
  }
}

export function madeBy(driver: Driver, operation: string, reply: Reply): Thing[] {
  const undo = driver.undo[operation]
  const id = undo && (reply.body as Record<string, unknown> | undefined)?.[undo.idIn ?? 'id']
  const own = id === undefined ? [] : [{ operation, id: String(id) }]
  const others = driver.madeBy?.(operation, reply) ?? []
  return [...own, ...others.filter((other) => other.operation in driver.undo)]
}

/** Whether an id can stand in a path: some lead to what is above it. */
export function isAddress(id: string): boolean {
  return !['', '.', '..'].includes(id)
}

/** Whether a reply to a create shows somebody whose names are not the run's: who was there before. */
export function isOther({ body }: Reply, prefix: string): boolean {
  return isNamed(body) && !carries(body, prefix)
}

/** Whether a user or a group has a name at all. */
export function isNamed(thing: unknown): boolean {
  return nameOf(thing) !== undefined
}

export function nameOf(thing: unknown): string | undefined {
  const { userName, displayName } = (thing ?? {}) as Record<string, unknown>
  const names = [userName, displayName]
  return names.find((name): name is string => typeof name === 'string' && name !== '')
}

interface Making {
  readonly driver: Driver
  readonly locate: Locate
  readonly prefix: string
}

/** @throws Error when what was made has no name of the run by which it could be found again */
export function expectNamed({ driver, locate, prefix }: Making, write: Write, reply: Reply): void {
  const operation = locate(write).operation?.id ?? ''
  const made = madeBy(driver, operation, reply)
  if (made.length === 0) return
  const parts = driver.parts?.(operation, write.text) ?? [write]
  const named = parts.filter(({ method, path, text }) => {
    const { nameIn } = driver.undo[locate({ method, path }).operation?.id ?? ''] ?? {}
    return method === 'POST' && nameIn !== undefined && names(text, nameIn, prefix)
  })
  // The parts of a job that have no name may be those that were refused.
  if (made.length <= named.length) return
  const whose = `the request carries no name of this run (${prefix}...)`
  throw new Error(`${operation} has made ${made[0]?.id}, and ${whose}: nobody would find it again`)
}

/** SCIM's names of attributes are of any case. */
function names(text: string, nameIn: string, prefix: string): boolean {
  return valuesIn(text).some(
    ({ key, value }) =>
      key.toLowerCase() === nameIn.toLowerCase() && value.toLowerCase().includes(prefix),
  )
}
