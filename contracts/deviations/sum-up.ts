/** What a whole run says about each entry of the deviations file. */
import { type Entry, isOfReplies, isTitle, nameOf } from './entry.ts'
import type { Note } from './notes.ts'
import { daysFrom } from './settings.ts'

export type State = 'known' | 'not judged' | 'stale' | 'expired'

export interface Judged {
  readonly entry: Entry
  readonly state: State
  /** How many times it was needed. */
  readonly seen: number
  readonly daysLeft: number
  /** Why it could not be judged, or what is to be done. */
  readonly text: string
}

export interface Run {
  readonly notes: readonly Note[]
  /** Whether nobody chose some of the scenarios only. */
  readonly whole: boolean
  readonly today: string
}

export function judgeEntry(entry: Entry, { notes, whole, today }: Run): Judged {
  const own = notes.filter(({ api }) => api === entry.api)
  const seen = own.reduce((sum, { used }) => sum + (used[entry.index] ?? 0), 0)
  const daysLeft = daysFrom(today, entry.expires)
  const judged = { entry, seen, daysLeft }
  if (own.length === 0) {
    return { ...judged, state: 'not judged', text: `no scenario of ${entry.api} was run` }
  }
  if (daysLeft < 0) return { ...judged, state: 'expired', text: expiredText(entry, seen) }
  if (seen > 0) return { ...judged, state: 'known', text: entry.reason }
  const { stale, because } = unneeded(entry, { notes: own, whole })
  return { ...judged, state: stale ? 'stale' : 'not judged', text: because }
}

/** The sentence by which an entry fails the run. */
export function complaint(file: string, { entry, state, text }: Judged): string {
  const number = `${file}: entry ${entry.index + 1} (${nameOf(entry)})`
  if (state === 'expired') return `${number} ${text}`
  return `${number} was not needed: ${text}. Remove it, or say where it shows; its owner is ${entry.owner}`
}

function expiredText({ owner, expires }: Entry, seen: number): string {
  const still = seen > 0 ? `it was still needed (${seen} x)` : 'nothing needed it in this run'
  return `expired on ${expires}: ${still}. Its owner, ${owner}, has it mended and removes it, or agrees on another day`
}

interface Unneeded {
  readonly stale: boolean
  readonly because: string
}

/** The notes on an API. */
type Own = Omit<Run, 'today'>

function unneeded(entry: Entry, own: Own): Unneeded {
  const { notes, whole } = own
  const shown = entry.scenario ?? (isTitle(entry.check) ? entry.check : undefined)
  if (shown !== undefined) return unneededBy(shown, entry, own)
  const { operation, check } = entry
  const ofReplies = isOfReplies(check)
  const exercised = notes
    .filter(({ status }) => status !== 'skipped')
    .filter((note) => note.operations.includes(operation))
    .filter((note) => ofReplies || note.cited.includes(check))
  if (exercised.length === 0) {
    const who = ofReplies ? 'no scenario' : `no scenario that cites ${check}`
    return { stale: false, because: `${who} called ${operation}` }
  }
  if (ofReplies && !whole) {
    const advice = 'give the entry a scenario that shows it, to have it judged here too'
    return { stale: false, because: `only some scenarios were run; ${advice}` }
  }
  const times = `${exercised.length} ${exercised.length === 1 ? 'scenario' : 'scenarios'}`
  return { stale: true, because: `${times} called ${operation}, and none met it` }
}

/** @param title of the scenario that shows it */
function unneededBy(title: string, { check }: Entry, { notes, whole }: Own): Unneeded {
  const own = notes.filter((note) => note.title === title)
  const ran = own.filter(({ status }) => status !== 'skipped')
  const it = title === check ? 'the scenario' : `"${title}"`
  if (own.length === 0 && whole) return { stale: true, because: `no scenario is called "${title}"` }
  if (own.length === 0) return { stale: false, because: `${it} was not chosen` }
  if (ran.length === 0) return { stale: false, because: `${it} was not run` }
  if (ran.every(({ status }) => status === 'passed')) {
    return { stale: true, because: `${it} passed without it` }
  }
  return { stale: false, because: `${it} failed for another reason` }
}
