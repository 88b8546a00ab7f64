/** What follows when a target refuses a credential. */
import { Absent } from '../drivers/driver.ts'
import type { Reply, Sent } from '../exchange.ts'
import { type Asking, type Persona, tokenVariable } from '../target.ts'
import { Inconclusive, type Purpose, type Transport } from '../transport.ts'
import { end } from './answer.ts'
import { type Road, travel } from './careful.ts'
import { probeOf } from './probe.ts'
import { carries } from './renewal.ts'

/**
 * Sends with tokens that are good: one that has expired during the run is replaced, once, and the
 * request repeated, for what was refused for that was not executed. Whether it has expired is seen
 * by a read that its owner may do; a scenario whose request alone is refused gets its refusal.
 */
export function createCarefulTransport(road: Road): Transport {
  return {
    send: async (sent, purpose = {}) => {
      const persona = personaOf(purpose.as)
      const token = persona && road.renewal.current(persona)
      const reply = await travel(road, sent, purpose)
      if (!persona || !token || road.target.mock) return reply
      if (refusals(road, persona).includes(reply.status) && carries(reply.sent, token)) {
        return refused(road, { sent, reply, persona, token }, purpose)
      }
      road.renewal.worked(persona)
      return reply
    },
  }
}

interface Refusal {
  readonly sent: Sent
  readonly reply: Reply
  readonly persona: Persona
  readonly token: string
}

/** @throws Inconclusive when it is somebody who must be let in */
async function refused(
  road: Road,
  { sent, reply, persona, token }: Refusal,
  purpose: Purpose,
): Promise<Reply> {
  if (!(await isRefused(road, persona, purpose))) return reply
  if (await renewed(road, persona, token)) {
    const again = await travel(road, sent, purpose)
    const taken = !refusals(road, persona).includes(again.status)
    if (taken) road.renewal.worked(persona)
    if (taken || !(await isRefused(road, persona, purpose))) return again
  }
  const { api, url } = road.target
  if (persona === 'reader') {
    throw new Inconclusive(
      `${api}: ${url} refuses the token of ${persona} (${reply.status}), whatever it reads`,
    )
  }
  // What others may read is for the scenarios to say.
  if (persona !== 'admin') return reply
  const advice = `give one that lasts, or ${tokenVariable(api, persona)}_COMMAND`
  const before = road.renewal.hasWorked(persona) ? ', which it took before' : ''
  const what = `${url} refuses the administrator's token (${reply.status})${before}`
  await end(road, "an administrator's token that the target takes", `${what}: ${advice}`)
  throw new Inconclusive(`${api}: ${what}`)
}

async function isRefused(road: Road, persona: Persona, { cleaning }: Purpose): Promise<boolean> {
  const probe = probeOf(road, persona)
  if (typeof probe === 'string') return false
  const reply = await travel(road, probe.sent, { reads: true, ...(cleaning && { cleaning }) })
  return refusals(road, persona).includes(reply.status)
}

/** How the API refuses a token that has expired; whoever has no role may be refused so as well. */
function refusals({ driver }: Road, persona: Persona): readonly number[] {
  const { expiredCredential: expired } = driver.refusals
  return expired instanceof Absent || persona === 'member' ? [401] : [401, expired.status]
}

/** The application's token may be the one that has expired. */
async function renewed({ renewal }: Road, persona: Persona, token: string): Promise<boolean> {
  const application = renewal.current('application')
  const own = await renewal.renew(persona, token)
  const theirs = application !== undefined && (await renewal.renew('application', application))
  return own || theirs
}

/** Who is meant to be let in. */
function personaOf(as: Asking | undefined): Persona | undefined {
  return as === undefined || ['nobody', 'expired', 'revoked'].includes(as)
    ? undefined
    : (as as Persona)
}
