/** Keeps the time that a test waits for the target out of the time that it may take itself. */
import type { TestInfo } from '../test.ts'
import type { Transport } from '../transport.ts'

/** Longer than any reply with all its waiting, each of which has a limit of its own. */
const LONG_MS = 6 * 60 * 60_000

export function patient(
  transport: Transport,
  info: Pick<TestInfo, 'timeout' | 'setTimeout'>,
): Transport {
  const own = info.timeout
  if (own === 0) return transport
  let waiting = 0
  const add = (ms: number) => {
    waiting += ms
    info.setTimeout(own + waiting)
  }
  return {
    send: async (sent, purpose) => {
      const begun = performance.now()
      add(LONG_MS)
      try {
        return await transport.send(sent, purpose)
      } finally {
        add(performance.now() - begun - LONG_MS)
      }
    },
  }
}
