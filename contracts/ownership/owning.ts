/** Keeps account of what one process of a run makes, and lets it write at nothing else. */
import type { Spec } from '../../specs/read.ts'
import type { Driver } from '../drivers/driver.ts'
import type { Reply, Sent } from '../exchange.ts'
import type { Asking, Target } from '../target.ts'
import { belowIn, locator, type Write, writeOf } from './addresses.ts'
import { carries } from './finding.ts'
import { type Kind, type Ours, objection, valuesIn } from './guard.ts'
import { append, type Intent, type Open, type Thing } from './log.ts'
import { idsShown } from './shown.ts'

export interface Owned {
  readonly driver: Driver
  readonly spec: Spec
  readonly target: Target
  /** What every name begins with that the run gives. */
  readonly prefix: string
  /** Where to write it down; a mock that goes with the run needs no log. */
  readonly log?: string | undefined
  /** Told of each thing that is about to be made; what it throws keeps it from being made. */
  making?(intent: Intent): void
}

export interface Owning {
  /** Why a request must not be sent to a deployment that is somebody's; undefined when it may. */
  objection(as: Asking, sent: Sent): string | undefined
  /** Called before a request is sent. @returns what is to be called with its reply. */
  sending(as: Asking, sent: Sent): (reply: Reply | 'not sent') => void
  /** What has been made since the last call, in its order, and is not known to be gone. */
  take(): Open[]
  readonly log: string | undefined
  /** Whether a test has deleted it, or says so. */
  wasDeleted(id: string): boolean
}

type Ids = Readonly<Record<Kind, Set<string>>>

interface Account extends Owned {
  readonly locate: ReturnType<typeof locator>
  readonly ours: Ids
  readonly foreign: Ids
  readonly deleted: Set<string>
  readonly credentials: Set<string>
  open: Open[]
  intents: number
}

export function createOwning(owned: Owned): Owning {
  const account: Account = {
    ...owned,
    locate: locator(owned.spec),
    ours: { missingUser: new Set(), missingGroup: new Set() },
    foreign: { missingUser: new Set(), missingGroup: new Set() },
    deleted: new Set(),
    credentials: new Set(),
    open: [],
    intents: 0,
  }
  const { target, log } = owned
  const around = { ...account, ours: oursOf(account), kindBelow: kindsOf(owned) }
  return {
    objection: (as, sent) =>
      target.given ? objection(writeOf(target.url, as, sent), around) : undefined,
    sending: (as, sent) => {
      const write = writeOf(target.url, as, sent)
      const intent = intend(account, write)
      return (reply) => {
        if (intent) answer(account, intent, reply)
        if (intent && !target.given && reply !== 'not sent') expectNamed(account, write, reply)
        if (target.given && reply !== 'not sent') learn(account, write, reply)
      }
    },
    take: () => account.open.splice(0),
    log,
    wasDeleted: (id) => account.deleted.has(id),
  }
}

function oursOf({ ours, foreign, credentials, prefix }: Account): Ours {
  const owns = (id: string, kind?: Kind) =>
    kind ? ours[kind].has(id) : ours.missingUser.has(id) || ours.missingGroup.has(id)
  return {
    prefix,
    owns,
    issued: (credential) => credentials.has(credential),
    // Users and groups may be numbered alike, and members are mostly users.
    isForeign: (id) =>
      (foreign.missingUser.has(id) && !owns(id, 'missingUser')) ||
      (foreign.missingGroup.has(id) && !owns(id)),
  }
}

/** `users` is what stands before the id of whom the driver removes as a user. */
function kindsOf({ driver, spec }: Owned): (part: string) => Kind | undefined {
  const kinds = new Map<string, Kind>()
  for (const { by, gone } of Object.values(driver.undo)) {
    const { operation } = by(driver.missingId)
    const path = spec.operations.find(({ id }) => id === operation)?.path ?? ''
    kinds.set(belowIn(path).at(-1) ?? '', gone)
  }
  return (part) => kinds.get(part)
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

/** A name that is longer was never meant to be taken. */
const LONGEST = 1000

/** The texts in a body that carry the prefix; a server may read a body that is not sound. */
function namesIn(text: string, prefix: string): string[] {
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

function answer(account: Account, intent: Intent, reply: Reply | 'not sent'): void {
  if (reply === 'not sent') {
    close(account, intent, [])
    return
  }
  // Whoever failed, leads elsewhere or gave up waiting may have made it all the same.
  const refuses = reply.status >= 400 && reply.status !== 408
  if (refuses && (reply.status < 500 || reply.status === 501)) {
    close(account, intent, [])
    return
  }
  if (reply.status >= 300 || intent.operation in (account.driver.madeUntold ?? {})) return
  const { driver, prefix, target } = account
  const made = madeBy(driver, intent.operation, reply)
  // Without an id that can be asked for, or with somebody else's, it is looked for by its names.
  const isTold = made.every(({ id }) => isAddress(id)) && !(target.given && isOther(reply, prefix))
  if (made.length > 0 && isTold) close(account, intent, made)
  else if (made.length === 0 && driver.parts?.(intent.operation, '') !== undefined) {
    close(account, intent, made)
  }
}

/** Whether an id can stand in a path: some lead to what is above it. */
export function isAddress(id: string): boolean {
  return !['', '.', '..'].includes(id)
}

/** Whether a reply to a create shows somebody whose names are not the run's: who was there before. */
function isOther({ body }: Reply, prefix: string): boolean {
  const { userName, displayName } = (body ?? {}) as Record<string, unknown>
  const names = [userName, displayName].filter((name) => typeof name === 'string' && name !== '')
  return names.length > 0 && !carries(body, prefix)
}

/** @throws Error when what was made has no name of the run by which it could be found again */
function expectNamed({ driver, locate, prefix }: Account, write: Write, reply: Reply): void {
  const operation = locate(write).operation?.id ?? ''
  const made = madeBy(driver, operation, reply)
  if (made.length === 0) return
  const parts = driver.parts?.(operation, write.text) ?? [write]
  const named = parts.filter(({ method, path, text }) => {
    const { nameIn } = driver.undo[locate({ method, path }).operation?.id ?? ''] ?? {}
    return method === 'POST' && nameIn !== undefined && isNamed(text, nameIn, prefix)
  })
  // The parts of a job that have no name may be those that were refused.
  if (made.length <= named.length) return
  const whose = `the request carries no name of this run (${prefix}...)`
  throw new Error(`${operation} has made ${made[0]?.id}, and ${whose}: nobody would find it again`)
}

/** SCIM's names of attributes are of any case. */
function isNamed(text: string, nameIn: string, prefix: string): boolean {
  return valuesIn(text).some(
    ({ key, value }) =>
      key.toLowerCase() === nameIn.toLowerCase() && value.toLowerCase().includes(prefix),
  )
}

function close(account: Account, intent: Intent, made: readonly Thing[]): void {
  const at = account.open.findIndex((open) => open.intent === intent)
  if (at >= 0) account.open.splice(at, 1, ...(made.length > 0 ? [{ intent, made }] : []))
  for (const { operation, id } of made) {
    const kind = account.driver.undo[operation]?.gone
    if (kind) account.ours[kind].add(id)
  }
  if (account.log) append(account.log, { intent: intent.intent, made })
}

function madeBy(driver: Driver, operation: string, reply: Reply): Thing[] {
  const undo = driver.undo[operation]
  const id = undo && (reply.body as Record<string, unknown> | undefined)?.[undo.idIn ?? 'id']
  const own = id === undefined ? [] : [{ operation, id: String(id) }]
  const others = driver.madeBy?.(operation, reply) ?? []
  return [...own, ...others.filter((other) => other.operation in driver.undo)]
}

function learn(account: Account, write: Write, reply: Reply): void {
  const { driver, foreign, credentials, locate, prefix } = account
  const { owns } = oursOf(account)
  const { operation, ids = [] } = locate(write)
  if (write.method === 'DELETE' && reply.status < 300) {
    for (const { id } of ids.filter((one) => owns(one.id))) noteDeletion(account, id)
  }
  const { missingUser, missingGroup } = idsShown(driver, operation?.id, reply)
  for (const id of missingUser) foreign.missingUser.add(id)
  for (const id of missingGroup) foreign.missingGroup.add(id)
  const { text } = write
  const about =
    text.toLowerCase().includes(prefix) || valuesIn(text).some(({ value }) => owns(value))
  if (!about) return
  const tokens = valuesIn(reply.text).filter(({ key }) => key === 'token' || key === 'access_token')
  for (const { value } of tokens) credentials.add(value)
}

function noteDeletion({ deleted, log }: Account, id: string): void {
  if (deleted.has(id)) return
  deleted.add(id)
  if (log) append(log, { deleted: id })
}
