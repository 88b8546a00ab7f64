/** Proposes entries for what no entry covers, and adds them to a file. */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { isDeepStrictEqual } from 'node:util'
import { dump, FAILSAFE_SCHEMA } from 'js-yaml'
import type { Breach } from '../conformance.ts'
import { DeviationsError } from './entry.ts'
import type { Failure } from './match.ts'
import type { Proposal } from './notes.ts'
import { keyOf, rawEntries } from './read.ts'
import { daysAfter, PROPOSED_DAYS } from './settings.ts'

type Bare = Omit<Proposal, 'api' | 'scenario'>

const HINT_LIMIT = 120

const HEAD = `# What this target is known to do otherwise than documented. Each entry has an owner, a reason
# and a last day; one that is not needed any more, or is past its day, fails the run.
`

export function proposeBreach(operation: string, { check, at, hint }: Breach): Bare {
  const [says = ''] = hint.split(' (documented: ')
  // What is not documented at all is best told by what came in its place.
  const what = says === hint ? { at: at.replaceAll(/\/\d+(?=\/|$)/g, '/*') } : { says }
  return { operation, check, ...what, hint }
}

/** @returns nothing for a scenario that failed before it sent a request */
export function proposeFailure(
  api: string,
  { title, operation, cited, message }: Failure,
): Bare | undefined {
  if (operation === undefined) return undefined
  const [hint = ''] = message.split('\n')
  const unexpected = `Unexpected: ${api}: `
  if (!hint.startsWith(unexpected)) return { operation, check: title, hint }
  const says = hint.slice(unexpected.length)
  return { operation, check: cited.at(-1) ?? title, says, hint: says }
}

/**
 * Adds proposals to the end of a file, whose entries and comments stay; those that it has already
 * are left out.
 * @returns how many were added
 * @throws DeviationsError when the file is something else, or cannot be added to
 */
export function addProposals(file: string, proposals: readonly Proposal[], today: string): number {
  const before = existsSync(file) ? readFileSync(file, 'utf8') : ''
  const present = rawEntries(file, before)
  const there = new Set(present.map(keyOf))
  const keys = new Set(proposals.map(keyOf).sort())
  const added = [...keys]
    .filter((key) => !there.has(key))
    .map((key) => proposals.filter((one) => keyOf(one) === key))
  if (added.length === 0) return 0
  const expires = daysAfter(today, PROPOSED_DAYS)
  const text = [withEnd(before) || HEAD, ...added.map((group) => inYaml(group, expires))].join('\n')
  refuseIfLost(file, text, present)
  writeFileSync(`${file}.new`, text)
  renameSync(`${file}.new`, file)
  return added.length
}

function inYaml(group: readonly Proposal[], expires: string): string {
  const [first, ...rest] = [...group].sort((one, other) =>
    String(one.scenario).localeCompare(String(other.scenario)),
  )
  const { hint = '', api, operation, check, at, says, scenario } = first ?? {}
  const times = rest.length === 0 ? 'once' : `${group.length} times`
  const entry = {
    api,
    operation,
    check,
    ...(at && { at }),
    ...(says && { says }),
    ...(scenario !== check && { scenario }),
    owner: 'TODO',
    reason: 'TODO',
    expires,
  }
  const line = hint.replaceAll(/\s+/g, ' ')
  // It may go on with a reply, and the file is for the eyes of many.
  const comment = `# Seen ${times}: ${line.length > HINT_LIMIT ? `${line.slice(0, HINT_LIMIT)} ...` : line}`
  return `${comment}\n${dump([entry], { lineWidth: -1, schema: FAILSAFE_SCHEMA })}`
}

function withEnd(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`
}

/** A list in brackets, or one that is indented, does not go on at the end of the file. */
function refuseIfLost(file: string, text: string, present: readonly unknown[]): void {
  const kept = () => rawEntries(file, text).slice(0, present.length)
  try {
    if (isDeepStrictEqual(kept(), present)) return
  } catch (error) {
    if (!(error instanceof DeviationsError)) throw error
  }
  throw new DeviationsError(
    `${file}: nothing can be added at its end; write its entries as a list that is not indented, or give --write-deviations another file`,
  )
}
