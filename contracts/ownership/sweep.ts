/** Finishes what a run left: removes what its log still owns, and whatever else carries its names. */
import { withApplicationHeader } from '../../specs/application-header.ts'
import { readSpec } from '../../specs/read.ts'
import type { Client } from '../call.ts'
import { createClient } from '../client.ts'
import { drivers } from '../drivers/all.ts'
import { Absent, type Driver } from '../drivers/driver.ts'
import { redactor } from '../exchange.ts'
import { redactorOf } from '../secrets.ts'
import { targetOf } from '../target.ts'
import { limitsOf } from '../transport/limits.ts'
import { openTransport } from '../transport/open.ts'
import { purposeOf } from '../transport/purpose.ts'
import { tokensFromCommands } from '../transport/token-command.ts'
import { append, type Intent, type OwnershipLog, type Thing } from './log.ts'
import { guardOfCleaning } from './owning.ts'
import { type Place, placesIn } from './places.ts'
import { isAt } from './read-log.ts'
import { type Removal, type Removing, remove } from './removal.ts'
import { strays } from './strays.ts'

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
  /** The operation that made it, if anything is known, and its id. */
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
  const places = placesIn(log).filter(({ target }) => sweeping.wanted(target))
  await settled(places, sweeping)
  for (const place of places) swept.push(...(await sweepPlace(log, place, sweeping)))
  return swept
}

async function sweepPlace(
  log: OwnershipLog,
  place: Place,
  sweeping: Sweeping,
): Promise<readonly Swept[]> {
  const tell = tellerAt(place, sweeping)
  const removing = await removingAt(log, place, sweeping)
  if (typeof removing === 'string') {
    const left = { outcome: 'left', why: removing } as const
    if (place.open.length === 0) return [tell(left)]
    return place.open.map(({ intent }) => tell(left, intent))
  }
  const told: Swept[] = []
  for (const one of place.open.toReversed()) {
    for await (const removal of remove(one, removing)) {
      told.push({ ...tell(removal, one.intent), ...(!one.made && { lost: true }) })
    }
  }
  return [...told, ...(await search(place, removing, { log, tell }))]
}

/** @returns why nobody can, if that is so */
async function removingAt(
  log: OwnershipLog,
  place: Place,
  sweeping: Sweeping,
): Promise<Removing | string> {
  const driver = drivers[place.api]
  if (!driver) return `this version knows no ${place.api}`
  const isDisowned = disownedIn(log, place, driver)
  const opened = await open(driver, place, { ...sweeping, isDisowned })
  if (typeof opened === 'string') return opened
  const { deleted, heading } = log
  return {
    ...opened,
    prefix: heading.prefix,
    careful: true,
    settled: true,
    log: log.file,
    wasDeleted: (id) => deleted.has(id),
    isDisowned,
  }
}

type Teller = (removal: Removal, intent?: Intent) => Swept

/** What is of no intent is a stray. */
function tellerAt({ api, target }: Place, { environment }: Sweeping): Teller {
  const redact = redactorOf(environment)
  return ({ outcome, thing, why }, intent) => ({
    api,
    target,
    outcome,
    names: intent?.names ?? [],
    ...(thing ?? { operation: intent?.operation ?? '' }),
    ...(!intent && { stray: true }),
    ...(why && { why: redact(why) }),
  })
}

/** Looks for what no log speaks of, and notes when nothing of it is left. */
async function search(
  place: Place,
  removing: Removing,
  { log, tell }: { readonly log: OwnershipLog; readonly tell: Teller },
): Promise<Swept[]> {
  const found: Swept[] = []
  const since = Date.parse(log.heading.at)
  for await (const removal of strays(place, { ...removing, since })) found.push(tell(removal))
  const { api, target } = place
  if (found.every(({ outcome }) => outcome !== 'left')) {
    append(log.file, { searched: { api, target } })
  }
  return found
}

interface Guarded {
  readonly isDisowned: Removing['isDisowned']
}

function disownedIn(
  { foreign, shown }: OwnershipLog,
  place: Place,
  driver: Driver,
): Guarded['isDisowned'] {
  const kindOf = ({ operation }: Thing) => driver.undo[operation]?.gone
  const here = shown.filter(({ at }) => isAt(at, place)).flatMap((sighting) => sighting.shown)
  return (id, kind) =>
    [...foreign, ...here].some(
      (thing) => thing.id === id && (kind === undefined || kindOf(thing) === kind),
    )
}

/** What was sent a moment ago may be made, or seen, yet. */
async function settled(
  places: readonly Place[],
  { environment, settleMs }: Sweeping,
): Promise<void> {
  const { settle } = limitsOf(environment)
  const due = places.flatMap(({ open, intents }) => [
    ...intents.map(({ at }) => Date.parse(at) + settle),
    ...open.filter(({ made }) => !made).map(({ intent }) => Date.parse(intent.at) + settleMs),
  ])
  const wait = Math.max(0, ...due) - Date.now()
  if (wait > 0) await new Promise((done) => setTimeout(done, wait))
}

/** A client that removes, and takes replies as they are. */
async function clientFor(
  driver: Driver,
  place: Place,
  { environment: given, outputDir, isDisowned }: Sweeping & Guarded,
): Promise<Client> {
  const { api } = place
  const environment = await environmentAt(place, given)
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

async function environmentAt(
  { api, target, mock }: Place,
  given: Environment,
): Promise<Environment> {
  return {
    ...given,
    ...(mock ? {} : await tokensFromCommands([api], given)),
    REHEARSAL_TARGETS: JSON.stringify({ [api]: target }),
    REHEARSAL_MOCK: mock ? '1' : '',
    REHEARSAL_THROW_AWAY: '',
    REHEARSAL_ALLOW_WRITES: '1',
  }
}

/** @returns who removes things, or why nobody can */
async function open(
  driver: Driver,
  place: Place,
  sweeping: Sweeping & Guarded,
): Promise<Pick<Removing, 'client' | 'driver'> | string> {
  try {
    const client = await clientFor(driver, place, sweeping)
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
