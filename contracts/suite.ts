/** What every scenario starts from. A scenario takes what it needs by name. */

import { type Bystanders, makeBystanders } from './bystanders.ts'
import type { Client } from './call.ts'
import { createClient } from './client.ts'
import { Absent, type Driver, type Phrase, type RefusalName, type Verbs } from './drivers/driver.ts'
import type { Topic } from './drivers/topic.ts'
import type { Reply } from './exchange.ts'
import { expectKnown } from './known.ts'
import { createMake, domainOf, type Make, uniquePrefix } from './make.ts'
import { createRecorder, type Recorder } from './parity/recorder.ts'
import { cite, inferred } from './promises.ts'
import { expectRefusal } from './replies.ts'
import { type Say, sayAt } from './say.ts'
import type { Asking } from './target.ts'
import { notRun, type TestInfo, unlisted } from './test.ts'
import { transportOf } from './transport/open.ts'
import type { Transport } from './transport.ts'
import { conclude, type Witness, witnessOf } from './witness.ts'
import { test as base } from './worker.ts'

export { expect } from '@playwright/test'

export interface PerTest {
  transport: Transport
  recorder: Recorder
  witness: Witness
  client: Client
  /** The driver's verbs; one that the API does not have ends the test as not run. */
  verbs: Verbs
  say: Say
  /** Sends a phrase and expects the API to say no in its own way. */
  refused: (phrase: Phrase<unknown>, why: RefusalName, as?: Asking) => Promise<Reply>
  /** Holds a reply against the way in which the API says no. */
  isRefusal: (reply: Reply, why: RefusalName) => void
  /** Cites what the document promises on a topic; one that it does not have ends the test as not run. */
  about: (topic: Topic) => void
  /** Cites a behaviour of the document by its id. */
  promise: (...ids: string[]) => void
  make: Make
  /** Makes whom a refused request must leave alone. */
  bystanders: () => Promise<Bystanders>
  /**
   * Gives a user these names: by a replacement or, where there is none, by a change.
   * Where userNames are fixed, hers is left out.
   */
  alter: Verbs['replaceUser']
  /** Ends the test as not run where nobody can be given another userName. */
  renaming: () => void
  /** Ends the test as not run, saying what it lacks. */
  lacks: (what: string) => never
}

export const test = base.extend<PerTest>(
  unlisted({
    transport: ({ road, target }, use, info) => use(transportOf(road, { target }, info)),
    recorder: ({ side, target, spec, redact }, use) =>
      use(createRecorder({ side, target, spec, redact })),
    witness: (
      { target, spec, driver, closer, secrets, deviations, transport, recorder },
      use,
      info,
    ) => {
      const watched = { target, spec, driver, closer, secrets, deviations, transport, recorder }
      return use(witnessOf(watched, info))
    },
    client: async ({ witness, driver, owning, closer, recorder, side, tally }, use, info) => {
      expectKnown(info)
      const client = createClient({ ...witness.watch, owning })
      await recorder.beside(() => closer.learn(client))
      await use(client)
      await conclude(witness, { driver, owning, tally, side, recorder }, info)
    },

    verbs: ({ driver }, use, info) => use(verbsOf(driver, info)),
    say: ({ client, spec, target }, use, info) => use(sayAt({ client, spec, target }, info)),
    isRefusal: ({ spec, driver, target }, use, info) =>
      use((reply, why) => {
        const refusal = driver.refusals[why]
        if (refusal instanceof Absent) return notRun(info, refusal.reason)
        if (refusal.cites) {
          const { evidence } = cite(spec, refusal.cites, info)
          if (reply.status !== refusal.status && evidence === 'inferred')
            inferred(refusal.cites, info)
        }
        return expectRefusal(target, reply, { ...refusal, why, message: driver.message(reply) })
      }),
    refused: ({ client, isRefusal }, use) =>
      use(async (phrase, why, as) => {
        const reply = await client.send(phrase.operation, { ...phrase.call, ...(as && { as }) })
        isRefusal(reply, why)
        return reply
      }),
    about: ({ spec, driver }, use, info) =>
      use((topic) => {
        const promised = driver.topics[topic]
        if (promised instanceof Absent) notRun(info, promised.reason)
        else cite(spec, promised, info)
      }),
    promise: ({ spec }, use, info) =>
      use((...ids) => {
        for (const id of ids) cite(spec, id, info)
      }),
    make: async ({ driver, verbs, say, side, recorder }, use, info) => {
      const domain = await domainOf(driver, verbs, say)
      if (driver.userNameDomain !== 'any') recorder.given('domain', domain)
      await use(createMake({ verbs, say, domain, prefix: uniquePrefix(info, side) }))
    },
    bystanders: ({ driver, make, verbs }, use) => use(() => makeBystanders(driver, verbs, make)),
    alter: ({ driver, verbs }, use) =>
      use((id, { userName, ...names }) => {
        const person = driver.userNameIsFixed ? names : { userName, ...names }
        if (driver.verbs.replaceUser instanceof Absent) return verbs.changeUser(id, person)
        return verbs.replaceUser(id, { userName, ...names })
      }),
    renaming: ({ driver }, use, info) =>
      use(() => {
        if (driver.userNameIsFixed) notRun(info, driver.userNameIsFixed.reason)
      }),
    lacks: ({ target: _ }, use, info) => use((what) => notRun(info, `needs ${what}`)),
  }),
)

function verbsOf(driver: Driver, info: TestInfo): Verbs {
  const entries = Object.entries(driver.verbs).map(([name, verb]) => [
    name,
    verb instanceof Absent
      ? () => notRun(info, `${driver.api} has no ${name}: ${verb.reason}`)
      : verb,
  ])
  const verbs = Object.fromEntries(entries) as Verbs
  const { userNameIsFixed } = driver
  if (!userNameIsFixed) return verbs
  const changeUser: Verbs['changeUser'] = (id, change) =>
    change.userName === undefined
      ? verbs.changeUser(id, change)
      : notRun(info, userNameIsFixed.reason)
  return { ...verbs, changeUser }
}
