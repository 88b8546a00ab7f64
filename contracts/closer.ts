/** Looks closer at replies than the document can, by what the target says of itself. */
import type { Client } from './call.ts'
import type { Breach } from './conformance.ts'
import type { Driver } from './drivers/driver.ts'
import type { Exchange } from './exchange.ts'
import type { Target } from './target.ts'

export interface Closer {
  /** Asks the target, once; whoever tells nothing is not looked at. */
  learn(client: Client): Promise<void>
  judge(exchange: Exchange): readonly Breach[]
}

export function createCloser({ closer }: Driver, { tokens }: Target): Closer {
  let asked = closer === undefined || tokens.admin === undefined
  let judge: Closer['judge'] = () => []
  return {
    learn: async (client) => {
      if (asked || !closer) return
      asked = true
      judge = closer.learn(await client.raw({ method: 'GET', path: closer.path })) ?? judge
    },
    judge: (exchange) => judge(exchange),
  }
}
