/** One request and its reply, or word that nobody answers any more. */
import type { Redact, Reply, Sent } from '../exchange.ts'
import type { Refereed } from '../referee/transport.ts'
import type { Target } from '../target.ts'
import { createTransport, Ended, type Purpose, type Transport, Unreachable } from '../transport.ts'
import { contribute } from '../verdict.ts'
import type { Clock } from './clock.ts'
import { HASTE_MS, isDown, isGateway } from './down.ts'
import type { Ledger } from './ledger.ts'

export interface Answering {
  readonly target: Target
  readonly redact: Redact
  readonly ledger: Ledger
  readonly outputDir: string
  readonly clock: Clock
  /** Sends by way of Prism, where a run asks for it. */
  readonly referee?: Refereed
}

/** Ends the run for this API: what further tests would need, and what to say of it all. */
export async function end(
  { ledger, target: { api, url }, outputDir, redact }: Answering,
  needs: string,
  verdict: string,
): Promise<void> {
  await ledger.change((account) => {
    account.ended[url] ??= redact(needs)
  })
  contribute(outputDir, `ended-${api}`, [{ kind: 'inconclusive', text: redact(verdict) }])
}

/** @throws Unreachable when no reply comes, or only a gateway's; Ended when that is known already */
export async function answer(road: Answering, sent: Sent, purpose: Purpose): Promise<Reply> {
  const { target, redact } = road
  const hasty = purpose.cleaning && endedBy(road) !== undefined
  const straight = createTransport(target.api, redact, ...(hasty ? [HASTE_MS] : []))
  const transport = road.referee?.(straight) ?? straight
  const reply = await transport.send(sent).catch(async (error: Error) => {
    await isOver(road, error.message, purpose)
    throw error
  })
  const asksToWait = reply.headers.has('retry-after')
  const what = `${reply.status} to ${sent.method} ${sent.url}`
  if (isGateway(reply.status) && !asksToWait && (await isOver(road, what, purpose))) {
    throw new Unreachable(redact(`${target.api}: ${what}, and to whatever else is asked`))
  }
  return reply
}

/** Whether the target is down, which is told once. @throws Ended when somebody else has told it */
async function isOver(road: Answering, what: string, { cleaning }: Purpose): Promise<boolean> {
  const ended = endedBy(road)
  if (ended !== undefined && !cleaning) throw new Ended(ended)
  if (ended !== undefined) return true
  if (!(await isDown(road))) return false
  await end(road, 'a target that answers', `${road.target.url} is down: ${what}`)
  return true
}

function endedBy({ ledger, target }: Answering): string | undefined {
  return ledger.read().ended[target.url]
}

/** For a mock that nobody limits: nothing is counted or written down as long as it answers. */
export function createStraightTransport(road: Answering): Transport {
  let ended = endedBy(road)
  return {
    send: async (sent, purpose = {}) => {
      if (ended !== undefined && !purpose.cleaning) throw new Ended(ended)
      try {
        return await answer(road, sent, purpose)
      } catch (error) {
        ended = endedBy(road)
        throw error
      }
    },
  }
}
