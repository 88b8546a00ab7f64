/** How a value of a side is written: for a person, and to see whether two are alike. */
import type { Reading } from './reading.ts'
import type { Side } from './sides.ts'
import { plain } from './texts.ts'

const LIMIT = 300

/** With references where they are known, and in short. */
export function show(reading: Reading, side: Side, value: unknown): string {
  if (value === undefined) return '(absent)'
  const text = JSON.stringify(named(reading, side, value))
  return text.length <= LIMIT ? text : `${text.slice(0, LIMIT)}...`
}

/** The same for values that are alike but for what is a deployment's own. */
export function keyOf(reading: Reading, side: Side, value: unknown): string {
  return JSON.stringify(abstract(reading, side, value)) ?? 'undefined'
}

function named(reading: Reading, side: Side, value: unknown): unknown {
  return mapped(value, (leaf) => {
    const text = String(leaf)
    return reading.bonds.nameOf(side, '', text) ?? leaf
  })
}

function abstract(reading: Reading, side: Side, value: unknown): unknown {
  return mapped(value, (leaf) => {
    if (typeof leaf === 'string') return plain(reading, side, leaf)
    const name = reading.bonds.nameOf(side, '', String(leaf))
    return typeof leaf === 'number' ? (name ?? leaf) : leaf
  })
}

function mapped(value: unknown, leafOf: (leaf: unknown) => unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => mapped(item, leafOf))
  if (typeof value !== 'object' || value === null) return leafOf(value)
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1))
  return Object.fromEntries(entries.map(([key, item]) => [key, mapped(item, leafOf)]))
}
