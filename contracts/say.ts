/** How a scenario speaks to its target. */
import type { Spec } from '../specs/read.ts'
import type { Client } from './call.ts'
import type { Phrase } from './drivers/driver.ts'
import { evidenceOf, inferred } from './promises.ts'
import { expectSuccess } from './replies.ts'
import type { Asking, Target } from './target.ts'
import type { TestInfo } from './test.ts'

/** Sends a phrase, expects its success and reads the reply. */
export type Say = <T>(phrase: Phrase<T>, as?: Asking) => Promise<T>

export interface Speaking {
  readonly client: Client
  readonly spec: Spec
  readonly target: Target
}

export function sayAt({ client, spec, target }: Speaking, info: TestInfo): Say {
  const say: Say = async (phrase, as) => {
    const wants = phrase.also === undefined ? [phrase.status] : [phrase.status, phrase.also]
    const reply = await client.send(phrase.operation, { ...phrase.call, ...(as && { as }), wants })
    const done = wants.includes(reply.status)
    if (!done && evidenceOf(spec, phrase) === 'inferred') {
      inferred(`${phrase.operation} answers ${phrase.status}`, info)
    }
    expectSuccess(target, reply, phrase)
    const value = phrase.read(reply)
    return phrase.complete ? phrase.complete(value, (next) => say(next, as)) : value
  }
  return say
}
