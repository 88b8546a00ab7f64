/** Keeps what a scenario exchanges with one of two deployments. */
import { stripVTControlCharacters } from 'node:util'
import type { TestInfo } from '@playwright/test'
import type { Operation, Spec } from '../../specs/read.ts'
import { replyTo } from '../../specs/replies.ts'
import type { Breach } from '../conformance.ts'
import { curl, type Exchange, type Redact, type Reply, type Sent } from '../exchange.ts'
import { titleOf } from '../known.ts'
import { promisesOf, restsOnInferred } from '../promises.ts'
import type { Target } from '../target.ts'
import type { Transport } from '../transport.ts'
import { isInconclusive } from '../verdict.ts'
import { headersThatMatter, legible, legibleBody, secretsIn, settle } from './legible.ts'
import { markOf, type Side } from './sides.ts'
import { type End, type Entry, keep, type Request, type Transcript } from './transcript.ts'

export interface Recorder {
  /** Sends through this, and keeps the order of sending. */
  over(transport: Transport): Transport
  noted(exchange: Exchange): void
  judged(exchange: Exchange, found: readonly Breach[]): void
  /** Does what is no part of the scenario: learns, or removes what was made. */
  beside(act: () => Promise<void>): Promise<void>
  /** A value that is a deployment's own, and what stands for it. */
  given(name: string, value: string): void
  write(info: TestInfo): void
}

export interface Recording {
  readonly side: Side | ''
  readonly target: Target
  readonly spec: Spec
  readonly redact: Redact
}

interface Note {
  readonly sent: Sent
  readonly at: number
  readonly beside: boolean
  received?: number
  reply?: Reply
  exchange?: Exchange
  breaches: readonly Breach[]
}

/** Keeps nothing in a run against one deployment. */
export function createRecorder(recording: Recording): Recorder {
  const { side, target } = recording
  const notes: Note[] = []
  const givens = new Map<string, string>()
  let beside = false
  const noteOf = (exchange: Exchange) => notes.find(({ reply }) => reply === exchange.reply)
  return {
    over: (transport) => (side === '' ? transport : recordingOver(transport, notes, () => beside)),
    noted: (exchange) => {
      const note = noteOf(exchange)
      if (note) note.exchange = exchange
    },
    judged: (exchange, found) => {
      const note = noteOf(exchange)
      if (note) note.breaches = found
    },
    beside: async (act) => {
      beside = true
      try {
        await act()
      } finally {
        beside = false
      }
    },
    given: (name, value) => {
      givens.set(value, `<${name}>`)
    },
    write: (info) => {
      if (side === '') return
      givens.set(target.url, '<base>').set(new URL(target.url).origin, '<origin>')
      const text = JSON.stringify(told(recording, info, notes))
      const secrets = [...notes.flatMap(secretsOf), ...Object.values(target.tokens)]
      const line = settle(text, { secrets, givens, run: process.env.REHEARSAL_RUN ?? '' })
      keep(info.project.outputDir, `${side}-${info.workerIndex}`, line)
    },
  }
}

function recordingOver(transport: Transport, notes: Note[], beside: () => boolean): Transport {
  return {
    ...transport,
    send: async (sent, purpose) => {
      const note: Note = {
        sent,
        at: Date.now(),
        beside: beside() || purpose?.proves === true,
        breaches: [],
      }
      notes.push(note)
      const reply = await transport.send(sent, purpose)
      note.received = Date.now()
      note.reply = reply
      return reply
    },
  }
}

function told(recording: Recording, info: TestInfo, notes: readonly Note[]): Transcript {
  const { side, target, redact } = recording
  const end = endOf(target, info)
  const skipped = info.annotations.find(({ type }) => type === 'skip')?.description
  const why =
    end === 'not run'
      ? skipped
      : stripVTControlCharacters(info.errors[0]?.message ?? '').split('\n')[0]
  const complete = notes.filter(({ reply }) => reply)
  return {
    side: side as Side,
    mock: target.mock,
    api: target.api,
    scenario: titleOf(info.titlePath),
    mark: markOf(info),
    end,
    ...(why && end !== 'passed' && { why: redact(why) }),
    promises: promisesOf(info),
    known: info.annotations
      .filter(({ type }) => type === 'known deviation')
      .map(({ description = '' }) => description),
    givens: {
      ...(target.tenant && { tenant: target.tenant }),
      ...(target.otherTenant && { 'other-tenant': target.otherTenant }),
      ...(target.user && { user: target.user }),
    },
    entries: complete.map((note) => entryOf(recording, note)),
    curls: complete.map(({ sent }) => curl(sent, redact)),
  }
}

function endOf(target: Target, info: TestInfo): End {
  if (info.status === 'skipped') return 'not run'
  if (info.status === 'passed') return 'passed'
  if (isInconclusive(info.errors)) return 'silent'
  return restsOnInferred(target, info) ? 'inferred' : 'broken'
}

function entryOf({ spec, target }: Recording, note: Note): Entry {
  const { sent, exchange, reply } = note as Note & { reply: Reply }
  const operation = spec.operations.find(({ id }) => id === exchange?.operation)
  const documented = operation && replyTo(operation, reply.status)?.headers.keys()
  const body = reply.body === undefined ? reply.text || undefined : legible(reply.body)
  return {
    operation: exchange?.operation ?? '(none)',
    as: exchange?.as ?? 'admin',
    request: requestOf(sent, target, operation),
    answer: {
      status: reply.status,
      headers: headersThatMatter(reply.headers, documented ?? []),
      ...(body !== undefined && { body }),
    },
    sent: note.at,
    received: note.received ?? note.at,
    breaches: note.breaches,
    beside: note.beside,
  }
}

function secretsOf({ sent, reply }: Note): string[] {
  const query = Object.fromEntries(new URL(sent.url).searchParams)
  return [reply?.body, parsed(sent.body), query].flatMap((one) => secretsIn(one))
}

function parsed(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '')
  } catch {
    return undefined
  }
}

function requestOf(sent: Sent, target: Target, operation: Operation | undefined): Request {
  const below = sent.url.startsWith(target.url) ? sent.url.slice(target.url.length) : sent.url
  const [path = '', search = ''] = below.split('?', 2)
  const headers = Object.entries(sent.headers).map(([name, value]) => [name.toLowerCase(), value])
  const told = Object.fromEntries(headers) as Record<string, string>
  const body = legibleBody(sent.body, told['content-type'])
  const open = headers.filter(([name]) => !/auth|cookie|token/.test(name ?? ''))
  return {
    method: sent.method,
    path,
    query: legible(Object.fromEntries(new URLSearchParams(search))) as Request['query'],
    headers: Object.fromEntries(open),
    ...(body !== undefined && { body }),
    ids: operation ? filled(operation.path, path) : [],
  }
}

/** What stands in a path where the template has braces. */
function filled(template: string, path: string): string[] {
  const parts = path.split('/')
  return template.split('/').flatMap((part, at) => {
    const value = parts[at]
    if (!part.includes('{') || value === undefined) return []
    return [decode(value)]
  })
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
