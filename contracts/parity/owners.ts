/** Whose a resource is: the scenario's, the product's, or somebody's who was there before. */
import type { Reading } from './reading.ts'
import type { Side } from './sides.ts'

/** Names of what a scenario has made or met. */
const reference = /<[a-z][\w$-]*:\d+>/

/** Whether a value has the scenario's mark in it, or what the scenario has made. */
export function isOurs(reading: Reading, side: Side, value: unknown): boolean {
  const { mark, bonds, strangers } = reading
  const text = JSON.stringify(value) ?? ''
  if (text.toLowerCase().includes(mark)) return true
  return leaves(value).some((leaf) => {
    const pieces = leaf.split(/[^\w~.=+%:-]+/)
    return [leaf, ...pieces].some((piece) => {
      const name = bonds.nameOf(side, '', piece)
      return name !== undefined && reference.test(name) && !strangers.has(name)
    })
  })
}

/**
 * Whether a resource was there before, in a reply about everybody. What has a word for an id, as a
 * schema, is the product's own.
 */
export function isStranger(
  reading: Reading,
  side: Side,
  tree: Readonly<Record<string, unknown>>,
): boolean {
  if (reading.now.scoped) return false
  const key = reading.identity.find((name) => name in tree)
  if (key === undefined) return false
  const id = String(tree[key])
  const word = /^(urn:.*|[A-Za-z][A-Za-z:._-]*)$/.test(id)
  return !word && !isOurs(reading, side, tree)
}

export function leaveStrangers(reading: Reading): void {
  reading.leave('whoever was there before is not compared')
}

function leaves(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [String(value)]
  return Object.values(value).flatMap(leaves)
}
