/** Keeps account of what one process of a run makes, and lets it write at nothing else. */
import type { Reply, Sent } from '../exchange.ts'
import type { Asking } from '../target.ts'
import {
  type Account,
  close,
  kindsOf,
  newAccount,
  type Owned,
  oursInCleaning,
  oursOf,
} from './account.ts'
import { locator, type Write, writeOf } from './addresses.ts'
import type { Guarding } from './barred.ts'
import { carries, makerOf } from './finding.ts'
import { type Kind, type Ours, objection, objectionToCleaning, valuesIn } from './guard.ts'
import { append, type Intent, type Open, type Thing } from './log.ts'
import { expectNamed, isAddress, isOther, madeBy, namesIn } from './made.ts'
import { type Proof, proofsOf } from './proof.ts'
import { type Shown, shownIn } from './shown.ts'

export interface Owning extends Guarding {
  /** What has been made since the last call, in its order, and is not known to be gone. */
  take(): Open[]
  readonly log: string | undefined
  /** Whether a test has deleted it, or says so. */
  wasDeleted(id: string): boolean
  /** Whether it was there before, though a create was answered with its id, or it has a name of the run. */
  isDisowned(id: string, kind?: Kind): boolean
  /** For whoever removes what was made. */
  readonly cleaning: Guarding
}

export function createOwning(owned: Owned): Owning {
  const account = newAccount(owned)
  const { target, log } = owned
  const around = { ...account, ours: oursOf(account), kindBelow: kindsOf(owned) }
  const inCleaning = oursInCleaning(account)
  const written = (as: Asking, sent: Sent) => writeOf(target.url, as, sent)
  return {
    objection: (as, sent) => (target.given ? objection(written(as, sent), around) : undefined),
    sending: (as, sent) => {
      const write = written(as, sent)
      const intent = intend(account, write)
      return (reply) => {
        const proofs = intent ? answer(account, intent, reply) : []
        if (intent && !target.given && reply !== 'not sent') expectNamed(account, write, reply)
        if (target.given && reply !== 'not sent') learn(account, write, reply)
        return proofs
      }
    },
    take: () => account.open.splice(0),
    log,
    wasDeleted: (id) => account.deleted.has(id),
    isDisowned: inCleaning.isDisowned,
    cleaning: guardOfCleaning(owned, inCleaning),
  }
}

/** Lets whoever removes what was made ask for all but what was there before. */
export function guardOfCleaning(
  owned: Pick<Owned, 'driver' | 'spec' | 'target'>,
  ours: Pick<Ours, 'isDisowned'>,
): Guarding {
  const around = { locate: locator(owned.spec), kindBelow: kindsOf(owned), ours }
  return {
    objection: (as, sent) => objectionToCleaning(writeOf(owned.target.url, as, sent), around),
    sending: () => () => [],
  }
}

function intend(account: Account, write: Write): Intent | undefined {
  const { driver, target, prefix, log, locate, making } = account
  const operation = locate(write).operation?.id
  if (operation === undefined || write.method !== 'POST') return undefined
  const { undo, madeUntold = {}, parts } = driver
  const makes = [undo, madeUntold].some((those) => operation in those)
  if (!makes && !parts?.(operation, write.text)) return undefined
  account.intents += 1
  const intent: Intent = {
    intent: `${process.pid}-${account.intents}`,
    api: target.api,
    target: target.url,
    mock: target.mock,
    operation,
    as: write.as,
    names: namesIn(write.text, prefix),
    at: new Date().toISOString(),
  }
  making?.(intent)
  if (log) append(log, intent)
  account.open.push({ intent, made: undefined })
  return intent
}

/** @returns what proves that it is the run's */
function answer(account: Account, intent: Intent, reply: Reply | 'not sent'): Proof[] {
  if (reply === 'not sent') return refused(account, intent)
  // Whoever failed, leads elsewhere or gave up waiting may have made it all the same.
  const refuses = reply.status >= 400 && reply.status !== 408
  if (refuses && (reply.status < 500 || reply.status === 501)) return refused(account, intent)
  if (reply.status >= 300 || intent.operation in (account.driver.madeUntold ?? {})) return []
  const { driver, prefix, target } = account
  const made = madeBy(driver, intent.operation, reply)
  const isJob = driver.parts?.(intent.operation, '') !== undefined
  // Without an id that can be asked for it is looked for by its names.
  if (made.length > 0 ? !made.every(({ id }) => isAddress(id)) : !isJob) return []
  // Who has other names was there before; until it is seen who it is, nothing is known to be made.
  if (!(target.given && isOther(reply, prefix))) close(account, intent, made)
  return proofsOf(account, intent, made, reply)
}

function refused(account: Account, intent: Intent): [] {
  close(account, intent, [])
  return []
}

function learn(account: Account, write: Write, reply: Reply): void {
  const { driver, credentials, locate, log, prefix, target } = account
  const { owns } = oursOf(account)
  const { operation, ids = [] } = locate(write)
  if (write.method === 'DELETE' && reply.status < 300) {
    for (const { id } of ids.filter((one) => owns(one.id))) noteDeletion(account, id)
  }
  const { missingUser, missingGroup } = shownIn(driver, operation?.id, reply)
  const shown = [
    ...missingUser.flatMap((one) => meet(account, 'missingUser', one)),
    ...missingGroup.flatMap((one) => meet(account, 'missingGroup', one)),
  ]
  if (log && shown.length > 0) append(log, { shown, at: { api: target.api, target: target.url } })
  const { text } = write
  const about =
    text.toLowerCase().includes(prefix) || valuesIn(text).some(({ value }) => owns(value))
  if (!about) return
  const tokens = valuesIn(reply.text).filter(({ key }) => key === 'token' || key === 'access_token')
  for (const { value } of tokens) credentials.add(value)
}

/** @returns who is seen for the first time, was there before, and is not the run's */
function meet(account: Account, kind: Kind, shown: Shown): Thing[] {
  const { before, driver, foreign, intents, ours, prefix } = account
  const { id } = shown
  foreign[kind].add(id)
  // What another test of the run has made may be gone, and its id given again.
  if (before[kind].has(id) || carries(shown, prefix)) return []
  before[kind].set(id, intents)
  const operation = makerOf(driver.undo, kind)
  return operation === undefined || ours[kind].has(id) ? [] : [{ operation, id }]
}

function noteDeletion({ deleted, log }: Account, id: string): void {
  if (deleted.has(id)) return
  deleted.add(id)
  if (log) append(log, { deleted: id })
}
