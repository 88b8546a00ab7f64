/** Disagreements that are understood, and what is left when they are taken away. */
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { load } from 'js-yaml'
import type { Compared } from './compared.ts'
import type { Disagreement, JudgeName, What } from './disagreements.ts'

/** A difference of the tools that is no fault of a document. */
export interface Explanation {
  /** `*` is every one. */
  readonly api: string
  readonly operation: string
  readonly what: What
  /** Of the reply; any when it is not given. */
  readonly status?: number
  /** Who calls the message invalid. */
  readonly refusedBy: JudgeName
  /** What it finds. */
  readonly keyword: string
  /** Who of the two is right. */
  readonly right: JudgeName
  readonly reason: string
}

/** Disagreements of one kind, and how often they came. */
export interface Group extends Disagreement {
  readonly api: string
  readonly times: number
}

export interface Held {
  readonly unexplained: readonly Group[]
  readonly explained: readonly { readonly explanation: Explanation; readonly times: number }[]
  /** Explanations of what did not happen. */
  readonly unused: readonly Explanation[]
}

const REQUIRED = ['api', 'operation', 'what', 'refusedBy', 'keyword', 'right', 'reason'] as const

/** Where the explanations are that come with the product. */
export function explanationsFile(): string {
  const root = dirname(fileURLToPath(import.meta.resolve('rehearsal/package.json')))
  return join(root, 'contracts', 'referee', 'explained.yaml')
}

/**
 * An entry that names several operations is one for each, so that none of them goes stale unseen.
 * @throws Error when it is no list, or an entry lacks something, which is named.
 */
export function readExplanations(file = explanationsFile()): Explanation[] {
  const entries = load(readFileSync(file, 'utf8')) ?? []
  if (!Array.isArray(entries)) throw new Error(`${file}: it is no list of explanations`)
  return entries.flatMap((entry, at) => {
    const lacking = REQUIRED.filter((name) => !entry[name])
    if (lacking.length > 0) {
      throw new Error(`${file}: entry ${at + 1} lacks ${lacking.join(', ')}`)
    }
    const operations = [entry.operation].flat() as string[]
    return operations.map((operation) => ({ ...entry, operation }) as Explanation)
  })
}

/** Holds a run against the explanations; each finding of the one who refuses has to be explained. */
export function hold(compared: readonly Compared[], explanations: readonly Explanation[]): Held {
  const uses = new Map(explanations.map((each) => [each, 0]))
  const unexplained = new Map<string, Group>()
  for (const { api, disagreements } of compared) {
    for (const one of disagreements) {
      const found = one.faults.map(({ keyword }) =>
        explanations.find((each) => explains(each, api, one, keyword)),
      )
      for (const each of new Set(found)) if (each) uses.set(each, (uses.get(each) ?? 0) + 1)
      if (found.includes(undefined)) add(unexplained, { ...one, api, times: 1 })
    }
  }
  const explained = [...uses].map(([explanation, times]) => ({ explanation, times }))
  return {
    unexplained: [...unexplained.values()],
    explained: explained.filter(({ times }) => times > 0),
    unused: explained.filter(({ times }) => times === 0).map(({ explanation }) => explanation),
  }
}

function explains(
  { api, operation, what, status, refusedBy, keyword }: Explanation,
  of: string,
  one: Disagreement,
  found: string,
): boolean {
  const named = (name: string, wanted: string) => wanted === '*' || wanted === name
  return (
    named(of, api) &&
    named(one.operation, operation) &&
    what === one.what &&
    (status === undefined || status === one.status) &&
    refusedBy === one.refusedBy &&
    keyword === found
  )
}

function add(groups: Map<string, Group>, group: Group): void {
  const { api, operation, what, status, refusedBy, faults } = group
  const keywords = [...new Set(faults.map(({ keyword }) => keyword))].sort()
  const key = [api, operation, what, status, refusedBy, ...keywords].join(' ')
  const before = groups.get(key)
  groups.set(key, before ? { ...before, times: before.times + 1 } : group)
}
