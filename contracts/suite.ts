/** What every scenario starts from. A scenario takes what it needs by name. */

import { type Bystanders, makeBystanders } from './bystanders.ts'
import type { Client } from './call.ts'
import { cleanUpAfter } from './cleanup.ts'
import { createClient, type Watch } from './client.ts'
import { Watching } from './deviations/watch.ts'
import { Absent, type Driver, type Phrase, type RefusalName, type Verbs } from './drivers/driver.ts'
import type { Topic } from './drivers/topic.ts'
import type { Exchange, Reply } from './exchange.ts'
import { expectKnown } from './known.ts'
import { createMake, domainOf, type Make, uniquePrefix } from './make.ts'
import { runPrefix } from './ownership/run.ts'
import { createRecorder, type Recorder } from './parity/recorder.ts'
import { environmentOf } from './parity/sides.ts'
import { cite, evidenceOf, excuse, inferred, isExcused } from './promises.ts'
import { attachFailure, explained, record } from './record.ts'
import { expectRefusal, expectSuccess } from './replies.ts'
import { explain } from './reports/failure.ts'
import type { Asking } from './target.ts'
import { type TestInfo, unlisted } from './test.ts'
import { transportOf } from './transport/open.ts'
import { purposeOf } from './transport/purpose.ts'
import type { Transport } from './transport.ts'
import { test as base } from './worker.ts'

export { expect } from '@playwright/test'

/** Sends a phrase, expects its success and reads the reply. */
export type Say = <T>(phrase: Phrase<T>, as?: Asking) => Promise<T>

export interface PerTest {
  transport: Transport
  recorder: Recorder
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
    client: async (
      {
        target,
        spec,
        driver,
        closer,
        secrets,
        transport,
        owning,
        deviations,
        tally,
        recorder,
        side,
      },
      use,
      info,
    ) => {
      expectKnown(info)
      const exchanges: Exchange[] = []
      const { redact } = secrets
      secrets.watch(exchanges)
      const watching = new Watching(deviations, info, redact)
      const watch: Watch = {
        target,
        spec,
        transport: recorder.over(transport),
        redact,
        purpose: (operation, sent) => purposeOf(driver, operation, sent),
        lasting: (operation) => driver.lasting?.[operation]?.reason,
        notRun: (lacks) => notRun(info, `needs ${lacks}`),
        finding: (description) => info.annotations.push({ type: 'finding', description }),
        exchanged: (exchange) => {
          exchanges.push(exchange)
          recorder.noted(exchange)
        },
        judged: recorder.judged,
        covered: (exchange, breach) => watching.covered(exchange, breach),
        closer: closer.judge,
      }
      const client = createClient({ ...watch, owning })
      await recorder.beside(() => closer.learn(client))
      await use(client)
      const last = exchanges.at(-1)
      const failure = await attachFailure(info, exchanges, { spec, target, redact })
      try {
        const prefix = runPrefix(environmentOf(side))
        await recorder.beside(() => cleanUpAfter(watch, { driver, owning, prefix }))
        const late = watching.complaint(last, isExcused(target, info))
        if (late) throw await explained(info, exchanges, { spec, target, redact, late })
        excuse(target, info)
        watching.excuse(last)
      } finally {
        record(info, exchanges, { tally, redact })
        recorder.write(info)
        watching.keep(info.project.outputDir, info.workerIndex, { exchanges, redact })
        if (failure) explain(info.errors, failure)
      }
    },

    verbs: ({ driver }, use, info) => use(verbsOf(driver, info)),
    say: ({ client, spec, target }, use, info) => {
      const say: Say = async (phrase, as) => {
        const wants = phrase.also === undefined ? [phrase.status] : [phrase.status, phrase.also]
        const reply = await client.send(phrase.operation, {
          ...phrase.call,
          ...(as && { as }),
          wants,
        })
        const done = wants.includes(reply.status)
        if (!done && evidenceOf(spec, phrase) === 'inferred') {
          inferred(`${phrase.operation} answers ${phrase.status}`, info)
        }
        expectSuccess(target, reply, phrase)
        const value = phrase.read(reply)
        return phrase.complete ? phrase.complete(value, (next) => say(next, as)) : value
      }
      return use(say)
    },
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

function notRun(info: TestInfo, reason: string): never {
  info.skip(true, reason)
  throw new Error(reason)
}
