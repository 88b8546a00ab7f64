/** Finishes what a run left: removes what its log still owns, and whatever else carries its names. */
import { withApplicationHeader } from '../../specs/application-header.ts'
import { readSpec } from '../../specs/read.ts'
import { type Client, createClient } from '../client.ts'
import { drivers } from '../drivers/all.ts'
import { Absent, type Driver } from '../drivers/driver.ts'
import { redactor } from '../exchange.ts'
import { redactorOf } from '../secrets.ts'
import { targetOf } from '../target.ts'
import { openTransport } from '../transport/open.ts'
import { purposeOf } from '../transport/purpose.ts'
import { tokensFromCommands } from '../transport/token-command.ts'
import { findBegun } from './finding.ts'
import type { Intent, Open, OwnershipLog, Thing } from './log.ts'
import { guardOfCleaning } from './owning.ts'
import { leftFor, type Removal, type Removing, remove, removeThing } from './removal.ts'

type Environment = Readonly<Record<string, string | undefined>>

export interface Sweeping {
  /** Where the credentials are. */
  readonly environment: Environment
  /** Where the transport keeps account. */
  readonly outputDir: string
  /** How long a create without a reply may take until what it made is there to be found. */
  readonly settleMs: number
  /** Whether it is the thing of a target that is swept. */
  wanted(target: string): boolean
}

/** What has become of one thing. */
export interface Swept {
  readonly api: string
  readonly target: string
  readonly outcome: Removal['outcome']
  /** The operation that made it, and its id if one is known. */
  readonly operation: string
  readonly id?: string
  readonly names: readonly string[]
  /** No reply to its create was seen. */
  readonly lost?: true
  /** No log speaks of it: it was looked for, or could not be, by how the run's names begin. */
  readonly stray?: true
  readonly why?: string
}

/** Sweeps one log and notes in it what has become of what it owns, the last first. */
export async function sweepLog(log: OwnershipLog, sweeping: Sweeping): Promise<Swept[]> {
  const swept: Swept[] = []
  const open = log.open.filter(({ intent }) => sweeping.wanted(intent.target))
  await settled(open, sweeping.settleMs)
  for (const group of byPlace(open)) swept.push(...(await sweepPlace(log, group, sweeping)))
  return swept
}

async function sweepPlace(
  log: OwnershipLog,
  group: readonly [Open, ...Open[]],
  sweeping: Sweeping,
): Promise<Swept[]> {
  const [{ intent: first }] = group
  const driver = drivers[first.api]
  const told: Swept[] = []
  const redact = redactorOf(sweeping.environment)
  const tell = (
    intent: Intent,
    { outcome, thing, why }: Removal,
    more: Pick<Swept, 'lost' | 'stray'> = {},
  ) => {
    const { api, target, names } = intent
    const what = thing ?? { operation: intent.operation }
    const because = why && { why: redact(why) }
    told.push({ api, target, names, outcome, ...what, ...more, ...because })
  }
  const isDisowned = disownedIn(log, driver)
  const opened = driver
    ? await open(driver, first, { ...sweeping, isDisowned })
    : `this version knows no ${first.api}`
  if (typeof opened === 'string') {
    for (const { intent } of group) tell(intent, { outcome: 'left', why: opened })
    return told
  }
  const { deleted, heading } = log
  const removing: Removing = {
    ...opened,
    prefix: heading.prefix,
    careful: true,
    settled: true,
    log: log.file,
    wasDeleted: (id) => deleted.has(id),
    isDisowned,
  }
  for (const open of group.toReversed()) {
    for await (const removal of remove(open, removing)) {
      tell(open.intent, removal, open.made ? {} : { lost: true })
    }
  }
  const since = Date.parse(heading.at)
  for await (const removal of strays(removing, since)) {
    tell({ ...first, names: [] }, removal, { stray: true })
  }
  return told
}

interface Guarded {
  readonly isDisowned: Removing['isDisowned']
}

function disownedIn({ foreign }: OwnershipLog, driver: Driver | undefined): Guarded['isDisowned'] {
  const kindOf = ({ operation }: Thing) => driver?.undo[operation]?.gone
  return (id, kind) =>
    foreign.some((thing) => thing.id === id && (kind === undefined || kindOf(thing) === kind))
}

/** Whatever else carries the run's names: a create may have been sent twice. */
async function* strays(removing: Removing, since: number): AsyncGenerator<Removal> {
  const seeking = { ...removing, as: 'admin' } as const
  const seen = new Set<string>()
  for (;;) {
    const found = await findBegun(removing.prefix, seeking).catch(leftFor)
    if (!('length' in found)) return yield found
    const fresh = found.filter(({ operation, id }) => !seen.has(`${operation} ${id}`))
    if (fresh.length === 0) return
    for (const thing of fresh) {
      seen.add(`${thing.operation} ${thing.id}`)
      yield removeThing(thing, { ...seeking, since })
    }
  }
}

/** What was sent a moment ago may be made yet. */
async function settled(open: readonly Open[], settleMs: number): Promise<void> {
  const sent = open.filter(({ made }) => !made).map(({ intent }) => Date.parse(intent.at))
  const wait = Math.max(0, ...sent) + settleMs - Date.now()
  if (sent.length > 0 && wait > 0) await new Promise((done) => setTimeout(done, wait))
}

function byPlace(open: readonly Open[]): [Open, ...Open[]][] {
  const groups = new Map<string, [Open, ...Open[]]>()
  for (const one of open) {
    const place = `${one.intent.api} ${one.intent.target}`
    const group = groups.get(place)
    if (group) group.push(one)
    else groups.set(place, [one])
  }
  return [...groups.values()]
}

/** A client that removes, and takes replies as they are. */
async function clientFor(
  driver: Driver,
  { api, target: url, mock }: Intent,
  { environment: given, outputDir, isDisowned }: Sweeping & Guarded,
): Promise<Client> {
  const environment = {
    ...given,
    ...(mock ? {} : await tokensFromCommands([api], given)),
    REHEARSAL_TARGETS: JSON.stringify({ [api]: url }),
    REHEARSAL_MOCK: mock ? '1' : '',
    REHEARSAL_THROW_AWAY: '',
    REHEARSAL_ALLOW_WRITES: '1',
  }
  const target = targetOf(api, environment)
  const redact = redactor(Object.values(target.tokens))
  const { applicationTokenHeader } = target
  const spec = withApplicationHeader(readSpec(api, target.spec), applicationTokenHeader)
  const owning = guardOfCleaning({ driver, spec, target }, { isDisowned })
  return createClient({
    owning,
    target,
    spec,
    transport: openTransport({ target, spec, driver, redact, outputDir }, environment),
    redact,
    purpose: (operation, sent) => purposeOf(driver, operation, sent),
    cleaning: true,
    lasting: (operation) => driver.lasting?.[operation]?.reason,
    notRun: (lacks) => {
      throw new Error(`needs ${lacks}`)
    },
    finding: () => undefined,
    exchanged: () => undefined,
  })
}

/** @returns who removes things, or why nobody can */
async function open(
  driver: Driver,
  intent: Intent,
  sweeping: Sweeping & Guarded,
): Promise<Pick<Removing, 'client' | 'driver'> | string> {
  try {
    const client = await clientFor(driver, intent, sweeping)
    const { listUsers } = driver.verbs
    if (listUsers instanceof Absent) return { client, driver }
    const { operation, call } = listUsers({ count: 1 })
    const { status } = await client.send(operation, call)
    if (status !== 401 && status !== 403) return { client, driver }
    return `the target refuses the administrator's token (${status})`
  } catch (error) {
    return (error as Error).message.split('\n')[0] ?? ''
  }
}
