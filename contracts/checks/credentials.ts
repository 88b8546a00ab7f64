/** A credential that is none lets nobody in. That of nobody, and old ones, are tried by a scenario. */
import type { Operation } from '../../specs/read.ts'
import type { Reply } from '../exchange.ts'
import { type Fault, notRefused, type Subject, statusesOf, tryAll } from './subject.ts'

interface Case {
  readonly name: string
  readonly authorization: string
}

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
  const cases = target.mock ? garbled : [...garbled, stranger]
  await tryAll(subject, 'ignored_auth', cases, async ({ authorization }) => {
    const headers = { ...call.headers, authorization }
    const reply = await subject.client.send(operation.id, { ...call, headers, as: 'nobody' })
    const fault = notRefused(subject, reply, (status) => refusals(subject).includes(status))
    return fault
      ? [{ hint: `it lets nobody in, ${fault}`, reply, ...standing(subject, reply) }]
      : []
  })
  return cases.length
}

/** An operation that also lets in a caller without a credential has nothing to refuse. */
export function isGuarded({ security }: Operation): boolean {
  return security.length > 0 && security.every((one) => Object.keys(one).length > 0)
}

function refusals({ driver }: Subject): number[] {
  return statusesOf(driver, 'noCredential', 'expiredCredential', 'revokedCredential')
}

function standing({ operation }: Subject, { status }: Reply): Pick<Fault, 'spec' | 'evidence'> {
  // However a refusal is worded: that there has to be one is no guess.
  const evidence = status < 300 ? 'stated' : operation.evidence
  return { spec: `${operation.pointer}/security`, evidence }
}
