/** Whether a target answers at all. */
import type { Target } from '../target.ts'
import { createTransport } from '../transport.ts'
import type { Clock } from './clock.ts'

/** How long a target that may be down is given for a reply. */
export const HASTE_MS = 3000

/** Between the tries, in ms: long enough for a process that is started anew at once. */
const TRIES = [0, 300, 1000]

/** A gateway's own reply, behind which nobody may be. */
export function isGateway(status: number): boolean {
  return [502, 503, 504].includes(status)
}

/** Asks for the base URL, without a credential; any reply that is not a gateway's will do. */
export async function isDown({
  target,
  clock,
}: {
  readonly target: Target
  readonly clock: Clock
}): Promise<boolean> {
  const transport = createTransport(target.api, (text) => text, HASTE_MS)
  for (const wait of TRIES) {
    await clock.sleep(wait)
    const asking = transport.send({ method: 'GET', url: target.url, headers: {} })
    const status = await asking.then(
      (reply) => reply.status,
      () => 503,
    )
    if (!isGateway(status)) return false
  }
  return true
}
