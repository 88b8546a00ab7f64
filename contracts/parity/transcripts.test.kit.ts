/** For tests: transcripts by hand. */
import type { Found } from './scenario.ts'
import { compareScenario } from './scenario.ts'
import type { Side } from './sides.ts'
import type { Entry, Transcript } from './transcript.ts'

export const mark = '0123456789'

/** What a scenario did at one side, in short. */
export interface Told {
  readonly does: string
  readonly ids?: readonly string[]
  readonly query?: Readonly<Record<string, string>>
  readonly sends?: unknown
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly answer?: unknown
  /** In ms, after the one before. */
  readonly after?: number
  /** Sent before the reply to the one before. */
  readonly atOnce?: boolean
}

export function transcript(
  side: Side,
  told: readonly Told[],
  more: Partial<Transcript> = {},
): Transcript {
  let now = Date.now()
  const entries = told.map((one) => {
    now += one.after ?? 10
    return entry(one, now)
  })
  const curls = entries.map(({ operation }) => `curl ${side} ${operation}`)
  return {
    ...{ side, mock: false, api: 'scim.v2', scenario: 'file › title', mark, end: 'passed' },
    ...{ promises: [], known: [], givens: {}, entries, curls },
    ...more,
  }
}

function entry({ does, ids = [], query = {}, headers = {}, ...told }: Told, now: number): Entry {
  const [operation = '', method = 'GET', path = '/Users'] = does.split(' ')
  const body = told.sends === undefined ? {} : { body: told.sends }
  const answer = told.answer === undefined ? {} : { body: told.answer }
  return {
    operation,
    as: 'admin',
    request: { method, path: [path, ...ids].join('/'), query, headers: {}, ids, ...body },
    answer: { status: told.status ?? 200, headers, ...answer },
    sent: told.atOnce ? now - 10.5 : now,
    received: now + 5,
    breaches: [],
    beside: false,
  }
}

/** @returns what differs, and why the rest is not compared. */
export function compared(ofA: readonly Told[], ofB: readonly Told[]) {
  const { found, left, agreed } = compareScenario(
    { A: transcript('A', ofA), B: transcript('B', ofB) },
    { counts: new Set(['list /total']), identity: ['id'], searches: [] },
  )
  return { found: found.map(inShort), left: left.map(({ reason }) => reason), agreed }
}

function inShort({ kind, pointer, a, b }: Found): string {
  return `${kind} ${pointer}: ${a} | ${b}`
}
