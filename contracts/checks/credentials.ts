/** No credential, one that is none and one with too few rights let nobody in; old ones a scenario tries. */
import type { Operation } from '../../specs/read.ts'
import type { Call } from '../call.ts'
import { fill } from '../client.ts'
import type { RefusalName } from '../drivers/driver.ts'
import type { Reply } from '../exchange.ts'
import type { Asking } from '../target.ts'
import {
  evidenceOfRefusal,
  type Fault,
  notRefused,
  type Subject,
  statusesOf,
  tryAll,
} from './subject.ts'

interface Case {
  readonly name: string
  readonly authorization?: string
  /** Who has too few rights; otherwise nobody asks. */
  readonly as?: Asking
}

const none: Case = { name: 'no credential' }

/** None of them is well-formed, so that a mock which takes any well-formed one refuses them too. */
const garbled: readonly Case[] = [
  'Bearer',
  'Bearer rehearsal-two words',
  'Bearer "rehearsal-quoted"',
  'rehearsal-without-a-scheme',
  'Negotiate rehearsal-other-scheme',
  'Basic',
  'Basic rehearsal-!!!',
  `Basic ${Buffer.from('no colon in it').toString('base64')}`,
].map((authorization) => ({ name: authorization, authorization }))

/** Well-formed, and nobody was ever given it. */
const stranger: Case = {
  name: 'a token that nobody was given',
  authorization: 'Bearer rehearsal-8c1f0d5e7a3b4962',
}

/** `ignored_auth`: with a call that is right in all else. @returns how many cases there were */
export async function checkCredentials(subject: Subject): Promise<number> {
  const { operation, target } = subject
  const call = await subject.sample(operation.id)
  const unknown = target.mock ? [] : [stranger]
  const cases = [none, ...garbled, ...unknown, ...weak(subject, call)]
  await tryAll(subject, 'ignored_auth', cases, async (one) => {
    const reply = await subject.client.send(operation.id, callAs(one, call))
    const why: readonly RefusalName[] = one.as ? ['missingRole'] : NOBODY
    const statuses = statusesOf(subject.driver, ...why)
    const fault = notRefused(subject, reply, (status) => statuses.includes(status))
    return fault
      ? [{ hint: `it lets nobody in, ${fault}`, reply, ...standing(subject, one, reply) }]
      : []
  })
  return cases.length
}

const NOBODY = ['noCredential', 'expiredCredential', 'revokedCredential'] as const

/** The call without the credential that it may bring itself. */
function callAs({ authorization, as = 'nobody' }: Case, call: Call): Call {
  const others = Object.entries(call.headers ?? {}).filter(
    ([name]) => !/^authorization$/i.test(name),
  )
  const headers = { ...Object.fromEntries(others), ...(authorization && { authorization }) }
  return { ...call, headers, as }
}

/** Those whose credentials are known, where the document asks for a right that they do not have. */
function weak({ client, driver, operation, target }: Subject, call: Call): Case[] {
  const { id, method, security } = operation
  const asks = security.every((one) => Object.values(one).flat().length > 0)
  const reads = method === 'get' || driver.searches?.includes(id) === true
  const personas: readonly Asking[] = reads ? ['member'] : ['member', 'reader']
  const known = personas.filter((one) => one !== 'nobody' && target.tokens[one] !== undefined)
  const path = fill(operation.path, call.path ?? {})
  const body = call.body === undefined ? {} : { body: JSON.stringify(call.body) }
  return known
    .filter((as) => asks && call.as === undefined && client.may({ like: id, path, as, ...body }))
    .map((as) => ({ name: `the credential of the ${as}, who may not`, as }))
}

/** An operation that also lets in a caller without a credential has nothing to refuse. */
export function isGuarded({ security }: Operation): boolean {
  return security.length > 0 && security.every((one) => Object.keys(one).length > 0)
}

function standing(
  subject: Subject,
  { as }: Case,
  { status }: Reply,
): Pick<Fault, 'spec' | 'evidence'> {
  const { operation } = subject
  const spec = `${operation.pointer}/security`
  // Which right it takes is for the document to say; that it takes a credential is no guess.
  if (as) return { spec, evidence: evidenceOfRefusal(subject, 'missingRole') }
  return { spec, evidence: status < 300 ? 'stated' : operation.evidence }
}
