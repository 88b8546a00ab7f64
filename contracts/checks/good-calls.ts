/** A call that is right succeeds, and what it has made or changed is there afterwards. */
import type { Operation } from '../../specs/read.ts'
import type { Call } from '../call.ts'
import type { Phrase } from '../drivers/driver.ts'
import type { Reply } from '../exchange.ts'
import { readOf, readOfMade } from './resources.ts'
import { type Fault, type Subject, tryAll } from './subject.ts'

/**
 * `ensure_resource_availability`. The client holds each reply against the document.
 * @returns how many cases there were
 */
export async function checkGoodCall(subject: Subject): Promise<number> {
  const { client, operation } = subject
  const call = await subject.sample(operation.id)
  await tryAll(subject, 'ensure_resource_availability', [{ name: 'a good call' }], async () => {
    const reply = await client.send(operation.id, call)
    if (isOptional(subject, reply)) return []
    if (reply.status >= 300) {
      const hint = `a call with all that it needs is answered with ${reply.status}`
      return [{ hint, reply, ...standing(operation) }]
    }
    return missing(subject, call, reply)
  })
  return 1
}

/** Whether the target says that it does not have the operation, as it may. */
export function isOptional({ driver, operation }: Subject, { status }: Reply): boolean {
  return driver.optional?.[operation.id]?.includes(status) === true
}

async function missing(subject: Subject, call: Call, reply: Reply): Promise<Fault[]> {
  const read = afterwards(subject, call, reply)
  if (!read) return []
  const found = await subject.client.send(read.operation, read.call)
  if (found.status === read.status) return []
  const { pointer, evidence } = subject.operation
  const hint = `what it leaves is answered with ${found.status} by ${read.operation}`
  return [{ hint, reply: found, spec: pointer, evidence }]
}

/** What reads the thing that a successful call leaves behind; undefined when it leaves none. */
export function afterwards(
  { spec, driver, operation }: Subject,
  call: Call,
  reply: Reply,
): Phrase<unknown> | undefined {
  if (operation.method === 'get' || operation.method === 'delete') return undefined
  return readOfMade({ spec, driver }, operation, { call, reply }) ?? readOf(spec, operation, call)
}

function standing({ pointer, replies, evidence }: Operation): Pick<Fault, 'spec' | 'evidence'> {
  const [done] = [...replies].filter(([status]) => status < 300)
  return { spec: `${pointer}/responses`, evidence: done?.[1].evidence ?? evidence }
}
