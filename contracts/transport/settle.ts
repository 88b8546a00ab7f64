/** Waits until a write is seen everywhere, for a target where that takes a while. */
import type { Reply } from '../exchange.ts'
import type { Purpose, Transport } from '../transport.ts'
import type { Clock } from './clock.ts'

/** Between two tries of a write that rests on one that is not seen yet. */
const AGAIN_MS = 200

/**
 * For one test. A request is sent when the test's last write is `settle` ms old, so that what it
 * reads, or rests on, is the state after it. A write whose success is known by its status is tried
 * at once, and again while it is refused within that time; so is the read that proves one.
 */
export function settling(transport: Transport, settle: number, clock: Clock): Transport {
  let settled = 0
  const send = async (sent: Parameters<Transport['send']>[0], purpose: Purpose): Promise<Reply> => {
    const due = settled
    if ((purpose.reads && !purpose.proves) || !purpose.wants) await clock.sleep(due - clock.now())
    for (;;) {
      const last = clock.now() >= due
      const reply = await transport.send(sent, purpose)
      if (last || !isRefused(reply, purpose)) return reply
      await clock.sleep(Math.min(AGAIN_MS, due - clock.now()))
    }
  }
  return {
    send: async (sent, purpose = {}) => {
      try {
        return await send(sent, purpose)
      } finally {
        // What is removed at the end rests on nothing that was removed before.
        if (!purpose.reads && !purpose.cleaning) settled = clock.now() + settle
      }
    },
  }
}

function isRefused({ status }: Reply, { wants = [] }: Purpose): boolean {
  return status >= 400 && status < 500 && !wants.includes(status)
}
