/** A call that the document allows is answered as documented, and what it says is kept to the letter. */
import type { Call } from '../call.ts'
import type { Reply } from '../exchange.ts'
import { type Awkwardness, awkwardRequests } from './awkward-requests.ts'
import { afterwards, isOptional } from './good-calls.ts'
import { at, type Path, pointerTo } from './places.ts'
import { packFaults, packsFor } from './scim-pack-calls.ts'
import { type Fault, type Subject, tryAll } from './subject.ts'

/** Cases of one operation. */
const LIMIT = 12

/** Each makes something, and a real deployment is not filled for the sake of one more letter. */
const LIMIT_OF_MADE = 10

/** `awkward_data_acceptance`. @returns how many cases there were */
export async function checkAwkwardCalls(subject: Subject): Promise<number> {
  const { driver, operation, prefix, seed, spec, target } = subject
  const call = await subject.sample(operation.id)
  const limit = !target.mock && operation.id in driver.undo ? LIMIT_OF_MADE : LIMIT
  const given = { document: spec.document, operation, call, seed, prefix, limit }
  const cases = [...awkwardRequests(given), ...(await packsFor(subject, call))]
  await tryAll(subject, 'awkward_data_acceptance', cases, async (one) => {
    if ('sent' in one) return packFaults(subject, one)
    // What a call makes can be made once.
    const good = operation.method === 'post' ? await subject.sample(operation.id) : call
    return faultsOf(subject, one, one.alter(good) ?? good)
  })
  return cases.length
}

async function faultsOf(subject: Subject, { path }: Awkwardness, call: Call): Promise<Fault[]> {
  const { client, driver, operation } = subject
  const reply = await client.send(operation.id, call)
  if (isOptional(subject, reply)) return []
  const { pointer, evidence } = operation
  if (reply.status >= 500) {
    // No document has to say that a server may not fail.
    const hint = `the document allows it, and it answered ${reply.status}`
    return [{ hint, reply, spec: pointer, evidence: 'stated' }]
  }
  if (reply.status >= 300 || !path) return []
  const read = afterwards(subject, call, reply)
  const shown = read ? [reply, await client.send(read.operation, read.call)] : [reply]
  const kept = !driver.unkept?.some(({ at }) => at.test(pointerTo(path)))
  const faults = shown.flatMap((one) => {
    const hint = kept ? altered(one, call.body, path) : undefined
    return hint ? [{ hint, reply: one, spec: pointer, evidence }] : []
  })
  return faults.slice(0, 1)
}

/** How a reply shows another text than was sent, if it shows one at all. */
function altered({ body, status }: Reply, sent: unknown, path: Path): string | undefined {
  const want = at(sent, path)
  const got = status < 300 ? at(body, shownAt(sent, path)) : undefined
  if (typeof got !== 'string' || got === want) return undefined
  return `${pointerTo(path)} was sent as ${JSON.stringify(want)} and is ${JSON.stringify(got)}`
}

/** The value of an operation of RFC 6902 is shown where the operation puts it. */
function shownAt(sent: unknown, path: Path): Path {
  const above = at(sent, path.slice(0, -1))
  const { path: to } = (above ?? {}) as { path?: unknown }
  if (path.at(-1) !== 'value' || typeof to !== 'string') return path
  return to.replace(/^\//, '').split(/[/.]/)
}
