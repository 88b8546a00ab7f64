/** Reads back and removes what a run has made; what is not the run's it leaves alone. */
import type { Client } from '../call.ts'
import type { Driver, Phrase } from '../drivers/driver.ts'
import type { Reply } from '../exchange.ts'
import { redactorOf } from '../secrets.ts'
import { Unreachable } from '../transport.ts'
import { carries, find, type Seeking } from './finding.ts'
import type { Kind } from './guard.ts'
import { append, type End, type Open, type Thing } from './log.ts'
import { isAddress, isNamed } from './made.ts'
import { createdBefore, isGone, keeperOf, readingOf } from './reading.ts'

export interface Removing {
  readonly client: Client
  readonly driver: Driver
  /** What every name begins with that the run gives. */
  readonly prefix: string
  /** Whether a thing is read back before it is removed. */
  readonly careful: boolean
  /** Whether what is not there by now will not come any more. */
  readonly settled: boolean
  /** Where it is written down, if anywhere. */
  readonly log?: string | undefined
  /** Whether a test has deleted it, or says so: its id may be another's since. */
  wasDeleted(id: string): boolean
  /** Whether it was there before, though a create was answered with its id, or it has a name of the run. */
  isDisowned(id: string, kind?: Kind): boolean
}

export interface Removal {
  readonly outcome: End['ended'] | 'left'
  /** Undefined when nothing was found that the intent could have made. */
  readonly thing?: Thing
  /** Why it was left. */
  readonly why?: string
  /** Whether the target gave no answer. */
  readonly silent?: true
}

/** Removes all that is open of an intent, the last first; what throws is told as left. */
export async function* remove(open: Open, removing: Removing): AsyncGenerator<Removal> {
  const seeking = { ...removing, as: keeperOf(open.intent.as) }
  const things = open.made ?? (await foundFor(open, seeking))
  if (!('length' in things)) return yield things
  if (things.length === 0) {
    const removal = { outcome: 'not found' } as const
    if (removing.settled) note(open, removal, removing)
    return yield removal
  }
  for (const thing of things.toReversed()) {
    const removal = await removeThing(thing, { ...seeking, since: Date.parse(open.intent.at) })
    note(open, removal, removing)
    yield removal
  }
}

async function foundFor(
  { intent }: Open,
  removing: Removing & Seeking,
): Promise<readonly Thing[] | Removal> {
  try {
    const made = await find(intent, removing)
    if (removing.log && made.length > 0) append(removing.log, { intent: intent.intent, made })
    return made
  } catch (error) {
    return leftFor(error)
  }
}

/** Writes down what has become of a thing. */
function note({ intent }: Open, { outcome, thing, why }: Removal, { log }: Removing): void {
  const what = { intent: intent.intent, ...(thing && { id: thing.id }) }
  if (!log) return
  append(
    log,
    outcome === 'left' ? { ...what, left: redactorOf()(why ?? '') } : { ...what, ended: outcome },
  )
}

export interface RemovingOne extends Removing, Seeking {
  /** When the run was about to make it. */
  readonly since?: number
}

export async function removeThing(thing: Thing, removing: RemovingOne): Promise<Removal> {
  try {
    return { thing, ...(await tryToRemove(thing, removing)) }
  } catch (error) {
    return { thing, ...leftFor(error) }
  }
}

async function tryToRemove(
  thing: Thing,
  removing: RemovingOne,
): Promise<Pick<Removal, 'outcome' | 'why'>> {
  const { client, driver, careful, as } = removing
  const undo = driver.undo[thing.operation]
  if (!undo) return { outcome: 'left', why: `${driver.api} does not know how to undo it` }
  if (!isAddress(thing.id)) return { outcome: 'left', why: 'its id would lead to another place' }
  if (removing.isDisowned(thing.id, undo.gone)) return { outcome: 'left', why: THERE_BEFORE }
  const send = ({ operation, call }: Phrase<unknown>) => client.send(operation, { ...call, as })
  if (careful) {
    const read = readingOf(driver, undo, thing.id)
    if (!read) return { outcome: 'left', why: 'nothing reads it back' }
    const there = await send(read)
    if (isGone(driver, undo, there)) return { outcome: 'gone' }
    const why = whyNotOurs(thing, { there, read, removing })
    if (why) return { outcome: 'left', why }
  }
  const phrase = undo.by(thing.id)
  const reply = await send(phrase)
  if (reply.status === phrase.status || reply.status === phrase.also) return { outcome: 'removed' }
  if (isGone(driver, undo, reply)) return { outcome: 'gone' }
  return { outcome: 'left', why: `${phrase.operation} answers ${reply.status}` }
}

const THERE_BEFORE = 'it was there before, under another name'

interface Back {
  readonly there: Reply
  readonly read: Phrase<unknown>
  readonly removing: RemovingOne
}

/** It is ours by its name; what has none, because its id came in the reply to our create. */
function whyNotOurs({ id }: Thing, { there, read, removing }: Back): string | undefined {
  if (there.status !== read.status) return `${read.operation} answers ${there.status}`
  const thing = read.read(there)
  const created = removing.since && createdBefore(there, removing.since)
  if (created) return `it was there before the run: it was created at ${created}`
  if (carries(thing, removing.prefix)) return undefined
  if (isNamed(thing)) return 'its name is not one of this run: it is somebody else'
  if (!removing.wasDeleted(id)) return undefined
  return 'it carries no name of this run, and what had its id was deleted: it is somebody else'
}

/** What could not be asked for may be there yet. */
export function leftFor(error: unknown): Removal {
  const why = (error as Error).message.split('\n')[0] ?? ''
  return { outcome: 'left', why, ...(error instanceof Unreachable && { silent: true as const }) }
}
