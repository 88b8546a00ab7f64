/** What the schemas of a SCIM target allow is taken, and is afterwards as was sent. */
import type { Evidence } from '../../specs/read.ts'
import type { Call } from '../call.ts'
import type { Reply } from '../exchange.ts'
import { afterwards, isOptional } from './good-calls.ts'
import { at, isObject } from './places.ts'
import { readOf } from './resources.ts'
import { isVersion2 } from './scim-model.ts'
import { type Pack, packsOf, type Sent } from './scim-packs.ts'
import { nameOf, pathOf, withAnotherName } from './scim-writes.ts'
import { type Fault, notRefused, type Subject } from './subject.ts'

/** Values that are sent alone after a pack that was refused: which of them it was, one can see. */
const APART = 12

export async function packsFor(subject: Subject, call: Call): Promise<Pack[]> {
  const known = await resourceOf(subject, call)
  return packsOf(subject, { call, known: known ?? call.body })
}

export async function packFaults(subject: Subject, pack: Pack): Promise<Fault[]> {
  const before = pack.kind === 'nulls' ? await resourceOf(subject, pack.call) : undefined
  const { call, reply } = await sent(subject, pack)
  if (isOptional(subject, reply)) return []
  if (reply.status >= 500) {
    const hint = `the schemas allow it, and it answered ${reply.status}`
    return [{ hint, reply, spec: '/Schemas', evidence: 'stated' }]
  }
  if (reply.status >= 300) return refused(subject, pack, reply)
  const shown = await resourceOf(subject, call, reply)
  return pack.sent.flatMap((one) => {
    const found = judged(pack, one, { shown, before })
    return found ? [{ ...found, hint: `${label(one)} ${found.hint}`, reply, spec: '/Schemas' }] : []
  })
}

/** A text may be refused; which of many it was, says each alone. */
async function refused(subject: Subject, pack: Pack, reply: Reply): Promise<Fault[]> {
  if (pack.kind !== 'texts') {
    const evidence = standing(subject, pack.kind)
    return [
      {
        hint: `${why[pack.kind]}, and it answered ${reply.status}`,
        reply,
        spec: '/Schemas',
        evidence,
      },
    ]
  }
  const fault = notRefused(subject, reply, (status) => status >= 400)
  if (fault)
    return [{ hint: `it may refuse a text, ${fault}`, reply, spec: '/Schemas', evidence: 'public' }]
  if (pack.sent.length === 1) return []
  const faults: Fault[] = []
  for (const one of pack.apart().slice(0, APART)) faults.push(...(await packFaults(subject, one)))
  return faults
}

const why = {
  nulls: 'null means that there is no value (RFC 7643 section 2.5)',
  readOnly: 'what is readOnly is ignored (RFC 7644 section 3.3)',
}

function standing({ spec }: Subject, kind: 'nulls' | 'readOnly'): Evidence {
  // The drafts of 1.1 do not speak of null.
  return kind === 'nulls' && !isVersion2(spec) ? 'inferred' : 'public'
}

interface Resources {
  readonly shown: unknown
  readonly before: unknown
}

function judged(
  { kind }: Pack,
  one: Sent,
  { shown, before }: Resources,
): Pick<Fault, 'hint' | 'evidence'> | undefined {
  if (shown === undefined) return undefined
  const got = at(shown, pathOf(one))
  if (kind === 'readOnly') {
    const hint = 'is the server’s to say, and is what was sent'
    return took(got, one.value) ? { hint, evidence: 'public' } : undefined
  }
  if (kind === 'nulls') {
    const old = at(before, pathOf(one))
    // Instead of no value a server may have one of its own (RFC 7644 section 3.5.1).
    const stays = one.part === undefined && typeof old === 'string' && old !== '' && old === got
    return stays ? { hint: 'was sent as null and is what it was', evidence: 'public' } : undefined
  }
  return altered(one, got)
}

function altered(one: Sent, got: unknown): Pick<Fault, 'hint' | 'evidence'> | undefined {
  const values =
    one.part === undefined ? [got] : [got].flat().map((each) => at(each, [one.part ?? '']))
  const texts = values.filter((each) => typeof each === 'string')
  if (texts.includes(String(one.value))) return undefined
  const wanted = JSON.stringify(one.value)
  if (texts.length === 0) {
    // RFC 7644 section 3.3: a server is free to ignore it. An empty text is as good as none.
    return one.value === ''
      ? undefined
      : { hint: `was sent as ${wanted} and is not there`, evidence: 'inferred' }
  }
  return { hint: `was sent as ${wanted} and is ${JSON.stringify(texts[0])}`, evidence: 'public' }
}

/** Whether any text of it has come through. */
function took(got: unknown, sent: unknown): boolean {
  if (typeof sent === 'string') return got === sent
  if (typeof sent !== 'object' || sent === null) return false
  if (Array.isArray(sent)) {
    const first: unknown = sent[0]
    return Array.isArray(got) && got.some((each) => took(each, first))
  }
  return isObject(got) && Object.entries(sent).some(([name, value]) => took(got[name], value))
}

function label(one: Sent): string {
  return nameOf(one, one.part)
}

let made = 0

async function sent(subject: Subject, { call }: Pack): Promise<{ call: Call; reply: Reply }> {
  made += 1
  const renamed = withAnotherName(subject, call, made)
  return { call: renamed, reply: await subject.client.send(subject.operation.id, renamed) }
}

/** The resource that a call is about: which it has made, says its reply. */
async function resourceOf(subject: Subject, call: Call, reply?: Reply): Promise<unknown> {
  const { client, operation, spec } = subject
  const makes = operation.method === 'post'
  const read = reply
    ? afterwards(subject, call, reply)
    : makes
      ? undefined
      : readOf(spec, operation, call)
  if (!read) return undefined
  const found = await client.send(read.operation, read.call)
  return found.status < 300 ? found.body : undefined
}
