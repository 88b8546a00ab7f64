/**
 * Reads back what a create says it has made, before anybody uses its id: a target may answer with
 * the id of somebody who was there before, and under the name that was sent.
 */
import type { Phrase } from '../drivers/driver.ts'
import type { Reply } from '../exchange.ts'
import type { Asking } from '../target.ts'
import { type Account, close } from './account.ts'
import { carries } from './finding.ts'
import { append, type Intent, type Thing } from './log.ts'
import { nameOf } from './made.ts'
import { withoutForeign } from './read-log.ts'
import { createdBefore, isGone, keeperOf, readingOf } from './reading.ts'

/** What is to be read before a thing is known to be the run's. */
export interface Proof {
  readonly as: Asking
  readonly read: Phrase<unknown>
  /** Owns the thing or disowns it. @returns why it is not the run's */
  hold(back: Reply): string | undefined
}

/** Why a thing is not the run's, and what came back. */
export interface Doubt {
  readonly why: string
  readonly back: Reply
}

/** Holds each against what is read. @returns the first that is in doubt */
export async function doubtOf(
  proofs: readonly Proof[],
  ask: (proof: Proof) => Promise<Reply>,
): Promise<Doubt | undefined> {
  let doubt: Doubt | undefined
  for (const proof of proofs) {
    const back = await ask(proof)
    const why = proof.hold(back)
    if (why) doubt ??= { why, back }
  }
  return doubt
}

interface Claim {
  readonly intent: Intent
  readonly thing: Thing
  /** When the target says that it made it. */
  readonly at: number
}

/**
 * Owns what is at a target that nobody keeps. Elsewhere a thing is the run's when it was read back
 * under a name of the run, was not shown before under another, and was not created long before; what
 * is not there, or nothing reads back, may be anybody's.
 */
export function proofsOf(
  account: Account,
  intent: Intent,
  made: readonly Thing[],
  reply: Reply,
): Proof[] {
  const { driver, target } = account
  const at = Date.parse(reply.headers.get('date') ?? '') || Date.now()
  return made.flatMap((thing) => {
    if (!target.given) {
      own(account, intent, thing)
      return []
    }
    const undo = driver.undo[thing.operation]
    const read = undo && readingOf(driver, undo, thing.id)
    if (!read) return []
    const claim = { intent, thing, at }
    return [{ as: keeperOf(intent.as), read, hold: (back) => hold(account, claim, read, back) }]
  })
}

function own(account: Account, intent: Intent, thing: Thing): void {
  const { driver, open, ours, doubted } = account
  const kind = driver.undo[thing.operation]?.gone
  if (kind) ours[kind].add(thing.id)
  const isUnknown = open.some((one) => one.intent === intent && one.made === undefined)
  if (isUnknown && !doubted.has(intent)) close(account, intent, [thing])
}

function hold(
  account: Account,
  claim: Claim,
  read: Phrase<unknown>,
  back: Reply,
): string | undefined {
  const { driver } = account
  const { thing, intent } = claim
  const undo = driver.undo[thing.operation]
  const told = `${intent.operation} is answered with the id ${thing.id}, and ${read.operation}`
  if (back.status !== read.status) {
    // Where a target is slow to show a write, it may be what the create has made, or somebody else.
    const late = undo && isGone(driver, undo, back) ? '; --settle waits for what shows late' : ''
    return `${told} answers ${back.status}, so that nobody knows whose it is${late}`
  }
  const why = whyNotMade(account, claim, { shown: shownBy(read, back), back })
  if (why === undefined) return void own(account, intent, thing)
  disown(account, claim)
  return `${told} shows ${why}: it is somebody else, and nothing is written there`
}

function shownBy(read: Phrase<unknown>, back: Reply): unknown {
  try {
    return read.read(back)
  } catch {
    return undefined
  }
}

function whyNotMade(
  { prefix, driver, before }: Account,
  { intent, thing, at }: Claim,
  { shown, back }: { readonly shown: unknown; readonly back: Reply },
): string | undefined {
  const name = nameOf(shown) ?? 'nobody of that name'
  if (!carries(shown, prefix)) return `${name} there`
  const kind = driver.undo[thing.operation]?.gone
  const seen = kind && before[kind].get(thing.id)
  if (seen !== undefined && seen < numberOf(intent)) {
    return `${name} there, who was shown before under another name`
  }
  const created = createdBefore(back, at)
  return created && `${name} there, who was created at ${created}`
}

/** Which of a process's intents it is, from 1. */
function numberOf({ intent }: Intent): number {
  return Number(intent.split('-').at(-1))
}

/** What the create has made after all, if anything, is found by its names. */
function disown(account: Account, { intent, thing }: Claim): void {
  const { driver, disowned, log } = account
  account.doubted.add(intent)
  const kind = driver.undo[thing.operation]?.gone
  if (kind) disowned[kind].add(thing.id)
  account.open = account.open.map((open) =>
    open.intent === intent ? withoutForeign(open, thing) : open,
  )
  if (log) append(log, { intent: intent.intent, foreign: thing })
}
