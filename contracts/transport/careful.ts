/** The way to a deployment that is somebody's: within budgets, at a pace, and with patience. */
import type { Spec } from '../../specs/read.ts'
import type { Driver } from '../drivers/driver.ts'
import type { Reply, Sent } from '../exchange.ts'
import { Ended, Inconclusive, type Purpose } from '../transport.ts'
import { contribute } from '../verdict.ts'
import { type Asked, admit, pause, refund } from './admission.ts'
import { type Answering, answer, end } from './answer.ts'
import { inWords } from './duration.ts'
import type { Limits } from './limits.ts'
import type { Renewal } from './renewal.ts'
import { waitAsked } from './retry-after.ts'

export interface Road extends Answering {
  readonly spec: Spec
  readonly driver: Driver
  readonly limits: Limits
  readonly renewal: Renewal
  /** Where a credential may be shown. */
  readonly origins: readonly string[]
}

/** Sends one request when it may go, and again when the target asks to wait. */
export async function travel(road: Road, sent: Sent, purpose: Purpose): Promise<Reply> {
  const { origin } = new URL(sent.url)
  if (!road.origins.includes(origin)) {
    throw new Error(`${road.target.api}: nothing is sent to ${origin}, which is not the target`)
  }
  for (let attempt = 0; ; attempt += 1) {
    await admission(road, origin, purpose)
    const reply = await answer(road, road.renewal.present(sent), purpose)
    const wait = road.target.mock ? undefined : waitAsked(reply, attempt, road.clock.now())
    const refused = wait !== undefined || (reply.status >= 400 && reply.status < 500)
    if (purpose.creates && refused) await road.ledger.change((account) => refund(account, purpose))
    if (wait === undefined) return reply
    await leaveAlone(road, { reply, origin, wait }, purpose)
  }
}

async function admission(road: Road, origin: string, purpose: Purpose): Promise<void> {
  const { ledger, limits, clock } = road
  for (;;) {
    const asked = askedNow(road, origin)
    const found = await ledger.change((account) => admit(account, purpose, limits, asked))
    if ('never' in found) {
      if (found.limit !== 'ended') tellBudget(road, found.limit)
      throw new Ended(found.never)
    }
    await clock.sleep(found.wait)
    if (found.go) return
  }
}

function tellBudget({ outputDir }: Road, limit: 'max-requests' | 'max-created'): void {
  const text = `--${limit} is spent: the tests that needed more were not run`
  contribute(outputDir, limit, [{ kind: 'inconclusive', text }])
}

function askedNow({ target, clock }: Road, origin: string): Asked {
  return { target: target.url, origin, now: clock.now() }
}

/** All workers leave the target alone for as long as it asks. @throws Inconclusive past the limit */
async function leaveAlone(
  road: Road,
  { reply, origin, wait }: { reply: Reply; origin: string; wait: number },
  purpose: Purpose,
): Promise<void> {
  const { maxWait } = road.limits
  const limit = { maxWait, asked: askedNow(road, origin) }
  const found = await road.ledger.change((account) => pause(account, wait, purpose, limit))
  if ('wait' in found) return road.clock.sleep(found.wait)
  const { status } = reply
  const what = `${origin} answers ${status} and ${found.never}, which is past --max-wait ${inWords(maxWait)}`
  await end(road, `a target that can be asked so often: ${what}`, `${what}: try --rate`)
  throw new Inconclusive(`${road.target.api}: ${what}`)
}
