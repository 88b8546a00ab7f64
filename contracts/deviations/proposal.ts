/** Proposes entries for what no entry covers, and adds them to a file. */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { isDeepStrictEqual } from 'node:util'
import { dump, FAILSAFE_SCHEMA } from 'js-yaml'
import type { Breach } from '../conformance.ts'
import type { Exchange } from '../exchange.ts'
import { DeviationsError } from './entry.ts'
import { derivedIn, type Failure } from './match.ts'
import type { Proposal } from './notes.ts'
import { keyOf, rawEntries } from './read.ts'
import { commented, expectationIn, lasting } from './seen.ts'
import { daysAfter, PROPOSED_DAYS } from './settings.ts'

type Bare = Omit<Proposal, 'api' | 'scenario'>

const HEAD = `# What this target is known to do otherwise than documented. Each entry has an owner, a reason
# and a last day; one that is not needed any more, or is past its day, fails the run.
`

/** The check, the place in the reply and that in the document: nothing else is hidden. */
export function proposeBreach({ operation, reply }: Exchange, breach: Breach): Bare {
  const { check, at, spec, hint } = breach
  const [says = ''] = hint.split(' (documented: ')
  const reason = lasting(`answered ${reply.status}: ${hint}`)
  if (says !== hint) return { operation, check, says, reason }
  const place = at.replaceAll(/\/\d+(?=\/|$)/g, '/*')
  if (check !== 'response_schema_conformance') return { operation, check, at: place, reason }
  // What the target publishes of itself has no places in the document.
  const where = spec.startsWith('#') ? { spec } : { says: lasting(hint.replace(at, '...')) }
  return { operation, check, at: place, ...where, reason }
}

/**
 * The promise that was cited last, with what was said: another failure of the same scenario says
 * something else.
 * @returns nothing for a scenario that failed before it sent a request
 */
export function proposeFailure(api: string, failure: Failure, status?: number): Bare | undefined {
  const { title, operation, cited, message } = failure
  if (operation === undefined) return undefined
  const [first = ''] = message.split('\n')
  const unexpected = `Unexpected: ${api}: `
  const says = first.startsWith(unexpected)
    ? lasting(first.slice(unexpected.length))
    : expectationIn(message)
  const reason = says.includes('answered') ? says : `answered ${status}: ${says}`
  const derived = derivedIn(api, message)
  if (derived) return { ...derived, says, reason: says }
  return { operation, check: cited.at(-1) ?? title, says, reason }
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
  const { api, operation, check, at, spec, says, scenario, reason, curl } = first as Proposal
  const times = rest.length === 0 ? 'once' : `${group.length} times`
  const entry = {
    ...{ api, operation, check },
    ...(at && { at }),
    ...(spec && { spec }),
    ...(says && { says }),
    ...(scenario !== check && { scenario }),
    ...{ owner: 'TODO', reason, expires },
  }
  const comment = [`Seen ${times}${curl ? '. Repeat it with:' : ''}`, ...(curl ? [curl] : [])]
  const text = dump([entry], { lineWidth: -1, schema: FAILSAFE_SCHEMA })
  return `${comment.map(commented).join('\n')}\n${text}`
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
