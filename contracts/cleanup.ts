/** Removes what a test made, the last first, and says what would not go. */
import type { Client } from './client.ts'
import { Absent, type Driver, type Undo } from './drivers/driver.ts'
import type { Exchange } from './exchange.ts'
import type { Asking } from './target.ts'

export interface Cleanup {
  /** Notes what an exchange has made, however the test came to send it. */
  noted(exchange: Exchange): void
  /** @throws Error that names what could not be removed */
  run(client: Client): Promise<void>
}

interface Removal extends Undo {
  readonly id: string
  /** Who made it. */
  readonly as: Asking
}

export function createCleanup(driver: Driver): Cleanup {
  const made: Removal[] = []
  return {
    noted: ({ operation, as, reply }) => {
      const undo = driver.undo[operation]
      const id = (reply.body as Record<string, unknown> | undefined)?.[undo?.idIn ?? 'id']
      if (undo && reply.status < 300 && id !== undefined) made.push({ ...undo, id: String(id), as })
      for (const other of driver.madeBy?.(operation, reply) ?? []) {
        const by = driver.undo[other.operation]
        if (by) made.push({ ...by, id: other.id, as })
      }
    },
    run: async (client) => {
      const left: string[] = []
      for (const removal of made.splice(0).reverse()) {
        const fault = await remove(driver, client, removal)
        if (fault) left.push(fault)
      }
      if (left.length > 0) throw new Error(`clean-up failed, please remove:\n${left.join('\n')}`)
    },
  }
}

/** @returns why it would not go; the test may have removed it already, which is as good. */
async function remove(
  driver: Driver,
  client: Client,
  removal: Removal,
): Promise<string | undefined> {
  const phrase = removal.by(removal.id)
  const reply = await client.send(phrase.operation, { ...phrase.call, as: removal.as })
  const missing = driver.refusals[removal.gone]
  const gone = missing instanceof Absent ? undefined : missing.status
  if ([phrase.status, phrase.also, gone].includes(reply.status)) return undefined
  return `${phrase.operation} ${removal.id}: ${reply.status} ${reply.text}`
}
