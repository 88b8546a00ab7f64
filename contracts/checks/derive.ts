/** Makes the tests of an API that follow from its document: one for each operation and kind of check. */
import { type Operation, readSpec } from '../../specs/read.ts'
import type { Call } from '../call.ts'
import { Absent, TENANT } from '../drivers/driver.ts'
import { LEFT_OUT } from '../reports/outcomes.ts'
import { samples } from '../samples/all.ts'
import type { Sampling } from '../samples/sample.ts'
import { test as base } from '../suite.ts'
import { named, type Target } from '../target.ts'
import { unlisted } from '../test.ts'
import { checkAwkwardCalls } from './awkward-calls.ts'
import { checkCredentials, isGuarded } from './credentials.ts'
import { checkGoodCall } from './good-calls.ts'
import { checkDeleted, checkUnknownIds, deletesById } from './ids.ts'
import { LeftOut, sparing } from './left-out.ts'
import { checkMethods, isFirstAtPath } from './methods.ts'
import { seedOf } from './seed.ts'
import type { CheckName, Subject } from './subject.ts'
import { checkWrongCalls } from './wrong-calls.ts'
import { canBeWrong } from './wrong-requests.ts'

/** What tries an operation; test fixtures with what is the operation's own. */
interface Checking {
  readonly checking: (operation: Operation) => Subject
}

const test = base.extend<Checking>(
  unlisted({
    checking: ({ client, driver, lacks, make, redact, say, spec, target, verbs }, use, info) => {
      const given = { client, driver, lacks, make, say, target, verbs }
      const seed = seedOf()
      const fixed = {
        client: sparing(client),
        driver,
        redact,
        spec,
        target,
        seed,
        prefix: make.prefix,
      }
      return use((operation) => ({
        ...fixed,
        operation,
        sample: (id) => sampled(given, id),
        has: (id) => typeof samples[driver.api]?.[id] === 'function',
        finding: (description) => info.annotations.push({ type: 'finding', description }),
        leftOut: (description) => info.annotations.push({ type: LEFT_OUT, description }),
        step: (name, act) => test.step(name, act),
      }))
    },
  }),
)

/** One kind of check. */
interface Kind {
  readonly name: CheckName
  /** What an operation does that passes. */
  readonly title: string
  readonly tag: '@basic' | '@edge'
  /** @param operations all of the document */
  suits(operation: Operation, operations: readonly Operation[]): boolean
  /** @returns how many cases there were */
  check(subject: Subject): Promise<number>
}

const kinds: readonly Kind[] = [
  {
    name: 'ensure_resource_availability',
    title: 'answers a good call, and what it leaves is there',
    tag: '@basic',
    suits: () => true,
    check: checkGoodCall,
  },
  {
    name: 'use_after_free',
    title: 'leaves nothing that can be used',
    tag: '@edge',
    suits: deletesById,
    check: checkDeleted,
  },
  {
    name: 'ignored_auth',
    title: 'lets nobody in without a credential that will do',
    tag: '@edge',
    suits: isGuarded,
    check: checkCredentials,
  },
  {
    name: 'unsupported_method',
    title: 'is at a path that has no other methods than documented',
    tag: '@edge',
    suits: isFirstAtPath,
    check: checkMethods,
  },
  {
    name: 'unknown_id_rejection',
    title: 'knows no other ids than there are',
    tag: '@edge',
    suits: ({ parameters }) => parameters.some((one) => one.in === 'path'),
    check: checkUnknownIds,
  },
  {
    name: 'negative_data_rejection',
    title: 'refuses what the document refuses, and nothing changes',
    tag: '@edge',
    suits: ({ body, parameters }) => body !== undefined || parameters.some(canBeWrong),
    check: checkWrongCalls,
  },
  {
    name: 'awkward_data_acceptance',
    title: 'takes what the document allows, however awkward',
    tag: '@edge',
    suits: (operation) => takesSomething(operation) && !altersCaller(operation),
    check: checkAwkwardCalls,
  },
]

export function derive(api: string): void {
  const { operations } = readSpec(api, named(process.env, 'REHEARSAL_SPECS')[api])
  for (const operation of operations) {
    for (const { name, title, tag, check } of kindsFor(operation, operations)) {
      const annotation = { type: 'check', description: name }
      test(`${operation.id} ${title} (${name})`, { tag, annotation }, async ({
        checking,
        lacks,
      }) => {
        const cases = await check(checking(operation)).catch((error: Error) => {
          // What a test cannot do without, or all that it would try.
          return error instanceof LeftOut ? lacks(error.message) : Promise.reject(error)
        })
        if (cases === 0) lacks('a document that says more of what the operation takes')
      })
    }
  }
}

function kindsFor(operation: Operation, operations: readonly Operation[]): Kind[] {
  return kinds.filter((one) => one.suits(operation, operations))
}

function takesSomething({ body, parameters }: Operation): boolean {
  return body !== undefined || parameters.some((one) => one.in === 'query')
}

/** Nobody's own record is given other values for a try. */
function altersCaller({ method, parameters }: Operation): boolean {
  return /^(put|patch|delete)$/.test(method) && !parameters.some((one) => one.in === 'path')
}

async function sampled(given: Sampling, id: string): Promise<Call> {
  const sample = samples[given.driver.api]?.[id]
  if (sample instanceof Absent) test.skip(true, sample.reason)
  if (typeof sample !== 'function') return given.lacks(`a sample of a call of ${id}`)
  return filled(given.target, await sample(given))
}

/** What a call is varied by has to be there before. */
function filled({ tenant }: Target, call: Call): Call {
  if (tenant === undefined) return call
  return JSON.parse(JSON.stringify(call).replaceAll(TENANT, tenant)) as Call
}
