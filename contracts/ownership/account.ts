/** What one process of a run knows of whose things are. */
import type { Spec } from '../../specs/read.ts'
import type { Driver } from '../drivers/driver.ts'
import type { Target } from '../target.ts'
import { belowIn, type Locate, locator } from './addresses.ts'
import type { Kind, Ours } from './guard.ts'
import { append, type Intent, type Open, type Thing } from './log.ts'

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

type Ids = Readonly<Record<Kind, Set<string>>>

export interface Account extends Owned {
  readonly locate: Locate
  readonly ours: Ids
  /** Whoever was shown, among them ours. */
  readonly foreign: Ids
  /** Who a create claimed to have made, and did not. */
  readonly disowned: Ids
  /** Whose replies have named such a one: what else they have made is found by its names. */
  readonly doubted: Set<Intent>
  /** Who was shown by a name that is not the run's, and after how many intents for the first time. */
  readonly before: Readonly<Record<Kind, Map<string, number>>>
  readonly deleted: Set<string>
  readonly credentials: Set<string>
  open: Open[]
  intents: number
}

export function newAccount(owned: Owned): Account {
  return {
    ...owned,
    locate: locator(owned.spec),
    ours: noIds(),
    foreign: noIds(),
    disowned: noIds(),
    doubted: new Set(),
    before: { missingUser: new Map(), missingGroup: new Map() },
    deleted: new Set(),
    credentials: new Set(),
    open: [],
    intents: 0,
  }
}

function noIds(): Ids {
  return { missingUser: new Set(), missingGroup: new Set() }
}

export function oursOf({ ours, foreign, disowned, credentials, prefix }: Account): Ours {
  const isDisowned = (id: string, kind?: Kind) => has(disowned, id, kind)
  const owns = (id: string, kind?: Kind): boolean =>
    kind
      ? ours[kind].has(id) && !isDisowned(id, kind)
      : owns(id, 'missingUser') || owns(id, 'missingGroup')
  return {
    prefix,
    owns,
    isDisowned,
    issued: (credential) => credentials.has(credential),
    // Users and groups may be numbered alike, and members are mostly users.
    isForeign: (id) =>
      isDisowned(id) ||
      (foreign.missingUser.has(id) && !owns(id, 'missingUser')) ||
      (foreign.missingGroup.has(id) && !owns(id)),
  }
}

/** Clean-up finds things by their names too, which a target may have given to who was there before. */
export function oursInCleaning(account: Account): Pick<Ours, 'isDisowned'> {
  const { before, ours } = account
  const { isDisowned } = oursOf(account)
  const wasThere = (id: string, kind: Kind) => before[kind].has(id) && !ours[kind].has(id)
  return {
    isDisowned: (id, kind) => isDisowned(id, kind) || (kind !== undefined && wasThere(id, kind)),
  }
}

function has(ids: Ids, id: string, kind?: Kind): boolean {
  return kind ? ids[kind].has(id) : ids.missingUser.has(id) || ids.missingGroup.has(id)
}

/** `users` is what stands before the id of whom the driver removes as a user. */
export function kindsOf({
  driver,
  spec,
}: Pick<Owned, 'driver' | 'spec'>): (part: string) => Kind | undefined {
  const kinds = new Map<string, Kind>()
  for (const { by, gone } of Object.values(driver.undo)) {
    const { operation } = by(driver.missingId)
    const path = spec.operations.find(({ id }) => id === operation)?.path ?? ''
    kinds.set(belowIn(path).at(-1) ?? '', gone)
  }
  return (part) => kinds.get(part)
}

/** Enters what came of an intent. */
export function close(account: Account, intent: Intent, made: readonly Thing[]): void {
  const at = account.open.findIndex((open) => open.intent === intent)
  if (at >= 0) account.open.splice(at, 1, ...(made.length > 0 ? [{ intent, made }] : []))
  if (account.log) append(account.log, { intent: intent.intent, made })
}
