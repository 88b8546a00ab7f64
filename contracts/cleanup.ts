/** Removes what a test made, the last first, and says what would not go. */
import type { Client } from './call.ts'
import { createClient, type Watch } from './client.ts'
import type { Driver } from './drivers/driver.ts'
import type { Open } from './ownership/log.ts'
import type { Owning } from './ownership/owning.ts'
import { type Removal, type Removing, remove } from './ownership/removal.ts'
import { Unreachable } from './transport.ts'

export interface Cleanup {
  readonly driver: Driver
  readonly owning: Owning
  /** What every name begins with that the run gives. */
  readonly prefix: string
  /** Whether a thing is read back before it is removed: at a deployment that is somebody's. */
  readonly careful: boolean
}

/**
 * After a test. At a deployment that is somebody's, what is left is for the end of the run.
 * @throws Error that names what a mock of the run's own would not remove; Unreachable when that gave
 *   no answer
 */
export async function cleanUpAfter(watch: Watch, made: Omit<Cleanup, 'careful'>): Promise<void> {
  const careful = watch.target.given
  // A test that is over cannot be skipped any more.
  const owning = made.owning.cleaning
  const failed = careful && { notRun: failing }
  const client = createClient({ ...watch, owning, cleaning: true, ...failed })
  const left = await leftBy(client, { ...made, careful })
  if (careful || left.length === 0) return
  const text = ['clean-up failed, please remove:', ...left.map(({ line }) => line)].join('\n')
  throw left.every(({ silent }) => silent) ? new Unreachable(text) : new Error(text)
}

function failing(lacks: string): never {
  throw new Error(`needs ${lacks}`)
}

/** @returns what could not be removed and why, one line for each */
export async function cleanUp(client: Client, cleanup: Cleanup): Promise<readonly string[]> {
  return (await leftBy(client, cleanup)).map(({ line }) => line)
}

interface LeftThing {
  readonly line: string
  /** Whether the target gave no answer. */
  readonly silent: boolean
}

async function leftBy(client: Client, cleanup: Cleanup): Promise<readonly LeftThing[]> {
  const { owning } = cleanup
  const { log, wasDeleted, isDisowned } = owning
  // Without a reply it may be made yet: the end of the run looks again.
  const removing: Removing = { ...cleanup, client, log, wasDeleted, isDisowned, settled: false }
  const left: LeftThing[] = []
  for (const open of owning.take().reverse()) {
    for await (const removal of remove(open, removing)) {
      if (removal.outcome !== 'left') continue
      left.push({ line: line(open, removal), silent: removal.silent === true })
    }
  }
  return left
}

function line({ intent }: Open, { thing, why }: Removal): string {
  return `${thing ? `${thing.operation} ${thing.id}` : intent.names.join(', ')}: ${why}`
}
