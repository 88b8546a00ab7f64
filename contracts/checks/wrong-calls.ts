/** A call that the document refuses is refused, in the API's own way, and changes nothing. */
import { isDeepStrictEqual } from 'node:util'
import { replyTo } from '../../specs/replies.ts'
import type { Call } from '../call.ts'
import type { Phrase } from '../drivers/driver.ts'
import type { Reply } from '../exchange.ts'
import { isOptional } from './good-calls.ts'
import { listsOf, readOf } from './resources.ts'
import { refusing, wrongAttributes } from './scim-wrong-values.ts'
import { type Fault, notRefused, type Subject, tryAll } from './subject.ts'
import { type Case, wrongRequests } from './wrong-requests.ts'

/** They say that something else was wrong than what is. */
const BESIDE_THE_POINT = [401, 403, 404, 405, 429]

/**
 * `negative_data_rejection`: one thing wrong at a time.
 * @returns how many cases there were
 */
export async function checkWrongCalls(subject: Subject): Promise<number> {
  const { operation, seed, spec } = subject
  const call = await subject.sample(operation.id)
  const reads = readsFor(subject, call)
  const before = await readAll(subject, reads)
  const present = operation.method === 'post' ? undefined : before[0]?.body
  const cases = [
    ...wrongRequests({ document: spec.document, operation, call, seed }),
    ...(await wrongAttributes(subject, call, present)),
  ]
  const refusalOfAttribute = refusing(subject)
  const last = { name: 'what is there afterwards', afterwards: true as const }
  await tryAll(subject, 'negative_data_rejection', [...cases, last], async (one) => {
    if ('types' in one) return refusalOfAttribute(one)
    return 'call' in one ? refusal(subject, one) : changes(subject, reads, before)
  })
  return cases.length
}

async function refusal(subject: Subject, one: Case): Promise<Fault[]> {
  const { client, operation } = subject
  const reply = await client.send(operation.id, one.call)
  if (isOptional(subject, reply)) return []
  // The client itself finds that a body was taken which the document refuses.
  if (one.where === 'body' && reply.status < 300) return []
  const fault = notRefused(subject, reply, (status) => isRefusal(one, status))
  if (!fault) return []
  return [{ hint: `${one.hint}, ${fault}`, reply, spec: one.spec, evidence: standing(subject) }]
}

function isRefusal({ where }: Case, status: number): boolean {
  if (status < 400 || status > 499) return false
  return where === 'path' || !BESIDE_THE_POINT.includes(status)
}

function standing({ operation }: Subject): Fault['evidence'] {
  return replyTo(operation, 400)?.evidence ?? operation.evidence
}

function readsFor({ spec, driver, operation, prefix }: Subject, call: Call) {
  if (operation.method === 'get') return []
  const around = readOf(spec, operation, call)
  return [...(around ? [around] : []), ...listsOf(driver, call, prefix)]
}

async function readAll(
  { client }: Subject,
  reads: readonly Phrase<unknown>[],
): Promise<readonly Reply[]> {
  const replies: Reply[] = []
  for (const { operation, call } of reads) replies.push(await client.send(operation, call))
  return replies
}

async function changes(
  subject: Subject,
  reads: readonly Phrase<unknown>[],
  before: readonly Reply[],
): Promise<Fault[]> {
  const after = await readAll(subject, reads)
  return after.flatMap((reply, index) => {
    const { status, text, body } = before[index] as Reply
    if (reply.status === status && isDeepStrictEqual(reply.body, body)) return []
    const hint = `refused requests changed something. Before: ${status} ${text}`
    return [{ hint, reply, spec: subject.operation.pointer, evidence: standing(subject) }]
  })
}
